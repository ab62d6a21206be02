"""People move into another store and back; a record is only ever continued."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.catalog.stores.database import Database
from archive.catalog.stores.transfer import tables
from archive.errors import CatalogError
from archive.people import people_transfer
from archive.people.audit import Audit
from archive.people.audit_chain import Deed
from archive.people.opening import PEOPLE, open_people
from archive.people.people import People

NOW = 1_800_000_000


def rows(store: Database) -> dict[str, list[str]]:
    return {table: sorted(map(repr, store.rows(f"SELECT * FROM {table}"))) for table in tables(PEOPLE)}


def deeds(store: Database, *acts: str, at: str | None = None) -> None:
    for act in acts:
        Audit(store).add(Deed("change", act, "张三"), at=at)


@pytest.fixture
def stores(tmp_path: Path) -> list[Database]:
    made = [open_people(tmp_path / name) for name in ("here", "there", "elsewhere")]
    people = People(made[0])
    number = people.accounts.add("张三", "hash", NOW, ["admin"])
    people.groups.add("办公室")
    people.groups.put("办公室", number)
    people.tokens.make(people.accounts.named("张三"), "一", "search", 30, NOW)
    deeds(made[0], "a", "b", "c")
    return made


def test_there_and_back_nothing_is_lost_and_the_chain_holds(
    stores: list[Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_transfer, "BATCH", 2)
    here, there, _ = stores
    people_transfer.move(here, there)
    assert rows(there) == rows(here)
    people_transfer.move(here, there)  # begun again: the same
    assert rows(there) == rows(here)
    deeds(there, "d", "e", "f")
    People(there).accounts.add("李四", "hash", NOW, [])
    people_transfer.move(there, here)
    assert rows(here) == rows(there)
    verdict = Audit(here).verify()
    assert (verdict.fault, verdict.lines) == (None, 6)


def test_a_record_that_went_its_own_way_is_not_overwritten(stores: list[Database]) -> None:
    here, there, elsewhere = stores
    people_transfer.move(here, there)
    deeds(there, "only there")
    deeds(here, "only here")
    before = rows(there)
    for target in (there, elsewhere):
        deeds(elsewhere, "x")
        with pytest.raises(CatalogError) as refused:
            people_transfer.move(here, target)
        assert refused.value.code == "catalog.not_empty"
    assert rows(there) == before


def test_what_was_old_enough_to_go_goes_there_too(tmp_path: Path) -> None:
    here, there, elsewhere = (open_people(tmp_path / name) for name in ("old here", "old there", "old elsewhere"))
    deeds(here, "a", "b", at="2020-01-01T00:00:00.000Z")
    people_transfer.move(here, there)
    deeds(here, "c")
    assert Audit(here).prune(180) == 2
    for target in (there, elsewhere):
        people_transfer.move(here, target)
        assert rows(target) == rows(here)
        verdict = Audit(target).verify()
        assert (verdict.fault, verdict.first) == (None, 3)
