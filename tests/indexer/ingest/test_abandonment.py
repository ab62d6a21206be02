"""An import that stopped is given up: its bytes are free, its record says so, and nobody's work is taken away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import ReadError
from indexer.cli.main import main
from indexer.ingest.abandonment import give_up
from indexer.ingest.background import BackgroundImport
from indexer.ingest.upload_spool import UploadSpool
from indexer.workspace import Workspace
from web.app import create_app

FULL = ReadError("disk.full")
TEXT = "东街道2024年度工作报告\n\n认真履行一岗双责。\n".encode()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True) as opened:
        yield opened


def sent(workspace: Workspace, *, files: int = 2) -> int:
    spool = UploadSpool(workspace.home)
    number = workspace.catalog.imports.begin("page", "", {}, files)
    for place in range(files):
        draft = spool.draft()
        draft.write(TEXT + str(place).encode())
        spool.keep(number, draft, f"{place}.txt")
    return number


def lying(workspace: Workspace) -> list[Path]:
    return [path for path in (workspace.home / "incoming").rglob("*") if path.is_file()]


@pytest.mark.parametrize("stopped", [True, False], ids=["stopped by a full disk", "broken off without a word"])
def test_what_waits_is_deleted_and_the_record_says_so(workspace: Workspace, *, stopped: bool) -> None:
    number, spool = sent(workspace), UploadSpool(workspace.home)
    if stopped:
        workspace.catalog.imports.end(number, FULL)
    assert give_up(workspace.catalog, spool, number) >= 2 * len(TEXT)
    found = workspace.catalog.imports.get(number)
    assert found is not None
    assert found.error is not None
    assert (found.state, found.error.code) == ("stopped", "import.given_up")
    assert lying(workspace) == []
    with pytest.raises(ReadError) as caught:
        give_up(workspace.catalog, spool, number)
    assert caught.value.code == "import.closed", "once is enough"
    BackgroundImport(workspace, number).run()
    assert workspace.catalog.counts().reports == 0, "nothing of it comes in later"


def test_what_somebody_works_on_is_not_given_up(workspace: Workspace) -> None:
    number, spool = sent(workspace), UploadSpool(workspace.home)
    with workspace.catalog.imports.holding(number), pytest.raises(ReadError) as caught:
        give_up(workspace.catalog, spool, number)
    assert caught.value.code == "import.running"
    assert lying(workspace)


@pytest.mark.parametrize("number", [7, 10**20])
def test_an_import_that_never_was(workspace: Workspace, number: int) -> None:
    with pytest.raises(ReadError) as caught:
        give_up(workspace.catalog, UploadSpool(workspace.home), number)
    assert caught.value.code == "import.no_such"


def test_a_whole_import_stays(workspace: Workspace) -> None:
    number, spool = sent(workspace), UploadSpool(workspace.home)
    spool.close(number)
    BackgroundImport(workspace, number).run()
    with pytest.raises(ReadError) as caught:
        give_up(workspace.catalog, spool, number)
    assert caught.value.code == "import.closed"
    assert workspace.catalog.counts().reports == 2


def test_from_the_terminal(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    number, home = sent(workspace), str(workspace.home)
    workspace.catalog.imports.end(number, FULL)
    assert main(["worker", "--give-up", str(number), "--home", home]) == 0
    assert f"第 {number} 次导入已放弃" in capsys.readouterr().out
    assert lying(workspace) == []
    assert main(["worker", "--give-up", str(number), "--home", home]) == 2
    assert f"第 {number} 次导入已经结束" in capsys.readouterr().err


def test_from_the_page(workspace: Workspace) -> None:
    number = sent(workspace)
    workspace.catalog.imports.end(number, FULL)
    client = create_app(workspace).test_client()
    page = client.get(f"/imports/{number}").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    address = f"/imports/{number}/give-up"
    assert f'action="{address}"' in page
    assert "放弃导入" in page
    assert client.post(address).status_code == 400, "not without the token of the page"
    assert lying(workspace)
    assert client.post(address, data={"csrf_token": token}).status_code == 303
    after = client.get(f"/imports/{number}").text
    assert "已放弃" in after
    assert f'action="{address}"' not in after
    assert lying(workspace) == []
    assert client.post(address, data={"csrf_token": token}).status_code == 409
