"""Runs a command as a user would and tells its seconds and its peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.machine import ROOT

# Orphans (a pool's fork server) come to this process, so that their memory and their children's count as well.
_MEASURED = """
import ctypes, os, resource, subprocess, sys, time
PR_SET_CHILD_SUBREAPER = 36
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
begun = time.perf_counter()
code = subprocess.run(sys.argv[1:]).returncode
seconds = time.perf_counter() - begun
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
print(seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


class FailedError(Exception):
    """A process that ended badly or took too long, with its last words."""


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: wall seconds, peak resident MiB of its largest process, what it printed."""

    seconds: float
    peak_mib: float
    out: str


def run(words: Sequence[str], *, stdin: str | None = None, limit: float = 900) -> Run:
    """Run `words` for at most `limit` seconds. Raises FailedError."""
    child = subprocess.Popen(
        [sys.executable, "-c", _MEASURED, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,  # so that a child's children end with it
    )
    try:
        out, err = child.communicate(stdin, timeout=limit)
    except subprocess.TimeoutExpired as late:
        os.killpg(child.pid, 9)
        child.communicate()
        raise FailedError(f"given up after {limit:.0f} s") from late
    lines = err.strip().splitlines()
    if child.returncode:
        raise FailedError("; ".join(lines[-3:-1]) or f"exit {child.returncode}")
    seconds, kib = lines[-1].split()
    return Run(float(seconds), int(kib) / 1024, out)


def seconds_of(words: Sequence[str], env: Mapping[str, str] | None = None, times: int = 9) -> list[float]:
    """Wall seconds of `words`, run `times` times after one that is not counted, sorted; the process alone is timed."""
    taken: list[float] = []
    for counted in range(times + 1):
        begun = time.perf_counter()
        subprocess.run(words, env={**os.environ, **(env or {})}, capture_output=True, cwd=ROOT, check=False)
        if counted:
            taken.append(time.perf_counter() - begun)
    return sorted(taken)
