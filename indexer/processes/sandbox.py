"""A child process for each file that is taken apart, and its limits. What is done there is told in `parser_pool`.

Parsers meet whatever people send: they may hang, abort, or eat all memory. So each works in a process of its own, which
gives its answer through a pipe as bytes: nothing of a child is ever unpickled. Where a platform lacks a limit the rest
holds; `limits_held` tells which.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from archive.starvation import allowed, own_wait, seconds_waited
from indexer.processes import forking, workplaces
from indexer.processes.limits import confine
from indexer.processes.signals import leave_interrupts_to_the_parent

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use: bytes of memory, of a file, of an answer; seconds of processor and by the clock.

    The clock stands still while the child is ready and gets no processor: on a busy machine it fails no sound file.
    """

    memory: int = 1024 * MEGABYTE
    processor: int = 20
    wall: float = 30.0
    file_size: int = 256 * MEGABYTE
    open_files: int = 64
    answer: int = 160 * MEGABYTE


LIMITS = Limits()

_starting = threading.Lock()
"""multiprocessing counts its children in one set: two threads must not reap at the same moment."""


class StoppedError(Exception):
    """A child without an answer. `reason`: "time", "memory", "answer" (too long a one), "died"; `detail` if known."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


Task = Callable[..., Iterator[bytes]]


def run(task: Task, *arguments: object, limits: Limits = LIMITS) -> Iterator[bytes]:
    """The pieces that `task(*arguments)` yields in a child, one by one; `limits.wall` is counted for each piece.

    `task` is a function of a module. Raises StoppedError; an exception inside the task is "died" as well.
    """
    folder = workplaces.new()
    receiving, process = _started(task, arguments, limits, folder)
    try:
        while True:
            piece = _received(receiving, process, limits)
            if not piece:
                return
            if piece[:1] != _PIECE:
                raise StoppedError("died", piece[1:400].decode("utf-8", "replace"))
            yield piece[1:]
    finally:
        with _starting:
            process.kill()
            process.join()
            process.close()
        receiving.close()
        workplaces.clear(folder)


def limits_held() -> dict[str, bool]:
    """Which limits hold on this platform, by name; asks a child."""
    held: dict[str, bool] = json.loads(next(run(_tell)))
    return {"process": True, "wall": True, **held}


def _tell() -> Iterator[bytes]:
    yield json.dumps(confine(LIMITS.memory, LIMITS.processor, LIMITS.file_size, LIMITS.open_files)).encode()


def _started(
    task: Task, arguments: tuple[object, ...], limits: Limits, folder: Path
) -> tuple[Connection, multiprocessing.process.BaseProcess]:
    context = forking.context(forking.APART)
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sending, limits, folder, task, arguments), daemon=True)
    with _starting:
        process.start()
    sending.close()
    return receiving, process


def _received(receiving: Connection, process: multiprocessing.process.BaseProcess, limits: Limits) -> bytes:
    """The next message: a byte that says that there is one, and the piece; empty at the end."""
    late = threading.Event()

    done = threading.Event()
    number = process.pid or 0  # asked here: a child that answers at once is closed before the thread runs
    threading.Thread(target=_watch, args=(process, number, limits.wall, done, late), daemon=True).start()
    try:
        return receiving.recv_bytes(limits.answer)
    except EOFError:
        raise StoppedError("time" if late.is_set() else _why(process)) from None
    except OSError as problem:  # a message longer than may be, or one that was cut off
        reason = "time" if late.is_set() else "answer" if process.is_alive() else _why(process)
        raise StoppedError(reason) from problem
    finally:
        done.set()


def _watch(
    process: multiprocessing.process.BaseProcess,
    number: int,
    seconds: float,
    done: threading.Event,
    late: threading.Event,
) -> None:
    """Kill the child of this `number` if it has not answered in time, less what it stood in line for a processor."""
    begun, before, left = time.monotonic(), own_wait(number), seconds
    while not done.wait(left):
        left = allowed(seconds, seconds_waited(number) - before) - (time.monotonic() - begun)
        if left <= 0:
            late.set()
            with suppress(ValueError):  # it has just ended, and is closed
                process.kill()
            return


def _why(process: multiprocessing.process.BaseProcess) -> str:
    """What ended the child."""
    with _starting:
        process.join(1.0)
        code = process.exitcode
    reasons = {_MEMORY: "memory"}
    if sys.platform != "win32":
        reasons |= {-signal.SIGXCPU: "time", -signal.SIGKILL: "memory"}  # killed by the system, which was out of it
    return reasons.get(code or 0, "died")


_PIECE = b"+"
_MEMORY = 77
"""The exit status of a child that ran out of memory."""


def _work(sending: Connection, limits: Limits, folder: Path, task: Task, arguments: tuple[object, ...]) -> None:
    """The child's own main."""
    leave_interrupts_to_the_parent()
    workplaces.enter(folder)
    confine(limits.memory, limits.processor, limits.file_size, limits.open_files)
    try:
        for piece in task(*arguments):
            sending.send_bytes(_PIECE + piece)
        sending.send_bytes(b"")
    except MemoryError:
        os._exit(_MEMORY)  # at once: what an orderly end would do needs memory too
    except BrokenPipeError:  # nobody waits any more
        return
    except Exception as problem:  # noqa: BLE001 # told to the parent, which logs it
        sending.send_bytes(b"!" + _where(problem).encode("utf-8", "replace"))


def _where(problem: Exception) -> str:
    """The kind of an error and where it arose, never what it says: that may be a line of the document."""
    frames = traceback.extract_tb(problem.__traceback__)[-3:]
    return f"{type(problem).__name__} at " + " > ".join(f"{Path(each.filename).name}:{each.lineno}" for each in frames)
