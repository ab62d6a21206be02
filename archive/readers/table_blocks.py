"""Tables of a page while they are being read: rows for tables of data, plain blocks where a table is only layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.model import CELL, Block

_PARAGRAPHS_IN_A_CELL = 3
_LONG = 300


@dataclass(slots=True)
class Table:
    """One open table: the cells of its rows, each with the blocks read into it, and what is inside it."""

    rows: list[list[list[Block]]] = field(default_factory=list)
    holds_table: bool = False
    in_cell: bool = False

    def open_row(self) -> None:
        """A new row; the cell before it is over, with or without its end tag."""
        self.rows.append([])
        self.in_cell = False

    def open_cell(self) -> list[Block]:
        """A new cell, and where its blocks go."""
        if not self.rows:
            self.rows.append([])
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
        layout = self.is_layout()
        for row in self.rows:
            if layout:
                for cell in row:
                    yield from cell
            elif any(row):
                yield Block("row", CELL.join(_cell_text(cell) for cell in row))


def _cell_text(cell: list[Block]) -> str:
    return "\n".join(block.text.replace(CELL, "\n") for block in cell)


def _is_text(cell: list[Block]) -> bool:
    if any(block.kind == "heading" for block in cell):
        return len(cell) > 1
    return len(cell) > _PARAGRAPHS_IN_A_CELL and sum(len(block.text) for block in cell) > _LONG
