"""Pieces of a page that look the same to many requests: drawn once, and given again to whoever they look the same to.

All that a piece hangs on stands in its key; the language and the prefix of addresses always do. Nothing is kept of what
an archive holds.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from flask import Flask, request
from markupsafe import Markup

from indexer.lru_cache import LruCache
from web.http.language import language

ROOM = 256
"""Pieces that a process keeps: a few kilobytes each."""


class FragmentCache:
    """The pieces of one application. Threads may share it."""

    def __init__(self) -> None:
        self._pieces: LruCache[Hashable, Markup] = LruCache(ROOM)

    def drawn(self, *key: Hashable, caller: Callable[[], Markup]) -> Markup:
        """The piece of that key: what the block of a template draws that calls this, where it is not kept yet."""
        return self._pieces.get_or_make((language(), request.script_root, *key), caller)


def register(app: Flask) -> None:
    """Let the templates keep pieces."""
    app.jinja_env.globals.update(drawn_once=FragmentCache().drawn)
