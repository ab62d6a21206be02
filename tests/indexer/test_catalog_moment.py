"""A question's moment: the catalog's last change is read once, and what changes meanwhile is the next question's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.catalog_moment import last_change, one_moment
from indexer.ingest.pipeline import Pipeline, walk
from indexer.search.answer import Request
from indexer.workspace import Workspace

WORDING = "党建责任清单"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        add(workspace, tmp_path, "一")
        yield workspace


def add(workspace: Workspace, folder: Path, name: str) -> None:
    file = folder / f"{name}.txt"
    file.write_text(f"{name}要列{WORDING}。", encoding="utf-8")
    assert [outcome.status for _, outcome in Pipeline(workspace.catalog, {}).run(walk([file]))] == ["added"]


def found(workspace: Workspace) -> int:
    return workspace.searcher.search(Request(WORDING)).total_reports


def of_another_question(workspace: Workspace) -> int:
    """As a thread of its own finds it, which knows of no moment."""
    told: list[int] = []
    thread = threading.Thread(target=lambda: told.append(found(workspace)))
    thread.start()
    thread.join()
    return told[0]


def test_inside_a_moment_the_change_stays(workspace: Workspace, tmp_path: Path) -> None:
    catalog = workspace.catalog
    before = last_change(catalog)
    with one_moment():
        assert last_change(catalog) == before
        add(workspace, tmp_path, "二")
        with one_moment():
            assert last_change(catalog) == before, "inside another one the outer moment goes on"
        assert last_change(catalog) == before
        assert catalog.last_change() > before
        assert last_change(catalog, before) == before, "level with the moment"
        assert last_change(catalog, before + 1) == catalog.last_change(), "level with a later one: read again"
    assert last_change(catalog) == catalog.last_change()


def test_each_catalog_has_its_own(workspace: Workspace, tmp_path: Path) -> None:
    with Workspace(tmp_path / "other", writing=True) as other, one_moment():
        assert last_change(workspace.catalog) > last_change(other.catalog) == 0


def test_a_question_of_an_earlier_moment_does_not_take_the_later_one_back(workspace: Workspace, tmp_path: Path) -> None:
    """While one question is answered a report comes and another question brings the index level: both are answered,
    nothing that is kept at hand is thrown away, and the next question finds the new report.
    """
    assert found(workspace) == 1
    with one_moment():
        first = last_change(workspace.catalog)
        add(workspace, tmp_path, "二")
        assert of_another_question(workspace) == 2
        seen = workspace.searcher.document_cache.fetch(())
        assert seen == workspace.catalog.last_change() > first, "not of the moment before, which would empty the caches"
        assert found(workspace) in (1, 2)
    assert found(workspace) == of_another_question(workspace) == 2


def test_a_new_report_is_found_by_the_next_question(workspace: Workspace, tmp_path: Path) -> None:
    for size in range(2, 5):
        add(workspace, tmp_path, str(size))
        assert found(workspace) == size
