"""In which passages of a few reports a query makes marks, told by positions: what a page shows of them is read alone.

Told of queries whose marks in a passage hang on this passage and on the report's answering at all: wordings, words
apart and chains, what holds in one sentence or passage, any of these, and all of these beside conditions and negations,
in chosen parts, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.index.embedded.folded_text import may_stand
from indexer.index.embedded.positions.arrays.protocol import Ints
from indexer.index.embedded.positions.segment import Segment
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.index.embedded.positions.units.matching import known
from indexer.index.embedded.positions.units.unit_answers import UnitAnswers
from indexer.query.model import All, Any, Except, Face, Gapped, Near, Not, Part, Phrase, Query, Scope, Words, all_of

COMMON = 4_000_000
"""Places of a wording from which on reading them all takes longer than looking for the first ones in the texts."""
COMMON_CHARACTER = 200_000
"""The same of a single character, whose places have to be put in order."""

Numbers = Sequence[int]
"""Of passages, counted from 1, ascending."""


def marked_passages(
    snapshot: Snapshot, answers: UnitAnswers, query: Query, ordinals: Sequence[int]
) -> list[Numbers] | None:
    """For each of these reports, all of which match, the passages in which marks begin; None: texts have to tell."""
    leaves = _in_parts(query) or leaves_of(query)
    if leaves is None or any(_is_common(snapshot, leaf) for leaf in leaves):
        return None
    found: dict[int, Numbers] = {}
    for number, reports in snapshot.located(set(ordinals)).items():
        first = snapshot.firsts[number]
        for leaf in leaves:
            for report, passages in zip(reports, _told(snapshot, answers, leaf, number, reports), strict=True):
                ordinal = first + report
                found[ordinal] = sorted({*found[ordinal], *passages}) if ordinal in found else passages
    return [found.get(ordinal, ()) for ordinal in ordinals]


def _in_parts(query: Query) -> Sequence[Query]:
    """The query itself, where some of its items choose the parts in which the others are asked."""
    items = query.items if isinstance(query, All) and query.asks_text else ()
    others = [item for item in items if not item.picks]
    told = len(others) < len(items) and known(query) and leaves_of(all_of(others)) is not None
    return (query,) if told else ()


def leaves_of(query: Query) -> Sequence[Query] | None:
    """What makes marks, each passage by itself; None where a passage alone does not tell."""
    if _is_leaf(query):
        return (query,)
    if isinstance(query, Any):  # words apart make marks only where the wording is nowhere
        return query.items if all(_is_leaf(item) and not isinstance(item, Words) for item in query.items) else None
    if not isinstance(query, All):
        return None
    found: list[Query] = []
    for item in query.items:
        if isinstance(item, Not) and not item.asks_outline and known(item.item):
            continue
        leaves = () if isinstance(item, Face) and not isinstance(item, Part) else leaves_of(item)
        if leaves is None or isinstance(item, All):
            return None
        found += leaves
    return found


def _is_leaf(query: Query) -> bool:
    if isinstance(query, Scope):
        return query.name != "同节" and not query.asks_outline and known(query.item)
    return isinstance(query, Phrase | Gapped | Except | Near | Words) and known(query)


def _is_common(snapshot: Snapshot, leaf: Query) -> bool:
    """Only of a wording: of all else the places have been read for the answer."""
    texts = [leaf.text] if isinstance(leaf, Phrase) else leaf.words if isinstance(leaf, Words) else ()
    limits = [(text, COMMON if len(text) > 1 else COMMON_CHARACTER) for text in texts]
    return any(segment.most_places(text) > limit for segment in snapshot.segments for text, limit in limits)


def _told(
    snapshot: Snapshot, answers: UnitAnswers, leaf: Query, number: int, reports: Sequence[int]
) -> list[list[int]]:
    """Of each of these reports of a segment, which ascend, the passages with marks of the leaf."""
    segment, first = snapshot.segments[number], snapshot.firsts[number]
    if isinstance(leaf, Words):  # each of their passages has a mark, wherever that begins
        return _numbered(segment, answers.side_by_side(number, leaf), reports)
    if not isinstance(leaf, Phrase):
        mask = snapshot.k.mask([first + report for report in reports], snapshot.ordinals)
        starts = answers.starts(number, {leaf: mask})
    elif may_stand(leaf.text):
        starts = _places(segment, leaf.text, reports)
    else:
        return [[] for _ in reports]
    return _numbered(segment, segment.passages_of(starts), reports)


def _places(segment: Segment, text: str, reports: Sequence[int]) -> Ints:
    """Where a wording stands in these reports, which ascend."""
    k, known = segment.k, segment.known_places(text)
    if known is None:
        return segment.places_in(text, k.some(segment.units.reports, k.numbers(reports)))
    ends = k.listed(k.slots(known, k.picked(segment.bases, k.numbers(_both_ends(reports)))))
    return k.laid([known[begin:end] for begin, end in zip(ends[::2], ends[1::2], strict=True) if begin < end])


def _numbered(segment: Segment, passages: Ints, reports: Sequence[int]) -> list[list[int]]:
    """Those of the passages of a segment that lie in each of the reports, by their numbers in it."""
    k = segment.k
    firsts = k.picked(segment.passage_borders, k.numbers(_both_ends(reports)))
    ends = k.listed(k.slots(passages, firsts))
    rows = zip(k.listed(firsts)[::2], ends[::2], ends[1::2], strict=True)
    return [[passage - first + 1 for passage in k.listed(passages[begin:end])] for first, begin, end in rows]


def _both_ends(reports: Sequence[int]) -> list[int]:
    """Each of the reports, and the one behind it, where it ends."""
    return [end for report in reports for end in (report, report + 1)]
