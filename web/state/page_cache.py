"""Pages of results made lately: the answer and what a page makes of it, for all who ask the same. No markup.

Given again only while the state of the archive is the one it was made for; kept in this process, and for the other
serving processes in the memory that they share.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar, cast

from indexer.lru_cache import LruCache
from indexer.search.answer import Answer, Request
from indexer.search.answer_cache import plain
from indexer.search.searcher import Searcher
from web.state.shared_memory import SharedMemory

ROOM = 200
"""Pages that a process keeps: some tens of kilobytes each."""

Made = TypeVar("Made")


class PageCache(Generic[Made]):
    """The latest pages. `make` gets an answer and must make the same of it for every reader."""

    def __init__(
        self,
        searcher: Searcher,
        make: Callable[[Answer], Made],
        shared: SharedMemory | None = None,
        room: int = ROOM,
        view: str = "",
    ) -> None:
        """`view`: the key of the view that `searcher` searches, by which pages are told apart."""
        self._view = view
        self.searcher = searcher
        self._make = make
        self._shared = shared
        self._pages: LruCache[str, tuple[Answer, Made]] = LruCache(room)

    def page(self, request: Request) -> tuple[Answer, Made]:
        """The answer, and what was made of it. Raises what the searcher raises for what is no query."""
        state = self.searcher.state(request)  # before anything is read: what changes meanwhile makes it old
        key = repr((self._view, plain(request), str(self.searcher.read(request).typed), state))
        return self._pages.get_or_make(key, lambda: self._from_others(key) or self._made(key, request))

    def _made(self, key: str, request: Request) -> tuple[Answer, Made]:
        answer = self.searcher.search(request)
        made = answer, self._make(answer)
        if self._shared is not None:
            self._shared.put(key, made)
        return made

    def _from_others(self, key: str) -> tuple[Answer, Made] | None:
        found = None if self._shared is None else self._shared.get(key)
        return cast("tuple[Answer, Made] | None", found)
