"""How the C library of a process that serves gives memory to its threads, and back to the system."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

_M_ARENA_MAX = -8
"""mallopt(3) of glibc: so many heaps, of which each thread takes one; eight a processor where nobody says."""
_M_MMAP_THRESHOLD, _LARGE = -3, 1 << 20
"""Bytes from which on a piece lies outside of the heap and goes back to the system when it is freed. Where nobody says,
this grows to 32 MiB with what is freed, and the columns of a question leave holes between what is kept.
"""


def one_heap() -> bool:
    """Let all threads share one heap, before they begin: under Python's lock they hardly ever ask at once, and what one
    frees another may use. Large pieces lie outside of it. False where the C library knows no such settings.
    """
    mallopt = _of_the_library("mallopt")
    if mallopt is None:
        return False
    return bool(mallopt(_M_ARENA_MAX, 1) == 1 and mallopt(_M_MMAP_THRESHOLD, _LARGE) == 1)


def give_back() -> bool:
    """Let the system have what was freed: after work that took much at once (malloc_trim(3)). False where there was
    nothing, or the C library cannot.
    """
    trim = _of_the_library("malloc_trim")
    return trim is not None and bool(trim(0) == 1)


def _of_the_library(name: str) -> Callable[..., int] | None:
    """A function of glibc; musl has neither."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
