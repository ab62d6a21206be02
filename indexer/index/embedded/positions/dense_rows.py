"""How often what is frequent stands in each report: a row of numbers for each character and each pair that comes more
than four times a report, so that a question for 的 or 工作 reads some kilobytes and not a million places.

    dense       three numbers a row: its key, where it stands in the file, the bytes of a number (1, 2 or 4)

A character's key is that of a pair whose second half is no code point. A pair of one character twice has no row: how
often such a text stands, its places have to tell.
"""

from __future__ import annotations

from array import array

from indexer.index.embedded.positions.arrays.protocol import CODE_BITS, Arrays, Counts, Ints
from indexer.index.embedded.positions.page_file import WIDTHS, PageFile, PageFileWriter
from indexer.index.embedded.positions.postings import key_of

OFTEN = 4
"""Places a report."""
LEAST = 64
"""Reports of a segment that has rows: where there are few, their places are as quick."""
_ANY = (1 << CODE_BITS) - 1
_CODES = {"B": 0xFF, "H": 0xFFFF, "I": 0xFFFF_FFFF}
_CODE_OF = {WIDTHS[code]: code for code in _CODES}


class DenseRowsWriter:
    """Counts what is put into the postings, key by key, and writes a row for what turns out to be frequent."""

    def __init__(self, file: PageFileWriter, k: Arrays, bases: Ints, *, wanted: bool = True) -> None:
        self._file, self._k = file, k
        self._reports = len(bases) - 1
        self._limit = OFTEN * self._reports if wanted and self._reports >= LEAST else 0
        self._table = k.owner_table(bases)
        self._rows: list[tuple[int, int, int]] = []
        self._character, self._held = -1, 0
        self._counts: Counts = None

    def put(self, keys: Ints, sizes: Ints, places: Ints) -> None:
        """The lists of these keys, which come in their order; a character's keys may be split between two calls."""
        if not self._limit:
            return
        k, ends = self._k, self._k.listed(self._k.ends(sizes))
        for at in k.above(sizes, self._limit):
            key = int(keys[at])
            if key >> CODE_BITS != key & _ANY:
                self._write(key, self._counted(places[ends[at] : ends[at + 1]]))
        characters, firsts = k.runs(keys)
        for number, (character, begin, end) in enumerate(
            zip(characters, firsts, [*firsts[1:], len(keys)], strict=True)
        ):
            if character != self._character:
                self._end_character(character)
            size = ends[end] - ends[begin]
            self._held += size
            if size > self._limit or number in (0, len(characters) - 1):  # these two may go on in another stretch
                counts = self._counted(places[ends[begin] : ends[end]])
                self._counts = counts if self._counts is None else k.added(self._counts, counts)

    def finish(self) -> None:
        """The last character, and the table."""
        if self._limit:
            self._end_character(-1)
        with self._file.section("dense", "Q") as put:
            put(self._k.raw([number for row in sorted(self._rows) for number in row], "Q"))

    def _counted(self, places: Ints) -> Counts:
        return self._k.counted(self._k.owners(self._table, places), self._reports)

    def _end_character(self, following: int) -> None:
        if self._held > self._limit:
            self._write(self._character << CODE_BITS | _ANY, self._counts)
        self._character, self._held, self._counts = following, 0, None

    def _write(self, key: int, counts: Counts) -> None:
        row = self._k.row(counts, self._reports)
        largest = max(self._k.listed(row))
        code = next(code for code, most in _CODES.items() if largest <= most)
        self._rows.append((key, self._file.loose(self._k.raw(row, code)), WIDTHS[code]))


class DenseRows:
    """The rows of one segment."""

    def __init__(self, file: PageFile, k: Arrays, reports: int) -> None:
        self._file, self._k, self._reports = file, k, reports
        table = array("Q", k.view(file.part("dense"), "Q"))
        self._rows = dict(zip(table[0::3], zip(table[1::3], table[2::3], strict=True), strict=True))

    def counts(self, text: str) -> Counts | None:
        """How often a text of one or two characters stands in each report; None where it has no row."""
        if len(text) > 2 or not self._rows:
            return None
        row = self._rows.get(key_of(*text) if len(text) == 2 else ord(text) << CODE_BITS | _ANY)
        if row is None:
            return None
        offset, width = row
        return self._k.counts(self._k.view(self._file.read(offset, self._reports * width), _CODE_OF[width]))
