"""A sentence with a wrong character: the terms of the archive in which it differs from the nearest passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.text.fold import fold_text
from indexer.search.searcher import Searcher
from indexer.search.similar import Likeness, Piece, similar
from indexer.search.suggest import Suggester

CLOSE = 0.8
"""Share from which on a passage may be the sentence that was meant."""
COMPARED = 3
"""The nearest passages that are compared, and the terms that are named."""
SMALL = 2
"""Characters of a difference that may be a slip."""
REACH = 16
"""Characters on either side that may belong to the term."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The terms that may be meant, and the passages that are so near that they may be."""

    terms: tuple[str, ...] = ()
    near: tuple[Likeness, ...] = ()


def correct(searcher: Searcher, suggester: Suggester, sentence: str) -> Corrected:
    """Of a sentence that stands nowhere. Raises QueryError as `similar` does."""
    near = similar(searcher, sentence, limit=COMPARED, least=CLOSE)
    return Corrected(tuple(corrected(suggester, near)), tuple(near))


def corrected(suggester: Suggester, near: Sequence[Likeness]) -> list[str]:
    """The terms of the nearest passages where a sentence has another character, one too many or one too few."""
    close = [likeness for likeness in near if likeness.share >= CLOSE][:COMPARED]
    found = (term for likeness in close for term in _terms(suggester, likeness))
    return list(dict.fromkeys(found))[:COMPARED]


def _terms(suggester: Suggester, likeness: Likeness) -> Iterator[str]:
    for piece in likeness.pieces:
        if piece.tag != "same" and max(piece.end - piece.start, len(piece.sentence)) <= SMALL:
            term = suggester.around(*_surroundings(likeness.text, piece))
            if term is not None:
                yield term


def _surroundings(text: str, piece: Piece) -> tuple[str, str, str]:
    """What stands before the difference, there, and behind it, folded."""
    before, after = text[max(0, piece.start - REACH) : piece.start], text[piece.end : piece.end + REACH]
    return fold_text(before), fold_text(text[piece.start : piece.end]), fold_text(after)
