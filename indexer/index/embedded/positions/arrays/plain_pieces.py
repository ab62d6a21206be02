"""Pieces of texts in plain Python: what `PieceArrays` asks for."""

from __future__ import annotations

from collections.abc import Collection

from indexer.index.embedded.positions.arrays.piece_protocol import Screened, Shared


class PlainPieces:
    """Pieces of texts, in plain Python."""

    def shared(self, one: str, other: str, length: int) -> Shared:
        pieces, others = (
            frozenset([text[at : at + length] for at in range(len(text) - length + 1)]) for text in (one, other)
        )
        return Shared(len(pieces), len(others), len(pieces & others))

    def screened(self, text: str, length: int) -> Screened:
        hashes = sorted([hash(text[at : at + length]) for at in range(len(text) - length + 1)])
        return Screened(hashes, len(set(hashes)))

    def shared_at_most(self, one: Screened, other: Screened) -> int:
        fewer, more = (one, other) if len(one.hashes) <= len(other.hashes) else (other, one)
        held = frozenset(more.hashes)
        return sum(piece in held for piece in fewer.hashes)

    def sought(self, wordings: Collection[str], length: int) -> _Sought:
        return _Sought(frozenset(wordings), length)


class _Sought:
    def __init__(self, wordings: frozenset[str], length: int) -> None:
        self._wordings, self._length = wordings, length

    def standing_in(self, text: str) -> frozenset[str]:
        length = self._length
        return self._wordings.intersection([text[at : at + length] for at in range(len(text) - length + 1)])
