"""The catalog on PostgreSQL keeps the same contract as the local one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalog import Catalog, open_catalog
from tests.catalog_contract import CatalogContract
from tests.distributed.servers import Server

pytestmark = pytest.mark.distributed
_numbers = itertools.count()


@pytest.fixture
def catalog(postgresql: Server, tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog(tmp_path / "home", lock_seconds=5, address=postgresql.address(f"contract{next(_numbers)}"))
    yield opened
    opened.close()


class TestPostgresqlCatalog(CatalogContract):
    """PostgreSQL and a folder."""
