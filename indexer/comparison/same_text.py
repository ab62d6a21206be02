"""Which reports have exactly a text: a draft that lies in the archive already is not held against itself."""

from __future__ import annotations

from collections.abc import Sequence

from indexer import deadline
from indexer.query.model import Phrase
from indexer.search.searcher import Searcher

PROBE = 100
"""Folded characters of the longest passage by which such reports are looked for."""


def same_text(searcher: Searcher, folded: Sequence[str]) -> set[str]:
    """The ids of the reports whose folded passages are `folded`, to the last character. Raises QueryError."""
    piece = max(folded, key=len, default="")[:PROBE]
    if not piece:
        return set()
    with deadline.limited():
        proposed = searcher.engine.propose(Phrase(piece, piece)).counts
        return {document.id for document in searcher.documents(proposed) if tuple(document.passages) == tuple(folded)}
