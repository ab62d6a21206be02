"""One archive of the five samples for all tests that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.cli.main import main
from tests.shared_files import SEEDS


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("samples") / "home"
    assert main(["--home", str(home), "add", str(SEEDS)]) == 0
    return home
