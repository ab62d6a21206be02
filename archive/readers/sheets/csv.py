"""A csv or tsv file to blocks. How bytes decode is `decoding`'s, how rows read is `sheet_rows`'s."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from archive.errors import ReadError
from archive.readers import base
from archive.readers.base import Reading, check_size
from archive.readers.decoding import decode
from archive.readers.sheets.sheet_rows import blocks_of, plain_sheet

FORMAT = "csv"
EDITION = 2

_SEPARATORS = ",\t;，"
_SAMPLE = 20


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """The rows. Raises `ReadError`: `read.undecodable`, `read.not_text`, `read.too_large`, `read.damaged`."""
    check_size(data, name)
    decoded = decode(data, name, encoding)
    return Reading(tuple(blocks_of(plain_sheet(_rows(decoded.text, name)))), decoded.encoding)


def lines(data: bytes, name: str, encoding: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """The filled rows, each with the number of its first line. Raises as `read`."""
    check_size(data, name)
    return (
        (number, cells)
        for number, cells in _rows(decode(data, name, encoding).text, name)
        if any(map(str.strip, cells))
    )


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(base.MAX_BYTES)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    number = 1
    try:
        for cells in rows:
            yield number, cells
            number = rows.line_num + 1
    except csv.Error as problem:
        raise ReadError("read.damaged", name=name, problem=str(problem)) from problem


def _separator(text: str) -> str:
    """The mark that the first lines hold most of; the comma where none does."""
    sample = "\n".join(text[:20_000].split("\n")[:_SAMPLE])
    return max(_SEPARATORS, key=sample.count)
