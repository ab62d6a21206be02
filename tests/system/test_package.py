"""What the wheel ships, without building one: every module, every file of data, and what it needs installed."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.shared_files import ROOT
from tests.system.test_walls import OWNERS, ROOMS, WHOLE_ROOM

LEFT_BY_PYTHON = "__pycache__"
DISTRIBUTIONS = {
    "whoosh": "whoosh-reloaded",
    "argon2": "argon2-cffi",
    "docx": "python-docx",
    "flask_wtf": "flask-wtf",
    "opensearchpy": "opensearch-py",
    "prometheus_client": "prometheus-client",
    "PIL": "pillow",
}
"""Libraries whose distribution has another name."""
OF_BUNDLES = {"cyclonedx", "packageurl", "packaging"}
"""Only `make bundle` imports these, where the development group is installed."""
BROUGHT_BY_FLASK = {"werkzeug", "jinja2", "markupsafe", "wtforms"}


def project() -> dict[str, Any]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        read: dict[str, Any] = tomllib.load(file)
        return read


def files(room: str) -> list[Path]:
    return [path for path in (ROOT / room).rglob("*") if path.is_file() and LEFT_BY_PYTHON not in path.parts]


@pytest.mark.parametrize("room", ROOMS)
def test_every_file_of_data_is_shipped(room: str) -> None:
    patterns = project()["tool"]["setuptools"]["package-data"][room]
    shipped = {path for pattern in patterns for path in (ROOT / room).glob(pattern)}
    left_out = [str(path.relative_to(ROOT)) for path in files(room) if path.suffix != ".py" and path not in shipped]
    assert left_out == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_folder_of_modules_is_a_package(room: str) -> None:
    folders = {path.parent for path in files(room) if path.suffix == ".py"}
    assert [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_every_library_that_is_imported_is_declared() -> None:
    told = project()["project"]
    declared = {
        requirement_name(line)
        for lines in (told["dependencies"], *told["optional-dependencies"].values())
        for line in lines
    }
    used = {*OWNERS, *WHOLE_ROOM} - set(sys.stdlib_module_names) - BROUGHT_BY_FLASK - OF_BUNDLES - {"tomllib"}
    assert {DISTRIBUTIONS.get(name, name) for name in used} - declared == set()


def test_a_search_that_starts_loads_nothing_it_may_not_need() -> None:
    program = "import sys, indexer.cli.search.search; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {
        "jieba",
        "rjieba",
        "whoosh",
        "flask",
        "markdown",
        "platformdirs",
        "archive.masthead.head_and_tail",
        "archive.outline",
    }
    assert heavy & set(done.stdout.split()) == set()


def requirement_name(line: str) -> str:
    return re.split("[;\\[>=]", line)[0].strip().lower()
