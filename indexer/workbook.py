"""A table as an Excel workbook: cells of text, never formulas. What stands in it is decided elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from archive.errors import UsageError

NEVER_IN_XML = dict.fromkeys((*range(0x20), 0xFFFE, 0xFFFF))
"""Controls that a workbook cannot hold."""
LONGEST = 32_767
"""Characters that Excel takes in a cell."""


def write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """One sheet; its first row is the head. Raises UsageError("usage.unwritable_file") where it cannot be written."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = text.translate(NEVER_IN_XML)[:LONGEST]
            cell.data_type = "s"  # a wording that begins with = is text
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    try:
        book.save(path)
    except OSError as problem:
        raise UsageError("usage.unwritable_file", path=str(path), problem=problem.strerror or "") from problem
