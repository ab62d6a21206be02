"""Pieces of texts in plain Python: what `PieceArrays` asks for."""

from __future__ import annotations

import re

from indexer.index.embedded.positions.arrays.pieces.piece_protocol import Screened, Shared

_OTHERS = re.compile(r"[\W_]+")
"""What is neither a letter nor a digit."""


def letters_of(text: str) -> str:
    """The letters and digits of a text alone."""
    return _OTHERS.sub("", text)


class PlainPieces:
    """Pieces of texts, in plain Python."""

    def shared(self, one: str, other: str, length: int) -> Shared:
        pieces, others = (
            frozenset([text[at : at + length] for at in range(len(text) - length + 1)]) for text in (one, other)
        )
        return Shared(len(pieces), len(others), len(pieces & others))

    def screened(self, text: str, length: int) -> Screened:
        letters = letters_of(text)
        hashes = sorted([hash(letters[at : at + length]) for at in range(len(letters) - length + 1)])
        return Screened(hashes, len(set(hashes)))

    def shared_at_most(self, one: Screened, other: Screened) -> int:
        fewer, more = (one, other) if len(one.hashes) <= len(other.hashes) else (other, one)
        held = frozenset(more.hashes)
        return sum(piece in held for piece in fewer.hashes)
