"""A lock on a file that ends with the process that holds it, however that ends. What it protects lives elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAUSE = 0.2
"""Seconds between two looks whether a lock that is waited for is free."""

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold the lock at `path`, which is made; False where another process, or another thread, holds it.

    Raises OSError where the file cannot be made.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _lock(descriptor)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def is_held(path: Path) -> bool:
    """Does somebody hold the lock at `path` now? Looking takes it for an instant."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        _lock(descriptor)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


@contextmanager
def awaited(path: Path) -> Iterator[None]:
    """Wait for the lock at `path`, and hold it. Raises OSError where the file cannot be made."""
    while True:
        with held(path) as mine:
            if mine:
                yield
                return
        time.sleep(PAUSE)
