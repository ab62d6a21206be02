"""The facets of an answer: those of cards as the lists count them, and with them parts and topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence, Set

from indexer import deadline
from indexer.index.card_filter import Pairs, Value, ordered_values
from indexer.index.ranked import RankedReports
from indexer.query.model import Phrase
from indexer.search.answering.report_finder import PARTS_COUNTED, ReportFinder
from indexer.search.answering.showing import Showing
from indexer.search.facets import ordered_places
from indexer.search.interpretation import Reading
from indexer.search.narrowing.topics import ordered as ordered_topics

List = tuple[Reading, RankedReports]
"""One list of a page, and how its reports were asked for."""


class FacetCounts:
    """Counts the facets of the lists of a page, which have no report in common."""

    def __init__(self, finder: ReportFinder, showing: Showing) -> None:
        self._finder, self._showing = finder, showing

    def of_cards(self, lists: Sequence[List]) -> dict[str, Pairs]:
        """By name, what the reports' cards tell."""
        return _together([reports for _, reports in lists])

    def beside(self, lists: Sequence[List], state: Hashable = None) -> dict[str, Pairs]:
        """By name, what takes longer: the parts, where there are few reports or the index tells; the topics, of which
        this is the `state`, if that is known.
        """
        facets: dict[str, Pairs] = {}
        parts = self._of_parts(lists)
        if parts is not None:
            facets["part"] = ordered_places(parts)
        facets["topic"] = self._of_topics(lists, state)
        return facets

    def _of_topics(self, lists: Sequence[List], state: Hashable) -> Pairs:
        counted: Counter[str] = Counter()
        sets = self._finder.topics.held(state) if any(reports.total_reports for _, reports in lists) else {}
        for _, reports in lists if sets else ():
            told = reports.among(sets)
            counted.update(_among(reports.counts().keys(), sets) if told is None else told)
        return ordered_topics(counted)

    def _of_parts(self, lists: Sequence[List]) -> Counter[Value] | None:
        """From the index where it tells; else from the texts, where there are few reports."""
        told = [reports.parts() for _, reports in lists]
        if None in told and sum(reports.total_reports for _, reports in lists) > PARTS_COUNTED:
            return None
        counted: Counter[Value] = Counter()
        for (reading, reports), known in zip(lists, told, strict=True):
            for part, count in self._parts(reading, reports.counts()) if known is None else known.items():
                counted[part] += count
        return counted

    def _parts(self, reading: Reading, ids: Collection[str]) -> Iterator[tuple[Value, int]]:
        """The parts of `ids` with numbers of places; the same part may come often."""
        query = reading.asked
        if not isinstance(query, Phrase):
            for document, places in self._showing.verified(ids, query, reading, outlined=True):
                yield from Counter(document.part(place.passage, place.start) for place in places).items()
            return
        cards = self._finder.engine.cards(ids)
        for document in self._finder.documents.documents(cards, reading.manner, outlined=True):
            deadline.check()
            yield from query.parts(document)


def _among(ids: Set[str], sets: Mapping[str, frozenset[str]]) -> dict[str, int]:
    return {name: len(held & ids) for name, held in sets.items()}


def _together(lists: Sequence[RankedReports]) -> dict[str, Pairs]:
    first, *others = (reports.facets() for reports in lists)
    if not others:
        return dict(first)
    facets: dict[str, Pairs] = {}
    for name, pairs in first.items():
        counted: Counter[Value] = Counter(dict(pairs))
        for other in others:
            counted.update(dict(other[name]))
        facets[name] = ordered_values(name, counted)
    return facets
