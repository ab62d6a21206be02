"""How near the wordings of a question stand to each other in given reports, by positions alone: what `wording_nearness`
says of texts (`indexer/search/relevance/nearness.py`), number for number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import reduce

from indexer import deadline
from indexer.index.embedded.folded_text import may_stand
from indexer.index.embedded.positions.arrays.protocol import SEPARATOR
from indexer.index.embedded.positions.arrays.stretch_protocol import Spans
from indexer.index.embedded.positions.segment import Segment
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.index.embedded.positions.units.text_units import Level
from indexer.index.wording_nearness import COMPARED, LOOKED_AT, SENTENCE_ENDS, Nearness, of_report

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
        k, starts = self._k, segment.passage_starts
        stretches = k.some(self._units.reports, k.numbers(reports))
        self._reports, self._size = reports, len(wordings)
        self._spans = [
            k.sized(segment.places_in(text, stretches) if may_stand(text) else k.view(b"", "I"), len(text))
            for text in wordings
        ]
        self._lengths = list(map(len, wordings))
        self._passages = [k.units(starts, spans.starts) for spans in self._spans]

    def of_reports(self) -> dict[int, float]:
        """The closeness of each report that has any."""
        chosen = self._chosen()
        if not chosen:
            return {}
        worths: dict[int, list[float]] = {}
        passages = self._k.numbered(self._segment.passage_starts, self._k.numbers(chosen), self._units.end)
        owners = self._k.listed(self._segment.owners(passages.starts))
        for report, worth in zip(owners, self._worths(chosen, passages), strict=True):
            worths.setdefault(report, []).append(worth)
        return {report: of_report(found) for report, found in worths.items()}

    def _chosen(self) -> list[int]:
        """Of each report the first passages with all wordings; where there is none, those with the most."""
        found = self._first(self._k.listed(reduce(self._k.common, self._passages)))
        missing = sorted(set(self._reports).difference(self._owners(found)))
        return sorted(found + self._first(self._with_most(missing))) if missing and self._size > 2 else found

    def _with_most(self, reports: Sequence[int]) -> list[int]:
        k, stretches = self._k, self._k.some(self._units.reports, self._k.numbers(reports))
        held: Counter[int] = Counter()
        for spans in self._spans:
            held.update(k.listed(k.units(self._segment.passage_starts, k.inside(spans, stretches).starts)))
        passages = sorted(held)
        owners = self._owners(passages)
        most: dict[int, int] = {}
        for passage, report in zip(passages, owners, strict=True):
            most[report] = max(most.get(report, 2), held[passage])
        return [one for one, report in zip(passages, owners, strict=True) if held[one] == most[report]]

    def _first(self, passages: Sequence[int]) -> list[int]:
        taken: Counter[int] = Counter()
        found = []
        for passage, report in zip(passages, self._owners(passages), strict=True):
            taken[report] += 1
            if taken[report] <= LOOKED_AT:
                found.append(passage)
        return found

    def _owners(self, passages: Sequence[int]) -> list[int]:
        if not passages:
            return []
        starts = self._k.picked(self._segment.passage_starts, self._k.numbers(passages))
        return self._k.listed(self._segment.owners(starts))

    def _worths(self, chosen: Sequence[int], passages: Spans) -> list[float]:
        k = self._k
        windows = k.windows([k.inside(spans, passages) for spans in self._spans], passages)
        sentences = self._units.starts(Level.SENTENCE)
        begin, end = windows.smallest.starts, windows.smallest.ends
        in_one = zip(
            k.listed(k.unit_of(sentences, begin)), k.listed(k.unit_of(sentences, k.before(end, 1))), strict=True
        )
        figures = zip(
            *(k.listed(numbers) for numbers in (windows.held, windows.places, begin, end)),
            [one == other for one, other in in_one],
            k.listed(k.picked(self._units.prose, k.numbers(chosen))),
            strict=True,
        )
        return [self._worth(*one) for one in figures]

    def _worth(self, held: int, places: int, begin: int, end: int, sentence: bool, prose: int) -> float:
        inside = [length for number, length in enumerate(self._lengths) if held >> number & 1]
        gap = max(0, end - begin - sum(inside))
        return Nearness(len(inside), gap, sentence, bool(prose), places).worth(self._size)
