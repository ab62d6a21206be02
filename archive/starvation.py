"""How long processes stood ready and got no processor: what a clock must not hold against them on a busy machine.

Linux tells it in /proc/PID/schedstat (Documentation/scheduler/sched-stats.rst of the kernel: time on the processor,
time waiting for it, both in nanoseconds, and turns). Elsewhere nothing is known, and nobody is waited for longer.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from pathlib import Path

PATIENCE = 10
"""A clock is patient for at most so many times its seconds."""

_PROC = Path("/proc")


def allowed(seconds: float, waited: float) -> float:
    """The seconds by the clock of whoever may take `seconds`, after it has waited for the processor for so long."""
    return min(seconds + waited, seconds * PATIENCE)


def own_wait(process: int) -> float:
    """The seconds that one process has waited; 0 where that is not known."""
    with suppress(OSError, ValueError, IndexError):  # it has ended meanwhile, or this is no Linux
        return int((_PROC / str(process) / "schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    return 0.0


def seconds_waited(process: int) -> float:
    """Of a process and all that it has started and that still run, together; 0 where that is not known."""
    below: defaultdict[int, list[int]] = defaultdict(list)
    for path in _PROC.glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            parent = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1]
            below[int(parent)].append(int(path.parent.name))
    total, left = 0.0, [process]
    while left:
        one = left.pop()
        left += below[one]
        total += own_wait(one)
    return total
