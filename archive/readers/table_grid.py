"""Where the cells of a table stand, of which some reach over several columns or rows. What they say is not known here.

HTML, “Forming a table”: rowspan, colspan; ECMA-376 part 1, 17.4: gridSpan, gridBefore; ODF 1.2 part 1, 19:
number-columns-spanned, number-rows-spanned. A cell beside one that reaches down keeps its column, and a head over two
columns takes two places. Columns in which no cell begins are none. Work is bounded by the cells that are there,
whatever numbers a file states. Rich Text Format tells where the cells of each row end (cellx) instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

MOST_ACROSS, MOST_DOWN = 1_000, 65_534
"""As far as a cell may reach, by the HTML standard."""
MOST_HELD = 256
"""Columns that cells of rows above reach into, at once."""
SPARE, TIMES = 256, 4
"""A table that needs more places than so many times its cells, and some, is given as it comes."""


class Grid:
    """The columns, from 0, at which the cells of each row begin."""

    def __init__(self) -> None:
        self._rows: list[list[int]] = []
        self._held: dict[int, int] = {}  # column -> rows that it is taken for, this one counted
        self._next = 0

    @classmethod
    def at(cls, rows: Sequence[Sequence[int]], near: int) -> Grid:
        """Of the places where the cells of each row begin; those of several rows up to `near` apart are one column."""
        columns: dict[int, int] = {}
        first = None
        for place in sorted({*chain.from_iterable(rows)}):
            first = place if first is None or place - first > near else first
            columns[place] = first
        found = cls()
        found._rows = [[columns[place] for place in row] for row in rows]
        if any(one >= other for row in found._rows for one, other in pairwise(row)):
            found._rows = [[*range(len(row))] for row in rows]
        return found

    def open_row(self, before: int = 0) -> None:
        """A new row, of which the first columns have no cell."""
        self._held = {column: rows - 1 for column, rows in self._held.items() if rows > 1}
        self._rows.append([])
        self._next = min(max(before, 0), MOST_ACROSS)

    def open_group(self) -> None:
        """A new group of rows, into which no cell reaches from above."""
        self._held = {}

    def open_cell(self, across: int = 1, down: int = 1) -> None:
        """A cell of the last row that reaches over so many columns and rows; 0 rows are all that follow."""
        while self._next in self._held:
            self._next += 1
        column, across = self._next, min(max(across, 1), MOST_ACROSS)
        self._rows[-1].append(column)
        self._next += across
        if down != 1 and len(self._held) + across <= MOST_HELD:
            rows = MOST_DOWN if down < 1 else min(down, MOST_DOWN)
            self._held.update(dict.fromkeys(range(column, column + across), rows))

    def laid(self, rows: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
        """The texts of the cells of each row at their places, empty ones between."""
        columns = {column: at for at, column in enumerate(sorted({*chain.from_iterable(self._rows)}))}
        needed = sum(columns[row[-1]] + 1 for row in self._rows if row)
        fits = needed <= SPARE + TIMES * sum(map(len, self._rows))
        for texts, starts in zip(rows, self._rows, strict=True):
            yield _at_places(texts, [columns[column] for column in starts]) if fits else texts


def _at_places(texts: Sequence[str], places: Sequence[int]) -> Sequence[str]:
    laid = [""] * (places[-1] + 1 if places else 0)
    for text, place in zip(texts, places, strict=True):
        laid[place] = text
    return laid
