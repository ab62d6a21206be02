"""Several serving processes: started, watched, started again where one dies, ended together. No sockets, no pages.

The parent answers nobody. It holds no database and no thread, so a child may be forked from it at any time, and it
takes its signals one by one where it waits for them: none comes between two steps.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import NoReturn

MOST = 4
"""Processes by default: each keeps texts of its own at hand."""
END_SECONDS = 10.0
"""After so long a process that was told to end is ended by force."""
SETTLED_SECONDS = 10.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a dead process is followed by another: twice as many each time, until one has settled."""

Work = Callable[[int], None]
"""What the process at that place does: serve until it is told to end by SystemExit."""
Told = Callable[[str, float], None]
"""Told how a process ended, and after how many seconds another takes its place."""


def possible() -> bool:
    """May processes be forked here? Not on Windows, and not safely on macOS, whose own libraries run threads."""
    return sys.platform != "win32" and hasattr(os, "fork") and hasattr(signal, "sigtimedwait")


def by_default() -> int:
    """As many as this process may use processors, at most `MOST`."""
    if not possible():
        return 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST)


def on_sigterm(_: int, __: FrameType | None) -> NoReturn:
    """The handler of a process that serves: leave the loop that it is in."""
    raise SystemExit(0)


@dataclass
class _Seat:
    """A place for one process. `due`: when it is to be started, on the clock of `time.monotonic`."""

    place: int
    process: BaseProcess | None = None
    begun: float = 0.0
    due: float = 0.0
    pause: float = FIRST_PAUSE


@dataclass
class Supervisor:
    """`count` processes that do `work`. `gone` is told the place of each that has ended; `meanwhile` is done here, at
    least once a minute.
    """

    count: int
    work: Work
    told: Told
    gone: Callable[[int], None] = lambda _: None
    meanwhile: Callable[[], None] = lambda: None
    _seats: list[_Seat] = field(default_factory=list)
    _ending: set[int] = field(default_factory=set)
    _mask: set[int] = field(default_factory=set)
    _lifeline: tuple[int, int] = (-1, -1)

    def run(self) -> None:
        """Serve until SIGTERM, Ctrl+C or the end of the terminal; on return no process is left."""
        wanted = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        self._ending = {each for each in wanted if signal.getsignal(each) is not signal.SIG_IGN}  # nohup stays nohup
        self._mask = set(signal.pthread_sigmask(signal.SIG_BLOCK, {*self._ending, signal.SIGCHLD}))
        self._lifeline = os.pipe()
        self._seats = [_Seat(place) for place in range(self.count)]
        gc.collect()
        gc.freeze()  # what is here now is shared by all: a collector that looks at it would copy it
        try:
            while not self._signalled():
                self._bury()
                self._fill()
                self.meanwhile()
        finally:
            self._end()
            for end in self._lifeline:
                os.close(end)
            gc.unfreeze()
            signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)

    def _signalled(self) -> bool:
        """Wait for something to do; has the end been called for?"""
        now = time.monotonic()
        pauses = [max(0.0, seat.due - now) for seat in self._seats if seat.process is None]
        came = signal.sigtimedwait({*self._ending, signal.SIGCHLD}, min(pauses, default=60.0))
        return came is not None and came.si_signo in self._ending

    def _fill(self) -> None:
        now = time.monotonic()
        for seat in self._seats:
            if seat.process is None and seat.due <= now:
                process = multiprocessing.get_context("fork").Process(target=self._begin, args=(seat.place,))
                process.start()
                seat.process, seat.begun = process, now

    def _bury(self) -> None:
        now = time.monotonic()
        for seat in self._seats:
            code = None if seat.process is None else seat.process.exitcode
            if seat.process is None or code is None:
                continue
            seat.process.close()
            self.gone(seat.place)
            if now - seat.begun > SETTLED_SECONDS:
                seat.pause = FIRST_PAUSE
            seat.process, seat.due = None, now + seat.pause
            self.told(_how(code), seat.pause)
            seat.pause = min(2 * seat.pause, LONGEST_PAUSE)

    def _end(self) -> None:
        """Tell all to end, and end by force what does not, or at once where the end is called for twice."""
        patience = time.monotonic() + END_SECONDS
        self._send(signal.SIGTERM)
        while self._alive() and (left := patience - time.monotonic()) > 0:
            came = signal.sigtimedwait({*self._ending, signal.SIGCHLD}, left)
            if came is not None and came.si_signo in self._ending:
                break
        self._send(signal.SIGKILL)
        for process in self._alive():
            process.join()

    def _send(self, number: signal.Signals) -> None:
        for process in self._alive():
            with suppress(ProcessLookupError):
                os.kill(process.pid or 0, number)

    def _alive(self) -> list[BaseProcess]:
        return [seat.process for seat in self._seats if seat.process is not None and seat.process.is_alive()]

    def _begin(self, place: int) -> None:
        """In the new process: it ends at SIGTERM, and when the parent is gone; Ctrl+C is the parent's business."""
        os.close(self._lifeline[1])
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, on_sigterm)
        signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)
        threading.Thread(target=_outlive_nobody, args=(self._lifeline[0],), daemon=True).start()
        self.work(place)


def _outlive_nobody(lifeline: int) -> None:
    """The pipe's other end is the parent's alone: it closes when the parent dies, however that comes about."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(END_SECONDS)
    os._exit(1)


def _how(code: int) -> str:
    """How a process ended, as it is logged: the signal's name, or its exit code."""
    return signal.Signals(-code).name if code < 0 else f"exit {code}"
