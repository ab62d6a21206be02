"""How often one person may search or take out in a minute, over all serving processes. What is limited: `web.http`.

Each process writes to a part of the memory that is its own, and adds up all parts: no lock is needed, so no process
that dies leaves the others waiting. Who asks is counted first and looked up then: of any number who ask at once
no more than the limit get through. A process that takes a dead one's place goes on with its counts.
"""

from __future__ import annotations

import mmap
import struct
import threading
import time
from hashlib import blake2b

WINDOW = 60.0
"""Seconds that a limit is for."""
PIECES = 12
"""Of a window: what was asked is forgotten a piece at a time."""
PIECE = WINDOW / PIECES
SETS, WAYS = 512, 4
"""Askers that a process remembers; of more that come at once the ones that were quiet longest are forgotten."""
_SLOT = struct.Struct(f"<16sQ{PIECES}I")


class RateLimits:
    """Made before the processes are forked; `place` says which part is this process's own."""

    def __init__(self, processes: int = 1) -> None:
        self._processes = processes
        self._part = SETS * WAYS * _SLOT.size
        self._memory = memoryview(mmap.mmap(-1, processes * self._part))
        self._guard = threading.Lock()
        self.place = 0

    def refused(self, who: str, limit: int, at: float | None = None) -> int:
        """Count that `who` asks now: 0 where that is one of at most `limit` in a window (limit 0: no limit), else after
        how many whole seconds the next one may come.

        What is refused is not counted: whoever asks too often is let in again as soon as the window allows. `at`: on
        the clock of `time.monotonic`, which all processes of a machine share.
        """
        if not limit:
            return 0
        piece = int((time.monotonic() if at is None else at) / PIECE)
        key = blake2b(who.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        with self._guard:
            self._add(key, piece, 1)
            counts = self._counts(key, piece)
            if sum(counts) <= limit:
                return 0
            self._add(key, piece, -1)
        return _wait(counts, limit, at)

    def _counts(self, key: bytes, piece: int) -> list[int]:
        """How often in each piece of the window that ends with `piece`, the oldest first, over all processes."""
        found = [0] * PIECES
        for process in range(self._processes):
            for at in self._slots(process, key):
                known, last, *counts = _SLOT.unpack_from(self._memory, at)
                if known == key:
                    for back in range(PIECES):
                        if last - PIECES < piece - back <= last:
                            found[PIECES - 1 - back] += counts[(piece - back) % PIECES]
        return found

    def _add(self, key: bytes, piece: int, change: int) -> None:
        at = min(self._slots(self.place, key), key=lambda at: self._rank(at, key))
        known, last, *counts = _SLOT.unpack_from(self._memory, at)
        if known != key or piece - last >= PIECES:
            counts, last = [0] * PIECES, piece
        for newer in range(last + 1, piece + 1):
            counts[newer % PIECES] = 0
        counts[piece % PIECES] = max(0, counts[piece % PIECES] + change)
        _SLOT.pack_into(self._memory, at, key, max(piece, last), *counts)

    def _slots(self, process: int, key: bytes) -> range:
        first = process * self._part + int.from_bytes(key[:4], "little") % SETS * WAYS * _SLOT.size
        return range(first, first + WAYS * _SLOT.size, _SLOT.size)

    def _rank(self, at: int, key: bytes) -> tuple[bool, int]:
        known, last, *_ = _SLOT.unpack_from(self._memory, at)
        return known != key, last


def _wait(counts: list[int], limit: int, at: float | None) -> int:
    """Whole seconds until enough of what was asked lies behind the window."""
    moment = time.monotonic() if at is None else at
    over, left = sum(counts) - 1, PIECE - moment % PIECE
    for number, count in enumerate(counts):
        over -= count
        if over < limit:
            return max(1, int(left + number * PIECE) + 1)
    return int(WINDOW)
