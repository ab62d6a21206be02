"""Which thread answers which request: pages of results one after the other, everything else beside them. No pages.

Threads share one interpreter's lock. Two pages of results that are made together both come late, since each waits for
the other whenever it has read from the disk, and the handing over costs a tenth of the processor's time; one behind
the other, the first comes in its own time and the second no later. Cores are used by several processes.

The thread that was busy last gets the next request: its connections to the databases have what it needs at hand.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

PATIENCE = 0.1
"""Seconds after which nobody waits any longer for whoever has the turn: a question that takes the processor a second
keeps no page of ten milliseconds waiting for it.
"""
END_SECONDS = 5.0
"""How long the end of the service waits for answers that are being made."""

_log = logging.getLogger(__name__)


class Task(Protocol):
    """A request to be answered, as waitress has it."""

    def service(self) -> None:
        """Answer the request, and send what is answered."""

    def cancel(self) -> None:
        """Give the request up, as its reader is no longer answered."""


Request = TypeVar("Request", bound=Task)


class Dispatcher(Generic[Request]):
    """Threads that answer requests, in the place of `waitress.task.ThreadedTaskDispatcher`. Of those that `in_turn`
    tells apart, one at a time is answered, as long as that one takes no more than `patience` seconds.
    """

    def __init__(self, in_turn: Callable[[Request], bool], threads: int, patience: float = PATIENCE) -> None:
        self._in_turn = in_turn
        self._patience = patience
        self._lock = threading.Lock()
        self._at_once: deque[Request] = deque()
        self._waiting: deque[Request] = deque()
        self._turn: tuple[Request, float] | None = None  # whose it is, and since when
        self._idle: list[threading.Lock] = []
        self._watched = False
        self._ending = False
        self._threads = [threading.Thread(target=self._work, name=f"answers-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def add_task(self, task: Request) -> None:
        """Have it answered by the next thread that is free."""
        with self._lock:
            if self._in_turn(task):
                self._waiting.append(task)
                if self._turn is not None and self._watched:  # somebody looks at the clock for all who wait
                    return
            else:
                self._at_once.append(task)
            self._wake()

    def shutdown(self, cancel_pending: bool = True, timeout: float = END_SECONDS) -> None:
        """End the threads, and give up what nobody has begun."""
        with self._lock:
            self._ending = True
            left = [*self._at_once, *self._waiting] if cancel_pending else []
            self._at_once.clear()
            self._waiting.clear()
            while self._idle:
                self._wake()
        until = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        for task in left:
            task.cancel()

    def _work(self) -> None:
        task = self._next()
        while task is not None:
            try:
                task.service()
            except BaseException:  # noqa: BLE001 # whatever it is, it must not end the thread that answers the others
                _log.exception("an answer failed")
            task = self._next(task)

    def _next(self, done: Request | None = None) -> Request | None:
        """Wait for a request; None at the end of the service."""
        with self._lock:
            if self._turn is not None and self._turn[0] is done:
                self._turn = None
            while not self._ending:
                task = self._ready()
                if task is not None:
                    if self._waiting and not self._watched:
                        self._wake()
                    return task
                self._rest()
            return None

    def _ready(self) -> Request | None:
        now = time.monotonic()
        if self._waiting and (self._turn is None or now >= self._turn[1] + self._patience):
            task = self._waiting.popleft()
            self._turn = task, now
            return task
        return self._at_once.popleft() if self._at_once else None

    def _rest(self) -> None:
        """Wait to be woken; one of those who rest wakes by itself when the turn has lasted too long."""
        watching = bool(self._waiting) and self._turn is not None and not self._watched
        left = max(0.0, self._turn[1] + self._patience - time.monotonic()) if watching and self._turn else -1
        mine = threading.Lock()
        mine.acquire()
        self._idle.append(mine)
        self._watched = self._watched or watching
        self._lock.release()
        try:
            mine.acquire(timeout=left)
        finally:
            self._lock.acquire()
            if mine in self._idle:  # the time is over
                self._idle.remove(mine)
            if watching:
                self._watched = False

    def _wake(self) -> None:
        if self._idle:
            self._idle.pop().release()
