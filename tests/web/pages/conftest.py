"""One archive of the five seeds for tests that only read, a fresh one for those that change it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.served import Served, served
from tests.shared_files import SEEDS


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("seeds") / "home", SEEDS) as archive:
        yield archive


@pytest.fixture
def client(seeds: Served) -> FlaskClient:
    return seeds.client


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "home", SEEDS) as archive:
        yield archive
