"""A program that is run in a process group of its own, with all that it starts, and ended whole.

soffice is a wrapper whose soffice.bin goes on when the wrapper is killed. A group is noted in a file while it runs, so
that somebody else can end it where whoever started it was killed itself.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from archive.starvation import allowed, seconds_waited

FILE = "group"
"""The note, in the folder that the program works in: the group's number and when its first process began."""
UNKNOWN = "-"
LOOK = 0.05
"""Seconds between two looks whether a program that has had its time was only waiting for the processor."""


def output_of(command: list[str], folder: Path, seconds: float) -> bytes:
    """What a program prints; nothing where it fails or takes longer. On return none of its processes is left.

    `seconds` are those by the clock, less those that it waited for a processor. Raises OSError where it cannot start.
    """
    printed = folder / "printed"
    with printed.open("wb") as out:
        # Into a file: a pipe would stay open as long as any grandchild holds it.
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    note = folder / FILE
    try:
        note.write_text(f"{process.pid} {_begun(process.pid)}", encoding="ascii")
        done = _waited(process, seconds)
    finally:
        _kill(process.pid)
        process.kill()
        process.wait()
        note.unlink(missing_ok=True)
    return printed.read_bytes() if done == 0 else b""


def end(note: Path) -> None:
    """End the group of a note whose owner is gone; a number that has meanwhile become another's is left alone."""
    with suppress(OSError, ValueError):
        number, begun = note.read_text(encoding="ascii").split()
        if _begun(int(number)) == begun or (begun != UNKNOWN and not _begun(int(number))):
            _kill(int(number))


def _begun(process: int) -> str:
    """When a process began, in ticks since the machine did (proc(5), field 22); "" where there is none such."""
    if sys.platform != "linux":
        return UNKNOWN
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return told.rpartition(")")[2].split()[19]


def _waited(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """The exit status; None where it took too long."""
    begun = time.monotonic()
    while True:
        left = seconds - (time.monotonic() - begun)
        if left <= 0:
            left = allowed(seconds, seconds_waited(process.pid)) - (time.monotonic() - begun)
        if left <= 0:
            return None
        with suppress(subprocess.TimeoutExpired):
            return process.wait(max(left, LOOK))


def _kill(group: int) -> None:
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
