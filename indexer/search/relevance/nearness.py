"""Which passages of a report, and which reports, say most to a question of several wordings: those where most of the
wordings stand, nearest together. What answers, and how often, is not decided here.

Only folded texts are looked at. A wording of one place is what stands there, so that words apart are told from each
other, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.document import Place
from indexer.index.wording_nearness import (
    COMPARED,
    LOOKED_AT,
    Nearness,
    ends_no_sentence,
    is_prose,
    of_report,
)
from indexer.query.nodes.occurrences import occurrences

Span = tuple[int, int]


def nearness(passage: str, spans: Sequence[Span]) -> Nearness:
    """Of a folded passage with the places of wordings, in order."""
    return _nearness(passage, spans, [passage[start:end] for start, end in spans])


def _nearness(passage: str, spans: Sequence[Span], texts: Sequence[str]) -> Nearness:
    first, last = _smallest(spans, texts)
    inside = set(texts)
    start, end = spans[first][0], spans[last][1]
    gap = max(0, end - start - sum(map(len, inside)))
    return Nearness(len(inside), gap, ends_no_sentence(passage, start, end), is_prose(passage), len(spans))


def best_passages(passages: Sequence[str], places: Iterable[Place], asked: int, most: int) -> list[int]:
    """The numbers of the `most` passages with places that say most, the best first; equal ones in their order."""
    spans: dict[int, list[Span]] = {}
    for number, start, end, _ in places:
        found = spans.get(number)
        if found is None:
            spans[number] = found = []
        found.append((start, end))
    if len(spans) < 2:  # there is nothing to choose
        return list(spans)[:most]
    texts = {number: [passages[number - 1][a:b] for a, b in found] for number, found in spans.items()}
    held = {number: len(set(words)) for number, words in texts.items()}
    least = sorted(held.values(), reverse=True)[:most][-1:]
    worth = {
        number: _nearness(passages[number - 1], spans[number], texts[number]).worth(asked)
        for number in spans
        if [held[number]] >= least
    }
    return sorted(worth, key=lambda number: (-worth[number], number))[:most]


def closeness(passages: Sequence[str], wordings: Sequence[str]) -> float:
    """Of a report, from 0 to 1.6: its best passage, and less and less of the following ones."""
    wanted = wordings[:COMPARED]
    near = _with_most(passages, wanted)
    return of_report(_worth(passage, wanted) for passage in near[:LOOKED_AT])


def _with_most(passages: Sequence[str], wordings: Sequence[str]) -> Sequence[str]:
    """The passages with all of the wordings; where there is none, those with the most."""
    found = passages
    for text in wordings:
        found = [passage for passage in found if text in passage]
    if found or len(wordings) < 3:
        return found
    held = [sum([text in passage for text in wordings]) for passage in passages]
    most = max(held, default=0)
    return [passage for passage, count in zip(passages, held, strict=True) if count == most] if most > 1 else ()


def _worth(passage: str, wordings: Sequence[str]) -> float:
    spans = sorted((start, start + len(text)) for text in wordings for start in occurrences(text, passage))
    return nearness(passage, spans).worth(len(wordings))


def _smallest(spans: Sequence[Span], texts: Sequence[str]) -> Span:
    """The indices of the first and the last place of the smallest stretch with all of the texts."""
    wanted = len(set(texts))
    if len(texts) == wanted:  # each stands there once
        return 0, len(texts) - 1
    inside = dict.fromkeys(texts, 0)
    chosen, first, held = (0, len(spans) - 1), 0, 0
    smallest = spans[-1][1] - spans[0][0]
    for last, text in enumerate(texts):
        held += not inside[text]
        inside[text] += 1
        while inside[texts[first]] > 1:
            inside[texts[first]] -= 1
            first += 1
        if held == wanted and spans[last][1] - spans[first][0] < smallest:
            chosen, smallest = (first, last), spans[last][1] - spans[first][0]
    return chosen
