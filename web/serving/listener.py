"""The listening socket, and how several processes share it: the one with the fewest readers takes the next. No pages.

Whichever process wakes first would take all the readers of a browser or a busy office, and answer them under one
interpreter's lock while the others stand idle.
"""

from __future__ import annotations

import errno
import mmap
import os
import select
import socket
import threading
import time
import weakref

BACKLOG = 1024
WAITS, WAIT_SECONDS = 10, 0.001
"""How long a busier process lets the others go first; then it takes the reader itself."""
ABSENT = -1


class Counts:
    """How many connections each process has open, in memory that they share. A process writes its own place only."""

    def __init__(self, processes: int) -> None:
        self._shared = memoryview(mmap.mmap(-1, 4 * processes)).cast("i")
        for place in range(processes):
            self.set(place, ABSENT)

    def set(self, place: int, count: int) -> None:
        """The connections of the process at `place`; ABSENT where there is none."""
        self._shared[place] = count

    def of(self, place: int) -> int:
        """What was set last."""
        return self._shared[place]

    def busiest(self, place: int) -> bool:
        """Has some other process fewer connections than the one at `place`?"""
        mine = self._shared[place]
        return any(ABSENT < count < mine for count in self._shared)


class _Taken(socket.socket):
    """A reader's connection, counted until it is closed."""

    leave: weakref.finalize[..., _Taken] | None = None

    def close(self) -> None:
        """Close, and count no longer."""
        super().close()
        if self.leave is not None:
            self.leave()


class Listener(socket.socket):
    """A listening socket. Until `share` is called it is like any other."""

    _counts: Counts | None = None
    _place = 0

    def share(self, counts: Counts, place: int) -> None:
        """From now on take a reader only where no other process has fewer, or none of them comes."""
        self._guard = threading.RLock()  # a connection may be forgotten, not closed, while it is held
        self._counts, self._place = counts, place

    def accept(self) -> tuple[socket.socket, object]:
        """The next reader. Raises BlockingIOError where another process has taken it."""
        if self._counts is None:
            return super().accept()
        for _ in range(WAITS):
            if not self._counts.busiest(self._place):
                break
            time.sleep(WAIT_SECONDS)
            if not select.select([self], [], [], 0)[0]:
                raise BlockingIOError(errno.EWOULDBLOCK, "taken")
        plain, address = super().accept()
        taken = _Taken(plain.family, plain.type, plain.proto, fileno=plain.detach())
        self._count(1)
        taken.leave = weakref.finalize(taken, self._count, -1)
        taken.leave.atexit = False
        return taken, address

    def _count(self, change: int) -> None:
        assert self._counts is not None
        with self._guard:
            self._counts.set(self._place, self._counts.of(self._place) + change)


def opened(host: str, port: int) -> list[Listener]:
    """A listening socket for each address of `host` (`port` 0: any that is free). Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    doors: list[Listener] = []
    try:
        for family, kind, protocol, _, address in dict.fromkeys(found):
            doors.append(Listener(family, kind, protocol))
            if os.name != "nt":  # there it would let two servers take one port
                doors[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                doors[-1].setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            doors[-1].bind(address)
            doors[-1].listen(BACKLOG)
    except BaseException:
        for door in doors:
            door.close()
        raise
    return doors
