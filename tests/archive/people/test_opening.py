"""The people's database: made when it is first written to, for its owner's eyes alone, and no other program's file."""

from __future__ import annotations

import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from archive.errors import CatalogError
from archive.people.opening import FILE, open_people


def code_of(home: Path, *, read_only: bool) -> str:
    with pytest.raises(CatalogError) as raised:
        open_people(home, read_only=read_only)
    return raised.value.code


def test_it_is_made_once_and_opened_again(tmp_path: Path) -> None:
    first = open_people(tmp_path)
    with first.transaction():
        first.insert("INSERT INTO groups (name, folded) VALUES (?, ?)", ("办公室", "办公室"))
    first.close()
    again = open_people(tmp_path, read_only=True)
    assert again.rows("SELECT number, name FROM groups") == [(1, "办公室")]
    again.close()


def test_who_only_reads_makes_none(tmp_path: Path) -> None:
    assert code_of(tmp_path, read_only=True) == "home.missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_nobody_else_on_the_machine_can_read_it(tmp_path: Path) -> None:
    open_people(tmp_path).close()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes[FILE] == 0o600
    assert set(modes.values()) == {0o600}


@pytest.mark.parametrize("read_only", [True, False])
def test_a_catalog_is_not_taken_for_it(tmp_path: Path, read_only: bool) -> None:
    with sqlite3.connect(tmp_path / FILE) as raw:
        raw.execute(f"PRAGMA application_id = {0x62616F67}")
        raw.execute("PRAGMA user_version = 1")
    raw.close()
    assert code_of(tmp_path, read_only=read_only) == "catalog.damaged"


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_one_is_left_alone(tmp_path: Path, read_only: bool) -> None:
    open_people(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as raw:
        raw.execute("PRAGMA user_version = 9999")
    raw.close()
    assert code_of(tmp_path, read_only=read_only) == "catalog.newer_schema"
