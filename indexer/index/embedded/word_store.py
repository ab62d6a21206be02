"""How often each word stands in each report, for ranking only: a generation of Whoosh. The only Whoosh.

One document a report, with two fields: its id and its words with their frequencies; no positions, no lengths, no
text. A generation never changes: its successor links its files and adds a segment. Which generation is in force, and
whether its files are sound, is decided in `generations`; a hit never depends on this store.

Whoosh unpickles this module's classes by their path when it opens an index: `WordsField` and `FrequencyCodec` keep
theirs, or the engine's layout gets a new number.
"""

from __future__ import annotations

import os
import pickle
import secrets
import shutil
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from whoosh import fields, formats, index
from whoosh.codec.whoosh3 import (
    WHOOSH3_HEADER_MAGIC,
    W3Codec,
    W3FieldWriter,
    W3LeafMatcher,
    W3PostingsWriter,
    W3Segment,
    W3TermInfo,
)
from whoosh.util.numlists import delta_encode
from whoosh.writing import SegmentWriter

from indexer.index.embedded.words.posting_blocks import ARRAYS, packed, unpacked

SEGMENTS = 24
"""So many, one for each update, are read one after the other; then the small ones become one."""
POSTINGS_A_SEGMENT = 8_000_000
"""A bulk build holds a segment's postings in memory, some ten bytes each and some hundred a word."""

BLOCK = 1 << 24
"""Postings a block: nearly always a word's all."""

Row = tuple[str, Mapping[bytes, int]]
"""A report's id and how often each word, as UTF-8, counts for it."""
Posted = tuple[str, bytes, "array[int]", "array[float]"]
"""A field, a word, the numbers of the reports that hold it, ascending, and how often it counts for each."""


class WordsField(fields.FieldType):  # type: ignore[misc] # whoosh ships no types
    """Words with their frequencies, which `_put` brings into the pool: no analysis, no lengths."""

    def __init__(self) -> None:
        self.format = formats.Existence()  # the frequency is the posting's weight
        self.analyzer = None
        self.scorable = self.stored = self.unique = self.spelling = False
        self.vector = self.column_type = None


class FrequencyCodec(W3Codec):  # type: ignore[misc] # whoosh ships no types
    """Whoosh's own codec without field lengths, with the postings of a word as arrays (`posting_blocks`).

    Questions read these past Whoosh (`words.whoosh_files`).
    """

    length_stats = False

    def field_writer(self, storage: Any, segment: W3Segment) -> W3FieldWriter:
        """One that takes a word's postings together."""
        return _FieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> W3PostingsWriter:
        """One that takes a word's postings together."""
        return _PostingsWriter(dbfile, BLOCK, byteids)

    def postings_reader(
        self, dbfile: Any, terminfo: W3TermInfo, format_: formats.Format, term: object = None, scorer: object = None
    ) -> W3LeafMatcher:
        """What a merge reads a segment by."""
        return _Matcher(dbfile, *terminfo.extent(), format_, term=term, scorer=scorer)

    def new_segment(self, _: object, name: str) -> W3Segment:
        """With a name of its own.

        Whoosh takes it from the module random; a program that seeds that would make it write under one name twice,
        through the hard links, into the generation before.
        """
        return W3Segment(self, name, segid=secrets.token_hex(8))


class _Postings:
    """Stands in for Whoosh's pool: grouped by word at once, so that words are sorted and not millions of tuples."""

    def __init__(self) -> None:
        self.fieldnames: set[str] = set()
        self.size = 0
        self._of_fields: dict[str, dict[bytes, tuple[array[int], array[float]]]] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        name, text, number, weight, _ = item
        self.add_all(name, number, {text: weight})

    def add_all(self, name: str, number: int, words: Mapping[bytes, float]) -> None:
        """Those of one report."""
        self.size += len(words)
        of_words = self._of_fields.setdefault(name, {})
        for text, times in words.items():
            found = of_words.get(text)
            if found is None:
                found = of_words[text] = array("I"), array("f")
            found[0].append(number)
            found[1].append(times)

    def iter_postings(self) -> Iterator[Posted]:
        for name, of_words in sorted(self._of_fields.items()):
            for text in sorted(of_words):
                yield name, text, *of_words[text]

    def cleanup(self) -> None:
        self._of_fields.clear()


class _FieldWriter(W3FieldWriter):  # type: ignore[misc] # whoosh ships no types
    """Writes what Whoosh's own would write, a block at a time: a call for each posting is most of the time."""

    def add_postings(self, schema: fields.Schema, lengths: object, items: Iterable[Posted]) -> None:
        """All words of all fields, in order."""
        del lengths
        open_field = ""
        for name, text, numbers, weights in items:
            if name != open_field:
                if open_field:
                    self.finish_field()
                self.start_field(name, schema[name])
                open_field = name
            self.start_term(text)
            self._postwriter.add_all(numbers, weights)
            self.finish_term()
        if open_field:
            self.finish_field()


class _PostingsWriter(W3PostingsWriter):  # type: ignore[misc] # whoosh ships no types
    """Takes a word's postings together, and writes them as arrays."""

    def add_all(self, numbers: array[int], weights: array[float]) -> None:
        """In blocks; the last one is written by `finish_postings`."""
        for start in range(0, len(numbers), self._blocklimit):
            if start:
                self._write_block()
            self._ids = numbers[start : start + self._blocklimit]
            self._weights = weights[start : start + self._blocklimit]
            self._maxweight = max(self._weights)

    def _write_block(self, last: bool = False) -> None:  # Whoosh's own signature
        file, ids = self._postfile, self._ids
        if not self._blockcount:
            file.write(WHOOSH3_HEADER_MAGIC)
        self._terminfo.add_block(self)
        # Whoosh's own head of a block: size, last number, largest weight, what the data are, shortest and longest text.
        head = pickle.dumps((len(ids), ids[-1], self._maxweight, ARRAYS, 0, 0), 2)
        data = packed(ids, self._weights)
        size = len(head) + len(data)
        file.write_int(-size if last else size)
        file.write(head)
        file.write(data)
        self._blockcount += 1
        self._new_block()


class _Matcher(W3LeafMatcher):  # type: ignore[misc] # whoosh ships no types
    """Whoosh's own, which reads arrays too."""

    def _read_data(self) -> None:
        if self._compression != ARRAYS:
            super()._read_data()
            return
        data = self._postfile.get(self._dataoffset, self._nextoffset - self._dataoffset)
        numbers, times = unpacked(data, self._blocklength)
        self._data = tuple(delta_encode(numbers)), tuple(map(float, times)), None


def build(folder: Path, rows: Iterable[Row]) -> None:
    """Make the empty `folder` a generation of `rows`, in one segment or a few large ones; an id's last row counts."""
    whole = index.create_in(str(folder), fields.Schema(id=fields.ID(sortable=True), words=WordsField()))
    waiting = iter(rows)
    row = next(waiting, None)
    while row is not None:
        writer = _writer(whole)
        while row is not None and writer.pool.size < POSTINGS_A_SEGMENT:
            _put(writer, *row)
            row = next(waiting, None)
        writer.commit(merge=False)
    _drop_earlier(whole)
    _unlock(folder)


def _drop_earlier(whole: index.FileIndex) -> None:
    """Take out the rows whose id comes again: reports that changed while the whole was built."""
    with closing(whole.reader()) as reader:
        ids = _ids(reader)
    last = {name: number for number, name in enumerate(ids)}
    if len(last) < len(ids):
        writer = _writer(whole)
        for number, name in enumerate(ids):
            if last[name] != number:
                writer.delete_document(number)
        writer.commit(merge=False)


def extend(old: Path, files: Iterable[str], new: Path, rows: Iterable[Row], gone: Collection[str]) -> None:
    """Make the empty folder `new` the successor of `old`: `files` linked, `gone` and older versions of `rows` out."""
    for name in files:
        _link(old / name, new / name)
    whole = index.open_dir(str(new))
    fresh = dict(rows)
    with closing(whole.reader()) as reader:
        ids = enumerate(_ids(reader))
        outdated = [n for n, name in ids if (name in fresh or name in gone) and not reader.is_deleted(n)]
    writer = _writer(whole)
    for number in outdated:
        writer.delete_document(number)
    for name, words in fresh.items():
        _put(writer, name, words)
    writer.commit(mergetype=_merge_when_many)
    _unlock(new)


def _merge_when_many(writer: SegmentWriter, segments: list[W3Segment]) -> list[W3Segment]:
    """Whoosh's merge policy: the segments that stay; the others are read into the writer's new one.

    The smaller half, and on while the next is no larger than what comes together: each report is moved a few
    times in all, however many come one by one.
    """
    from whoosh.reading import SegmentReader

    if len(segments) < SEGMENTS:
        return segments
    ordered = sorted(segments, key=W3Segment.doc_count_all)
    moved = 0
    for number, segment in enumerate(ordered):
        size = segment.doc_count_all()
        if number >= len(ordered) // 2 and size > moved:
            return ordered[number:]
        moved += size
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return []


def _writer(whole: index.FileIndex) -> SegmentWriter:
    writer = SegmentWriter(whole, codec=FrequencyCodec(), compound=False)
    writer.pool = _Postings()
    return writer


def _put(writer: SegmentWriter, name: str, words: Mapping[bytes, int]) -> None:
    writer.pool.add_all("words", writer.docnum, words)  # past Whoosh, which would take each posting by itself
    writer.add_document(id=name)


def _ids(reader: index.IndexReader) -> list[str]:
    column = reader.column_reader("id") if reader.doc_count_all() else ()
    return [column[number] for number in range(reader.doc_count_all())]


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # a file system without hard links
        shutil.copyfile(old, new)


def _unlock(folder: Path) -> None:
    """Whoosh's own lock file is no part of a generation."""
    (folder / "MAIN_WRITELOCK").unlink(missing_ok=True)
