"""How far an import is told; and an import that was broken off goes on where it was, whatever it was in."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.cli.import_progress import EACH, ImportProgress
from indexer.cli.terminal import Terminal
from indexer.ingest.pipeline import Candidate, walk
from indexer.workspace import Workspace
from tests.hostile_files import zipped
from tests.sample_files import PLAIN, mail
from tests.shared_files import ROOT


class Screen(io.StringIO):
    def __init__(self, *, tty: bool = True) -> None:
        super().__init__()
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty

    def last(self) -> str:
        return self.getvalue().split("\r\x1b[K")[-1]


class Clock:
    at = 0.0

    def __call__(self) -> float:
        return self.at


def other(number: int) -> bytes:
    return PLAIN + f"\n第{number}份".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "报送"
    made.mkdir()
    for number in range(3):
        (made / f"{number}.txt").write_bytes(b"x" * (100_000 - EACH))
    return made


def test_files_reports_rate_and_time_left_by_bytes(folder: Path) -> None:
    screen, clock = Screen(), Clock()
    candidates = walk([folder])
    progress = ImportProgress(Terminal(language="zh", err=screen), candidates, 0, clock)
    clock.at = 10.0
    progress(candidates[0])
    # Half of the first of three equal files in ten seconds: fifty more.
    assert screen.last() == "文件 1/3，1 篇，每秒 0，约剩 0:50"
    for number in range(40):  # the second is a zip of forty
        clock.at += 0.5
        progress(Candidate(candidates[1].path, "z", named=False, inside=str(number)))
    assert screen.last() == "文件 2/3，41 篇，每秒 1，约剩 0:30"
    progress.close()
    assert screen.last() == ""


def test_the_page_of_a_scan_is_told(folder: Path) -> None:
    screen = Screen()
    progress = ImportProgress(Terminal(language="zh", err=screen), walk([folder]), 0)
    progress.recognising("扫描\x1b[31m件.pdf", 0, 7)
    assert screen.last() == "正在识别 扫描�[31m件.pdf：第 1 / 7 页"


def test_nothing_is_written_where_nobody_looks(folder: Path) -> None:
    screen = Screen(tty=False)
    progress = ImportProgress(Terminal(err=screen), walk([folder]), 3)
    progress(walk([folder])[0])
    progress.recognising("a", 0, 1)
    progress.close()
    assert screen.getvalue() == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    "number",
    [
        pytest.param(signal.SIGINT, id="Ctrl+C"),
        pytest.param(signal.SIGTERM, id="told to end"),
        pytest.param(signal.SIGKILL, id="killed"),
    ],
)
def test_an_import_that_was_broken_off_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    """Files, a zip and a mail: what was acknowledged is there once, the rest comes with the same command."""
    folder = tmp_path / "报送"
    folder.mkdir()
    for name in range(150):
        (folder / f"a{name:03}.txt").write_bytes(other(name))
    (folder / "b.zip").write_bytes(zipped({f"z{name:03}.txt": other(1000 + name) for name in range(150)}))
    (folder / "c.eml").write_bytes(mail(*[(f"m{name}.txt", other(2000 + name)) for name in range(5)]))
    env = {**os.environ, "BAOGAO_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "indexer.cli", "add", "--json", "--jobs", "1", str(folder)]
    # Bytes: what is killed may have written half a character.
    first = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert first.stdout is not None
    acknowledged = [first.stdout.readline() for _ in range(5)]
    first.send_signal(number)
    first.communicate(timeout=120)
    assert all(b'"added"' in line for line in acknowledged)
    with Workspace(tmp_path / "home") as workspace:
        before = set(workspace.catalog.ids())
    assert len(before) >= 5
    second = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=280)
    assert second.returncode == 0, second.stderr
    assert second.stdout.count('"unchanged"') == len(before)
    with Workspace(tmp_path / "home") as workspace:
        after = workspace.catalog.ids()
        sources = [entry.source for entry in workspace.catalog.list()]
    assert before <= set(after)
    assert len(sources) == len(set(sources)) == 150 + 150 + 5 + 1  # the mail's own text is a report too
