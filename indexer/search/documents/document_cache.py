"""Reports as queries are asked of them, from the catalog: folded, with their outline where wanted, kept at hand for the
next question. What a query finds in them is decided elsewhere.

Nothing old is ever given out: before each use the catalog's change log says what has to be read again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from archive.catalog import ReadCatalog
from archive.model import Record
from archive.text.fold import (
    Folded,
    fold,
    fold_passages,
    fold_verbatim_passages,
    verbatim,
)
from archive.text.punctuation import drop_from_passages, without_punctuation
from indexer import deadline
from indexer.document import Card, Document, card_of, outline_of
from indexer.lru_cache import LruCache
from indexer.passage_table import PassageTable
from indexer.search.documents.fresh_caches import FreshCaches
from indexer.search.documents.passage_excerpts import Asked, Excerpt, Excerpts, Limits, of_record

ROOM = 4_000_000
"""Characters that are kept at most; about twice as many bytes."""
GIANT = 1_000_000
"""Characters of a text from which on folding it takes a tenth of a second."""
RECORDS = 160
"""Whole reports that are kept: those of the last pages, which people turn back to."""
TOGETHER = 40
"""Reports that are read at once where many are gone through, so that all of them are still kept when they are asked."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How texts are compared: passages as compared, and the way back to the original."""

    name: str
    passages: Callable[[Sequence[str]], tuple[str, ...]]
    back: Callable[[str], Folded]


FOLDED = Manner("folded", fold_passages, fold)
VERBATIM = Manner("verbatim", fold_verbatim_passages, verbatim)
UNPUNCTUATED = Manner("unpunctuated", drop_from_passages, without_punctuation)

DocumentKey = tuple[str, str]


class DocumentCache:
    """The documents of one catalog. Threads may share it."""

    def __init__(self, catalog: ReadCatalog, room: int = ROOM) -> None:
        self.catalog = catalog
        self._fresh = FreshCaches(catalog)
        self._kept: LruCache[DocumentKey, Document] = self._fresh.cache(room, _size, _keys)
        self._records: LruCache[str, Record] = self._fresh.cache(RECORDS)
        self._excerpts = Excerpts(catalog, self._fresh)

    def documents(self, cards: Mapping[str, Card], manner: Manner, *, outlined: bool = False) -> Iterator[Document]:
        """The live reports of `cards` with these cards, in no particular order; with their outlines where wanted."""
        seen = self._fresh.renew()
        with self._fresh.guard:
            at_hand = {name: self._at_hand((name, manner.name), outlined) for name in cards}
        missing: list[str] = []
        for name, document in at_hand.items():
            if document is None:
                missing.append(name)
            else:
                yield document if document.card is cards[name] else replace(document, card=cards[name])
        for document in self._read(missing, cards, manner, outlined):
            self._fresh.put(self._kept, (document.id, manner.name), document, seen)
            yield document

    def fetch(self, ids: Collection[str]) -> int:
        """Read at once those of these reports that are not kept, for who asks for them one by one.

        The change up to which they are true, for `shown` and `excerpts`, which then look at no change log.
        """
        seen = self._fresh.renew()
        missing = [name for name in ids if self._records.get(name) is None]
        for record in self.catalog.records(missing) if missing else ():
            self._fresh.put(self._records, record.id, record, seen)
        return seen

    def record(self, report_id: str, seen: int | None = None) -> Record | None:
        """The live report of that id, whole, None where there is none; the latest are kept."""
        return self._record(report_id, self._fresh.renew() if seen is None else seen)

    def shown(
        self, report_id: str, manner: Manner, *, outlined: bool = False, seen: int | None = None
    ) -> tuple[Record, Document] | None:
        """The live report, whole, and its document: read once, kept both for whoever asks the same report again.

        `seen`: what `fetch` gave back.
        """
        seen = self._fresh.renew() if seen is None else seen
        record = self._record(report_id, seen)
        if record is None:
            return None
        with self._fresh.guard:
            document = self._at_hand((record.id, manner.name), outlined)
        # What is at hand is as of `seen`; the record was read later, so of the same state only if nothing has changed.
        if document is not None and (document.change == record.change or self.catalog.last_change() == seen):
            return record, replace(document, card=card_of(record), change=record.change)
        document = self._made(record, card_of(record), manner, outlined)
        self._fresh.put(self._kept, (document.id, manner.name), document, seen)
        return record, document

    def shown_together(self, ids: Sequence[str], manner: Manner) -> Iterator[tuple[Record, Document]]:
        """Those of these reports that are still there, with their documents, in this order; many are read at once."""
        for at in range(0, len(ids), TOGETHER):
            some = ids[at : at + TOGETHER]
            seen = self.fetch(some)
            for name in some:
                shown = self.shown(name, manner, seen=seen)
                if shown is not None:
                    yield shown

    def excerpts(self, asked: Sequence[Asked], limits: Limits) -> list[Excerpt | None]:
        """These passages of live reports, as the catalog has them; all of them are read at once.

        None where there is no such report, it has no such passage, or they are too long.
        """
        found = self._excerpts.by_tables(asked, limits)
        for at, one in enumerate(asked):
            if found[at] is None and one.numbers:
                record = self.record(one.id, limits.seen)
                found[at] = None if record is None else of_record(record, one, limits)
        return found

    def table(self, card: Card) -> PassageTable | None:
        """The table of a report that was shown lately with this card and has not changed since (`fetch`), None where
        there is none.
        """
        return self._excerpts.table(card)

    def _record(self, report_id: str, seen: int) -> Record | None:
        record = self._records.get(report_id)
        if record is not None:
            return record
        record = self.catalog.record(report_id)
        if record is not None:
            self._fresh.put(self._records, record.id, record, seen)
        return record

    def _read(
        self, ids: Collection[str], cards: Mapping[str, Card], manner: Manner, outlined: bool
    ) -> Iterator[Document]:
        if not outlined:
            for name, passages in self.catalog.texts(ids) if ids else ():
                with _giant_apart(passages):
                    compared = manner.passages(passages)
                yield Document(cards[name], compared, 0)
            return
        for record in self.catalog.records(ids):
            yield self._made(record, cards[record.id], manner, outlined)

    def _made(self, record: Record, card: Card, manner: Manner, outlined: bool) -> Document:
        texts = record.report.texts
        with _giant_apart(texts):
            outline = outline_of(record.report.sections, texts, manner.back) if outlined else None
            pairs = zip(texts, manner.passages(texts), strict=True)
        # Where both are the same they are held once: the record is kept, too.
        passages = tuple(text if text == compared else compared for text, compared in pairs)
        return Document(card, passages, record.change, outline)

    def _at_hand(self, key: DocumentKey, outlined: bool) -> Document | None:
        """Only for whoever holds the guard."""
        document = self._kept.get(key)
        return None if document is None or (outlined and document.outline is None) else document


class ReadableDocuments(DocumentCache):
    """Those of `whole` that may be read: what is kept is kept once for everybody.

    Whoever gives cards has them from what may be read; whoever names a report is told of it only where it is.
    """

    def __init__(self, whole: DocumentCache, may_read: Callable[[str], bool]) -> None:
        super().__init__(whole.catalog, 0)
        self._whole = whole
        self._may_read = may_read

    def documents(self, cards: Mapping[str, Card], manner: Manner, *, outlined: bool = False) -> Iterator[Document]:
        """Those of the given cards, which were had of what may be read."""
        return self._whole.documents(cards, manner, outlined=outlined)

    def fetch(self, ids: Collection[str]) -> int:
        """Those that may not be read are kept for others, and told to nobody here."""
        return self._whole.fetch(ids)

    def excerpts(self, asked: Sequence[Asked], limits: Limits) -> list[Excerpt | None]:
        """None for a report that may not be read, as for one that there is not."""
        found = self._whole.excerpts(asked, limits)
        return [one if one is not None and self._may_read(one.document.card.fonds) else None for one in found]

    def table(self, card: Card) -> PassageTable | None:
        """None for a report that may not be read, as for one that was not shown."""
        return self._whole.table(card) if self._may_read(card.fonds) else None

    def record(self, report_id: str, seen: int | None = None) -> Record | None:
        """None for a report that may not be read, as for one that there is not."""
        found = self._whole.record(report_id, seen)
        return found if found is not None and self._may_read(found.fonds) else None

    def shown(
        self, report_id: str, manner: Manner, *, outlined: bool = False, seen: int | None = None
    ) -> tuple[Record, Document] | None:
        """None for a report that may not be read, as `record` says."""
        if self.record(report_id, seen) is None:
            return None
        found = self._whole.shown(report_id, manner, outlined=outlined, seen=seen)
        return found if found is not None and self._may_read(found[0].fonds) else None


def _giant_apart(texts: Sequence[str]) -> AbstractContextManager[None]:
    """To fold a text of megabytes may take longer than a question has: it is done once and kept, outside its time."""
    return deadline.suspended() if sum(map(len, texts)) > GIANT else nullcontext()


def _size(document: Document) -> int:
    """Characters; what surrounds them is counted roughly."""
    return sum(map(len, document.passages)) + 100


def _keys(report_id: str) -> list[DocumentKey]:
    return [(report_id, manner.name) for manner in (FOLDED, VERBATIM, UNPUNCTUATED)]
