"""How the C library gives memory to the threads of a process that serves."""

from __future__ import annotations

import ctypes
import sys

_M_ARENA_MAX = -8
"""mallopt(3) of glibc: so many heaps, of which each thread takes one; eight a processor where nobody says."""


def one_heap() -> bool:
    """Let all threads share one heap, before they begin: under Python's lock they hardly ever ask at once, and what one
    frees another may use. False where the C library knows no such setting.
    """
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    return mallopt is not None and bool(mallopt(_M_ARENA_MAX, 1) == 1)
