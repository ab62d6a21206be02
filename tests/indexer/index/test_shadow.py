"""The shadow mode: both kinds of index are asked, the one in force answers, and what differs is logged."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.index.embedded.positions.segment import Segment
from indexer.index.embedded.shadow import FOLDER, ShadowedEngine
from indexer.ingest.pipeline import Pipeline, walk
from indexer.search.answer import Request
from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.shared_files import SEEDS


@pytest.fixture
def home(tmp_path: Path) -> Path:
    files = sorted(SEEDS.glob("*.txt"))[:2]
    with Workspace(tmp_path / "home", writing=True) as workspace:
        list(Pipeline(workspace.catalog, {}).run(walk(files)))
        workspace.catch_up()
    return tmp_path / "home"


@pytest.fixture(params=["fts5", "positions"])
def workspace(home: Path, request: pytest.FixtureRequest) -> Iterator[Workspace]:
    settings = replace(Settings(), index=request.param, index_shadow=True)
    with Workspace(home, writing=True, settings=settings) as opened:
        yield opened


def test_both_are_asked_and_nothing_is_logged_where_they_agree(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    for query in ("责任", "“工作” OR “作情”", "年:2021 工作", "没有这样的话"):
        workspace.searcher.search(Request(query))
    engine = workspace.engine
    assert isinstance(engine, ShadowedEngine)
    assert engine.compared > 8
    assert engine.differences == 0
    assert {record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING} == set()
    assert (workspace.home / "index" / FOLDER / "CURRENT").exists()


def test_what_comes_later_is_in_both(workspace: Workspace, tmp_path: Path) -> None:
    workspace.searcher.search(Request("责任"))
    (tmp_path / "new.txt").write_text("关于新事的报告\n\n新近的事情与责任。\n", encoding="utf-8")
    list(Pipeline(workspace.catalog, {}).run(walk([tmp_path / "new.txt"])))
    assert workspace.searcher.search(Request("新近的事情")).total_reports == 1
    engine = workspace.engine
    assert isinstance(engine, ShadowedEngine)
    assert engine.other.state().last_change == workspace.catalog.last_change()
    assert engine.differences == 0


def test_a_difference_is_a_line_without_words(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The other index says something else: here one that was made of other texts. The answer stays."""
    settings = replace(Settings(), index="fts5", index_shadow=True)
    with Workspace(home, writing=True, settings=settings) as workspace:
        engine = workspace.engine
        assert isinstance(engine, ShadowedEngine)
        workspace.searcher.search(Request("责任"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Segment, "counts", lambda segment, _: segment.k.counts([7] * segment.reports))
            answer = workspace.searcher.search(Request("“工作”"))
        assert engine.differences
    with Workspace(home, settings=replace(Settings(), index="fts5")) as workspace:
        assert workspace.searcher.search(Request("“工作”")).total_matches == answer.total_matches
    told = [record.getMessage() for record in caplog.records if "differ" in record.getMessage()]
    assert told
    assert all("工作" not in line and "Phrase:1" in line for line in told)


def test_a_shadow_that_is_broken_delays_no_answer(home: Path) -> None:
    with Workspace(home, writing=True, settings=replace(Settings(), index_shadow=True)) as workspace:
        before = workspace.searcher.search(Request("责任")).total_matches
        shutil.rmtree(home / "index" / FOLDER)
        assert workspace.searcher.search(Request("责任", literal=True)).total_matches == before
