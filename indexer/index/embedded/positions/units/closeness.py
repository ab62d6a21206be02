"""How near the wordings of a question stand to each other in given reports, by positions alone: what `wording_nearness`
says of texts (`indexer/search/relevance/nearness.py`), number for number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import reduce

from indexer import deadline
from indexer.index.embedded.folded_text import may_stand
from indexer.index.embedded.positions.arrays.protocol import SEPARATOR, Ints
from indexer.index.embedded.positions.arrays.stretch_protocol import Spans
from indexer.index.embedded.positions.segment import Segment
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.index.embedded.positions.units.text_units import Level
from indexer.index.wording_nearness import COMPARED, LOOKED_AT, SENTENCE_ENDS, of_report

LONGEST = 4_000
"""Characters of a wording that windows can tell."""
_CLOSING = "”’」』》〉)]】〕"
"""Signs that a sentence takes behind the mark at its end. A wording that begins with one, or holds a mark, stands where
sentences meet: then their beginnings do not tell whether a mark lies between."""


def closeness(snapshot: Snapshot, ordinals: Iterable[int], wordings: Sequence[str]) -> list[float] | None:
    """Of each report, from 0 to 1.6; None where the texts have to tell."""
    wanted = wordings[:COMPARED]
    if not all(map(_told, wanted)):
        return None
    asked = list(ordinals)
    by_segment: dict[int, list[int]] = {}
    for ordinal in asked:
        number, report = snapshot.locate(ordinal)
        by_segment.setdefault(number, []).append(report)
    found: dict[int, float] = {}
    for number, reports in by_segment.items():
        deadline.check()
        near = _Near(snapshot.segments[number], sorted(reports), wanted).of_reports()
        found.update((snapshot.firsts[number] + report, worth) for report, worth in near.items())
    return [found.get(ordinal, 0.0) for ordinal in asked]


def _told(text: str) -> bool:
    return len(text) <= LONGEST and not set(text) & {*SENTENCE_ENDS, *_CLOSING, SEPARATOR}


class _Near:
    """The wordings in some reports of one segment."""

    def __init__(self, segment: Segment, reports: Sequence[int], wordings: Sequence[str]) -> None:
        self._segment, self._k, self._units = segment, segment.k, segment.units
        k = self._k
        stretches = k.some(self._units.reports, k.numbers(reports))
        self._reports, self._size = reports, len(wordings)
        self._spans = [
            k.sized(segment.places_in(text, stretches) if may_stand(text) else k.view(b"", "I"), len(text))
            for text in wordings
        ]
        self._lengths = list(map(len, wordings))
        self._passages = [segment.passages_of(spans.starts) for spans in self._spans]

    def of_reports(self) -> dict[int, float]:
        """The closeness of each report that has any."""
        chosen = self._chosen()
        if not len(chosen):
            return {}
        worths: dict[int, list[float]] = {}
        passages = self._k.numbered(self._segment.passage_starts, chosen, self._units.end)
        owners = self._k.listed(self._segment.owners(passages.starts))
        for report, worth in zip(owners, self._worths(chosen, passages), strict=True):
            worths.setdefault(report, []).append(worth)
        return {report: of_report(found) for report, found in worths.items()}

    def _chosen(self) -> Ints:
        """Of each report the first passages with all wordings; where there is none, those with the most."""
        found = self._first(reduce(self._k.common, self._passages))
        if self._size < 3:
            return found
        missing = sorted(set(self._reports).difference(self._k.listed(self._owners(found))))
        if not missing:
            return found
        return self._k.numbers(sorted(self._k.listed(found) + self._k.listed(self._first(self._with_most(missing)))))

    def _with_most(self, reports: Sequence[int]) -> Ints:
        k, stretches = self._k, self._k.some(self._units.reports, self._k.numbers(reports))
        held: Counter[int] = Counter()
        for spans in self._spans:
            held.update(k.listed(self._segment.passages_of(k.inside(spans, stretches).starts)))
        passages = sorted(held)
        owners = k.listed(self._owners(k.numbers(passages)))
        most: dict[int, int] = {}
        for passage, report in zip(passages, owners, strict=True):
            most[report] = max(most.get(report, 2), held[passage])
        return k.numbers([one for one, report in zip(passages, owners, strict=True) if held[one] == most[report]])

    def _first(self, passages: Ints) -> Ints:
        """The first ones of each report."""
        return self._k.picked(passages, self._k.leading(self._owners(passages), LOOKED_AT))

    def _owners(self, passages: Ints) -> Ints:
        return self._segment.owners(self._k.picked(self._segment.passage_starts, passages))

    def _worths(self, chosen: Ints, passages: Spans) -> list[float]:
        k, sentences = self._k, self._units.starts(Level.SENTENCE)
        windows = k.windows([k.inside(spans, passages) for spans in self._spans], passages)
        ends = (windows.smallest.starts, k.before(windows.smallest.ends, 1))
        first, last = (k.unit_of(sentences, one) for one in ends)
        return k.worths(windows, self._lengths, (first, last), k.picked(self._units.prose, chosen))
