"""Tables as files: a cell of text is text, whatever it begins with."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from indexer.export.spreadsheet import Table, data

BEGINNINGS = [
    pytest.param("=1+1", id="a formula"),
    pytest.param("+86", id="plus"),
    pytest.param("-2", id="minus"),
    pytest.param("@SUM(A1)", id="at: the formulas of an old program"),
    pytest.param("＝1＋1", id="wide: taken for the narrow one by Excel in Chinese"),
    pytest.param("\t=1", id="a tab before it is cut off"),
    pytest.param("\n=1", id="and so is a line's end"),
]


@pytest.mark.parametrize("text", BEGINNINGS)
def test_no_cell_is_a_formula(text: str) -> None:
    table = Table("表", ("文字",), [[text]])
    line = list(csv.reader(io.StringIO(data(table, "csv").decode("utf-8-sig"))))[1]
    assert line == ["'" + text]
    cell = load_workbook(io.BytesIO(data(table, "xlsx"))).active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_other_words_and_numbers_stand_as_they_are() -> None:
    table = Table("表", ("文字", "数"), [["“一岗双责”=1", -2]])
    assert data(table, "csv").decode("utf-8-sig").splitlines()[1] == "“一岗双责”=1,-2"
    row = next(load_workbook(io.BytesIO(data(table, "xlsx"))).active.iter_rows(min_row=2, values_only=True))
    assert row == ("“一岗双责”=1", -2)
