"""How many places plain texts make in a report, without making them: a question over all reports asks no more. What
each of these means is said at the node that hands its texts in; laws hold both equal.

A count is that of leftmost_longest (`occurrences`) over all occurrences. All of this is about folded texts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from indexer.document import Document, Turn
from indexer.query.nodes.occurrences import occurrences

Counter = Callable[[Document], int | None]
"""How many places a query makes in a report, None where the report does not match; made once for a question."""
Span = tuple[int, int]
"""Where an occurrence begins, and its negative length: sorted, the leftmost comes first, then the longest."""

# A sentence, in passages laid one below the other: no passage holds a line break, as every fold drops them.
SENTENCE = re.compile("[^\n。!?;]*[。!?;]+[”’」』》〉)\\]】〕]*|[^\n。!?;]+")
_BETWEEN = "\n"


def in_scope(name: str, needed: Collection[str], excluded: Collection[str]) -> Counter:
    """Units (同句, 同段, 同节) that hold all of `needed` and none of `excluded`; the places of `needed` in them."""
    units = _UNITS[name]
    wanted, marks = sorted(needed, key=len, reverse=True), _marks(needed)

    def count(document: Document) -> int | None:
        found = _with_all(units(document, wanted), wanted)
        for text in excluded:
            found = [one for one in found if text not in one]
        return marks(_BETWEEN.join(found)) if found else None

    return count


def _with_all(texts: Sequence[str], needed: Iterable[str]) -> Sequence[str]:
    for text in needed:
        texts = [one for one in texts if text in one]
    return texts


def _sentences(document: Document, needed: Iterable[str]) -> Sequence[str]:
    return SENTENCE.findall(_BETWEEN.join(_with_all(document.passages, needed)))


def _sections(document: Document, _: Iterable[str]) -> Sequence[str]:
    passages = document.passages
    borders = [0, *[turn.passage - 1 for turn in document.outline or () if turn.opens], len(passages)]
    return [_BETWEEN.join(passages[start:end]) for start, end in pairwise(borders) if start < end]


_UNITS: Mapping[str, Callable[[Document, Iterable[str]], Sequence[str]]] = {
    "同句": _sentences,
    "同段": lambda document, _: document.passages,
    "同节": _sections,
}
"""The texts of the units in which all wanted texts may stand."""


def near(texts: Sequence[str], distances: Sequence[int]) -> Counter:
    """Chains in one passage, each text at most so far from the next, not overlapping; the places of whole chains."""
    needed = sorted(set(texts), key=len, reverse=True)
    sizes = tuple(map(len, texts))

    def count(document: Document) -> int | None:
        total = 0
        for passage in _with_all(document.passages, needed):
            links = [list(occurrences(text, passage)) for text in texts]
            total += _in_chains(links, sizes, distances)
        return total or None

    return count


def _in_chains(links: list[list[int]], sizes: Sequence[int], distances: Sequence[int]) -> int:
    for at, distance in enumerate(distances, 1):
        links[at] = _beside(links[at], sizes[at], links[at - 1], sizes[at - 1], distance)
        if not links[at]:
            return 0
    for at in range(len(distances), 0, -1):
        links[at - 1] = _beside(links[at - 1], sizes[at - 1], links[at], sizes[at], distances[at - 1])
    return _apart((start, -size) for starts, size in zip(links, sizes, strict=True) for start in starts)


def _beside(found: list[int], size: int, others: list[int], other_size: int, distance: int) -> list[int]:
    """Those of `found` with one of `others` before or behind them; both are ascending starts."""
    kept: list[int] = []
    for start in found:
        at = bisect_left(others, start - distance - other_size)
        if at == len(others):
            continue
        if others[at] > start - other_size:
            at = bisect_left(others, start + size, at)
            if at == len(others) or others[at] > start + size + distance:
                continue
        kept.append(start)
    return kept


def in_parts(
    texts: Collection[str],
    excluded: Collection[str],
    accepts: Callable[[str | None], bool],
    meets: Callable[[Document], bool],
) -> Counter:
    """Reports that meet the rest of a query, where all `texts` and none of `excluded` begin in parts that are taken."""

    def count(document: Document) -> int | None:
        stretches = list(_stretches(document, accepts))
        if not stretches or not meets(document):
            return None
        for text in excluded:
            if any(True for _ in _beginning_in(stretches, text)):
                return None
        places: list[tuple[int, int, int]] = []
        for text in texts:
            found = [(index, start, -len(text)) for index, start in _beginning_in(stretches, text)]
            if not found:
                return None
            places += found
        by_passage: dict[int, list[Span]] = {}
        for index, start, size in places:
            by_passage.setdefault(index, []).append((start, size))
        return sum(map(_apart, by_passage.values()))

    return count


Stretch = tuple[int, str, int, int]
"""A passage, by its index, its text, and between which code points a place has to begin."""


def _stretches(document: Document, accepts: Callable[[str | None], bool]) -> Iterator[Stretch]:
    outline = document.outline or ()
    taken = {part for part in {None, *[turn.part for turn in outline]} if accepts(part)}
    if not taken:
        return
    passages = document.passages
    end = Turn(len(passages) + 1, 0, None, opens=False)
    for turn, after in pairwise((Turn(1, 0, None, opens=False), *outline, end)):
        if turn.part in taken:
            for number in range(turn.passage, min(after.passage, len(passages)) + 1):
                text = passages[number - 1]
                start = turn.start if number == turn.passage else 0
                yield number - 1, text, start, after.start if number == after.passage else len(text)


def _beginning_in(stretches: Iterable[Stretch], text: str) -> Iterator[tuple[int, int]]:
    for index, passage, start, end in stretches:
        at = passage.find(text, start)
        while 0 <= at < end:
            yield index, at
            at = passage.find(text, at + 1)


def _marks(needed: Collection[str]) -> Callable[[str], int]:
    """How many places these make in a text."""
    if not any(_may_overlap(one, other) for one in needed for other in needed if one != other):
        return lambda text: sum(map(text.count, needed))
    # Leftmost as a regular expression finds it, the longest first: as `leftmost_longest` chooses.
    pattern = re.compile("|".join(map(re.escape, sorted(needed, key=len, reverse=True))))
    return lambda text: len(pattern.findall(text))


def _may_overlap(one: str, other: str) -> bool:
    """May they share a character, `one` to the left or around `other`?"""
    return other in one or any(one.endswith(other[:size]) for size in range(1, min(len(one), len(other))))


def _apart(spans: Iterable[Span]) -> int:
    """How many of them are kept by `leftmost_longest`."""
    kept, reached = 0, 0
    for start, size in sorted(spans):
        if start >= reached:
            kept, reached = kept + 1, start - size
    return kept
