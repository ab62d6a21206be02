"""What is done before the first reader comes: a bug in it stops no service."""

from __future__ import annotations

import gc
import logging
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from typing import NoReturn

import pytest

from archive.errors import CatalogError, EngineError, QueryError
from indexer.index import sync
from indexer.maintenance import rebuild_process
from indexer.search.searcher import Searcher
from tests.served import Served, served
from tests.shared_files import ROOT, SEEDS
from web.serving import warm_up
from web.state.app_state import KEY, AppState
from web.state.overview import overview_of


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("warm") / "home", SEEDS) as one:
        yield one


def raising(error: Exception) -> Callable[..., NoReturn]:
    def broken(*_: object, **__: object) -> NoReturn:
        raise error

    return broken


@pytest.mark.parametrize("where", [(Searcher, "search"), (rebuild_process, "level")], ids=["asking", "levelling"])
def test_a_bug_before_the_first_reader_is_logged_under_its_number(
    archive: Served, where: tuple[object, str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(*where, raising(ZeroDivisionError("a bug")))
    with caplog.at_level(logging.ERROR):
        number = warm_up.prepare(archive.workspace)
    traces = [one for one in caplog.records if one.exc_info]
    assert len(number) == 8
    assert [one.exc_info and one.exc_info[0] for one in traces] == [ZeroDivisionError]
    assert all(vars(one)["fields"]["number"] == number for one in caplog.records)


@pytest.mark.parametrize("error", [EngineError("index.outdated"), QueryError("query.busy", seconds=1)])
def test_what_readers_will_be_told_themselves_is_no_bug(
    archive: Served, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Searcher, "search", raising(error))
    assert warm_up.prepare(archive.workspace) == ""


def test_a_catalog_that_cannot_be_read_stops_the_service(archive: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "catch_up", raising(CatalogError("catalog.damaged", path="x", problem="y")))
    with pytest.raises(CatalogError):
        warm_up.prepare(archive.workspace)


def test_a_sound_start_and_one_of_a_process_are_told_in_health(
    archive: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert warm_up.prepare(archive.workspace) == ""
    warm_up.warm(archive.app)
    assert "start_fault" not in archive.client.get("/health").get_json()
    monkeypatch.setattr(AppState, "overview", raising(ZeroDivisionError("a bug")))
    warm_up.warm(archive.app)
    monkeypatch.undo()
    known = archive.client.get("/health").get_json()
    assert (known["status"], known["start_fault"]) == ("ok", archive.app.extensions[KEY].start_fault)
    warm_up.warm(archive.app, "1a2b3c4d")
    assert archive.client.get("/health").get_json()["start_fault"] == "1a2b3c4d"


@pytest.mark.parametrize(
    ("spent", "due"),
    [
        pytest.param([0.9, 0.9], [False, True], id="at rest after work: at once"),
        pytest.param([0.3, 0.3, 0.3], [False] * 3, id="hardly any work"),
        pytest.param([0.9, 0.9, 0.9], [False, True, False], id="nothing new since"),
        pytest.param([0.3 * n for n in range(1, 51)], [n % 25 == 0 for n in range(1, 51)], id="at work all the time"),
    ],
)
def test_when_it_is_time_to_tidy_up(spent: list[float], due: list[bool]) -> None:
    turns = warm_up.Turns()
    assert list(map(turns.due, spent)) == due


def test_what_is_in_a_circle_goes_when_it_is_tidied_up() -> None:
    """By itself it would wait for thousands of pages: pages do not wait for the collector."""

    class Circle:
        """An object that holds itself."""

        def __init__(self) -> None:
            self.itself = self

    before = gc.get_threshold()
    gc.set_threshold(*warm_up.COLLECTED)
    try:
        gone = weakref.ref(Circle())
        assert gone() is not None
        warm_up.tidy_up()
        assert gone() is None
    finally:
        gc.set_threshold(*before)


def test_a_page_is_made_without_the_collector(archive: Served) -> None:
    gc.collect()
    before = gc.get_threshold()
    gc.set_threshold(*warm_up.COLLECTED)
    try:
        runs = [one["collections"] for one in gc.get_stats()]
        for page in range(10):
            assert archive.client.get(f"/search?q=工作{page}").status_code == 200
        assert [one["collections"] for one in gc.get_stats()] == runs
    finally:
        gc.set_threshold(*before)


def test_the_archive_at_a_glance_is_read_piece_by_piece(archive: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """All reports at once, however soon they go, leave a process of a large archive 25 MiB that it cannot give back."""
    monkeypatch.setattr(type(archive.workspace.catalog), "list", raising(AssertionError("all at once")))
    catalog = archive.workspace.catalog
    overview = overview_of(catalog, catalog.last_change())
    assert [entry.id for entry in overview.recent] == list(reversed(catalog.ids()))
    assert overview.reports == 5


OTHERS = ("监督检查 落实", "“一岗双责” 或 “主体责任”", "责任 同段 落实", "责任 同节 落实", "标题:报告", "一岗?责")
_LOADED = """
import sys
from pathlib import Path
from indexer.search.answer import Request
from indexer.workspace import Workspace
from web.serving import warm_up
with Workspace(Path(sys.argv[1]), writing=True, answering=True) as workspace:
    assert warm_up.prepare(workspace) == ""
    known = set(sys.modules)
    for question in sys.argv[2:]:
        workspace.searcher.search(Request(question, across=True, facets=True))
    print(*sorted(set(sys.modules) - known))
"""


@pytest.mark.slow
def test_no_process_loads_by_itself_what_questions_need(archive: Served) -> None:
    """What is loaded before the processes are forked takes room, and time, once."""
    words = [sys.executable, "-c", _LOADED, str(archive.home), *OTHERS]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
