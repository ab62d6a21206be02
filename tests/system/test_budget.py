"""Each folder of tests has its seconds, and a folder that takes far more fails the run."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.budget import FILE, Budget
from tests.shared_files import ROOT

SHARES = tomllib.loads(FILE.read_text(encoding="utf-8"))["seconds"]
OWN_TARGETS = {"distributed", "deployment"}
"""Run by targets of their own, such as `make test-distributed`, only."""


def test_the_shares_are_seven_minutes() -> None:
    assert sum(SHARES.values()) <= 420


def test_every_folder_of_tests_has_its_share() -> None:
    folders = {path.parent.relative_to(ROOT / "tests").as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    assert folders - OWN_TARGETS <= SHARES.keys()
    assert all(name == "tests" or name in folders for name in SHARES), "a share of a folder that is gone"


@pytest.mark.parametrize(
    ("nodeid", "folder"),
    [
        pytest.param("tests/archive/text/test_fold.py::test_x[a/b]", "archive/text", id="innermost"),
        pytest.param("tests/web/pages/deep/test_x.py::test_y", "web/pages", id="below a folder with a share"),
        pytest.param("tests/test_alone.py::test_y", "tests", id="none of its own"),
    ],
)
def test_a_test_counts_for_its_folder(nodeid: str, folder: str) -> None:
    assert Budget(SHARES).folder_of(nodeid) == folder


@pytest.mark.parametrize(
    ("used", "over"),
    [
        pytest.param({"crash": 21.0, "bench": 11.0}, ["crash"], id="twice its share"),
        pytest.param({"crash": 19.0, "bench": 11.0}, [], id="less than twice"),
        pytest.param({"crash": 9.0, "web/charts": 5.9}, [], id="a small folder that loaded what every process loads"),
        pytest.param({"crash": 9.0, "web/charts": 6.1}, ["web/charts"], id="a small folder, more than that"),
        pytest.param({"crash": 45.0, "bench": 86.0}, [], id="all are slow"),
        pytest.param({"crash": 60.0, "bench": 71.0}, ["crash"], id="all are slow, and one slower than all"),
    ],
)
def test_far_more_than_its_share_is_too_much(used: dict[str, float], over: list[str]) -> None:
    budget = Budget({"crash": 10, "bench": 40, "web/charts": 1})
    budget.used.update(used)
    assert budget.over() == over


@pytest.mark.parametrize(("ci", "code"), [pytest.param({}, 1, id="fails"), pytest.param({"CI": "true"}, 0, id="CI")])
def test_a_run_that_takes_too_long(tmp_path: Path, ci: dict[str, str], code: int) -> None:
    """A real run of pytest with a budget of nothing: told everywhere, a verdict where it can be run again."""
    (tmp_path / "budget.toml").write_text("[seconds]\ntests = 0\n", encoding="utf-8")
    (tmp_path / "test_slow.py").write_text("def test_it() -> None:\n    sum(range(300_000))\n", encoding="utf-8")
    words = ["-p", "tests.budget", "--budget", "-q", "--rootdir", str(tmp_path), str(tmp_path)]
    program = (
        "import sys, pytest, pathlib, tests.budget as budget\n"
        f"budget.FILE = pathlib.Path({str(tmp_path / 'budget.toml')!r})\n"
        "budget.NOTHING = 0.0\n"
        f"sys.exit(pytest.main({words}))"
    )
    env = {name: value for name, value in os.environ.items() if name != "CI"} | ci
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True)
    assert "over twice its budget: tests" in done.stdout
    assert done.returncode == code
