"""最近修改 in the local catalog: the contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalog import Catalog
from archive.catalog.opening import open_catalog
from tests.edits_contract import EditsContract


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog(tmp_path / "home", lock_seconds=5)
    yield opened
    opened.close()


class TestLocalEdits(EditsContract):
    """In the archive's own file."""
