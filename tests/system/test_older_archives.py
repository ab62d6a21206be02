"""Archives that earlier releases made open, answer and can be written to; their index is made anew once where its
layout has changed. Each archive holds the five seeds, as the commit in its name kept them.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.cli.main import main
from indexer.index.embedded import generations
from indexer.search.answer import Request
from indexer.workspace import Workspace
from tests.shared_files import ROOT, SEEDS

ARCHIVES = sorted((ROOT / "tests" / "golden" / "archives").glob("*.zip"))
WORDINGS = ("一岗双责", "党建", "存在问题", "年:2010..2030 责任", "部分:下步打算 党建")


@pytest.fixture(params=[pytest.param(path, id=path.stem) for path in ARCHIVES])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A home as it was left."""
    with zipfile.ZipFile(request.param) as archive:
        archive.extractall(tmp_path / "older")
    return tmp_path / "older"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    home = tmp_path_factory.mktemp("fresh")
    assert main(["--home", str(home), "add", str(SEEDS)]) == 0
    with Workspace(home) as workspace:
        yield workspace


def counted(workspace: Workspace, wording: str) -> dict[str, int]:
    found = workspace.searcher.search(Request(wording, limit=100)).reports
    return {each.card.source: each.matches for each in found}


def test_there_is_an_older_archive() -> None:
    assert ARCHIVES


def test_it_answers_as_if_it_were_imported_today(older: Path, fresh: Workspace) -> None:
    with Workspace(older) as workspace:
        workspace.catch_up()
        for wording in WORDINGS:
            assert counted(workspace, wording) == counted(fresh, wording) != {}, wording


def test_it_answers_as_it_is(older: Path, fresh: Workspace) -> None:
    """Where nothing may be written: from the index of the release before, of an earlier one from the texts."""
    before = sorted(path.name for path in (older / "index").iterdir())
    with Workspace(older, looking=True) as workspace:
        for wording in (*WORDINGS, "党建责任", "同段:(责任 落实)"):
            assert counted(workspace, wording) == counted(fresh, wording) != {}, wording
        state = workspace.engine.state()
        assert state.outdated == bool(state.fingerprint), "never taken for one of today"
    kept = {path.name for path in (older / "index").iterdir()} - {"grams-000001.db-shm", "grams-000001.db-wal"}
    assert sorted(kept) == before


def test_its_index_is_made_anew_once_and_no_more(older: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def in_force() -> str:
        assert main(["--home", str(older), "search", "一岗双责"]) == 0
        return (older / "index" / generations.CURRENT).read_text(encoding="utf-8")

    before = (older / "index" / generations.CURRENT).read_text(encoding="utf-8")
    first = in_force()
    assert first != before, "this archive's index has today's layout: the test proves nothing"
    assert in_force() == first
    capsys.readouterr()


def test_it_can_be_read_corrected_and_added_to(older: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = ["--home", str(older)]
    assert main([*home, "list", "--json"]) == 0
    entries = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(entries) == 5
    assert main([*home, "edit", entries[0]["id"], "--unit", "河湾镇人民政府"]) == 0
    assert main([*home, "show", entries[0]["id"], "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["unit"] == "河湾镇人民政府"
    paper = older.parent / "新.txt"
    paper.write_text("关于防汛的报告\n各村落实了一岗双责。\n", encoding="utf-8")
    assert main([*home, "add", str(paper)]) == 0
    assert main([*home, "check"]) == 0
    capsys.readouterr()
