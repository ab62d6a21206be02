"""Reports as queries are asked of them, from the catalog: folded, with their outline where wanted, kept at hand for the
next question. What a query finds in them is decided elsewhere.

Nothing old is ever given out: before each use the catalog's change log says what has to be read again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from archive.catalog import ReadCatalog
from archive.doubts import to_check
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
from indexer.document import Card, Document, card_of, outline_in, outline_of
from indexer.index.ranked import MarkedReport
from indexer.lru_cache import LruCache
from indexer.passage_kinds import title_key
from indexer.passage_table import PassageTable
from indexer.search.answering.shown_text import ShownText, SomePassages, WholeReport

ROOM = 30_000_000
"""Characters that are kept at most; about twice as many bytes."""
GIANT = 1_000_000
"""Characters of a text from which on folding it takes a tenth of a second."""
RECORDS = 160
"""Whole reports that are kept: those of the last pages, which people turn back to."""
FACES = 4096
"""Reports of which it is kept what is told without their texts: some hundred bytes each."""
WIDEST = 4
"""Bytes of a character, at most."""
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
Key = TypeVar("Key", bound=Hashable)
T = TypeVar("T")


class Face(NamedTuple):
    """What is told of a report without its text, as of its last `change`: the fields of its masthead to check, and the
    `passage_kinds.title_key` of its title.
    """

    change: int
    to_check: tuple[str, ...]
    title: int


class Excerpt(NamedTuple):
    """Some passages of a live report: a folded `document` of these alone, with their parts where wanted, what they are
    `shown` with, and the fields of its masthead to check.
    """

    document: Document
    shown: ShownText
    to_check: tuple[str, ...]


class DocumentCache:
    """The documents of one catalog. Threads may share it."""

    def __init__(self, catalog: ReadCatalog, room: int = ROOM) -> None:
        self.catalog = catalog
        self._kept: LruCache[DocumentKey, Document] = LruCache(room, _size)
        self._records: LruCache[str, Record] = LruCache(RECORDS)
        self._faces: LruCache[str, Face] = LruCache(FACES)
        self._tables: LruCache[str, tuple[Card, PassageTable]] = LruCache(RECORDS)
        self._seen = 0
        self._guard = threading.Lock()

    def documents(self, cards: Mapping[str, Card], manner: Manner, *, outlined: bool = False) -> Iterator[Document]:
        """The live reports of `cards` with these cards, in no particular order; with their outlines where wanted."""
        seen = self._forget_changed()
        with self._guard:
            at_hand = {name: self._at_hand((name, manner.name), outlined) for name in cards}
        missing: list[str] = []
        for name, document in at_hand.items():
            if document is None:
                missing.append(name)
            else:
                yield document if document.card is cards[name] else replace(document, card=cards[name])
        for document in self._read(missing, cards, manner, outlined):
            self._put(self._kept, (document.id, manner.name), document, seen)
            yield document

    def fetch(self, ids: Collection[str], faces: Collection[str] = ()) -> int:
        """Read at once those of these reports that are not kept, for who asks for them one by one; of `faces` only what
        is told of a report without its text.

        The change up to which they are true, for `shown` and `excerpt`, which then look at no change log.
        """
        seen = self._forget_changed()
        unknown = [name for name in faces if self._faces.get(name) is None]
        for name, change, masthead in self.catalog.mastheads(unknown) if unknown else ():
            self._put(self._faces, name, Face(change, to_check(masthead), title_key(masthead)), seen)
        missing = [name for name in ids if self._records.get(name) is None]
        for record in self.catalog.records(missing) if missing else ():
            self._put(self._records, record.id, record, seen)
        return seen

    def record(self, report_id: str, seen: int | None = None) -> Record | None:
        """The live report of that id, whole, None where there is none; the latest are kept."""
        return self._record(report_id, self._forget_changed() if seen is None else seen)

    def shown(
        self, report_id: str, manner: Manner, *, outlined: bool = False, seen: int | None = None
    ) -> tuple[Record, Document] | None:
        """The live report, whole, and its document: read once, kept both for whoever asks the same report again.

        `seen`: what `fetch` gave back.
        """
        seen = self._forget_changed() if seen is None else seen
        record = self._record(report_id, seen)
        if record is None:
            return None
        with self._guard:
            document = self._at_hand((record.id, manner.name), outlined)
        # What is at hand is as of `seen`; the record was read later, so of the same state only if nothing has changed.
        if document is not None and (document.change == record.change or self.catalog.last_change() == seen):
            return record, replace(document, card=card_of(record), change=record.change)
        document = self._made(record, card_of(record), manner, outlined)
        self._put(self._kept, (document.id, manner.name), document, seen)
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

    def excerpt(
        self, report_id: str, marked: MarkedReport, numbers: Sequence[int], most: int, *, outlined: bool, seen: int
    ) -> Excerpt | None:
        """These passages of a live report, which are counted from 1 and ascend; as the catalog has them.

        `seen`: what `fetch` gave back. None where there is no such report, it has no such passage, or they have more
        than `most` characters.
        """
        if not numbers:
            return None
        return self._by_table(report_id, marked, numbers, most, outlined, seen) or self._by_record(
            report_id, numbers, most, outlined, seen
        )

    def table(self, card: Card) -> PassageTable | None:
        """The table of a report that was shown lately with this card and has not changed since (`fetch`), None where
        there is none.
        """
        kept = self._tables.get(card.id)
        return kept[1] if kept is not None and kept[0] == card else None

    def _by_table(
        self, report_id: str, marked: MarkedReport, numbers: Sequence[int], most: int, outlined: bool, seen: int
    ) -> Excerpt | None:
        """From these passages alone; None where what the index tells of the report is not of its state of now."""
        face = self._faces.get(report_id) if marked.table else None
        if face is None or face.change > marked.change:
            return None
        table = PassageTable(marked.table)
        if numbers[-1] > len(table):
            return None
        spans = list(map(table.span, numbers))
        if sum(end - start for start, end in spans) > WIDEST * most:
            return None
        texts = self.catalog.slices(report_id, face.change, spans, table.size)
        if texts is None:
            return None
        if table.title == face.title:
            self._put(self._tables, report_id, (marked.card, table), seen)
        some = SomePassages(dict(zip(numbers, texts, strict=True)), table)
        return _excerpt(marked.card, face, some, numbers, most, outlined)

    def _by_record(
        self, report_id: str, numbers: Sequence[int], most: int, outlined: bool, seen: int
    ) -> Excerpt | None:
        record = self.record(report_id, seen)
        if record is None or numbers[-1] > len(record.report.texts):
            return None
        head = record.report.masthead
        face = Face(record.change, to_check(head), title_key(head))
        return _excerpt(card_of(record), face, WholeReport(record.report), numbers, most, outlined)

    def _record(self, report_id: str, seen: int) -> Record | None:
        record = self._records.get(report_id)
        if record is not None:
            return record
        record = self.catalog.record(report_id)
        if record is not None:
            self._put(self._records, record.id, record, seen)
        return record

    def _put(self, kept: LruCache[Key, T], key: Key, value: T, seen: int) -> None:
        with self._guard:
            if seen == self._seen:  # else it may have changed since it was read, and another thread has been told so
                kept.put(key, value)

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

    def _forget_changed(self) -> int:
        """Drop what has changed since the last question, or everything where the catalog was put back from a copy.

        The change up to which what stays is true.
        """
        now = self.catalog.last_change()
        with self._guard:
            if now < self._seen:
                self._kept.clear()
                self._records.clear()
                self._faces.clear()
                self._tables.clear()
            elif self._seen < now and (self._kept or self._records or self._faces or self._tables):
                for change in self.catalog.changes(after=self._seen):
                    self._records.drop(change.id)
                    self._faces.drop(change.id)
                    self._tables.drop(change.id)
                    for manner in (FOLDED, VERBATIM, UNPUNCTUATED):
                        self._kept.drop((change.id, manner.name))
            self._seen = now
            return now


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

    def fetch(self, ids: Collection[str], faces: Collection[str] = ()) -> int:
        """Those that may not be read are kept for others, and told to nobody here."""
        return self._whole.fetch(ids, faces)

    def excerpt(
        self, report_id: str, marked: MarkedReport, numbers: Sequence[int], most: int, *, outlined: bool, seen: int
    ) -> Excerpt | None:
        """None for a report that may not be read, as for one that there is not."""
        found = self._whole.excerpt(report_id, marked, numbers, most, outlined=outlined, seen=seen)
        return found if found is not None and self._may_read(found.document.card.fonds) else None

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


def _excerpt(
    card: Card, face: Face, shown: ShownText, numbers: Sequence[int], most: int, outlined: bool
) -> Excerpt | None:
    texts = {number: shown.text(number) for number in numbers}
    if sum(map(len, texts.values())) > most:
        return None
    outline = outline_in(shown.sections, texts) if outlined else None
    document = Document(card, fold_passages(list(texts.values())), face.change, outline)
    return Excerpt(document, shown, face.to_check)


def _giant_apart(texts: Sequence[str]) -> AbstractContextManager[None]:
    """To fold a text of megabytes may take longer than a question has: it is done once and kept, outside its time."""
    return deadline.suspended() if sum(map(len, texts)) > GIANT else nullcontext()


def _size(document: Document) -> int:
    """Characters; what surrounds them is counted roughly."""
    return sum(map(len, document.passages)) + 100
