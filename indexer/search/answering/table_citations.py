"""Where passages come from, as the index tells it of the reports that a page has just shown: no report is read for it.

What is told is what `citation.Citations` says of the same report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archive.heading_paths import HeadingPaths
from indexer.document import Card, card_of
from indexer.passage_kinds import ALONE, SCAN, UNCOUNTED
from indexer.passage_table import PassageTable
from indexer.search.citation import Citations, Cited, head_of, line_of, named, numbers_of
from indexer.search.documents.document_cache import DocumentCache

_NOT_COUNTED = bytes(kind for kind in range(256) if kind & UNCOUNTED)
_NOT_SCANNED = bytes(kind for kind in range(256) if not kind & SCAN)


class TableCitations:
    """The sources of one report's passages by its card and its table."""

    def __init__(self, table: PassageTable, card: Card) -> None:
        self._table = table
        self._head = head_of(card, card.source)
        self._paths = HeadingPaths(table.sections)

    def __len__(self) -> int:
        return len(self._table)

    @property
    def scanned(self) -> bool:
        """Was any of the report recognised on a picture?"""
        return bool(self._table.kinds.translate(None, _NOT_SCANNED))

    def of(self, passage: int, offset: int = 0) -> str:
        """The source of the text at code point `offset` of `passage`, with its dashes."""
        kinds = self._table.kinds
        path = named(self._paths.at(passage, offset))
        place = numbers_of(path)
        if not kinds[passage - 1] & ALONE:
            first = path[-1].passage if path else 1
            place = f"{place}第{len(kinds[first - 1 : passage].translate(None, _NOT_COUNTED))}段"
        return line_of(self._head, place, self._table.page(passage), scanned=bool(kinds[passage - 1] & SCAN))


def cited(documents: DocumentCache, cards: Iterable[Card]) -> Mapping[str, tuple[Card, Cited]]:
    """The sources of live reports, by id, each with the card that it holds for; of those that the index does not tell
    as they are now, by the reports themselves. One that is gone is missing.
    """
    wanted = {card.id: card for card in cards}
    documents.fetch(())
    found: dict[str, tuple[Card, Cited]] = {}
    for name, card in wanted.items():
        table = documents.table(card)
        if table is not None:
            found[name] = card, TableCitations(table, card)
    missing = [name for name in wanted if name not in found]
    seen = documents.fetch(missing) if missing else 0
    for name in missing:
        record = documents.record(name, seen)
        if record is not None:
            found[name] = card_of(record), Citations(record.report, record.source)
    return found
