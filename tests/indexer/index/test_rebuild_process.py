"""The index of a large archive built anew in a process of its own: what it tells, and what its end means."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from archive.errors import ArchiveError, CatalogError, EngineError
from indexer.cli.main import main as command_line
from indexer.index import sync
from indexer.maintenance import rebuild_process
from indexer.workspace import Workspace
from tests.shared_files import SEEDS


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("anew") / "home"
    assert command_line(["add", "--home", str(home), str(SEEDS)]) == 0
    return home


def in_force(home: Path) -> str:
    return (home / "index" / "CURRENT").read_text("utf-8")


def refused(*_: object, **__: object) -> NoReturn:
    raise AssertionError


def saying(program: str) -> Callable[..., int]:
    """What is made of a process that runs this."""

    def followed(progress: sync.Progress | None = None) -> int:
        words = [sys.executable, "-S", "-c", program]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
            return rebuild_process._followed(child, progress)

    return followed


def test_no_process_where_there_are_few_reports(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", refused)
    before = in_force(home)
    with Workspace(home, writing=True) as workspace:
        catalog = workspace.catalog
        assert rebuild_process.rebuilt(workspace, catalog, workspace.engine) == catalog.counts().reports
    assert in_force(home) != before


def test_no_process_where_nothing_is_built(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild_process, "FEW", 0)
    monkeypatch.setattr(subprocess, "Popen", refused)
    with Workspace(home, writing=True, answering=True) as workspace:
        assert rebuild_process.level(workspace) == 0


def test_the_process_tells_how_far_it_is(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = in_force(home)
    assert rebuild_process.main(str(home), "0", "0") == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told[-1] == [5, 5]
    assert len(told) > 1
    assert in_force(home) != before
    assert rebuild_process.main(str(home), "1", "1") == 0, "nothing is stale"
    assert capsys.readouterr().out.splitlines() == ["[0, 0]"]


def test_what_goes_wrong_crosses_with_its_evidence(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> NoReturn:
        raise EngineError("disk.full", path=home, problem="no space")

    monkeypatch.setattr(sync, "rebuild", broken)
    assert rebuild_process.main(str(home), "0", "0") == 0
    line = capsys.readouterr().out.strip()
    with pytest.raises(EngineError) as found:
        saying(f"print({line!r})")()
    assert (found.value.code, found.value.evidence) == ("disk.full", {"path": str(home), "problem": "no space"})


@pytest.mark.parametrize(
    ("program", "kind", "code"),
    [
        pytest.param("raise SystemExit(3)", EngineError, "index.build_failed", id="a bug"),
        pytest.param("import os; os.kill(os.getpid(), 9)", EngineError, "index.build_failed", id="killed for memory"),
        pytest.param(
            'print(\'{"code": "catalog.damaged", "evidence": {"path": "x", "problem": "y"}, "catalog": true}\')',
            CatalogError,
            "catalog.damaged",
            id="the truth is damaged",
        ),
    ],
)
def test_an_end_that_is_none(program: str, kind: type[ArchiveError], code: str) -> None:
    with pytest.raises(kind) as found:
        saying(program)()
    assert found.value.code == code


def test_progress_is_handed_on() -> None:
    heard: list[tuple[int, int]] = []
    program = "print('[128, 300]'); print('[256, 300]'); print('[300, 300]'); print('[301, 301]')"
    assert saying(program)(lambda done, of: heard.append((done, of))) == 301
    assert heard == [(128, 300), (256, 300)]


@pytest.mark.slow
def test_a_process_that_serves_has_it_built_elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of what building takes is loaded here, and no process that helps stays."""
    monkeypatch.setattr(rebuild_process, "FEW", 0)
    monkeypatch.setattr(sync, "rebuild", refused)
    before = in_force(home)
    with Workspace(home, writing=True, answering=True) as workspace:
        workspace.engine.state()
        assert rebuild_process.rebuilt(workspace, workspace.catalog, workspace.engine) == 5
        assert in_force(home) != before
        assert workspace.engine.state().reports == 5
