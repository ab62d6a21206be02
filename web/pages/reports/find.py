"""Looking for words in one report: every place of them, as exact as a search, instead of those of the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from archive.errors import QueryError
from archive.model import Record
from indexer.search.answer import MarkedPassage, Request
from web.http.language import told
from web.state.app_state import AppState


@dataclass(frozen=True, slots=True)
class Sought:
    """The words that are looked for, "" for none; their places; what the page says where they cannot be looked for."""

    words: str = ""
    marks: Sequence[MarkedPassage] = ()
    notice: str | None = None


def sought(here: AppState, record: Record) -> Sought:
    """What the address asks to be found in a report (`find`): one wording, never a query, whatever signs it holds."""
    words = request.args.get("find", "").strip()
    if not words:
        return Sought()
    try:
        return Sought(words, here.searcher.marks(record, Request(words, literal=True, passages=0)))
    except QueryError as problem:
        return Sought(words, (), told(problem))
