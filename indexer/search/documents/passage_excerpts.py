"""Some passages of a report with what surrounds them: of the report itself, or, where the index tells where they stand
(`indexer.passage_table`), of these passages alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archive.catalog import ReadCatalog
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
    """Which passages, counted from 1, ascending, of at most so many characters together; with their parts?"""

    numbers: Sequence[int]
    most: int
    outlined: bool


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

    def by_table(self, report_id: str, marked: MarkedReport, asked: Asked, seen: int) -> Excerpt | None:
        """From these passages alone; None where what the index tells of the report is not of its state of now."""
        kept, numbers = self._tables.get(report_id), asked.numbers
        known = kept is not None and kept[0] is marked.card  # as of the same state of the index
        table = kept[1] if kept is not None and known else marked.table()
        if table is None or numbers[-1] > len(table):
            return None
        spans = list(map(table.span, numbers))
        if sum([end - start for start, end in spans]) > WIDEST * asked.most:
            return None
        texts = self._catalog.slices(report_id, marked.change, spans, table.size)
        if texts is None:
            return None
        if not known:
            self._fresh.put(self._tables, report_id, (marked.card, table), seen)
        shown = SomePassages(dict(zip(numbers, texts, strict=True)), table)
        return _excerpt(marked.card, marked.change, shown, texts, table.to_check, asked)


def of_record(record: Record, asked: Asked) -> Excerpt | None:
    """From the whole report."""
    if asked.numbers[-1] > len(record.report.texts):
        return None
    shown, doubted = WholeReport(record.report), to_check(record.report.masthead)
    return _excerpt(card_of(record), record.change, shown, list(map(shown.text, asked.numbers)), doubted, asked)


def _excerpt(
    card: Card, change: int, shown: ShownText, texts: Sequence[str], doubted: tuple[str, ...], asked: Asked
) -> Excerpt | None:
    if sum(map(len, texts)) > asked.most:
        return None
    outline = None
    if asked.outlined:
        outline = outline_in(shown.sections, dict(zip(asked.numbers, texts, strict=True)))
    return Excerpt(Document(card, fold_passages(texts), change, outline), shown, doubted)
