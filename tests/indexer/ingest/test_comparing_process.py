"""Drafts are looked for in a process of its own beside the end of an import; whatever becomes of it, all are found."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalog import Pair
from archive.catalog.opening import open_catalog
from archive.text.fold import LINE, fold_passages
from indexer.cli.main import main
from indexer.comparison import draft_candidates, near_duplicates
from indexer.index.text_probes import KnownTexts, probes_of
from indexer.ingest import likenesses
from indexer.ingest.comparing_process import COMPARING, Comparing
from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.indexer.index.test_sync import put

WHOLE = "\n".join(
    f"{who}牵头{what}，第{place}项，年底前完成并报告结果。"
    for place, (who, what) in enumerate(
        (who, what) for who in ("党建办", "综合办", "经发办", "城管办") for what in ("摸清底数", "逐条整改", "走访群众")
    )
)
DRAFTS = {"定稿一": WHOLE, "定稿二": WHOLE.replace("年底前", "十月底前", 2), "初稿": WHOLE[: len(WHOLE) * 3 // 4]}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with as many reports as are gone through together, three of them drafts of one; none compared."""
    home = tmp_path_factory.mktemp("whole")
    catalog = open_catalog(home)
    put(catalog, *map(str, range(draft_candidates.MANY)))
    for name, text in DRAFTS.items():
        put(catalog, name, text=text)
    catalog.close()
    return home


@pytest.fixture
def workspace(whole: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(whole, tmp_path / "home")
    with Workspace(tmp_path / "home", writing=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def expected(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    """What this process finds by itself."""
    shutil.copytree(whole, home := tmp_path_factory.mktemp("expected") / "home")
    with Workspace(home, writing=True) as opened:
        return near_duplicates.compare(opened.catalog, None)


def known(workspace: Workspace) -> KnownTexts:
    changes = {entry.id: entry.change for entry in workspace.catalog.list()}
    folded = {(name, changes[name]): LINE.join(fold_passages(texts)) for name, texts in workspace.catalog.texts()}
    return KnownTexts(folded, {state: "".join(probes_of(text)) for state, text in folded.items()})


def test_what_it_finds_is_found_and_written_down(workspace: Workspace, expected: list[Pair]) -> None:
    texts = known(workspace)
    with Comparing(workspace) as comparing:
        comparing.begin(texts, 600.0)
        assert comparing.begun
        found = comparing.pairs()
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    assert len(found) > 1
    assert not workspace.catalog.near.pending()
    assert {(pair.one, pair.other) for pair in workspace.catalog.near.open()} == {(a.one, a.other) for a in expected}
    assert texts == KnownTexts(), "they are held in one place only"


def test_texts_that_are_known_need_not_be_read_nor_folded(
    workspace: Workspace, expected: list[Pair], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_: object) -> None:
        raise AssertionError

    texts = known(workspace)
    monkeypatch.setattr(draft_candidates, "fold_passages", never)
    monkeypatch.setattr(draft_candidates, "probes_of", never)
    found = near_duplicates.compare(workspace.catalog, None, texts=texts)
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def test_what_was_known_of_a_text_counts_only_while_it_is_that(workspace: Workspace, expected: list[Pair]) -> None:
    texts = known(workspace)
    wrong = KnownTexts(dict.fromkeys(texts.folded, "别的"), dict.fromkeys(texts.probes, ""))
    for name in workspace.catalog.ids():
        workspace.catalog.edit(name, {"year": 2022})
    found = near_duplicates.compare(workspace.catalog, None, texts=wrong)
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def test_where_it_is_killed_the_import_does_it(
    workspace: Workspace, expected: list[Pair], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), Comparing(workspace) as comparing:
        comparing.begin(KnownTexts(), 600.0)
        assert comparing._process is not None
        comparing._process.kill()
        found = likenesses.settle(workspace, comparing=comparing)
    assert "comparing beside the import is given up" in caplog.text
    assert f"exit {comparing._process.exitcode}" in caplog.text
    assert sorted(found.pairs, key=repr) == sorted(expected, key=repr)
    assert found.left == 0


def test_an_error_in_it_is_told_by_its_name(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "catalog.db").write_bytes(b"no database" * 999)
    with caplog.at_level(logging.WARNING), Comparing(Workspace(home, writing=True)) as comparing:
        comparing.begin(KnownTexts(), 600.0)
        assert comparing.pairs() == ()
    assert "catalog.damaged" in caplog.text


def test_time_that_is_over_leaves_the_rest_to_the_next(workspace: Workspace, expected: list[Pair]) -> None:
    with Comparing(workspace) as comparing:
        comparing.begin(KnownTexts(), 0.0)
        assert comparing.pairs() == []
    assert len(workspace.catalog.near.pending()) == draft_candidates.MANY + len(DRAFTS)
    assert sorted(likenesses.settle(workspace).pairs, key=repr) == sorted(expected, key=repr)


def test_whoever_is_at_it_already_goes_on_alone(workspace: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), workspace.catalog.imports.holding(COMPARING) as mine:
        assert mine
        with Comparing(workspace) as comparing:
            comparing.begin(KnownTexts(), 600.0)
            assert comparing.pairs() == []
    assert not caplog.text
    assert workspace.catalog.near.pending()


def test_it_does_not_outlive_the_import(workspace: Workspace) -> None:
    def interrupted() -> None:
        with Comparing(workspace) as comparing:
            begun.append(comparing)
            comparing.begin(KnownTexts(), 600.0)
            raise KeyboardInterrupt

    begun: list[Comparing] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert begun[0]._process is not None
    assert not begun[0]._process.is_alive()


def test_where_equal_texts_are_merged_first_it_is_not_begun(tmp_path: Path) -> None:
    with Comparing(Workspace(tmp_path, writing=True, settings=Settings(merge_equal=True))) as comparing:
        comparing.begin(KnownTexts(), 600.0)
        assert not comparing.begun


def test_a_large_import_lets_it_compare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not this process, in which nothing can be compared here."""

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(near_duplicates, "_candidates", never)
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(draft_candidates.MANY):
        (folder / f"{number}.txt").write_text(f"关于第{number}号事项的报告\n第{number}号办妥。\n", encoding="utf-8")
    for name, text in DRAFTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    assert main(["add", "--home", str(tmp_path / "home"), str(folder)]) == 0
    assert "可能是另一稿" in capsys.readouterr().out
