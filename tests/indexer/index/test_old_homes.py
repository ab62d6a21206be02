"""A home whose index an earlier program made: it answers until its successor takes over; a later one's is spared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import EngineError
from indexer.index import fallback, sync
from indexer.index.embedded import generations
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.index.embedded.positions import unit_rules
from indexer.ingest.pipeline import Pipeline, walk
from indexer.maintenance import upkeep
from indexer.maintenance.index_facts import index_facts
from indexer.search.answer import Request
from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.earlier_index import leave_behind

TEXTS = {
    "甲": "甲局述职报告\n\n一、履职情况\n\n落实一岗双责，主体责任层层压实。抓好廉政教育。",
    "乙": "乙局述职报告\n\n一、履职情况\n\n主体责任与监督责任一并抓。\n\n二、存在问题\n\n廉政教育不够。",
    "丙": "丙局工作总结\n\n党建责任落实到人，责任清单逐条销号。",
}
QUERIES = (
    "主体责任",
    "“责任”",
    "一岗双责 OR 廉政教育",
    "同句:(主体责任 层层压实)",
    "责任 廉政",
    "部分:存在问题 廉政教育",
)
OLD = replace(Settings(), index="fts5", index_shadow=True)
"""As the release before could be set; it has no effect."""
LATEST = unit_rules.LAYOUT


def put(home: Path, settings: Settings, **texts: str) -> None:
    files = home.parent / "files"
    files.mkdir(exist_ok=True)
    with Workspace(home, writing=True, settings=settings) as workspace:
        for name, text in texts.items():
            (files / f"{name}.txt").write_text(text, encoding="utf-8")
            list(Pipeline(workspace.catalog, {}).run(walk([files / f"{name}.txt"])))
        workspace.catch_up()


def keep(home: Path, name: str, text: str) -> None:
    """Into the catalog alone, as an import that has not come to the index yet."""
    path = home.parent / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    with Workspace(home, writing=True) as workspace:
        list(Pipeline(workspace.catalog, {}).run(walk([path])))


def answers(workspace: Workspace) -> list[list[tuple[str, int]]]:
    """Of each query the reports in their order with their places."""
    tallies = (workspace.searcher.tally(Request(query)) for query in QUERIES)
    return [[(row.card.id, row.matches) for row in tally.rows] for tally in tallies]


def kinds(home: Path) -> set[str]:
    stores = (path.name for path in (home / "index").iterdir() if path.name.startswith(("grams", "positions")))
    return {name.partition("-")[0] for name in stores}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    put(tmp_path / "home", OLD, **TEXTS)
    leave_behind(tmp_path / "home")
    assert kinds(tmp_path / "home") == {"grams"}
    return tmp_path / "home"


@pytest.fixture
def truth(tmp_path: Path) -> list[list[tuple[str, int]]]:
    """What the same reports answer that were indexed by positions from the first."""
    put(tmp_path / "other", Settings(), **TEXTS)
    with Workspace(tmp_path / "other") as workspace:
        found = answers(workspace)
    assert all(found)
    return found


@pytest.mark.parametrize("how", [{"writing": True, "answering": True}, {"looking": True}])
def test_it_answers_as_it_is(home: Path, truth: object, how: dict[str, bool]) -> None:
    """Whoever has readers waiting, and whoever only looks, asks what is there, and builds nothing."""
    with Workspace(home, **how) as workspace:  # type: ignore[arg-type] # names of switches
        assert answers(workspace) == truth
        state = workspace.engine.state()
        facts = index_facts(home, workspace.settings, workspace.catalog, workspace.engine)
        assert (facts.kind, facts.segments, facts.reports, facts.behind) == ("fts5", None, 3, 0)
        assert state.outdated
        assert state.last_change == workspace.catalog.last_change()
    assert kinds(home) == {"grams"}


def test_what_it_lacks_is_read_from_the_texts(home: Path) -> None:
    """It takes no updates any more; nothing is missed for that."""
    with Workspace(home, writing=True, answering=True) as serving:
        assert serving.searcher.tally(Request("“责任”")).total_reports == 3
        keep(home, "丁", "丁局报告\n\n新的责任。")
        assert serving.searcher.tally(Request("“责任”")).total_reports == 4
        with pytest.raises(EngineError) as told:
            serving.catch_up()
        assert told.value.code == "index.outdated"
    assert kinds(home) == {"grams"}


def test_upkeep_builds_its_successor_and_tells_how_far_it_is(
    home: Path, truth: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`serve` answers all the while: before, while it is built, and after."""
    monkeypatch.setattr(upkeep, "TOLD", 0.0)
    monkeypatch.setattr(sync, "BATCH", 1)
    seen: list[tuple[object, bool]] = []
    write = upkeep._keep  # looked at while it is written

    with Workspace(home, writing=True, answering=True) as serving, Workspace(home, writing=True) as unasked:

        def kept(place: Path, account: upkeep.Account) -> None:
            write(place, account)
            seen.append((upkeep.account_of(place).rebuilding, answers(serving) == truth))

        monkeypatch.setattr(upkeep, "_keep", kept)
        account = upkeep.once(unasked, wait=lambda _: None)
        assert (account.rebuilding, account.damaged, account.healed) == (None, None, 0)
        assert answers(serving) == truth
        assert not serving.engine.state().outdated
    assert [done for done, _ in seen if done] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert all(right for _, right in seen)
    assert upkeep.account_of(home) == account
    assert kinds(home) == {"positions"}


def test_a_cold_command_builds_it_only_where_nobody_does(home: Path, truth: object) -> None:
    at_work = EmbeddedEngine(home / "index", Workspace(home).analyzer)
    with at_work.turn(1.0), Workspace(home) as workspace:
        assert answers(workspace) == truth
        assert kinds(home) == {"grams"}
    at_work.close()
    with Workspace(home) as workspace:
        assert answers(workspace) == truth
    assert kinds(home) == {"positions"}


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lock"
    }


def later(home: Path) -> None:
    """As a program will leave it that knows one more layout: with stores of which nothing is known here."""
    path = home / "index" / "CURRENT"
    named = json.loads(path.read_text(encoding="utf-8"))
    told = generations.summed({**named, "layout": named["layout"] + 1, "grams": "later-000001"})
    path.write_text(json.dumps(told), encoding="utf-8")


DEEDS: list[Callable[[Workspace], object]] = [
    lambda workspace: workspace.catch_up(),
    lambda workspace: sync.rebuild(workspace.catalog, workspace.engine),
    lambda workspace: upkeep.once(workspace, wait=lambda _: None),
]


@pytest.mark.parametrize("settings", [Settings(), OLD])
def test_the_index_of_a_later_program_is_left_as_it_is(home: Path, truth: object, settings: Settings) -> None:
    put(home, Settings())
    later(home)
    before = bytes_of(home / "index")
    with Workspace(home, writing=True, settings=settings) as workspace:
        for deed in DEEDS:
            with pytest.raises(EngineError) as told:
                deed(workspace)
            assert (told.value.code, told.value.evidence) == ("index.newer", {"found": LATEST + 1, "known": LATEST})
        assert answers(workspace) == truth, "few reports are read from the texts"
    assert bytes_of(home / "index") == before


def test_an_archive_too_large_to_be_read_tells_to_upgrade(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(home, Settings())
    later(home)
    monkeypatch.setattr(fallback, "MOST_READ", 2)
    with Workspace(home, writing=True, answering=True) as workspace, pytest.raises(EngineError) as told:
        workspace.searcher.tally(Request("责任"))
    assert told.value.code == "index.newer"
