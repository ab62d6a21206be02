"""What cells of sheets keep without showing it, asked for where nothing is found: never a match, in no total."""

from __future__ import annotations

from itertools import islice

from archive.catalog.stored_places import StoredPlace
from archive.errors import QueryError
from indexer.query.model import positive_phrases
from indexer.search.answer import Request
from indexer.search.searcher import Searcher

MOST = 5
"""Cells that are named."""
_WORDS = 4
_LONGEST = 40


def stored_values(searcher: Searcher, request: Request) -> tuple[StoredPlace, ...]:
    """The first cells that keep, but do not show, what was asked for: the whole query or one of its wordings."""
    try:
        phrases = [phrase.typed.strip() for phrase in positive_phrases(searcher.read(request).typed)]
    except QueryError:
        return ()
    asked = dict.fromkeys((request.query.strip(), *phrases[:_WORDS]))
    values = {form for words in asked for form in (words, words.replace(",", ""))}
    figures = sorted(value for value in values if len(value) <= _LONGEST and any(map(str.isdecimal, value)))
    return tuple(islice(searcher.catalog.stored_values(figures), MOST)) if figures else ()
