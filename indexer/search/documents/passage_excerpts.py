"""Some passages of a report with what surrounds them: of the report itself, or, where the index tells where they stand
(`indexer.passage_table`), of these passages alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archive.catalog import ReadCatalog
from archive.catalog.text_slices import Slices
from archive.doubts import to_check
from archive.model import Record
from archive.text.fold import fold_passages
from indexer.document import Card, Document, card_of, outline_in
from indexer.index.ranked import MarkedReport
from indexer.lru_cache import LruCache
from indexer.passage_table import PassageTable
from indexer.search.documents.fresh_caches import FreshCaches
from indexer.search.documents.shown_text import ShownText, SomePassages, WholeReport

TABLES = 2_000_000
"""Bytes of the tables that are kept, those of the last pages: a thousand bytes and a few a report, of a giant more."""
WIDEST = 4
"""Bytes of a character, at most."""


class Excerpt(NamedTuple):
    """Some passages of a live report: a folded `document` of these alone, with their parts where wanted, what they are
    `shown` with, and the fields of its masthead to check.
    """

    document: Document
    shown: ShownText
    to_check: tuple[str, ...]


class Asked(NamedTuple):
    """Which passages of a report are shown, counted from 1, ascending; and what the index tells of it."""

    id: str
    marked: MarkedReport
    numbers: Sequence[int]


class Limits(NamedTuple):
    """At most so many characters of a report, as known at a change of the catalog (`fetch`); with their parts?"""

    most: int
    seen: int
    outlined: bool = False


class Excerpts:
    """Reads passages by the tables of an index, and keeps those of the last pages."""

    def __init__(self, catalog: ReadCatalog, fresh: FreshCaches) -> None:
        self._catalog, self._fresh = catalog, fresh
        self._tables: LruCache[str, tuple[Card, PassageTable]] = fresh.cache(TABLES, lambda kept: kept[1].weight)

    def table(self, card: Card) -> PassageTable | None:
        """The table of a report that was shown lately with this card and has not changed since, None where there is
        none.
        """
        kept = self._tables.get(card.id)
        return kept[1] if kept is not None and kept[0] == card else None

    def by_tables(self, asked: Sequence[Asked], limits: Limits) -> list[Excerpt | None]:
        """Of each report from these passages alone, which are all read at once; None where what the index tells of it
        is not of its state of now.
        """
        found: list[Excerpt | None] = [None] * len(asked)
        tables = [self._fitting(one, limits.most) for one in asked]
        wanted = [
            (at, one, table) for at, (one, table) in enumerate(zip(asked, tables, strict=True)) if table is not None
        ]
        every = self._catalog.slices(
            [
                Slices(one.id, one.marked.change, list(map(table.span, one.numbers)), table.size)
                for _, one, table in wanted
            ]
        )
        for (at, one, table), texts in zip(wanted, every, strict=True):
            if texts is not None:
                self._keep(one, table, limits.seen)
                shown = SomePassages(dict(zip(one.numbers, texts, strict=True)), table)
                found[at] = _excerpt(one.marked.card, one.marked.change, shown, texts, table.to_check, one, limits)
        return found

    def _fitting(self, asked: Asked, most: int) -> PassageTable | None:
        """The table of a report that has these passages, where they are not too long."""
        numbers = asked.numbers
        if not numbers:
            return None
        kept = self._tables.get(asked.id)
        table = kept[1] if kept is not None and kept[0] is asked.marked.card else asked.marked.table()
        if table is None or numbers[-1] > len(table):
            return None
        if table.size > WIDEST * most and sum([end - start for start, end in map(table.span, numbers)]) > WIDEST * most:
            return None
        return table

    def _keep(self, asked: Asked, table: PassageTable, seen: int) -> None:
        kept = self._tables.get(asked.id)
        if kept is None or kept[1] is not table:
            self._fresh.put(self._tables, asked.id, (asked.marked.card, table), seen)


def of_record(record: Record, asked: Asked, limits: Limits) -> Excerpt | None:
    """From the whole report."""
    if asked.numbers[-1] > len(record.report.texts):
        return None
    shown, doubted = WholeReport(record.report), to_check(record.report.masthead)
    return _excerpt(card_of(record), record.change, shown, list(map(shown.text, asked.numbers)), doubted, asked, limits)


def _excerpt(
    card: Card,
    change: int,
    shown: ShownText,
    texts: Sequence[str],
    doubted: tuple[str, ...],
    asked: Asked,
    limits: Limits,
) -> Excerpt | None:
    if sum(map(len, texts)) > limits.most:
        return None
    outline = None
    if limits.outlined:
        outline = outline_in(shown.sections, dict(zip(asked.numbers, texts, strict=True)))
    return Excerpt(Document(card, fold_passages(texts), change, outline), shown, doubted)
