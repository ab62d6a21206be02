"""Answers given lately: the same until something changes, never after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.ingest.pipeline import Pipeline, walk
from indexer.search.answer import Request
from indexer.search.answer_cache import ROOM, AnswerCache
from indexer.workspace import Workspace
from tests.shared_files import SEEDS


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        assert all(outcome.error is None for _, outcome in Pipeline(workspace.catalog, {}).run(walk([SEEDS])))
        workspace.catch_up()
        yield workspace


def test_the_same_request_is_answered_by_what_is_kept(workspace: Workspace) -> None:
    first = workspace.searcher.search(Request("一岗双责"))
    assert workspace.searcher.search(Request("一岗双责")).reports is first.reports


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Request("一岗双责", mode="verbatim"), id="mode"),
        pytest.param(Request("一岗双责", sort="oldest"), id="sort"),
        pytest.param(Request("一岗双责", limit=2), id="limit"),
        pytest.param(Request("一岗双责", limit=2, page=2), id="page"),
        pytest.param(Request("一岗双责", passages=1), id="passages"),
        pytest.param(Request("一岗双责", literal=True), id="literal"),
        pytest.param(Request("一岗双责", facets=True), id="facets"),
        pytest.param(Request("一岗双责", filters={"type": ("工作报告",)}), id="filters"),
        pytest.param(Request("一岗双责", filters={"type": ("情况报告",)}), id="values of filters"),
        pytest.param(Request("一岗双责 -廉政"), id="query"),
    ],
)
def test_another_request_is_another_answer(workspace: Workspace, other: Request) -> None:
    workspace.searcher.search(Request("一岗双责"))
    workspace.searcher.search(replace(other, filters={"type": ("决议",)}))
    answer = workspace.searcher.search(other)
    workspace.searcher.recent = AnswerCache()
    fresh = workspace.searcher.search(other)
    assert answer.request == other
    assert replace(answer, took_ms=0.0) == replace(fresh, took_ms=0.0)


def test_a_change_is_seen_at_once(workspace: Workspace) -> None:
    request = Request("一岗双责", filters={"unit": ("东街道",)})
    assert workspace.searcher.search(request).total_reports == 0
    name = workspace.searcher.search(Request("一岗双责")).reports[0].card.id
    workspace.catalog.edit(name, {"unit": "东街道"})
    assert workspace.searcher.search(request).total_reports == 1
    workspace.catalog.remove(name)
    assert workspace.searcher.search(Request("一岗双责")).total_reports == 2


def test_no_more_are_kept_than_there_is_room_for(workspace: Workspace) -> None:
    assert ROOM >= 20
    workspace.searcher.recent = AnswerCache(room=1)
    first = workspace.searcher.search(Request("一岗双责"))
    workspace.searcher.search(Request("主体责任"))
    assert workspace.searcher.search(Request("一岗双责")).reports is not first.reports
