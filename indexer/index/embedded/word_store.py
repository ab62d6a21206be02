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
import struct
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
    W3Segment,
    W3TermInfo,
)
from whoosh.util.numlists import delta_encode
from whoosh.writing import SegmentWriter

from indexer.index.embedded.positions.arrays.choice import arrays
from indexer.index.embedded.positions.arrays.words.posting_protocol import PostingPool, WordPostings
from indexer.index.embedded.words.posting_blocks import ARRAYS, unpacked

SEGMENTS = 24
"""So many, one for each update, are read one after the other; then the small ones become one."""
POSTINGS_A_SEGMENT = 8_000_000
"""A bulk build holds a segment's postings in memory, some ten bytes each and some hundred a word."""

_INT, _FIELD = struct.Struct("!i"), struct.Struct("!H")
_SIZES = struct.Struct("!ii")
"""How long a key of Whoosh's hash file is, and its value, before both."""
_TERM = struct.Struct("!BfIBBfIIqi")
"""What Whoosh says of a word (W3TermInfo): inlined or not, sum of weights, reports, lengths, largest weight, first and
last number, where its block begins and how many bytes it has."""

Row = tuple[str, Mapping[bytes, int]]
"""A report's id and how often each word, as UTF-8, counts for it."""
Posted = tuple[str, WordPostings]
"""A field, and a word of it with its postings."""


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
    """Stands in for Whoosh's pool: a pool for each field, past its tuples of one posting each."""

    def __init__(self) -> None:
        self.fieldnames: set[str] = set()
        self._of_fields: dict[str, PostingPool] = {}

    @property
    def size(self) -> int:
        return sum(pool.size for pool in self._of_fields.values())

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        name, text, number, weight, _ = item
        self.add_all(name, number, {text: int(weight)})

    def add_all(self, name: str, number: int, words: Mapping[bytes, int]) -> None:
        """Those of one report."""
        if name not in self._of_fields:
            self._of_fields[name] = arrays().posting_pool()
        self._of_fields[name].put(number, words)

    def iter_postings(self) -> Iterator[Posted]:
        for name, pool in sorted(self._of_fields.items()):
            yield from ((name, one) for one in pool.posted())

    def cleanup(self) -> None:
        self._of_fields.clear()


class _FieldWriter(W3FieldWriter):  # type: ignore[misc] # whoosh ships no types
    """Writes what Whoosh's own would write, without its calls for each word and each posting."""

    def add_postings(self, schema: fields.Schema, lengths: object, items: Iterable[Posted]) -> None:
        """All words of all fields, in order."""
        del schema, lengths
        fields_by_name, at, told_at = self._fieldmap, self._postfile.tell(), self._tindex.dbfile.tell()
        for name, (word, reports, first, last, most, total, data) in items:
            field = fields_by_name.setdefault(name, len(fields_by_name))
            # Whoosh's own head of a block: size, last number, largest weight, what the data are, two lengths of texts.
            head = pickle.dumps((reports, last, float(most), ARRAYS, 0, 0), 2)
            block = WHOOSH3_HEADER_MAGIC + _INT.pack(-len(head) - len(data)) + head + data  # below 0: the last one
            self._postfile.write(block)
            told = _TERM.pack(0, total, reports, 0, 0, most, first, last, at, len(block))
            told_at += self._tell(_FIELD.pack(field) + word, told, told_at)
            at += len(block)

    def _tell(self, key: bytes, value: bytes, at: int) -> int:
        """What `OrderedHashWriter.add` writes at this offset, which it would ask the file for twice; its size."""
        index = self._tindex
        if key <= index.lastkey:
            raise ValueError(f"{key!r} does not come after {index.lastkey!r}")
        index.dbfile.write(_SIZES.pack(len(key), len(value)) + key + value)
        index.index.append(at)
        hashed = index.hashfn(key)
        index.buckets[hashed & 0xFF].append((hashed, at))
        index.lastkey = key
        return _SIZES.size + len(key) + len(value)


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
