"""The rows of a tally, each made where it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from indexer.index.ranked import RankedReports
from indexer.search.answer import Row

PIECE = 512
"""Rows that are made at once where all are walked through."""


class Rows(Sequence[Row]):
    """All reports of an answer in its order. What is looked at is as of the moment that the answer was made."""

    def __init__(self, reports: RankedReports) -> None:
        self._reports = reports

    def __len__(self) -> int:
        """How many reports answer."""
        return self._reports.total_reports

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        """One row, or those of a slice."""
        places = range(len(self))[at]
        if isinstance(places, int):
            return self._made(places, places + 1)[0]
        if not places:
            return ()
        least, most = min(places[0], places[-1]), max(places[0], places[-1])
        return self._made(least, most + 1)[:: places.step]

    def __iter__(self) -> Iterator[Row]:
        """Each once, some hundred made at a time."""
        self._reports.rows(len(self) - 1, len(self))  # the whole order at once
        for start in range(0, len(self), PIECE):
            yield from self._made(start, min(start + PIECE, len(self)))

    def _made(self, start: int, stop: int) -> tuple[Row, ...]:
        rows, cards = self._reports.rows(start, stop), self._reports.cards(start, stop)
        return tuple(Row(card, row.matches) for row, card in zip(rows, cards, strict=True))
