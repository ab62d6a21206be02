"""Tables as files that spreadsheets open: Excel, and csv as Excel reads it. What is in a table is decided elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.errors import UsageError
from indexer.export import xlsx_writer
from indexer.export.xlsx_writer import FORMULA, Cell

FORMS = ("xlsx", "csv")
MOST_CELLS = 500_000
"""Of a workbook: some ten seconds of work. A csv file of them takes one."""


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and rows. `head`: label and value of what is said about the table, above it. `record`: the lines
    by which it can be verified (`record_lines`), on a sheet of their own, in csv below the table.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    head: tuple[tuple[str, str], ...] = ()
    record: tuple[str, ...] = ()
    record_title: str = ""

    def lines(self) -> list[Sequence[Cell]]:
        """All rows from the top: what is said about the table, a blank one, the columns' names, the table."""
        above: list[Sequence[Cell]] = [*self.head, ()] if self.head else []
        return [*above, self.columns, *self.rows]


def data(table: Table, form: str) -> bytes:
    """The table as xlsx or csv. Raises UsageError("export.too_many_cells") for more than Excel's form is written in."""
    if form == "xlsx":
        if len(table.rows) * len(table.columns) > MOST_CELLS:
            raise UsageError("export.too_many_cells", limit=MOST_CELLS)
        head = len(table.lines()) - len(table.rows)
        return xlsx_writer.book(table.title, table.lines(), head=head, beside=(table.record_title, table.record))
    out = io.StringIO(newline="")
    below: list[Sequence[Cell]] = [(), (table.record_title,), *((line,) for line in table.record)]
    lines = table.lines() + (below if table.record else [])
    csv.writer(out).writerows([_text(cell) for cell in row] for row in lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")  # without the mark Excel takes it for GBK


def write(path: Path, table: Table) -> None:
    """The table into a file, by its suffix. Raises UsageError: `usage.unknown_form`, `usage.unwritable_file`."""
    form = path.suffix.lower().lstrip(".")
    if form not in FORMS:
        raise UsageError("usage.unknown_form", path=str(path), known=" ".join(f".{form}" for form in FORMS))
    save(path, data(table, form))


def save(path: Path, made: bytes) -> None:
    """The bytes into a file. Raises UsageError("usage.unwritable_file")."""
    try:
        path.write_bytes(made)
    except OSError as problem:
        raise UsageError("usage.unwritable_file", path=str(path), problem=problem.strerror or "") from problem


def _text(cell: Cell) -> str:
    """A cell of csv: a spreadsheet would compute what begins like a formula; an apostrophe keeps it text."""
    if cell is None or isinstance(cell, int):
        return "" if cell is None else str(cell)
    return "'" + cell if cell.startswith(FORMULA) else cell
