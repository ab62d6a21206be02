"""A table that a person hands in (Excel, csv, a plain list), as rows of text. What the rows mean is told elsewhere.

It is taken apart in a sandbox, as every file is: an Excel file may be a bomb. Formulas are never computed; of a cell
with one, the value that Excel stored is taken.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import ArchiveError, ReadError
from archive.readers.decoding import decode
from archive.readers.sheets import csv, xls, xlsx
from archive.readers.zip_package import is_ole
from indexer.logs import faults
from indexer.processes import sandbox
from indexer.processes.wire_format import error_of, read_error

MAX_BYTES = 16 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELL = 4_000
"""Characters of one cell: more is no entry of a table."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its number in the file, from 1, and its cells."""

    number: int
    cells: tuple[str, ...]


def rows_of(data: bytes, name: str) -> tuple[Line, ...]:
    """The filled rows of a table; a file of another kind is a list, a cell a line.

    Raises ReadError: what its reader raises, `read.too_large`, `sheet.too_many_rows`, `sheet.long_cell`, and
    `read.too_slow`, `read.out_of_memory`, `read.crashed` where it had to be stopped.
    """
    if len(data) > MAX_BYTES:
        raise ReadError("read.too_large", name=name, size=len(data), limit=MAX_BYTES)
    try:
        body = json.loads(b"".join(sandbox.run(_to_json, data, name)))
        if "code" in body:
            raise read_error(body)
        return tuple(Line(int(number), tuple(map(str, cells))) for number, cells in body["rows"])
    except sandbox.StoppedError as stopped:
        _log.warning("the parser of a %s was stopped (%s) %s", faults.kind_of(name), stopped.reason, stopped.detail)
        raise error_of(stopped, name) from stopped
    except (ValueError, KeyError, TypeError) as problem:
        _log.warning("the parser of a %s answered nonsense (%s)", faults.kind_of(name), type(problem).__name__)
        raise ReadError("read.crashed", name=name) from problem


def list_of(data: bytes, name: str) -> tuple[str, ...]:
    """The first filled cell of each row: a list of wordings or units. Raises as `rows_of`."""
    return tuple(next(cell.strip() for cell in line.cells if cell.strip()) for line in rows_of(data, name))


def _to_json(data: bytes, name: str) -> Iterator[bytes]:
    try:
        body: dict[str, object] = {"rows": [(line.number, line.cells) for line in _lines(data, name)]}
    except ArchiveError as error:
        body = {"code": error.code, "evidence": dict(error.evidence)}
    yield json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _lines(data: bytes, name: str) -> Iterator[Line]:
    for count, (number, cells) in enumerate(_cells(data, name), 1):
        if count > MAX_ROWS:
            raise ReadError("sheet.too_many_rows", name=name, limit=MAX_ROWS)
        if any(len(cell) > MAX_CELL for cell in cells):
            raise ReadError("sheet.long_cell", name=name, row=number, limit=MAX_CELL)
        yield Line(number, tuple(cells[:MAX_COLUMNS]))


def _cells(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    # A text that someone calls xlsx is told so by the gate; an Excel file by another name is known by its first bytes.
    kind = "xlsx" if data[:4] == b"PK\x03\x04" else name.lower().rpartition(".")[2]
    if kind == "xlsx":
        return xlsx.lines(data, name)
    if is_ole(data):
        return xls.lines(data, name)
    read = csv.lines if kind in ("csv", "tsv") else _plain
    try:
        return read(data, name)
    except ReadError as problem:
        if problem.code != "read.undecodable":
            raise
    # A few names in GB 2312 may look like damaged UTF-8; damaged UTF-8 is hardly ever GB 2312.
    return read(data, name, "gb2312")


def _plain(data: bytes, name: str, encoding: str | None = None) -> Iterator[tuple[int, list[str]]]:
    lines = decode(data, name, encoding).text.splitlines()
    return ((number, [line]) for number, line in enumerate(lines, 1) if line.strip())
