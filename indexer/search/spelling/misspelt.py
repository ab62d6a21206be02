"""Wordings that differ little from one that stands nowhere: a character wrong, missing or too many, two swapped, or two
wrong. Those of a list are compared; those of the texts are asked of the engine.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import ne

from archive.text.fold import fold_text
from indexer.analysis.pinyin import sound_alike
from indexer.query.model import Phrase, Query, all_of
from indexer.search.interpretation import Necessary
from indexer.search.searcher import Searcher
from indexer.search.spelling.term_list import LONGEST

SHORTEST = 3
_NO_CHARACTER = re.compile("[\n\x1f]")
READ = 60
"""Reports read at most to find a wording that differs in one character."""
FAR = 6
"""Characters from which on two wrong ones need not sound like the right ones."""


def one_apart(one: str, other: str) -> bool:
    """Does one change lead from one to the other: a character replaced, put in, left out, or two swapped?"""
    if one == other:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped


def alike(terms: Sequence[str], wanted: str) -> list[int]:
    """Which of the folded `terms` are one change away from `wanted`."""
    half = (len(wanted) - 1) // 2  # one change, even a swap, leaves so much whole at one of the ends
    head, tail = wanted[:half], wanted[-half:]
    lengths = range(len(wanted) - 1, len(wanted) + 2)
    return [
        at
        for at, term in enumerate(terms)
        if len(term) in lengths and (term.startswith(head) or term.endswith(tail)) and one_apart(wanted, term)
    ]


def two_wrong(terms: Sequence[str], wanted: str) -> list[int]:
    """Which of the folded `terms` have two other characters; in short ones at least one of them sounds alike."""
    size = len(wanted)
    found = [at for at, term in enumerate(terms) if len(term) == size and sum(map(ne, wanted, term)) == 2]
    return [at for at in found if size >= FAR or alike_in_sound(wanted, terms[at]) > size - 2]


def alike_in_sound(one: str, other: str) -> int:
    """How many characters of the same place are the same or may be read alike."""
    return sum(sound_alike(a, b) for a, b in zip(one, other, strict=False))


def differing(searcher: Searcher, text: str, limit: int = 5) -> list[tuple[str, int]]:
    """Wordings of the texts themselves that are one change away from `text`, each with its reports; those that sound
    alike first, then most.

    For what is in no list: where `text` stands nowhere, its two sides are looked for around each place.
    """
    wanted = fold_text(text)
    if not SHORTEST <= len(wanted) <= LONGEST:
        return []
    found = Counter(dict(_rearranged(searcher, wanted)))
    found.update(_filled(searcher, wanted, [(at, end) for at in range(len(wanted)) for end in (at, at + 1) if end], 1))
    if others := Counter({run: reports for run, reports in found.items() if run not in wanted}):
        found = others  # a beginning or an end of what was typed is no other spelling
    return _best(found, wanted, limit)


def two_differing(searcher: Searcher, text: str, limit: int = 5) -> list[tuple[str, int]]:
    """The same with two characters wrong that stand side by side; in short wordings at least one sounds alike."""
    wanted = fold_text(text)
    size = len(wanted)
    if not SHORTEST + 2 <= size <= LONGEST:
        return []
    found = _filled(searcher, wanted, [(at, at + 2) for at in range(size - 1)], 2)
    heard = {run: reports for run, reports in found.items() if size >= FAR or alike_in_sound(wanted, run) > size - 2}
    return _best(heard, wanted, limit)


def _best(found: Mapping[str, int], wanted: str, limit: int) -> list[tuple[str, int]]:
    ordered = sorted(found.items(), key=lambda pair: (-alike_in_sound(wanted, pair[0]), -pair[1], pair[0]))
    signs = {character for character in wanted if not character.isalnum()}
    return [(run, reports) for run, reports in ordered if all(c.isalnum() or c in signs for c in run)][:limit]


def _rearranged(searcher: Searcher, wanted: str) -> Iterator[tuple[str, int]]:
    """With two neighbours swapped, or a character too many taken out: the engine knows these as they stand."""
    swapped = {wanted[:at] + wanted[at + 1] + wanted[at] + wanted[at + 2 :] for at in range(len(wanted) - 1)}
    shorter = {wanted[:at] + wanted[at + 1 :] for at in range(len(wanted))} if len(wanted) > SHORTEST else set()
    for run in sorted((swapped | shorter) - {wanted}):
        reports = len(searcher.engine.propose(Phrase(run, run)).counts)
        if reports:
            yield run, reports


def _filled(searcher: Searcher, wanted: str, holes: Sequence[tuple[int, int]], size: int) -> Counter[str]:
    """With `size` other characters in place of the code points of a hole: where both sides stand, texts are read."""
    ids: dict[str, None] = {}
    around = [(wanted[:start], wanted[end:]) for start, end in holes]
    for both in around:
        sides: list[Query] = [Phrase(side, side) for side in both if side]
        proposal = searcher.engine.propose(Necessary(all_of(sides)))  # to count a single character takes seconds
        ids.update(dict.fromkeys(list(proposal.counts)[:READ]))
    found: Counter[str] = Counter()
    for document in searcher.documents(list(ids)[: READ * 2]):
        text = "\n".join(document.passages)  # folded text holds no line break
        found.update({run for left, right in around for run in _between(text, left, right, size)} - {wanted})
    return found


def _between(text: str, left: str, right: str, size: int) -> Iterator[str]:
    """The runs of a text that begin with `left`, end with `right` and have `size` characters between, as a regular
    expression finds them: from the beginning on, none over another. The longer side is looked for, which stands seldom.
    """
    ahead = 0 if len(left) >= len(right) else len(left) + size
    side = right if ahead else left
    behind, whole, free = len(left) + size, len(left) + size + len(right), 0
    at = text.find(side)
    while at >= 0:
        start = at - ahead
        if start >= free and text.startswith(left, start) and text.startswith(right, start + behind):
            between = text[start + len(left) : start + behind]
            if len(between) == size and not _NO_CHARACTER.search(between):
                yield text[start : start + whole]
                free = start + whole
        at = text.find(side, at + 1)
