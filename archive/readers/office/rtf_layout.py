"""Paragraphs, cells and rows of an RTF to blocks. How its words are found is told in `rtf`."""

from __future__ import annotations

from archive.model import Block, BlockKind
from archive.readers.line_joining import shows, visible
from archive.readers.office.soft_breaks import paragraphs
from archive.readers.table_blocks import edged
from archive.readers.table_grid import MOST_ACROSS


class Layout:
    """Paragraphs and cells to blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.in_table = False
        self.level: int | None = None
        self._rows: list[list[list[Block]]] = []
        self._row: list[list[Block]] = []
        self._cell: list[Block] = []
        self._edges = [0]  # of the row that is defined: its left one, and the right ones of its cells
        self._starts: list[list[int]] = []

    def define_row(self) -> None:
        r"""The rows that follow are defined anew (`\trowd`)."""
        self._edges = [0]

    def edge(self, place: int, *, left: bool) -> None:
        r"""Where a row begins (`\trleft`), or its next cell ends (`\cellx`), in twips."""
        if left:
            self._edges[0] = place
        elif len(self._edges) <= MOST_ACROSS:
            self._edges.append(place)

    def paragraph(self, raw: str, *, in_cell: bool) -> None:
        """A paragraph ends; outside a table it ends the one before."""
        inside = in_cell or self.in_table
        if not inside:
            self.end_table()
        text = visible(raw)
        for piece in [text] if self.level is not None else paragraphs(text):
            shown = "\n".join(line.strip() for line in piece.split("\n")).strip()
            if shows(shown):
                kind: BlockKind = "paragraph" if self.level is None or inside else "heading"
                block = Block(kind, shown, self.level if kind == "heading" else None)
                (self._cell if inside else self.blocks).append(block)

    def note(self, text: str) -> None:
        """A note of the paragraph before."""
        (self._cell if self.in_table else self.blocks).append(Block("paragraph", text))

    def end_cell(self) -> None:
        r"""End the open cell (`\cell`): its text becomes one of the row."""
        self._row.append(self._cell)
        self._cell = []

    def end_row(self) -> None:
        r"""End the open row (`\row`): its cells become one block."""
        if self._cell:
            self.end_cell()
        self._rows.append(self._row)
        self._starts.append(self._edges[:-1])
        self._row = []

    def end_table(self) -> None:
        """What follows stands outside of a table."""
        if self._row or self._cell:
            self.end_row()
        self.blocks.extend(edged(self._rows, self._starts).blocks())
        self._rows, self._starts = [], []
