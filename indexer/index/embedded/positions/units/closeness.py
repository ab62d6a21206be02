"""How near the wordings of a question stand to each other in given reports, by positions alone: what `wording_nearness`
says of texts (`indexer/search/relevance/nearness.py`), number for number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

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


Together = Callable[[int], Ints]
"""Of a segment, by its number, the passages that hold all wordings, ascending."""


def closeness(
    snapshot: Snapshot, ordinals: Iterable[int], wordings: Sequence[str], together: Together | None = None
) -> list[float] | None:
    """Of each report, from 0 to 1.6; None where the texts have to tell. `together`: where that is known already, and
    each of the reports has such a passage.
    """
    wanted = wordings[:COMPARED]
    if not all(map(told_by_windows, wanted)):
        return None
    asked = list(ordinals)
    found: dict[int, float] = {}
    for number, reports in snapshot.located(asked).items():
        deadline.check()
        known = None if together is None or len(wordings) > COMPARED else together(number)
        near = _Near(snapshot.segments[number], reports, wanted, known).of_reports()
        found.update((snapshot.firsts[number] + report, worth) for report, worth in near.items())
    return [found.get(ordinal, 0.0) for ordinal in asked]


def told_by_windows(text: str) -> bool:
    """Do the beginnings of sentences tell whether one ends beside a place of this wording?"""
    return len(text) <= LONGEST and not set(text) & {*SENTENCE_ENDS, *_CLOSING, SEPARATOR}


class _Near:
    """The wordings in some reports of one segment; `together`: the passages that hold all of them, where known."""

    def __init__(
        self, segment: Segment, reports: Sequence[int], wordings: Sequence[str], together: Ints | None
    ) -> None:
        self._segment, self._k, self._units = segment, segment.k, segment.units
        self._reports, self._wordings, self._together = reports, wordings, together

    def of_reports(self) -> dict[int, float]:
        """The closeness of each report that has any."""
        k, starts = self._k, self._segment.passage_starts
        if self._together is None:
            spans = self._spans(k.some(self._units.reports, k.numbers(self._reports)))
            chosen = self._chosen(spans)
            passages = k.numbered(starts, chosen, self._units.end)
            spans = [k.inside(one, passages) for one in spans] if len(chosen) else []
        else:
            chosen = self._leading(self._together)
            passages = k.numbered(starts, chosen, self._units.end)
            spans = self._spans(passages)
        if not len(chosen):
            return {}
        worths: defaultdict[int, list[float]] = defaultdict(list)
        owners = k.listed(self._segment.owners(passages.starts))
        for report, worth in zip(owners, self._worths(chosen, passages, spans), strict=True):
            worths[report].append(worth)
        return {report: found[0] if len(found) == 1 else of_report(found) for report, found in worths.items()}

    def _spans(self, stretches: Spans) -> list[Spans]:
        """Of each wording where it stands in these stretches."""
        k, segment = self._k, self._segment
        return [
            k.sized(segment.places_in(text, stretches) if may_stand(text) else k.view(b"", "I"), len(text))
            for text in self._wordings
        ]

    def _leading(self, passages: Ints) -> Ints:
        """The first of these passages of each report."""
        k, reports = self._k, self._reports
        begins, ends = (
            k.listed(k.slots(passages, k.picked(self._segment.passage_borders, k.numbers(at))))
            for at in (reports, [report + 1 for report in reports])
        )
        runs = [range(begin, min(end, begin + LOOKED_AT)) for begin, end in zip(begins, ends, strict=True)]
        return k.picked(passages, k.numbers([at for run in runs for at in run]))

    def _chosen(self, spans: Sequence[Spans]) -> Ints:
        """Of each report the first passages with all wordings; where there is none, those with the most."""
        found = self._first(self._with_all(spans))
        if len(spans) < 3:
            return found
        missing = sorted(set(self._reports).difference(self._k.listed(self._owners(found))))
        if not missing:
            return found
        more = self._first(self._with_most(missing, spans))
        return self._k.numbers(sorted(self._k.listed(found) + self._k.listed(more)))

    def _with_all(self, every: Sequence[Spans]) -> Ints:
        """The passages of the rarest, as far as the others stand in them."""
        k, starts = self._k, self._segment.passage_starts
        rarest, *others = sorted(every, key=lambda one: len(one.starts))
        found = self._segment.passages_of(rarest.starts)
        for spans in others:
            found = k.picked(found, k.with_any(spans, k.numbered(starts, found, self._units.end)))
        return found

    def _with_most(self, reports: Sequence[int], every: Sequence[Spans]) -> Ints:
        k, stretches = self._k, self._k.some(self._units.reports, self._k.numbers(reports))
        held: Counter[int] = Counter()
        for spans in every:
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

    def _worths(self, chosen: Ints, passages: Spans, spans: Sequence[Spans]) -> list[float]:
        k, sentences = self._k, self._units.starts(Level.SENTENCE)
        windows = k.windows(spans, passages)
        ends = (windows.smallest.starts, k.before(windows.smallest.ends, 1))
        first, last = (k.unit_of(sentences, one) for one in ends)
        lengths = list(map(len, self._wordings))
        return k.worths(windows, lengths, (first, last), k.picked(self._units.prose, chosen))
