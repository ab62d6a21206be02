"""A page of an answer in two steps: its reports with all totals, and then what stands beside them: the words apart,
the facets that take longer, places over passage ends.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace

from indexer.index.ranked import RankedReports
from indexer.search.answer import Across, Also, Answer, Copies
from indexer.search.answering.facet_counts import FacetCounts, List
from indexer.search.answering.hidden_by_filters import hidden_by_filters
from indexer.search.answering.report_finder import PARTS_COUNTED, ReportFinder
from indexer.search.answering.showing import Showing
from indexer.search.interpretation import Reading

ALSO_SHOWN = 10
"""Reports with the words apart that an answer carries; mode loose pages through all of them."""


@dataclass(frozen=True, slots=True)
class Apart:
    """The reports with the words apart, and how they were asked for; nothing where no term has several words."""

    reading: Reading | None = None
    reports: RankedReports | None = None
    copies: Copies = field(default_factory=Copies)

    @property
    def total(self) -> int:
        """How many reports there are."""
        return 0 if self.reports is None else self.reports.total_reports


class AnswerPages:
    """Makes them of what is found, shown and counted. `across`: where a wording runs over passage ends."""

    def __init__(
        self,
        finder: ReportFinder,
        showing: Showing,
        facets: FacetCounts,
        across: Callable[[Reading, RankedReports], Across],
    ) -> None:
        self._finder, self._showing, self._facets = finder, showing, facets
        self._across = across

    def begun(self, reading: Reading, topics: Hashable) -> tuple[Answer, Callable[[], Answer]]:
        """The reports of the page with all totals and the facets of cards; and what makes the whole answer of it.

        `topics`: the state of the topics, which facets hang on.
        """
        request, loose = reading.request, reading.request.mode == "loose"
        exact, copies = self._finder.ranked(reading, cards=False)
        listed_apart = self._apart(reading, exact) if loose else None
        total = exact.total_reports
        page = request.page_of(total + listed_apart.total if listed_apart else total)
        start, stop = page.offset, page.offset + page.size if page.size else page.total
        rows = exact.rows(start, stop)
        # Where the index does not tell the parts they are counted on the same documents.
        outlined = request.facets and total <= PARTS_COUNTED and exact.parts() is None
        counts = {row.id: row.matches for row in rows}
        listed = [(row.id, row.score) for row in rows]
        marked = exact.marked([row.id for row in rows], request.passages) if rows else None
        lists = _lists(reading, exact, listed_apart or Apart())
        first = Answer(
            request=request,
            understood=str(reading.typed),
            total_reports=total,
            total_matches=exact.total_matches,
            reports=tuple(self._showing.found(reading, listed, counts, marked, outlined=outlined)),
            also=Also(),
            took_ms=0.0,
            facets=self._facets.of_cards(lists) if request.facets else {},
            hidden=hidden_by_filters(self._finder, reading, exact),
            copies=copies + listed_apart.copies if listed_apart else copies,
        )

        def whole() -> Answer:
            apart = listed_apart or self._apart(reading, exact)
            return replace(
                first,
                also=self._also(apart, max(0, start - total), max(0, stop - total)),
                facets={**first.facets, **self._facets.beside(lists, topics)} if request.facets else {},
                across=self._across(reading, exact),
            )

        return first, whole

    def _apart(self, reading: Reading, exact: RankedReports) -> Apart:
        """The reports with the words apart: in mode loose in the order of the request, otherwise the best first."""
        request = reading.request
        if reading.apart is not None and request.mode != "loose":
            request = replace(request, sort="relevance", passages=1)
        loosely = reading.loosely_for(request)
        if loosely is None:
            return Apart()
        return Apart(loosely, *self._finder.ranked(loosely, exact, cards=False))

    def _also(self, apart: Apart, start: int, stop: int) -> Also:
        """Those at [start, stop) of their order; where the pages do not list them, the best."""
        if apart.reading is None or apart.reports is None:
            return Also()
        start, stop = (start, stop) if apart.reading.request.mode == "loose" else (0, ALSO_SHOWN)
        shown = [(row.id, row.score) for row in apart.reports.rows(start, stop)]
        marked = apart.reports.marked([name for name, _ in shown], apart.reading.request.passages) if shown else None
        return Also(apart.total, tuple(self._showing.found(apart.reading, shown, marked=marked)))


def _lists(reading: Reading, exact: RankedReports, apart: Apart) -> Sequence[List]:
    """The lists of the answer's pages."""
    if reading.request.mode != "loose" or apart.reading is None or apart.reports is None:
        return ((reading, exact),)
    return (reading, exact), (apart.reading, apart.reports)
