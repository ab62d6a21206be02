"""baogao worker on one machine: takes what waits, and an import that stops does not hold up the next. Many workers that
share a catalog are tested in `tests/distributed`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.cli.main import main
from indexer.ingest.upload_spool import UploadSpool
from indexer.workspace import Workspace


def sent(workspace: Workspace, name: str, given: dict[str, str | int]) -> int:
    """What the page does with a file that is sent to it."""
    incoming, draft = UploadSpool(workspace.home), UploadSpool(workspace.home).draft()
    draft.write(f"{name}：落实一岗双责，压实主体责任。\n".encode())
    number = workspace.catalog.imports.begin("page", "", given, 1)
    incoming.keep(number, draft, name)
    incoming.close(number)
    return number


def test_an_import_that_stops_does_not_hold_up_the_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    with Workspace(home, writing=True) as workspace:
        bad, good = sent(workspace, "一.txt", {"year": 3000}), sent(workspace, "二.txt", {"year": 2024})
    assert main(["worker", "--once", "--home", str(home)]) == 0
    assert "3000" in capsys.readouterr().err
    with Workspace(home) as workspace:
        stopped, done = workspace.catalog.imports.get(bad), workspace.catalog.imports.get(good)
        assert stopped is not None
        assert done is not None
        assert (stopped.state, done.state, dict(done.counts)) == ("stopped", "done", {"added": 1})
