"""The catalog's last change as one question takes it: read once, and the same for all that the question asks.

An answer is of the moment at which its question began: what changes while it is made, the next one sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from archive.catalog import ReadCatalog

_told: ContextVar[dict[int, tuple[ReadCatalog, int]] | None] = ContextVar("told", default=None)
"""By the identity of a catalog, which it holds: the number that was read first."""


@contextmanager
def one_moment() -> Iterator[None]:
    """A question is answered inside; inside another one the outer moment goes on."""
    if _told.get() is not None:
        yield
        return
    token = _told.set({})
    try:
        yield
    finally:
        _told.reset(token)


def last_change(catalog: ReadCatalog, reached: int = -1) -> int:
    """The number of the last change, as first told inside `one_moment`; outside of it, as of now.

    `reached`: whoever asks is level with that change already. An earlier moment would take it back, so then it is read
    again: another question is of a later moment, or the catalog was put back from a copy.
    """
    told = _told.get()
    if told is None:
        return catalog.last_change()
    known = told.get(id(catalog))
    if known is None:
        known = told[id(catalog)] = catalog, catalog.last_change()
    return known[1] if known[1] >= reached else catalog.last_change()
