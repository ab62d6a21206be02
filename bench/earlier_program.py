"""The last program that wrote its index in SQLite's FTS5, from the history of this project: a peer, asked by a pipe.

It is laid out beside and asked over the same catalog. Where there is no history (a source archive, a shallow clone),
and where its catalog is too old for today's, it is missing, which is said.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

from bench.machine import ROOT
from indexer.search.answer import Request

COMMIT = "82b2e774a7962f9c92397a0f295fd46fcdcef9cb"
"""The last one with `index = fts5`."""


class MissingError(Exception):
    """Why the earlier program is not there."""


def laid_out(folder: Path) -> Path:
    """Its source below `folder`. Raises MissingError."""
    try:
        done = subprocess.run(["git", "-C", str(ROOT), "archive", COMMIT, "archive", "indexer"], capture_output=True)
    except OSError as problem:
        raise MissingError("git is not installed") from problem
    if done.returncode:
        raise MissingError(f"commit {COMMIT[:7]} is not in the history here")
    with tarfile.open(fileobj=BytesIO(done.stdout)) as files:
        files.extractall(folder / "program", filter="data")
    return folder / "program"


def environment(program: Path) -> dict[str, str]:
    """For a process of the interpreter that is to find its modules there, not here."""
    return {**os.environ, "PYTHONPATH": str(program)}


class EarlierProgram:
    """A process of it that has opened a home and built its index."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def told(self, request: Request) -> dict[str, Any]:
        """As `told_answers.told`. Raises EOFError where the process has ended."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(request)) + "\n")
        self._process.stdin.flush()
        return self._line()

    def begun(self) -> None:
        """Wait until its index is built. Raises MissingError."""
        first = self._line()
        if "refused" in first:
            raise MissingError(f"commit {COMMIT[:7]} does not open this catalog: {first['refused']}")

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise EOFError(f"commit {COMMIT[:7]} ended with {self._process.wait()}")
        found: dict[str, Any] = json.loads(line)
        return found


@contextmanager
def earlier_program(home: Path, folder: Path) -> Iterator[EarlierProgram]:
    """Asks over the catalog of `home`; source and index lie below `folder`. Raises MissingError."""
    program = laid_out(folder)
    command = [sys.executable, "-P", str(ROOT / "bench" / "told_answers.py"), str(home), str(folder / "index")]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env=environment(program), cwd=folder, stdin=pipe, stdout=pipe, text=True, encoding="utf-8"
    ) as process:
        try:
            asked = EarlierProgram(process)
            asked.begun()
            yield asked
        finally:
            assert process.stdin is not None
            process.stdin.close()  # it ends with its questions
