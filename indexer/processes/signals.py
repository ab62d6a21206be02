"""Processes are started whole, and end when their parent says so: what a user's signals may interrupt, and what not.

A signal in the middle of a start would leave a child that nobody waits for: it finds its pipes and semaphores gone
and complains in multiprocessing's words. Which processes are started, and for what, is told elsewhere.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM)
"""What tells a program to end."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """A signal that ends the program waits until the block is done. Other threads than the first get none anyway."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        came.append(number)

    before = {number: signal.signal(number, note) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        if came:
            signal.raise_signal(came[0])


def leave_interrupts_to_the_parent() -> None:
    """In a child: Ctrl+C goes to all processes of a terminal, but only the parent has something to say about it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def end_with_the_parent() -> None:
    """In a child of a pool: it waits at a pipe that it holds open itself, so it would outlive a killed parent."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True, name="parent").start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def begin_in_pool() -> None:
    """Both, in each process of a pool."""
    leave_interrupts_to_the_parent()
    end_with_the_parent()
