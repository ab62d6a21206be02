"""What stays open behind an engine: later engines have the very same columns, as long as they are those in force."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.cli.main import main
from indexer.index import sync
from indexer.index.embedded import left_open
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.index.embedded.positions import card_columns
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.search.answer import Request
from indexer.workspace import Workspace
from tests.shared_files import SEEDS


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("made") / "home"
    assert main(["add", "--home", str(home), str(SEEDS)]) == 0
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(made, tmp_path / "home")
    yield tmp_path / "home"
    left_open._left.clear()


def snapshot(workspace: Workspace) -> Snapshot:
    assert isinstance(workspace.engine, EmbeddedEngine)
    stores = workspace.engine.in_force()
    assert stores is not None
    assert stores.positions is not None
    return stores.positions.now()


def left(home: Path) -> Snapshot:
    """The snapshot of an engine that was closed."""
    with Workspace(home) as workspace:
        assert isinstance(workspace.engine, EmbeddedEngine)
        workspace.engine.leave_open()
        return snapshot(workspace)


def found(workspace: Workspace, query: str) -> tuple[int, int]:
    answer = workspace.searcher.search(Request(query))
    return answer.total_reports, answer.total_matches


def test_a_later_engine_goes_on_with_what_was_left(home: Path) -> None:
    before = left(home)
    with Workspace(home, answering=True) as workspace:
        assert snapshot(workspace) is before
        assert found(workspace, "“一岗双责”") == (3, 8)


def test_nothing_stays_that_nobody_left(home: Path) -> None:
    with Workspace(home) as workspace:
        before = snapshot(workspace)
    with Workspace(home) as workspace:
        assert snapshot(workspace) is not before


def test_what_most_questions_need_has_been_read(home: Path) -> None:
    """What is read later is read in each of the processes, and takes room in each."""
    (segment,) = left(home).segments
    assert {"postings", "dense", "cards", "titles", "bases", "passage_starts", "_passage_table"} <= vars(segment).keys()
    assert {"turns", "kinds", "sections", "sentences", "text_ends"} <= vars(segment.units).keys()


def test_after_a_change_the_segments_stay_and_the_new_one_comes(home: Path) -> None:
    before = left(home)
    with Workspace(home, writing=True) as workspace:
        report = workspace.catalog.ids()[0]
        workspace.catalog.edit(report, {"title": "另拟的标题"})
        workspace.catch_up()
        now = snapshot(workspace)
        assert now.segments[0] is before.segments[0]
        assert len(now.segments) == 2
        assert found(workspace, "标题:另拟的标题") == (1, 0)
    with Workspace(home) as workspace:
        assert snapshot(workspace).segments[0] is before.segments[0]


def test_what_is_in_force_no_more_is_let_go(home: Path) -> None:
    before = left(home)
    with Workspace(home, writing=True) as workspace:
        sync.rebuild(workspace.catalog, workspace.engine)
        assert snapshot(workspace) is not before
        assert found(workspace, "“一岗双责”") == (3, 8)
    assert not left_open._left


def test_a_process_that_opens_none_lets_go_of_it_when_another_has_built_it_anew(home: Path) -> None:
    left(home)
    assert not left_open.sweep()
    with Workspace(home, writing=True) as workspace:
        kept = dict(left_open._left)
        sync.rebuild(workspace.catalog, workspace.engine)
    left_open._left.update(kept)  # as it stands in the other process
    assert left_open.sweep()
    assert not left_open._left


def test_other_files_at_the_same_place_are_read_themselves(home: Path, tmp_path: Path) -> None:
    before = left(home)
    shutil.copytree(home / "index", tmp_path / "copy")
    shutil.rmtree(home / "index")
    (tmp_path / "copy").rename(home / "index")
    with Workspace(home) as workspace:
        now = snapshot(workspace)
        assert now is not before
        assert now.segments[0] is not before.segments[0]
        assert found(workspace, "“一岗双责”") == (3, 8)


def test_no_more_cards_stay_at_hand_than_so_many(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that runs for weeks shows every report once."""
    monkeypatch.setattr(card_columns, "KEPT", 2)
    cards = left(home).segments[0].cards
    shown = [cards.card(report) for report in range(len(cards))]
    assert [card.id for card in shown] == cards.ids
    assert [cards.card(report) for report in range(len(cards))] == shown
    assert len(cards._cards) <= 2
