"""Runs a command as a user would and tells its seconds and its peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.machine import ROOT


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: wall seconds, peak resident MiB of its largest process, what it printed."""

    seconds: float
    peak_mib: float
    out: str
    code: int


def run(words: Sequence[str], env: Mapping[str, str] | None = None, stdin: str | None = None) -> Run:
    """Run `words`; RuntimeError with its last words where it ends with a code above 1."""
    script = (
        "import resource,subprocess,sys;"
        "code=subprocess.run(sys.argv[1:]).returncode;"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,file=sys.stderr);"
        "sys.exit(code)"
    )
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        env={**os.environ, **(env or {})},
        input=stdin,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    seconds = time.perf_counter() - begun
    lines = done.stderr.strip().splitlines()
    if done.returncode > 1:
        raise RuntimeError(f"{words[:3]}: exit {done.returncode}: {lines[-3:]}")
    return Run(seconds, int(lines[-1]) / 1024, done.stdout, done.returncode)


def seconds_of(words: Sequence[str], env: Mapping[str, str] | None = None, times: int = 9) -> list[float]:
    """Wall seconds of `words`, run `times` times after one that is not counted, sorted; the process alone is timed."""
    taken: list[float] = []
    for counted in range(times + 1):
        begun = time.perf_counter()
        subprocess.run(words, env={**os.environ, **(env or {})}, capture_output=True, cwd=ROOT, check=False)
        if counted:
            taken.append(time.perf_counter() - begun)
    return sorted(taken)
