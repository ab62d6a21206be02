"""Pieces of texts in plain Python: what `PieceArrays` asks for."""

from __future__ import annotations

from collections.abc import Collection


class PlainPieces:
    """Pieces of texts, in plain Python."""

    def pieces(self, text: str, length: int) -> frozenset[str]:
        return frozenset([text[at : at + length] for at in range(len(text) - length + 1)])

    def sought(self, wordings: Collection[str], length: int) -> _Sought:
        return _Sought(frozenset(wordings), length)


class _Sought:
    def __init__(self, wordings: frozenset[str], length: int) -> None:
        self._wordings, self._length = wordings, length

    def standing_in(self, text: str) -> frozenset[str]:
        length = self._length
        return self._wordings.intersection([text[at : at + length] for at in range(len(text) - length + 1)])
