"""Forks a process a command out of one that has loaded the program: the same `main`, without the time of a start.

Run as a program it reads a line of JSON a command ({"words", "home", "mode", "at"}) and answers with a line
({"code", "out", "err", "calls"}). `Launcher` is the other end. Modes: "run"; "kill" after `at` seconds; with the shim
of faults.c also "eio", "full" and "die" at the call number `at`, "eio-read" and "short-read" at the reading of that
number in the index.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

import pytest

from tests.shared_files import ROOT

Mode = Literal["run", "kill", "eio", "full", "die", "eio-read", "short-read"]
FAULTS = {"eio": 1, "full": 2, "die": 3, "eio-read": 4, "short-read": 5}
PATIENCE = 120.0
"""Seconds until a command counts as hanging."""


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended. `code` is negative for a signal; `calls` how many file calls the shim has counted."""

    code: int
    out: str
    err: str
    calls: int


class Launcher:
    """The parent of the commands. `under`: preload the shim, which then watches files below that folder."""

    def __init__(self, under: Path | None = None) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="baogao-launcher-"))
        env = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "en_US.UTF-8"}
        if under is not None:
            env |= {"LD_PRELOAD": str(shim(self._folder)), "FAULT_UNDER": str(under)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.launcher", str(self._folder)],
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, home: Path, *words: str, mode: Mode = "run", at: float = 0) -> Done:
        """Run one command to its end, whatever that is."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"words": words, "home": str(home), "mode": mode, "at": at}) + "\n")
        self._process.stdin.flush()
        return Done(**json.loads(self._process.stdout.readline()))

    def __enter__(self) -> Launcher:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._process.communicate()
        shutil.rmtree(self._folder)


def shim(folder: Path) -> Path:
    """The compiled faults.c; without a compiler the test is skipped, under CI=true it fails."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None or not sys.platform.startswith("linux"):
        missing = "no C compiler (or no Linux): the file calls cannot be made to fail one by one"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    library = folder / "faults.so"
    source = Path(__file__).with_name("faults.c")
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl", "-lpthread"], check=True
    )
    return library


def _serve(folder: Path) -> None:
    from indexer.cli.main import main

    _warm(folder, main)
    for line in sys.stdin:
        wanted = json.loads(line)
        out, err, counted = (folder / name for name in ("out", "err", "calls"))
        counted.write_text("0")
        for path in (out, err):  # a child that is killed before it opens them must not leave the words of the last one
            path.write_bytes(b"")
        child = os.fork()
        if child == 0:
            _command(wanted, out, err, counted)
        code = _awaited(child, wanted["at"] if wanted["mode"] == "kill" else None)
        said = {"out": out.read_text(encoding="utf-8"), "err": err.read_text(encoding="utf-8")}
        sys.stdout.write(json.dumps({"code": code, "calls": int(counted.read_text()), **said}) + "\n")
        sys.stdout.flush()


def _warm(folder: Path, main: object) -> None:
    """Load what commands load, so that the forks have it."""
    assert callable(main)
    file = folder / "warm.txt"
    file.write_text("一岗双责\n落实党建责任\n", encoding="utf-8")
    home = str(folder / "warm")
    silent = os.open(os.devnull, os.O_WRONLY)
    speaking = os.dup(1)
    os.dup2(silent, 1)
    for words in (
        ["add", str(file)],
        ["search", "党建"],
        ["reindex"],
        ["check"],
        ["list"],
        ["edit", "x", "--unit", "y"],
    ):
        main(["--home", home, *words])
    sys.stdout.flush()
    os.dup2(speaking, 1)


def _command(wanted: dict[str, object], out: Path, err: Path, counted: Path) -> None:
    from indexer.cli.main import main

    for stream, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    os.environ["BAOGAO_HOME"] = str(wanted["home"])
    mode = FAULTS.get(str(wanted["mode"]))
    if str(wanted["mode"]).endswith("-read"):
        os.environ["FAULT_UNDER"] = f"{wanted['home']}/index"
    shim_of = ctypes.CDLL(None)
    if mode is not None:
        shim_of.fault_arm(int(str(wanted["at"])), mode)
    code: object = 3
    try:
        words = wanted["words"]
        assert isinstance(words, list)
        code = main(words)
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 # what a command raises is what we are here to see
        import traceback

        traceback.print_exc()
    if mode is not None:
        calls = shim_of.fault_calls()
        shim_of.fault_arm(0, 0)
        counted.write_text(str(calls))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0)


def _awaited(child: int, seconds: float | None) -> int:
    handle = os.pidfd_open(child)
    ended, _, _ = select.select([handle], [], [], PATIENCE if seconds is None else seconds)
    if not ended:
        os.kill(child, signal.SIGKILL)
    os.close(handle)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
