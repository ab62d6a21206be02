"""Which passages of given reports say most to a question of several wordings, by positions alone: what
`indexer.search.relevance.nearness.best_passages` says of texts, number for number.

Told where each mark is a place of one wording: of wordings that all have to stand in the report, in one passage or
sentence, or near each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from indexer.index.embedded.folded_text import may_stand
from indexer.index.embedded.positions.arrays.protocol import Arrays
from indexer.index.embedded.positions.arrays.stretch_protocol import Spans
from indexer.index.embedded.positions.segment import may_overlap
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.index.embedded.positions.units.closeness import told_by_windows
from indexer.index.embedded.positions.units.text_units import Level
from indexer.index.embedded.positions.units.unit_answers import UnitAnswers
from indexer.index.set_algebra import overlaps
from indexer.index.wording_nearness import COMPARED
from indexer.query.model import All, Near, Not, Phrase, Query, Scope, Words, wordings

Numbers = Sequence[int]
"""Of passages, counted from 1."""


class _Passage(NamedTuple):
    """How many different wordings have marks in it, what it is worth, and its number."""

    held: int
    worth: float
    number: int


def best_passages(
    snapshot: Snapshot, answers: UnitAnswers, query: Query, leaves: Sequence[Query], ordinals: Sequence[int], most: int
) -> list[Numbers] | None:
    """Of each of these reports, all of which match, the `most` passages that say most, the best first; equal ones in
    their order. `leaves`: what makes the marks. None: the texts have to tell.
    """
    texts = _texts(leaves)
    if texts is None or texts != wordings(query) or not 1 < len(texts) <= COMPARED:
        return None
    if not all(told_by_windows(text) and may_stand(text) for text in texts):
        return None
    found: dict[int, Numbers] = {}
    located = [snapshot.locate(ordinal) for ordinal in ordinals]
    for number in {number for number, _ in located}:
        mask = snapshot.k.mask(ordinals, snapshot.ordinals)
        spans = [one for leaf in leaves for one in answers.spans(number, leaf, mask)]
        if len(spans) != len(texts):
            return None
        marks = _marks(snapshot.k, texts, spans)
        for report, passages in _of_reports(snapshot, number, texts, marks).items():
            found[snapshot.firsts[number] + report] = _best(passages, most)
    return [found.get(ordinal, ()) for ordinal in ordinals]


def _texts(leaves: Sequence[Query]) -> tuple[str, ...] | None:
    """The wordings whose places are the marks, in the order in which `Matching.marks` gives these; None: not told."""
    if all(isinstance(leaf, Phrase) for leaf in leaves):
        return tuple(leaf.text for leaf in leaves if isinstance(leaf, Phrase))
    if len(leaves) != 1:
        return None
    (leaf,) = leaves
    if isinstance(leaf, Words):
        return leaf.words
    items = leaf.wordings if isinstance(leaf, Near) else ()
    if isinstance(leaf, Scope):
        items = leaf.item.items if isinstance(leaf.item, All) else (leaf.item,)
        items = tuple(item for item in items if not isinstance(item, Not))
    texts = tuple(item.text for item in items if isinstance(item, Phrase))
    return texts if texts and len(texts) == len(items) else None


def _marks(k: Arrays, texts: Sequence[str], spans: Sequence[Spans]) -> Sequence[Spans]:
    """Of each wording the places that become marks, where two may overlap: the leftmost, then the longest."""
    if not any(map(may_overlap, texts)) and not any(True for pair in combinations(texts, 2) for _ in overlaps(*pair)):
        return spans
    left, found = k.leftmost(spans), list(spans)
    for number in sorted(range(len(texts)), key=lambda number: -len(texts[number])):
        starts = k.common(spans[number].starts, left)
        left = k.picked(left, k.others(k.slots(left, starts), len(left)))
        found[number] = k.sized(starts, len(texts[number]))
    return found


def _of_reports(
    snapshot: Snapshot, number: int, texts: Sequence[str], spans: Sequence[Spans]
) -> dict[int, list[_Passage]]:
    """The passages with marks of each report of a segment."""
    k, segment = snapshot.k, snapshot.segments[number]
    chosen = k.either_of([segment.passages_of(one.starts) for one in spans])
    if not len(chosen):
        return {}
    passages = k.numbered(segment.passage_starts, chosen, segment.units.end)
    windows = k.windows(spans, passages)
    sentences = segment.units.starts(Level.SENTENCE)
    ends = (windows.smallest.starts, k.before(windows.smallest.ends, 1))
    first, last = (k.unit_of(sentences, one) for one in ends)
    worths = k.worths(windows, list(map(len, texts)), (first, last), k.picked(segment.units.prose, chosen))
    found: dict[int, list[_Passage]] = {}
    held = map(int.bit_count, k.listed(windows.held))
    owners = segment.owners(passages.starts)
    firsts = k.listed(k.picked(segment.passage_firsts, owners))
    for report, wordings_held, worth, passage, first in zip(
        k.listed(owners), held, worths, k.listed(chosen), firsts, strict=True
    ):
        found.setdefault(report, []).append(_Passage(wordings_held, worth, passage - first + 1))
    return found


def _best(passages: Sequence[_Passage], most: int) -> list[int]:
    least = sorted((one.held for one in passages), reverse=True)[:most][-1]
    candidates = [one for one in passages if one.held >= least]
    return [one.number for one in sorted(candidates, key=lambda one: (-one.worth, one.number))[:most]]
