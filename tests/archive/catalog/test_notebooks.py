"""What readers keep, in the local catalog: it outlives a restart and a backup; only the hash of a name is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalog import Catalog
from archive.catalog.opening import open_catalog
from indexer.cli.main import main
from tests.notebooks_contract import CLIP, NotebooksContract, words
from tests.shared_files import SEEDS


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog(tmp_path / "home", lock_seconds=5)
    yield opened
    opened.close()


class TestLocalNotebooks(NotebooksContract):
    """sqlite3."""


def test_a_backup_keeps_what_readers_kept(tmp_path: Path) -> None:
    assert main(["add", "--home", str(tmp_path / "home"), str(next(SEEDS.glob("004_*")))]) == 0
    catalog = open_catalog(tmp_path / "home")
    catalog.notebooks.of("甲").clip([CLIP])
    catalog.notebooks.of("甲").save_search("党建", "q=党建", {"r": 1})
    catalog.notebooks.of("甲").note("r1", 1, 4, "记一笔")
    catalog.close()
    assert main(["backup", "--home", str(tmp_path / "home"), str(tmp_path / "a.zip")]) == 0
    assert main(["restore", "--home", str(tmp_path / "other"), str(tmp_path / "a.zip")]) == 0
    restored = open_catalog(tmp_path / "other")
    assert words(restored) == [CLIP.words]
    mine = restored.notebooks.of("甲")
    assert (mine.searches()[0].name, mine.notes()[0].words) == ("党建", "记一笔")
    restored.close()


def test_a_readers_name_is_nowhere_on_the_disk(tmp_path: Path) -> None:
    catalog = open_catalog(tmp_path / "home")
    catalog.notebooks.of("a-very-secret-name").clip([CLIP])
    catalog.close()
    held = b"".join(path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())
    assert "岗双责".encode() in held
    assert b"a-very-secret-name" not in held
