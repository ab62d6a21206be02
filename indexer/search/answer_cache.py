"""Answers given lately: people turn pages back and forth, and the same wording is asked by many. Decides nothing.

An answer is given again only while the state of the archive (`Searcher.state`) is the one that it was made for.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import fields

from indexer.lru_cache import LruCache
from indexer.search.answer import Answer, Request

ROOM = 200
"""Answers that are kept: a page of twenty reports takes some tens of kilobytes."""


class AnswerCache:
    """The latest answers. Threads may share it."""

    def __init__(self, room: int = ROOM) -> None:
        self._kept: LruCache[Hashable, Answer] = LruCache(room)

    def known(self, request: Request, understood: str, state: Hashable) -> Answer | None:
        """The answer to `request` where one is kept."""
        return self._kept.get((plain(request), understood, state))

    def answer(self, request: Request, understood: str, state: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer to `request`, made where none is kept for this query as `understood` in this `state`."""
        return self._kept.get_or_make((plain(request), understood, state), make)


def plain(request: Request) -> Hashable:
    """The request as something that can be looked up: its filters are a mapping, which cannot."""
    others = tuple(getattr(request, one.name) for one in fields(request) if one.name != "filters")
    return (*others, *sorted((name, tuple(values)) for name, values in request.filters.items()))
