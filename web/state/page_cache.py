"""Pages of results made lately: the answer and what a page makes of it, for all who ask the same. No markup.

Given again only while the state of the archive is the one it was made for; kept in this process, and for the other
serving processes in the memory that they share.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar, cast

from indexer.lru_cache import LruCache
from indexer.search.answer import Answer, Request
from indexer.search.answer_cache import plain
from indexer.search.searcher import Searcher
from web.state.shared_memory import SharedMemory

ROOM = 200
"""Pages that a process keeps: some tens of kilobytes each."""

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Begun(Generic[Made]):
    """A page whose reports and totals are there; `whole` makes all of it, None where nothing is left to be made."""

    answer: Answer
    made: Made
    whole: Callable[[], tuple[Answer, Made]] | None = None


class PageCache(Generic[Made]):
    """The latest pages. `make` gets an answer and must make the same of it for every reader; it also gets what it made
    of the answer's first step, where there was one.
    """

    def __init__(
        self,
        searcher: Searcher,
        make: Callable[[Answer, Made | None], Made],
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
        key = self._key(request)
        return self._pages.get_or_make(key, lambda: self._from_others(key) or self._made(key, request))

    def begin(self, request: Request) -> Begun[Made]:
        """The same in two steps, for whoever shows the first one while the second is made. Raises as `page`."""
        key = self._key(request)
        kept = self._pages.get(key) or self._from_others(key)
        if kept is not None:
            self._pages.put(key, kept)
            return Begun(*kept)
        begun = self.searcher.begin(request)
        made = self._make(begun.answer, None)
        if begun.whole is None:
            return Begun(*self._kept(key, begun.answer, made))
        return Begun(begun.answer, made, partial(self._completed, key, begun.whole, made))

    def _completed(self, key: str, whole: Callable[[], Answer], before: Made) -> tuple[Answer, Made]:
        answer = whole()
        return self._kept(key, answer, self._make(answer, before))

    def _kept(self, key: str, answer: Answer, made: Made) -> tuple[Answer, Made]:
        page = answer, made
        self._pages.put(key, page)
        if self._shared is not None:
            self._shared.put(key, page)
        return page

    def _key(self, request: Request) -> str:
        state = self.searcher.state(request)  # before anything is read: what changes meanwhile makes it old
        return repr((self._view, plain(request), str(self.searcher.read(request).typed), state))

    def _made(self, key: str, request: Request) -> tuple[Answer, Made]:
        answer = self.searcher.search(request)
        made = answer, self._make(answer, None)
        if self._shared is not None:
            self._shared.put(key, made)
        return made

    def _from_others(self, key: str) -> tuple[Answer, Made] | None:
        found = None if self._shared is None else self._shared.get(key)
        return cast("tuple[Answer, Made] | None", found)
