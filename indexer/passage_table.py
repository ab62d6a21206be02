"""A report's passages and headings as columns: what a page shows around a passage is told without reading the report.

    header     the width W of the numbers (2 or 4 bytes), sizes of what follows, a bit for each field to check
    passages   W each: where it ends in the catalog's kept form of the texts, in bytes (`archive.catalog.text_slices`)
    kinds      a byte each passage (`passage_kinds`)
    sections   W each: passage, start, end, and where its heading ends below; a byte each: level, part, confidences
    headings   UTF-8, one behind the other: number, a line break, title
    rest       JSON: the pages and the names of columns, wherever they change; nothing where there are none

It is derived from the report as the catalog keeps it, and holds for that state alone. Numbers are little-endian.
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from itertools import accumulate, chain, count
from operator import add
from typing import Any, TypeVar, get_args

from archive.catalog.text_slices import BETWEEN, ByteSpan, sizes
from archive.doubts import to_check
from archive.model import MASTHEAD_FIELDS, Confidence, Part, Passages, Report, Section, heading_of
from archive.outline_sections import LazySections
from indexer.passage_kinds import kinds_of

EDITION = 3
"""Of the form of a table and of the rules by which it is told: it rises whenever the same report would give another."""
Numbers = Sequence[int]
PathTold = tuple[tuple[str, ...], Part | None, Confidence | None]
"""The heading path of a place as words, outermost first, its part, and how sure that is."""
T = TypeVar("T")

_HEADER = struct.Struct("<BIIIH")
_CODES = {2: "H", 4: "I"}
_PARTS: tuple[Part | None, ...] = (None, *get_args(Part))
_SURE: tuple[Confidence | None, ...] = (None, *get_args(Confidence))
_LINE = "\n"


def table_of(report: Report) -> bytes:
    """The table of a report with its effective masthead; b"" where it has a level, a number or a part that the form
    does not hold.
    """
    passages, sections = Passages.of(report.passages), tuple(report.sections)
    heads = [f"{one.number}{_LINE}{one.title}".encode("utf-8", "surrogatepass") for one in sections]
    columns: list[list[int]] = [
        list(map(add, accumulate(sizes(passages.texts)), count(0, BETWEEN))),
        [one.passage for one in sections],
        [one.start for one in sections],
        [one.end for one in sections],
        list(accumulate(map(len, heads))),
    ]
    if any(one.level > 255 or _LINE in one.number or one.part not in _PARTS for one in sections):
        return b""
    width = 2 if max(chain.from_iterable(columns), default=0) < 1 << 16 else 4
    runs: Mapping[str, list[tuple[int, Any]]] = {"pages": _runs(passages.pages), "columns": _runs(passages.columns)}
    told = {name: run for name, run in runs.items() if any(value for _, value in run)}
    rest = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") if told else b""
    return b"".join(
        (
            _HEADER.pack(width, len(passages.texts), len(sections), len(rest), _bits(to_check(report.masthead))),
            _raw(columns[0], width),
            kinds_of(report),
            *(_raw(column, width) for column in columns[1:]),
            bytes(one.level for one in sections),
            bytes(_PARTS.index(one.part) for one in sections),
            bytes(_SURE.index(one.part_confidence) << 2 | _SURE.index(one.confidence) for one in sections),
            *heads,
            rest,
        )
    )


class PackedSections(LazySections):
    """The outline of one table: so `many` sections, whose columns begin at byte `at` of `data`."""

    __slots__ = ("_data", "_heads", "_levels", "_many", "_numbers", "_parts", "_paths", "_sure")

    def __init__(self, data: bytes, at: int, many: int, code: str) -> None:
        numbers = at + 4 * many * array(code).itemsize
        self._data, self._many = data, many
        self._numbers = _numbers(data[at:numbers], code)
        """The passages of all sections, then their starts, ends, and where their headings end."""
        self._levels, self._parts, self._sure = numbers, numbers + many, numbers + 2 * many
        self._heads = numbers + 3 * many
        self._paths: dict[int, PathTold] = {-1: ((), None, None)}

    def __len__(self) -> int:
        return self._many

    def made(self, index: int) -> Section:
        """Made of what its columns say."""
        number, _, title = self._head(index)
        numbers, many, sure = self._numbers, self._many, self._data[self._sure + index]
        return Section(
            number,
            title,
            self.level(index),
            numbers[index],
            numbers[many + index],
            numbers[2 * many + index],
            _PARTS[self._data[self._parts + index]],
            _SURE[sure >> 2],
            _SURE[sure & 3] or "high",
        )

    def begun(self, passage: int, offset: int) -> int:
        """By binary search of the passage, then of the place in it."""
        first = bisect_left(self._numbers, passage, 0, self._many)
        return (
            first if offset < 0 else self._begun(offset, first, bisect_right(self._numbers, passage, first, self._many))
        )

    def _begun(self, offset: int, first: int, last: int) -> int:
        """Of the sections [first, last), which begin in one passage."""
        many = self._many
        return bisect_right(self._numbers, offset, many + first, many + last) - many

    def begun_in(self, passage: int) -> tuple[int, int]:
        """How many begin up to the first code point of a passage, and up to its end."""
        first = bisect_left(self._numbers, passage, 0, self._many)
        last = bisect_right(self._numbers, passage, first, self._many)
        return first if first == last else self._begun(0, first, last), last

    def path_told(self, index: int) -> PathTold:
        """Of the section of this number, -1 above the first, what `HeadingPaths` would say, without making any."""
        told = self._paths.get(index)
        if told is None:
            number, _, title = self._head(index)
            words, part, sure = self.path_told(self.holder(index))
            if heading := heading_of(number, title):
                words = (*words, heading)
            if code := self._data[self._parts + index]:
                part, sure = _PARTS[code], _SURE[self._data[self._sure + index] >> 2]
            told = self._paths[index] = words, part, sure
        return told

    def _head(self, index: int) -> tuple[str, str, str]:
        """The number, a line break, the title."""
        last = 3 * self._many + index
        begin = self._numbers[last - 1] if index else 0
        head = self._data[self._heads + begin : self._heads + self._numbers[last]]
        return head.decode("utf-8", "surrogatepass").partition(_LINE)

    def begins(self, index: int) -> tuple[int, int]:
        """As its columns say it."""
        return self._numbers[index], self._numbers[self._many + index]

    def level(self, index: int) -> int:
        """As its column says it."""
        return self._data[self._levels + index]

    def holder(self, index: int) -> int:
        """The last section before it of a lower level."""
        data, first = self._data, self._levels
        found, end = -1, first + index
        for level in range(1, data[end]):
            found = max(found, data.rfind(level, first, end) - first)
        return found


class PassageTable:
    """A table as `table_of` made it, which is not empty. `kinds`: those of its passages (`passage_kinds`); `to_check`:
    the fields of its masthead that a person should look at (`archive.doubts`).
    """

    def __init__(self, data: bytes) -> None:
        width, passages, sections, rest, doubted = _HEADER.unpack_from(data)
        self._data, self._sections, self._rest = data, sections, len(data) - rest
        self._code, self._width = _CODES[width], width
        kinds = _HEADER.size + width * passages
        self._tail = kinds + passages
        self._ends = _numbers(data[_HEADER.size : kinds], self._code)
        self.kinds: bytes = data[kinds : self._tail]
        self.to_check = _fields(doubted)
        self._bare = not rest

    def __len__(self) -> int:
        """How many passages the report has."""
        return len(self._ends)

    @property
    def weight(self) -> int:
        """The bytes of the table itself."""
        return len(self._data)

    @property
    def size(self) -> int:
        """The bytes of all passages in their kept form."""
        return self._ends[-1] if self._ends else 0

    def span(self, number: int) -> ByteSpan:
        """Where a passage, counted from 1, stands in the kept form of the texts."""
        return self._ends[number - 2] + BETWEEN if number > 1 else 0, self._ends[number - 1]

    @cached_property
    def sections(self) -> PackedSections:
        """The outline of the report."""
        return PackedSections(self._data, self._tail, self._sections, self._code)

    def page(self, number: int) -> int | None:
        """The page on which a passage begins, where the format has pages."""
        if self._bare:
            return None
        value: int | None = _at(self._told.get("pages", ()), number - 1)
        return value

    def columns(self, number: int) -> tuple[str, ...]:
        """The names of the columns of a passage that is a row."""
        if self._bare:
            return ()
        return tuple(_at(self._told.get("columns", ()), number - 1) or ())

    @cached_property
    def _told(self) -> dict[str, list[list[Any]]]:
        rest = self._data[self._rest :]
        told: dict[str, list[list[Any]]] = json.loads(rest.decode("utf-8", "surrogatepass")) if rest else {}
        return told


def _bits(names: Iterable[str]) -> int:
    return sum(1 << MASTHEAD_FIELDS.index(name) for name in names)


@cache
def _fields(bits: int) -> tuple[str, ...]:
    return tuple(name for at, name in enumerate(MASTHEAD_FIELDS) if bits >> at & 1)


def _runs(values: Iterable[T]) -> list[tuple[int, T]]:
    """(index, value) wherever a value is another one than before."""
    runs: list[tuple[int, T]] = []
    for index, value in enumerate(values):
        if not runs or (value is not runs[-1][1] and value != runs[-1][1]):
            runs.append((index, value))
    return runs


def _at(runs: Sequence[Sequence[Any]], index: int) -> Any:
    at = bisect_right(runs, index, key=lambda run: int(run[0])) - 1
    return runs[at][1] if at >= 0 else None


def _raw(numbers: Numbers, width: int) -> bytes:
    laid = array(_CODES[width], numbers)
    if sys.byteorder == "big":
        laid.byteswap()
    return laid.tobytes()


def _numbers(data: bytes, code: str) -> array[int]:
    laid = array(code, data)
    if sys.byteorder == "big":
        laid.byteswap()
    return laid
