"""All seams of an archive in one file, by the two characters between which a passage ends: a wording that runs over
such an end has these two side by side, so a question reads the seams of few such pairs and looks at no report.

    ids         of the reports, as UTF-8, one behind the other; id_ends where each ends
    pairs       the different pairs, ascending: the code point before the end, and 32 bits on, the one behind it
    pair_ends   where the seams of each pair end; these are those of one report after the other
    reports     of each seam: the number of its report, from 0
    passages    the number of the passage that ends there, from 1
    lefts       the bytes of its text before that end; a character has four at most, and there are 63
    text_ends   where its text ends in
    texts       UTF-8

Only the pairs are held in memory; the rest is read slice by slice, with the sums of its pages (`page_file`).
"""

from __future__ import annotations

import sys
import tempfile
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import IO

from archive.storage import disk
from archive.text.fold import FINGERPRINT, fold_passages
from indexer import deadline
from indexer.index.embedded.positions.page_file import PageFile, PageFileWriter, page_file
from indexer.index.embedded.seams import Seam, seams_of

LAYOUT = "seams 5"
PIECE = 1 << 20
"""Bytes of texts that are written at once."""


class SeamFile:
    """An open file. Raises FileNotFoundError where there is none, and EngineError("index.damaged") where it is none of
    ours, of another fold, or, whenever it is read, not as it was written. Threads may share it.
    """

    def __init__(self, path: Path) -> None:
        self._file = PageFile(path)
        about = self._file.about
        if (about.get("layout"), about.get("fold")) != (LAYOUT, FINGERPRINT):
            raise self._file.damaged("layout")
        self.change: int = about["change"]
        self._pairs = self._numbers("pairs", "Q")
        self._pair_ends = self._numbers("pair_ends", "I")

    def running_over(self, text: str) -> Iterator[tuple[str, int]]:
        """The report's id and the passage of each seam that a folded wording runs over; of a report they ascend."""
        found = sorted({seam for middle in range(1, len(text)) for seam in self._parting(text, middle)})
        passages = {seam: self._numbers("passages", "I", seam, seam + 1)[0] for seam in found}
        reports = {seam: self._numbers("reports", "I", seam, seam + 1)[0] for seam in found}
        for seam in sorted(found, key=lambda seam: (reports[seam], passages[seam])):
            yield self._id(reports[seam]), passages[seam]

    def _parting(self, text: str, middle: int) -> Iterator[int]:
        """The seams before which what stands before the middle ends, and behind which what stands behind it begins."""
        pair = _pair(text[middle - 1], text[middle])
        at = bisect_left(self._pairs, pair)
        if at == len(self._pairs) or self._pairs[at] != pair:
            return
        deadline.check()
        first, last = self._pair_ends[at - 1] if at else 0, self._pair_ends[at]
        ends = self._numbers("text_ends", "Q", max(0, first - 1), last)
        begin = ends.pop(0) if first else 0
        texts = self._file.part("texts", begin, ends[-1])
        wanted, size = _bytes(text), len(_bytes(text[:middle]))
        lefts = b""
        place = texts.find(wanted)
        while place >= 0:
            lefts = lefts or self._file.part("lefts", first, last)
            number = bisect_right(ends, begin + place)
            start = ends[number - 1] - begin if number else 0
            if place + size == start + lefts[number] and place + len(wanted) <= ends[number] - begin:
                yield first + number
            place = texts.find(wanted, place + 1)

    def _id(self, report: int) -> str:
        ends = self._numbers("id_ends", "I", max(0, report - 1), report + 1)
        return self._file.part("ids", ends[0] if report else 0, ends[-1]).decode()

    def _numbers(self, name: str, code: str, first: int = 0, last: int | None = None) -> array[int]:
        numbers = array(code, self._file.part(name, first, last))
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers


def write(path: Path, reports: Iterable[tuple[str, Sequence[str]]], change: int) -> None:
    """Put the seams of reports, (id, passages), as of catalog change `change` into the file. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = disk.beside(path)
    try:
        with tempfile.TemporaryFile(dir=path.parent) as texts, page_file(part) as file:
            columns = _Columns(texts)
            for name, passages in reports:
                columns.put(name, seams_of(fold_passages(passages)))
            columns.finish(file)
            file.finish({"layout": LAYOUT, "fold": FINGERPRINT, "change": change})
        disk.persistently(lambda: part.replace(path))
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


class _Columns:
    """What is known of each seam, in the order in which they come; their texts wait in a file."""

    def __init__(self, texts: IO[bytes]) -> None:
        self._texts = texts
        self._ids: list[bytes] = []
        self._reports, self._passages = array("I"), array("I")
        self._lefts = bytearray()
        self._pairs, self._ends = array("Q"), array("Q", [0])

    def put(self, name: str, seams: Iterable[Seam]) -> None:
        """Those of the next report."""
        for seam in seams:
            text = _bytes(seam.text)
            self._texts.write(text)
            self._ends.append(self._ends[-1] + len(text))
            self._reports.append(len(self._ids))
            self._passages.append(seam.passage)
            self._lefts.append(len(_bytes(seam.text[: seam.left])))
            self._pairs.append(_pair(seam.text[seam.left - 1], seam.text[seam.left]))
        self._ids.append(name.encode())

    def finish(self, file: PageFileWriter) -> None:
        """Write them by their pairs."""
        order = array("I", sorted(range(len(self._pairs)), key=self._pairs.__getitem__))
        runs = [(pair, sum(1 for _ in run)) for pair, run in groupby(map(self._pairs.__getitem__, order))]
        _section(file, "ids", "B", self._ids)
        _section(file, "id_ends", "I", [_raw(_running("I", map(len, self._ids)))])
        _section(file, "pairs", "Q", [_raw(array("Q", (pair for pair, _ in runs)))])
        _section(file, "pair_ends", "I", [_raw(_running("I", (count for _, count in runs)))])
        for name, column in (("reports", self._reports), ("passages", self._passages)):
            _section(file, name, "I", [_raw(array("I", map(column.__getitem__, order)))])
        _section(file, "lefts", "B", [bytes(map(self._lefts.__getitem__, order))])
        sizes = (self._ends[seam + 1] - self._ends[seam] for seam in order)
        _section(file, "text_ends", "Q", [_raw(_running("Q", sizes))])
        _section(file, "texts", "B", self._in(order))

    def _in(self, order: Sequence[int]) -> Iterator[bytes]:
        some = bytearray()
        for seam in order:
            self._texts.seek(self._ends[seam])
            some += self._texts.read(self._ends[seam + 1] - self._ends[seam])
            if len(some) > PIECE:
                yield bytes(some)
                some.clear()
        yield bytes(some)


def _section(file: PageFileWriter, name: str, code: str, pieces: Iterable[bytes]) -> None:
    with file.section(name, code) as put:
        for piece in pieces:
            put(memoryview(piece))


def _running(code: str, sizes: Iterable[int]) -> array[int]:
    """The running totals of sizes: where each ends."""
    ends, end = array(code), 0
    for size in sizes:
        end += size
        ends.append(end)
    return ends


def _raw(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _pair(before: str, behind: str) -> int:
    return ord(before) << 32 | ord(behind)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
