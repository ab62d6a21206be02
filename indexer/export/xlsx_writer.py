"""A table as an Excel workbook: cells of text and numbers, never formulas. What stands in it is decided elsewhere."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

NEVER_IN_XML = dict.fromkeys((*range(9), *range(11, 13), *range(14, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))
"""Characters that no workbook and no Word file can hold."""
LONGEST = 32_767
"""Characters that Excel takes in a cell."""
SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
FORMULA = (*"=+-@＝＋－＠", "\t", "\r", "\n")  # wide ones too: Excel in Chinese takes them as well
"""What a cell of text may not begin with, or a spreadsheet may compute it (OWASP, CSV injection)."""
WIDEST, NARROWEST = 60, 8
"""Of a column, in figures: a Han character takes two."""

Cell = str | int | None


def book(
    title: str, rows: Sequence[Sequence[Cell]], head: int = 1, *, beside: tuple[str, Sequence[str]] = ("", ())
) -> bytes:
    """A sheet called `title`. Row `head` names the columns: what stands above it is about the table.

    `beside`: the title and the lines of a second sheet; none without lines.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    made = Workbook()
    sheet = made.active
    sheet.title = SHEET_NAME.sub("", title.translate(NEVER_IN_XML))[:31] or "1"
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is None or value == "":
                continue
            cell = sheet.cell(number, column)
            if isinstance(value, int):
                cell.value = value
            else:
                _set_text(cell, value)
            if number == head:
                cell.font = Font(bold=True)
            elif number > head and isinstance(value, str) and len(value) > WIDEST:
                cell.alignment = Alignment(vertical="top", wrap_text=True)
    for column, width in enumerate(_widths(rows[head - 1 :]), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = sheet.cell(head + 1, 2)
    if beside[1]:
        second = made.create_sheet(SHEET_NAME.sub("", beside[0])[:31] or "2")
        for number, line in enumerate(beside[1], 1):
            _set_text(second.cell(number, 1), line)
        second.column_dimensions["A"].width = WIDEST
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _set_text(cell: Any, text: str) -> None:  # openpyxl ships no types
    """Text, whatever it begins with."""
    cell.value = text.translate(NEVER_IN_XML)[:LONGEST]
    cell.data_type = "s"  # a wording that begins with = is text
    if text.startswith(FORMULA):
        cell.quotePrefix = True  # and stays text when someone edits it


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """By the longest text of each column, within bounds."""
    columns = max((len(row) for row in rows), default=0)
    widths = [NARROWEST] * columns
    for row in rows:
        for column, value in enumerate(row):
            text = str(value or "")[:WIDEST]
            widths[column] = max(widths[column], min(WIDEST, 2 + sum(1 + (one > "ÿ") for one in text)))
    return widths
