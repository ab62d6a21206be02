"""分库 and rights in the local catalog: the contract, and an archive that was made before there were any."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalog import Catalog
from archive.catalog.opening import open_catalog
from archive.catalog.stores import database
from tests.fonds_contract import FondsContract


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog(tmp_path / "home", lock_seconds=5)
    yield opened
    opened.close()


class TestLocalFonds(FondsContract):
    """In the archive's own file."""


@pytest.mark.parametrize("read_only", [True, False])
def test_what_was_there_before_belongs_to_the_archive_itself(tmp_path: Path, read_only: bool) -> None:
    """A catalog at step 11, with a row in every table that a fonds was added to."""
    home = tmp_path / "home"
    home.mkdir()
    with sqlite3.connect(home / "catalog.db") as raw:
        for number in range(1, 12):
            raw.executescript(database.SCHEMA.steps[number])
        raw.execute("PRAGMA user_version = 11")
        raw.execute(f"PRAGMA application_id = {database.SCHEMA.mark}")
        raw.execute(
            "INSERT INTO reports (id, location, source, version, sha256, change, added_at, given, corrections, format,"
            " title_derived, masthead) VALUES ('a', '/a', 'a', 1, 'f', 1, 't', '{}', '{}', 'txt', 0, '{}')"
        )
        raw.execute(
            "INSERT INTO unread (location, source, sha256, at, code, evidence) VALUES ('/x', 'x', 'e', 't', ?, ?)",
            ("read.empty", '{"name": "x"}'),
        )
        raw.execute("INSERT INTO duplicates VALUES ('/d', 'd', 'f', 't')")
        raw.execute("INSERT INTO rosters VALUES ('名单', NULL, NULL, '甲局', 't')")
        raw.execute(
            "INSERT INTO imports (way, source, given, begun_at, seen_at, ended_at, counts)"
            " VALUES ('page', 'a', '{}', '2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z', '{}')"
        )
    raw.close()
    opened = open_catalog(home, read_only=read_only)
    try:
        assert [(entry.id, entry.change, entry.fonds) for entry in opened.list()] == [("a", 1, "")]
        assert opened.last_change() == 1, "the index stays as it is"
        assert {file.fonds for file in opened.unread()} == {copy.fonds for copy in opened.duplicates()} == {""}
        assert {roster.fonds for roster in opened.rosters.all()} == {one.fonds for one in opened.imports.list()} == {""}
        assert (list(opened.fonds.all()), list(opened.fonds.grants()), opened.fonds.state()) == ([], [], 0)
    finally:
        opened.close()
