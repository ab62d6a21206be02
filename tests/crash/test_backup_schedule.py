"""Backups by a schedule: made when due, restored on trial, the oldest deleted, and what goes wrong is told."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.storage import disk
from archive.storage.file_lock import held
from indexer.cli.main import main
from indexer.maintenance import backup, backup_schedule
from indexer.maintenance.backup_record import last_backup
from indexer.maintenance.backup_schedule import LOCK, RECORD, WANTED, Scheduled, last_scheduled
from indexer.settings import Settings
from tests.sample_files import PLAIN


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(PLAIN)
    assert main(["add", "--home", str(tmp_path / "home"), str(tmp_path / "a.txt")]) == 0
    return tmp_path / "home"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(backup_folder=str(tmp_path / "safe"), backup_keep=2)


def begun(home: Path, hours: float, problem: str = "") -> None:
    at = (datetime.now().astimezone() - timedelta(hours=hours)).isoformat()
    (home / RECORD).write_text(json.dumps({"begun_at": at, "problem": problem}), "utf-8")


def test_one_is_made_tried_and_told(home: Path, settings: Settings, tmp_path: Path) -> None:
    made = backup_schedule.make(home, settings)
    assert made is not None
    assert (made.reports, made.trial, made.problem) == (1, "restored", "")
    assert last_scheduled(home) == made
    noted = last_backup(home)
    assert noted is not None
    assert noted.file == made.file
    assert [path.name for path in (tmp_path / "safe").iterdir()] == [made.file], "the trial is gone"
    assert backup.restore(tmp_path / "safe" / made.file, tmp_path / "again") == 1
    with zipfile.ZipFile(tmp_path / "safe" / made.file) as pack:
        assert json.loads(pack.read("manifest.json"))["audit"]["number"] == 1  # the line of `add`


@pytest.mark.parametrize(
    ("hours", "problem", "every", "due"),
    [
        (None, "", 24, True),  # never yet
        (23, "", 24, False),
        (25, "", 24, True),
        (25, "", 0, False),  # no schedule
        (0.5, "disk.full", 24, False),  # tried again in an hour
        (1.5, "disk.full", 24, True),
        (0.5, "disk.full", 0.25, True),
    ],
)
def test_it_is_due(home: Path, settings: Settings, hours: float | None, problem: str, every: float, due: bool) -> None:
    if hours is not None:
        begun(home, hours, problem)
    wanted = replace(settings, backup_every=every)
    assert backup_schedule.is_due(home, wanted) is due
    backup_schedule.ask_for_one(home)
    assert backup_schedule.is_due(home, wanted)


def test_without_a_folder_none_is_due_whatever_was_wished(home: Path) -> None:
    backup_schedule.ask_for_one(home)
    assert not backup_schedule.is_due(home, Settings())


def test_a_wish_is_fulfilled_once(home: Path, settings: Settings) -> None:
    backup_schedule.ask_for_one(home)
    backup_schedule.make(home, settings)
    assert not (home / WANTED).exists()
    assert not backup_schedule.is_due(home, settings)


def test_the_oldest_go_and_nothing_else(home: Path, settings: Settings, tmp_path: Path) -> None:
    safe = tmp_path / "safe"
    safe.mkdir()
    for name in ("baogao-20200101-000000.zip", "baogao-20210101-000000.zip", "mine.zip", "baogao-x.zip"):
        (safe / name).write_bytes(b"old")
    (safe / "baogao-20200101-000000.zip.trial").mkdir()
    made = backup_schedule.make(home, settings)
    assert made is not None
    left = {path.name for path in safe.iterdir()}
    assert left == {"baogao-20210101-000000.zip", made.file, "mine.zip", "baogao-x.zip"}


def test_what_goes_wrong_is_told_and_the_old_ones_stay(home: Path, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "safe").write_bytes(b"a file, no folder")
    made = backup_schedule.make(home, settings)
    assert made is not None
    assert made.problem == "backup.folder"
    assert last_scheduled(home).ended_at


def test_an_original_that_is_damaged_fails_the_backup(home: Path, settings: Settings) -> None:
    (original,) = (path for path in (home / "originals").rglob("*") if path.is_file())
    original.chmod(0o644)
    original.write_bytes(b"rot")
    made = backup_schedule.make(home, settings)
    assert made is not None
    assert (made.problem, made.trial) == ("catalog.original_damaged", "")


def test_without_room_it_is_not_tried_and_says_so(
    home: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "free", lambda _: 10)
    made = backup_schedule.make(home, settings)
    assert made is not None
    assert (made.trial, made.problem) == ("no_room", "")


def test_two_do_not_make_one_at_once(home: Path, settings: Settings) -> None:
    with held(home / LOCK):
        assert backup_schedule.running(home)
        assert backup_schedule.make(home, settings) is None
    assert not backup_schedule.running(home)


def test_a_damaged_note_says_nothing(home: Path) -> None:
    (home / RECORD).write_bytes(b"\xff{")
    assert last_scheduled(home) == Scheduled()


def test_the_terminal_does_it_as_well(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAOGAO_HOME", str(home))
    assert main(["backup", "--scheduled"]) == 2  # no folder is set
    assert main(["backup"]) == 2
    assert main(["backup", "--last"]) == 1
    monkeypatch.setenv("BAOGAO_BACKUP_FOLDER", str(tmp_path / "safe"))
    assert main(["backup", "--scheduled"]) == 0
    capsys.readouterr()
    assert main(["backup", "--last", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["trial"] == "restored"
