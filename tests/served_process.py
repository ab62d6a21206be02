"""`baogao serve` as a process of its own, for tests: started, asked over the loopback, its children counted."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.shared_files import ROOT

COMMAND = [sys.executable, "-c", "import sys; from indexer.cli.main import main; sys.exit(main())", "serve"]
PATIENCE = 60.0
"""Seconds until what has to come is missed: a machine may be busy with much else."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """Of a process over `home` that speaks Chinese."""
    return {
        **os.environ,
        "BAOGAO_HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "LANG": "zh_CN.UTF-8",
        "LC_ALL": "",
        **more,
    }


@contextmanager
def serving(home: Path, *words: str, **more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its address; `more` of its environment. At the end it and all its children are gone."""
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", *words],
        env=environment(home, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        found = re.search(r"http://\S+:\d+/", line)
        assert found, line
        yield process, found[0]
    finally:
        others = children(process.pid)
        process.kill()
        for other in others:
            with suppress(ProcessLookupError):
                os.kill(other, 9)
        process.communicate()


def get(address: str) -> bytes:
    """The body of a page."""
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        body: bytes = answer.read()
        return body


def children(parent: int) -> set[int]:
    """The living children of a process; those that only wait to be buried are dead."""
    found: set[int] = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, above = path.read_text().rpartition(")")[2].split()[:2]
            if int(above) == parent and state != "Z":
                found.add(int(path.parent.name))
    return found


def alive(process: int) -> bool:
    """Does a process run?"""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def still(process: int) -> bool:
    """Have all threads of a process stopped, or ended without being buried?"""
    try:
        told = [(task / "stat").read_text() for task in Path(f"/proc/{process}/task").iterdir()]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return all(stat.rpartition(")")[2].split()[0] in "TZtX" for stat in told)


def until(true: Callable[[], bool]) -> None:
    """Look again and again; an AssertionError when it has not come true in time."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it has not come true"
        os.sched_yield()
