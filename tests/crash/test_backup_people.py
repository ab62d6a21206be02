"""What a backup holds of people: who could come in comes in again, nobody stays logged in, the record is whole."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from archive.people.audit import Audit
from archive.people.audit_chain import Deed
from archive.people.opening import FILE
from archive.people.passwords import Passwords
from indexer.cli.main import main
from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.office import GOOD, PEOPLE, Office, office
from web.app import create_app


def saved(here: Office, tmp_path: Path) -> tuple[Path, dict[str, object]]:
    """A backup by the command, and its manifest."""
    path = tmp_path / "备份.zip"
    assert main(["backup", "--home", str(here.workspace.home), str(path)]) == 0
    with zipfile.ZipFile(path) as pack:
        manifest: dict[str, object] = json.loads(pack.read("manifest.json"))
    return path, manifest


def test_people_rights_and_record_are_restored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    restored = tmp_path / "restored"
    with office(tmp_path / "home") as here:
        people, now = here.workspace.people, int(time.time())
        secret = people.tokens.make(people.accounts.named("张"), "一", "search", 30, now)
        session = people.sessions.begin(people.accounts.named("张"), now, "127.0.0.1")
        people.attempts.admit("张", "192.0.2.7", now)
        code = people.setup_codes.make(now)
        for act in ("a", "b", "c"):
            Audit(people.database).add(Deed("read", act, "张"))
        path, manifest = saved(here, tmp_path)
        groups, grants = people.groups.list(), here.workspace.catalog.fonds.grants()
    assert (manifest["people"], manifest["fonds"]) == (len(PEOPLE), 1)
    assert path.stat().st_mode & 0o077 == 0, "hashes of passwords are for the owner of the home alone"
    assert main(["restore", "--home", str(restored), str(path)]) == 0
    assert (restored / FILE).stat().st_mode & 0o077 == 0
    with Workspace(restored, writing=True) as workspace:
        people = workspace.people
        account = people.log_in(Passwords(), "张", GOOD, "192.0.2.7", now)
        assert account.name == "张"
        assert people.tokens.find(secret, now) is not None
        assert people.sessions.find(session, now) is None
        assert not people.setup_codes.matches(code, now)
        assert people.database.rows("SELECT 1 FROM attempts") == []
        assert people.groups.list() == groups
        assert workspace.catalog.fonds.grants() == grants
        client = create_app(workspace).test_client()
        assert client.get("/reports.json", headers={"Authorization": f"Bearer {secret}"}).get_json()["total"] == 1
    capsys.readouterr()
    assert main(["audit", "verify", "--home", str(restored), "--backup", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sound"] is True
    assert main(["status", "--home", str(restored), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["people"], told["fonds"]) == (len(PEOPLE), 1)


def test_the_record_in_a_backup_is_held_against_what_is_left(tmp_path: Path) -> None:
    """Whoever cuts the end of the record off is found by any backup made before."""
    with office(tmp_path / "home") as here:
        for act in ("a", "b", "c"):
            Audit(here.workspace.people.database).add(Deed("read", act, "张"))
        path, _ = saved(here, tmp_path)
    home = str(tmp_path / "home")
    assert main(["audit", "verify", "--home", home, "--backup", str(path)]) == 0
    with closing(sqlite3.connect(tmp_path / "home" / FILE)) as opened:
        opened.execute("DROP TRIGGER audit_kept")
        opened.execute("DELETE FROM audit WHERE number >= 3")
        opened.commit()
    assert main(["audit", "verify", "--home", home]) == 0, "a chain without its end is sound by itself"
    assert main(["audit", "verify", "--home", home, "--backup", str(path)]) == 1


def test_a_backup_without_people_is_as_before(tmp_path: Path) -> None:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        assert workspace.catalog
    assert main(["backup", "--home", str(tmp_path / "home"), str(tmp_path / "b.zip")]) == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as pack:
        manifest = json.loads(pack.read("manifest.json"))
        assert FILE not in pack.namelist()
    assert "people" not in manifest


@pytest.mark.parametrize("damage", ["pages", "no database", "hash"])
def test_people_that_are_not_whole_are_not_restored(tmp_path: Path, damage: str) -> None:
    with office(tmp_path / "home") as here:
        path, manifest = saved(here, tmp_path)
    with zipfile.ZipFile(path) as pack:
        members = {name: pack.read(name) for name in pack.namelist()}
    whole = members[FILE]
    members[FILE] = {
        "pages": whole[:4096] + b"\xff" * 8192 + whole[12288:],
        "no database": b"x" * 5000,
        "hash": whole + b"\0",
    }[damage]
    if damage != "hash":
        files = manifest["files"]
        assert isinstance(files, dict)
        files[FILE] = hashlib.sha256(members[FILE]).hexdigest()
        members["manifest.json"] = json.dumps(manifest).encode()
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(broken, "w") as pack:
        for name, data in members.items():
            pack.writestr(name, data)
    assert main(["restore", "--home", str(tmp_path / "restored"), str(broken)]) == 2
    assert not (tmp_path / "restored").exists()


def test_settings_decide_where_people_are(tmp_path: Path) -> None:
    from indexer.maintenance import backup_people

    assert backup_people.copied(tmp_path, Settings(), tmp_path) is None
