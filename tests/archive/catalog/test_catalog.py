"""The local catalog: the contract, and what only a file on a disk can do wrong."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from archive.catalog import Catalog
from archive.catalog.opening import open_catalog
from archive.catalog.sql.catalog import SqlCatalog
from archive.catalog.stores import database, sqlite
from archive.catalog.stores.sqlite import Row, Sqlite
from archive.errors import CatalogError
from archive.storage.originals import Originals
from tests.catalog_contract import DUTY, OTHER, CatalogContract, arrival, one, sha, statuses, unreadable


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def catalog(home: Path) -> Iterator[Catalog]:
    opened = open_catalog(home, lock_seconds=5)
    yield opened
    opened.close()


class TestLocalCatalog(CatalogContract):
    """sqlite3 and a folder."""


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(CatalogError) as told:
        action()
    return told.value.code


# counting


def test_all_reports_are_gone_through_once_a_change(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large archive that takes ten milliseconds, and the first page asks for counts three times."""
    asked: list[str] = []
    rows = Sqlite.rows

    def noted(self: Sqlite, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        asked.append(sql)
        return rows(self, sql, parameters)

    first = one(catalog, "/a", DUTY)
    monkeypatch.setattr(Sqlite, "rows", noted)

    def gone_through() -> int:
        asked.clear()
        assert catalog.counts().reports == catalog.count() == len(catalog.ids())
        return sum("count(*) FROM reports" in sql for sql in asked)

    assert gone_through() == 1
    assert gone_through() == 0
    catalog.edit(first, {"unit": "甲局"})
    assert gone_through() == 1
    catalog.add([unreadable("/c", "")])
    assert gone_through() == 0
    assert catalog.counts().unread == 1


def test_what_is_counted_in_a_transaction_that_is_taken_back_is_not_remembered(catalog: Catalog) -> None:
    """The number of its change comes again, for another one."""
    first = one(catalog, "/a", DUTY)
    assert isinstance(catalog, SqlCatalog)
    change = catalog.last_change()
    with suppress(ZeroDivisionError), catalog.database.transaction():
        catalog.database.execute("UPDATE reports SET removed_at = 'now', change = change + 1")
        assert (catalog.counts().reports, catalog.counts().removed, catalog.count()) == (0, 1, 0)
        raise ZeroDivisionError
    catalog.edit(first, {"unit": "甲局"})
    assert catalog.last_change() == change + 1
    assert (catalog.counts().reports, catalog.counts().removed) == (1, 0)


# opening


def test_everything_is_there_after_opening_again(home: Path, catalog: Catalog) -> None:
    first = one(catalog, "/a", DUTY)
    catalog.edit(first, {"unit": "甲局"})
    before = catalog.record(first)
    catalog.close()
    again = open_catalog(home)
    assert again.record(first) == before
    again.close()


def test_a_reader_sees_what_is_there_and_changes_nothing(home: Path, catalog: Catalog) -> None:
    reader = open_catalog(home, read_only=True)
    first = one(catalog, "/a", DUTY)
    assert reader.ids() == (first,)
    assert code_of(lambda: reader.remove(first)) == "catalog.read_only"
    assert code_of(lambda: reader.add([arrival("/b", OTHER)])) == "catalog.read_only"
    assert code_of(reader.clean) == "catalog.read_only"
    reader.close()


def test_reading_makes_no_home(home: Path) -> None:
    assert code_of(lambda: open_catalog(home, read_only=True)) == "home.missing"
    assert not home.exists()
    home.mkdir()
    assert code_of(lambda: open_catalog(home, read_only=True)) == "home.missing"
    assert list(home.iterdir()) == []


def test_a_home_on_the_way_to_being_one_is_missing_for_readers(home: Path) -> None:
    home.mkdir()
    (home / "catalog.db").touch()
    assert code_of(lambda: open_catalog(home, read_only=True)) == "home.missing"
    open_catalog(home).close()


def test_a_file_is_no_home(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert code_of(lambda: open_catalog(tmp_path / "file")) == "home.not_a_folder"


@pytest.mark.parametrize("read_only", [True, False])
def test_a_lost_catalog_is_never_replaced_by_an_empty_one(home: Path, catalog: Catalog, read_only: bool) -> None:
    catalog.close()
    (home / "catalog.db").unlink()
    assert code_of(lambda: open_catalog(home, read_only=read_only)) == "catalog.missing"
    (home / "catalog.db").touch()
    assert code_of(lambda: open_catalog(home, read_only=read_only)) == "catalog.damaged"


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_schema_is_left_alone(home: Path, catalog: Catalog, read_only: bool) -> None:
    catalog.close()
    with sqlite3.connect(home / "catalog.db") as raw:
        raw.execute("PRAGMA user_version = 9999")
    raw.close()
    assert code_of(lambda: open_catalog(home, read_only=read_only)) == "catalog.newer_schema"


@pytest.mark.parametrize("read_only", [True, False])
def test_an_older_schema_is_brought_up_to_date(
    home: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch, read_only: bool
) -> None:
    first = one(catalog, "/a", DUTY)
    catalog.close()
    steps = {900: "CREATE TABLE later (x);", 901: "-- why;\nINSERT INTO later VALUES (1);"}
    monkeypatch.setattr(sqlite, "SCHEMA", replace(database.SCHEMA, steps={**database.SCHEMA.steps, **steps}))
    opened = open_catalog(home, read_only=read_only)
    assert isinstance(opened, SqlCatalog)
    assert opened.database.rows("SELECT x FROM later") == [(1,)]
    assert opened.ids() == (first,)
    opened.close()


def test_before_an_upgrade_a_copy_is_kept_that_the_older_program_opens(
    home: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = one(catalog, "/a", DUTY)
    catalog.close()
    kept = home / sqlite.BEFORE / f"catalog-{database.SCHEMA.version}.db"
    assert not kept.parent.exists(), "nothing was upgraded yet"
    with monkeypatch.context() as patch:
        steps = {900: "CREATE TABLE later (x); UPDATE reports SET title = NULL;"}
        patch.setattr(sqlite, "SCHEMA", replace(database.SCHEMA, steps={**database.SCHEMA.steps, **steps}))
        open_catalog(home).close()
        open_catalog(home).close()
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]
    assert kept.stat().st_mode == (home / "catalog.db").stat().st_mode
    assert code_of(lambda: open_catalog(home)) == "catalog.newer_schema"
    for path in home.glob("catalog.db*"):
        path.unlink()
    kept.rename(home / "catalog.db")
    again = open_catalog(home)
    assert again.ids() == (first,)
    assert [*again.verify()] == []
    again.close()


@pytest.mark.parametrize("older", sorted(database.SCHEMA.steps)[:-1])
def test_every_schema_there_ever_was_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, older: int
) -> None:
    """Empty ones; archives with reports in them, of three earlier programs, are tried by `make test-upgrade`."""
    home = tmp_path / "home"
    steps = {number: step for number, step in database.SCHEMA.steps.items() if number <= older}
    with monkeypatch.context() as patch:
        patch.setattr(sqlite, "SCHEMA", replace(database.SCHEMA, steps=steps))
        open_catalog(home).close()
    opened = open_catalog(home)
    one(opened, "/a", DUTY)
    assert [*opened.verify()] == []
    opened.close()
    assert (home / sqlite.BEFORE / f"catalog-{older}.db").exists()


def test_an_upgrade_that_fails_leaves_the_catalog_as_it_was(
    home: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = one(catalog, "/a", DUTY)
    catalog.close()
    with monkeypatch.context() as patch:
        failing = {900: "CREATE TABLE later (x); INSERT INTO nowhere VALUES (1);"}
        patch.setattr(sqlite, "SCHEMA", replace(database.SCHEMA, steps={**database.SCHEMA.steps, **failing}))
        assert code_of(lambda: open_catalog(home)) == "catalog.damaged"
    again = open_catalog(home)
    assert isinstance(again, SqlCatalog)
    assert again.ids() == (first,)
    assert again.database.rows("SELECT name FROM sqlite_master WHERE name = 'later'") == []
    again.close()


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda path: path.write_bytes(b"\0" * 50_000), id="zeros"),
        pytest.param(lambda path: path.write_bytes(os.urandom(50_000)), id="noise"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:5000]), id="cut short"),
    ],
)
def test_a_damaged_catalog_says_so(home: Path, catalog: Catalog, spoil: Callable[[Path], object]) -> None:
    catalog.add([arrival(f"/{number}", f"{number}" * 2000) for number in range(20)])
    catalog.close()
    spoil(home / "catalog.db")

    def use() -> None:
        opened = open_catalog(home)
        try:
            list(opened.texts())
        finally:
            opened.close()

    assert code_of(use) == "catalog.damaged"


def test_another_programs_database_is_not_a_catalog(home: Path) -> None:
    home.mkdir()
    with sqlite3.connect(home / "catalog.db") as raw:
        raw.execute("CREATE TABLE other (x)")
    raw.close()
    assert code_of(lambda: open_catalog(home)) == "catalog.damaged"
    with sqlite3.connect(home / "catalog.db") as raw:
        assert raw.execute("SELECT name FROM sqlite_master").fetchall() == [("other",)]
    raw.close()


def test_verify_tells_of_pages_that_are_wrong(home: Path, catalog: Catalog) -> None:
    catalog.add([arrival(f"/{number}", f"{number}" * 5000) for number in range(20)])
    catalog.close()
    data = bytearray((home / "catalog.db").read_bytes())
    data[-8192:-4096] = os.urandom(4096)
    (home / "catalog.db").write_bytes(data)
    opened = open_catalog(home)
    assert {found.code for found in opened.verify()} == {"catalog.damaged"}
    opened.close()


# originals


def original_path(home: Path, text: str) -> Path:
    return home / "originals" / sha(text)[:2] / sha(text)


def test_an_original_is_a_plain_file_by_its_hash(home: Path, catalog: Catalog) -> None:
    one(catalog, "/a", DUTY)
    assert original_path(home, DUTY).read_bytes() == DUTY.encode()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        pytest.param(lambda path: path.unlink(), "catalog.original_missing", id="gone"),
        pytest.param(lambda path: path.write_bytes(b"x"), "catalog.original_damaged", id="altered"),
    ],
)
def test_a_spoilt_original_is_told_and_healed_by_the_next_import(
    home: Path, catalog: Catalog, spoil: Callable[[Path], object], code: str
) -> None:
    first = one(catalog, "/a", DUTY)
    spoil(original_path(home, DUTY))
    assert code_of(lambda: catalog.original(first)) == code
    assert [found.code for found in catalog.verify()] == [code]
    one(catalog, "/a", OTHER)
    one(catalog, "/a", DUTY)
    assert list(catalog.verify()) == []


def test_remains_of_interrupted_imports_are_cleaned(home: Path, catalog: Catalog) -> None:
    first = one(catalog, "/a", DUTY)
    remains = original_path(home, DUTY).with_name(f".{sha(DUTY)}.12ab.part")
    remains.write_bytes(b"half")
    Originals(home / "originals").keep([(sha(OTHER), OTHER.encode())])
    assert catalog.clean() == 2
    assert not remains.exists()
    assert catalog.original(first) == DUTY.encode()


def test_nothing_is_acknowledged_before_it_is_on_the_disk(
    home: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """File, then name, then folder, then the catalog: at every fsync on the way a reader still sees nothing."""
    reader = open_catalog(home, read_only=True)
    told: list[tuple[str, int]] = []
    fsync, replace = os.fsync, Path.replace

    def watched_fsync(descriptor: int) -> None:
        assert reader.ids() == ()
        told.append(("fsync", os.fstat(descriptor).st_ino))
        fsync(descriptor)

    def watched_replace(path: Path, target: Path) -> Path:
        told.append(("rename", path.stat().st_ino))
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "replace", watched_replace)
    one(catalog, "/a", DUTY)
    path = original_path(home, DUTY)
    file, folder = path.stat().st_ino, path.parent.stat().st_ino
    assert told[-3:] == [("fsync", file), ("rename", file), ("fsync", folder)]
    assert ("fsync", (home / "originals").stat().st_ino) in told, "the folder's own name"
    assert reader.ids() != ()
    reader.close()


def test_a_commit_is_on_the_disk_when_it_returns(catalog: Catalog) -> None:
    assert isinstance(catalog, SqlCatalog)
    settings = {name: catalog.database.rows(f"PRAGMA {name}")[0][0] for name in ("synchronous", "journal_mode")}
    assert settings == {"synchronous": 2, "journal_mode": "wal"}
    assert catalog.database.rows("PRAGMA foreign_keys") == [(1,)]


def test_the_companions_of_the_catalog_stay(home: Path, catalog: Catalog) -> None:
    """SQLite needs them to read, and on a full disk it could not make them."""
    one(catalog, "/a", DUTY)
    catalog.close()
    assert {path.name: path.stat().st_size for path in home.glob("catalog.db-*")} == {
        "catalog.db-shm": 32768,
        "catalog.db-wal": 0,
    }


# disks that fail


def failing(number: int, calls: int) -> Callable[..., object]:
    """Raises OSError `number` at call number `calls` and ever after."""
    counted = iter(range(1, 1_000_000))

    def call(*_: object, **__: object) -> object:
        if next(counted) >= calls:
            raise OSError(number, os.strerror(number))
        return None

    return call


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param(errno.ENOSPC, "disk.full", id="full"),
        pytest.param(errno.EDQUOT, "disk.full", id="quota"),
        pytest.param(errno.EIO, "disk.failed", id="broken"),
        pytest.param(errno.EROFS, "catalog.read_only", id="read-only"),
    ],
)
@pytest.mark.parametrize("calls", [1, 2, 3, 5])
@pytest.mark.parametrize("target", [(os, "fsync"), (Path, "replace"), (Path, "mkdir")])
def test_a_failing_disk_keeps_nothing_and_harms_nothing(
    home: Path,
    catalog: Catalog,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    code: str,
    calls: int,
    target: tuple[object, str],
) -> None:
    first = one(catalog, "/a", DUTY)
    change = catalog.last_change()
    real = getattr(*target)
    fail = failing(number, calls)

    def sometimes(*arguments: object, **options: object) -> object:
        fail()
        return real(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(*target, sometimes)
        batch = [arrival(f"/{number}", f"新{number}") for number in range(6)]
        assert code_of(lambda: catalog.add(batch)) == code
    assert (catalog.ids(), catalog.last_change()) == ((first,), change)
    assert list(catalog.verify()) == [], "no remains either"
    assert list((home / "originals").rglob("*.part")) == []
    assert set(statuses(catalog, *batch)) == {"added"}


def test_a_database_that_cannot_grow_is_a_full_disk(home: Path, catalog: Catalog) -> None:
    assert isinstance(catalog, SqlCatalog)
    first = one(catalog, "/a", DUTY)
    pages = catalog.database.rows("PRAGMA page_count")[0][0]
    catalog.database.rows(f"PRAGMA max_page_count = {pages + 8}")
    batch = [arrival(f"/{number}", f"新{number}" * 3000) for number in range(9)]
    assert code_of(lambda: catalog.add(batch)) == "disk.full"
    assert catalog.ids() == (first,)
    assert list(catalog.verify()) == [], "what the batch had written was given back"
    catalog.database.rows("PRAGMA max_page_count = 1000000")
    assert set(statuses(catalog, *batch)) == {"added"}


def test_a_failed_file_on_a_full_disk_is_not_listed_either(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing(errno.ENOSPC, 1))
        assert code_of(lambda: catalog.add([unreadable("/a", "坏")])) == "disk.full"
    assert list(catalog.unread()) == []


# threads


def test_threads_share_a_catalog(catalog: Catalog) -> None:
    texts = [f"第{number}篇" for number in range(40)]
    problems: list[BaseException] = []

    def work(part: list[str]) -> None:
        try:
            for text in part:
                one(catalog, f"/{text}", text)
                assert catalog.count() > 0
        except BaseException as problem:  # noqa: BLE001 # told to the main thread
            problems.append(problem)

    threads = [threading.Thread(target=work, args=(texts[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert sorted(texts for _, (texts,) in catalog.texts()) == sorted(texts)
    assert [change.number for change in catalog.changes()] == list(range(1, 41))


def test_a_thread_that_ends_lets_go_of_its_connection(catalog: Catalog) -> None:
    assert isinstance(catalog, SqlCatalog)
    for _ in range(5):
        thread = threading.Thread(target=catalog.ids)
        thread.start()
        thread.join()
    assert isinstance(catalog.database, sqlite.Sqlite)
    assert len(catalog.database._connections) == 1


@pytest.mark.parametrize(
    ("reported", "code"),
    [
        pytest.param(sqlite3.SQLITE_BUSY, "catalog.locked", id="another process writes"),
        pytest.param(sqlite3.SQLITE_BUSY_SNAPSHOT, "catalog.locked", id="an extended code of busy"),
        pytest.param(sqlite3.SQLITE_LOCKED, "catalog.locked", id="another connection of this process"),
        pytest.param(sqlite3.SQLITE_PROTOCOL, "catalog.locked", id="too many began at once"),
        pytest.param(sqlite3.SQLITE_READONLY_DIRECTORY, "catalog.read_only", id="the folder may not be written"),
        pytest.param(sqlite3.SQLITE_CORRUPT, "catalog.damaged", id="damaged pages"),
        pytest.param(sqlite3.SQLITE_NOTADB, "catalog.damaged", id="another file"),
        pytest.param(sqlite3.SQLITE_FULL, "disk.full", id="a full disk"),
        pytest.param(sqlite3.SQLITE_IOERR_READ, "disk.failed", id="a disk that cannot be read"),
        pytest.param(sqlite3.SQLITE_CANTOPEN, "catalog.unavailable", id="it cannot be opened"),
    ],
)
def test_what_sqlite_reports_is_told_by_its_number(catalog: Catalog, reported: int, code: str) -> None:
    assert isinstance(catalog, SqlCatalog)
    database = catalog.database
    assert isinstance(database, sqlite.Sqlite)

    def fail() -> None:
        problem = sqlite3.OperationalError("in the words of any language")
        problem.sqlite_errorcode = reported
        with database.errors():
            raise problem

    assert code_of(fail) == code


def test_a_list_that_is_read_while_its_catalog_closes_ends_with_an_error_of_ours(catalog: Catalog) -> None:
    assert isinstance(catalog, SqlCatalog)
    rows = catalog.database.stream("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n")
    next(rows)
    catalog.close()
    assert code_of(lambda: sum(1 for _ in rows)) == "catalog.unavailable"


def test_a_list_that_is_dropped_after_its_catalog_closed_is_dropped_in_silence(catalog: Catalog) -> None:
    assert isinstance(catalog, SqlCatalog)
    rows = catalog.database.stream("SELECT 1 UNION SELECT 2")
    next(rows)
    catalog.close()
    rows.close()
