"""An archive goes to the shared database and the cluster, and back: same ids, same answers, sound at every end."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.catalog.stores import migration, transfer
from archive.catalog.stores.sqlite import Sqlite
from archive.errors import CatalogError
from archive.people.audit import Audit
from indexer.cli.main import main
from indexer.workspace import Workspace
from tests.distributed.cluster import Cluster
from tests.distributed.servers import Server
from tests.office import PEOPLE, office
from tests.shared_files import SEEDS

pytestmark = pytest.mark.distributed
_numbers = itertools.count()


def baogao(home: Path, *words: str, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "indexer.cli", "--home", str(home), *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == code, done.stderr
    return done.stdout


def answers(home: Path) -> list[object]:
    asked = ("一岗双责", "**", "年:2022 责任", "党建 责任", "xxx社区")
    told = [json.loads(baogao(home, "search", "--json", "--limit", "0", query)) for query in asked]
    for answer in told:
        answer.pop("took_ms")
    return [*told, baogao(home, "list", "--json")]


def set_up(home: Path, **settings: object) -> None:
    lines = (f"{name} = {json.dumps(value)}" for name, value in settings.items())
    (home / "baogao.toml").write_text("\n".join(lines), encoding="utf-8")


def test_there_and_back(tmp_path: Path, postgresql: Server, cluster: Cluster) -> None:
    home = tmp_path / "home"
    baogao(home, "add", str(SEEDS))
    name = json.loads(baogao(home, "list", "--json").splitlines()[0])["id"]
    baogao(home, "edit", name, "--unit", "甲局")
    before = answers(home)
    address = postgresql.address(f"migrate{next(_numbers)}")
    engine = "opensearch:" + ",".join(cluster.urls)
    set_up(home, engine=engine, shards=cluster.size, replicas=min(1, cluster.size - 1))
    baogao(home, "migrate", "--to", address)
    (home / "catalog.db").rename(tmp_path / "old.db")  # so that nothing can be read from it
    set_up(home, engine=engine, catalog=address)
    assert answers(home) == before
    baogao(home, "edit", name, "--unit", "乙局")
    changed = answers(home)
    assert changed != before
    for left in home.glob("catalog.db*"):
        left.unlink()
    baogao(home, "migrate", "--to", "local")
    (home / "baogao.toml").unlink()
    assert answers(home) == changed
    baogao(home, "check")


def test_people_and_their_record_move_too(tmp_path: Path, postgresql: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.people.people_transfer.BATCH", 2)
    home = tmp_path / "home"
    with office(home) as here:
        people = here.workspace.people
        secret = people.tokens.make(people.accounts.named("张"), "一", "search", 30, int(time.time()))
        grants = here.workspace.catalog.fonds.grants()
    address = postgresql.address(f"migrate{next(_numbers)}")
    assert main(["migrate", "--home", str(home), "--to", address]) == 0
    set_up(home, catalog=address)
    (home / "catalog.db").rename(tmp_path / "old.db")
    assert main(["user", "--home", str(home), "list"]) == 0
    with Workspace(home, writing=True) as workspace:
        assert [account.name for account in workspace.people.accounts.list()] == sorted(PEOPLE)
        assert workspace.people.tokens.find(secret, int(time.time())) is not None
        assert workspace.catalog.fonds.grants() == grants
        acts = [line.deed.act for line in Audit(workspace.people.database).recent(limit=3)]
        assert acts == ["user", "migrate", "migrate"], "begun where it was, ended where it is"
        assert Audit(workspace.people.database).verify().fault is None
    backup = tmp_path / "b.zip"
    assert main(["backup", "--home", str(home), str(backup)]) == 0
    assert main(["audit", "verify", "--home", str(home), "--backup", str(backup)]) == 0
    for left in home.glob("catalog.db*"):
        left.unlink()
    assert main(["migrate", "--home", str(home), "--to", "local"]) == 0
    (home / "baogao.toml").unlink()
    with Workspace(home, writing=True) as workspace:
        assert workspace.people.tokens.find(secret, int(time.time())) is not None
        assert Audit(workspace.people.database).verify().fault is None


def test_a_move_that_was_broken_off_goes_on(
    tmp_path: Path, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    baogao(home, "add", str(SEEDS))
    address = postgresql.address(f"migrate{next(_numbers)}")
    monkeypatch.setattr(transfer, "BATCH", 2)
    identity = (home / ".baogao").read_text(encoding="utf-8").split()[3]

    def broken_off(done: int, _: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migration.to_database(home, identity, address, "", broken_off)
    seen: list[int] = []
    assert migration.to_database(home, identity, address, "", lambda done, _: seen.append(done)) == 5
    assert seen == [5], "the four that had arrived were not sent again"


def test_another_archive_is_left_alone(tmp_path: Path, postgresql: Server) -> None:
    homes = [tmp_path / "one", tmp_path / "two"]
    for home in homes:
        baogao(home, "add", str(SEEDS))
    address = postgresql.address(f"migrate{next(_numbers)}")
    baogao(homes[0], "migrate", "--to", address)
    told = baogao(homes[1], "migrate", "--to", address, code=2)
    assert not told
    shutil.copy(homes[0] / ".baogao", homes[1] / ".baogao")
    store = Sqlite(homes[1] / "catalog.db", read_only=False, lock_seconds=1)
    with store.transaction():
        store.execute("UPDATE reports SET change = change + 100")
    store.close()
    with pytest.raises(CatalogError) as refused:
        migration.to_database(homes[1], (homes[1] / ".baogao").read_text(encoding="utf-8").split()[3], address, "")
    assert refused.value.code == "catalog.not_empty"
