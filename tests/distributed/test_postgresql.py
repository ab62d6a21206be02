"""What is kept on PostgreSQL keeps the same contracts as what is kept in a file."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalog import Catalog
from archive.catalog.opening import open_catalog
from archive.catalog.stores.database import Database
from archive.people.opening import open_people
from archive.people.passwords import Passwords
from archive.people.people import People
from tests.audit_contract import AuditContract
from tests.catalog_contract import DUTY, CatalogContract, arrival, one
from tests.distributed.servers import Server
from tests.edits_contract import EditsContract
from tests.fonds_contract import FondsContract
from tests.imports_contract import ImportsContract
from tests.near_contract import NearContract
from tests.notebooks_contract import NotebooksContract
from tests.people_contract import PeopleContract

pytestmark = pytest.mark.distributed
_numbers = itertools.count()


@pytest.fixture
def address(postgresql: Server) -> str:
    return postgresql.address(f"contract{next(_numbers)}")


@pytest.fixture
def catalog(address: str, tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog(tmp_path / "home", lock_seconds=5, address=address)
    yield opened
    opened.close()


@pytest.fixture
def people(address: str, tmp_path: Path) -> Iterator[Database]:
    opened = open_people(tmp_path / "home", address=address)
    yield opened
    opened.close()


class TestPostgresqlCatalog(CatalogContract):
    """Reports and their versions; the originals in a folder."""


class TestPostgresqlEdits(EditsContract):
    """Recent changes, and taking them back."""


class TestPostgresqlFonds(FondsContract):
    """分库 and rights."""


class TestPostgresqlImports(ImportsContract):
    """What came in; who is at it holds a row."""


class TestPostgresqlNear(NearContract):
    """Pairs that may be one report."""


class TestPostgresqlNotebooks(NotebooksContract):
    """Clippings, saved searches, notes."""


class TestPostgresqlAudit(AuditContract):
    """The record of deeds, in a schema of its own."""


def test_a_lease_is_one_holders(catalog: Catalog, address: str, tmp_path: Path) -> None:
    number = catalog.imports.begin("page", "x")
    other = open_catalog(tmp_path / "home", address=address)
    with catalog.imports.holding(number) as mine:
        assert mine
        with other.imports.holding(number) as too:
            assert not too
        catalog.imports.expect(number, 3)  # its own record can be written meanwhile
    with other.imports.holding(number) as mine:
        assert mine
    other.close()


def test_many_writers_give_every_change_its_own_number(catalog: Catalog, address: str, tmp_path: Path) -> None:
    catalogs = [open_catalog(tmp_path / "home", address=address) for _ in range(4)]

    def write(writer: int) -> None:
        for number in range(10):
            catalogs[writer].add([arrival(f"/{writer}/{number}", f"第{writer}人第{number}篇报告。")])

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [change.number for change in catalog.changes()] == list(range(1, 41))
    for opened in catalogs:
        opened.close()


@pytest.fixture
def passwords() -> Passwords:
    return Passwords()


@pytest.fixture
def office(address: str, tmp_path: Path) -> Iterator[People]:
    opened = People(open_people(tmp_path, lock_seconds=20, address=address))
    yield opened
    opened.close()


class TestPostgresqlPeople(PeopleContract):
    """Accounts, groups, sessions, tokens in a schema of their own."""


def test_people_lie_beside_the_catalog(catalog: Catalog, office: People, address: str, tmp_path: Path) -> None:
    """One database, two schemas, each with numbers of its own; opening again changes nothing."""
    one(catalog, "/a", DUTY)
    assert office.accounts.add("张", "", 1) == 1
    again = People(open_people(tmp_path, address=address, read_only=True))
    assert [account.name for account in again.accounts.list()] == ["张"]
    again.close()
    other = open_catalog(tmp_path / "home", address=address)
    assert len(other.ids()) == 1
    other.close()
