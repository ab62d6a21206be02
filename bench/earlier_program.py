"""The last program that wrote its index in SQLite's FTS5, from the history of this project: a peer, asked by a pipe.

So can any earlier one be (`laid_out`, `asking`). It is laid out beside and asked over the same catalog. Where there is
no history (a source archive, a shallow clone), and where its catalog is too old for today's, it is missing, which is
said.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping, Sequence
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


def laid_out(folder: Path, commit: str = COMMIT) -> Path:
    """The source of a commit below `folder`. Raises MissingError."""
    rooms = "archive", "indexer", "web"
    try:
        done = subprocess.run(["git", "-C", str(ROOT), "archive", commit, *rooms], capture_output=True)
    except OSError as problem:
        raise MissingError("git is not installed") from problem
    if done.returncode:
        raise MissingError(f"commit {commit[:7]} is not in the history here")
    with tarfile.open(fileobj=BytesIO(done.stdout)) as files:
        files.extractall(folder / commit, filter="data")
    return folder / commit


def environment(program: Path) -> dict[str, str]:
    """For a process of the interpreter that is to find its modules there, not here."""
    return {**os.environ, "PYTHONPATH": str(program)}


class Asked:
    """A process that answers a line of JSON with a line of JSON, and tells first that it is there."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def told(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Its answer. Raises EOFError where the process has ended."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return self.line()

    def line(self) -> dict[str, Any]:
        """The next line of it, which nobody asked for."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise EOFError(f"it ended with {self._process.wait()}")
        found: dict[str, Any] = json.loads(line)
        return found


@contextmanager
def asking(command: Sequence[str], env: Mapping[str, str], folder: Path) -> Iterator[Asked]:
    """A process of `command` in `folder`, which ends with its questions."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env=env, cwd=folder, stdin=pipe, stdout=pipe, text=True, encoding="utf-8"
    ) as process:
        try:
            yield Asked(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()


class EarlierProgram:
    """A process of it that has opened a home and built its index."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        first = asked.line()
        if "refused" in first:
            raise MissingError(f"commit {COMMIT[:7]} does not open this catalog: {first['refused']}")

    def told(self, request: Request) -> dict[str, Any]:
        """As `told_answers.told`."""
        return self._asked.told(asdict(request))


@contextmanager
def earlier_program(home: Path, folder: Path) -> Iterator[EarlierProgram]:
    """Asks over the catalog of `home`; source and index lie below `folder`. Raises MissingError."""
    program = laid_out(folder)
    script = ROOT / "bench" / "told_answers.py"
    command = [sys.executable, "-P", str(script), str(home), str(folder / "index")]
    with asking(command, environment(program), folder) as asked:
        yield EarlierProgram(asked)
