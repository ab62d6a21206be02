"""People in a file of the home."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.people.opening import open_people
from archive.people.passwords import Passwords
from archive.people.people import People
from tests.people_contract import PeopleContract


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[People]:
    opened = People(open_people(tmp_path, lock_seconds=20))
    yield opened
    opened.close()


class TestPeople(PeopleContract):
    """In SQLite."""
