"""Tables of a page while they are being read: rows for tables of data, plain blocks where a table is only layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.model import CELL, Block
from archive.readers.table_grid import Grid

_PARAGRAPHS_IN_A_CELL = 3
_LONG = 300
_ONE_LINE = 100
"""Twips between the edges of two rows that are drawn as one line: 1.8 mm."""


@dataclass(slots=True)
class Table:
    """One open table: the cells of its rows, each with the blocks read into it, and what is inside it."""

    rows: list[list[list[Block]]] = field(default_factory=list)
    holds_table: bool = False
    in_cell: bool = False
    grid: Grid | None = None

    def open_group(self) -> None:
        """A new group of rows."""
        self._laid().open_group()

    def open_row(self, before: int = 0) -> None:
        """A new row, so many columns before its first cell; the cell before is over, with its end tag or without."""
        self._laid().open_row(before)
        self.rows.append([])
        self.in_cell = False

    def open_cell(self, across: int = 1, down: int = 1) -> list[Block]:
        """A new cell, over so many columns and rows, and where its blocks go."""
        if not self.rows:
            self.open_row()
        self._laid().open_cell(across, down)
        self.rows[-1].append([])
        self.in_cell = True
        return self.rows[-1][-1]

    def is_layout(self) -> bool:
        """Whether it only places things on the page: tables inside, one cell a row, or cells that hold whole texts."""
        if self.holds_table or all(sum(map(bool, row)) < 2 for row in self.rows):
            return True
        return any(_is_text(cell) for row in self.rows for cell in row)

    def blocks(self) -> Iterator[Block]:
        """Its content in reading order, as rows or, of a layout, as what stands in the cells."""
        if self.is_layout():
            for row in self.rows:
                for cell in row:
                    yield from cell
            return
        texts = [[_cell_text(cell) for cell in row] for row in self.rows]
        for row, laid in zip(self.rows, self.grid.laid(texts) if self.grid else texts, strict=True):
            if any(row):
                yield Block("row", CELL.join(laid))

    def _laid(self) -> Grid:
        self.grid = self.grid or Grid()
        return self.grid


def edged(rows: list[list[list[Block]]], starts: Sequence[Sequence[int]]) -> Table:
    """The table of these rows, whose cells begin at these places, in twips; as it comes where the places do not fit."""
    told = [*map(len, rows)] == [*map(len, starts)]
    return Table(rows, grid=Grid.at(starts, _ONE_LINE) if told else None)


def _cell_text(cell: list[Block]) -> str:
    return "\n".join(block.text.replace(CELL, "\n") for block in cell)


def _is_text(cell: list[Block]) -> bool:
    if any(block.kind == "heading" for block in cell):
        return len(cell) > 1
    return len(cell) > _PARAGRAPHS_IN_A_CELL and sum(len(block.text) for block in cell) > _LONG
