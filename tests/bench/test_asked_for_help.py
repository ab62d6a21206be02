"""A measurement that is asked what it is for says so, and measures and writes nothing: `--help` is no folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
RUN = [path for path in sorted(BENCH.glob("*.py")) if "\nif __name__ ==" in path.read_text("utf-8")]


@pytest.mark.parametrize("path", RUN, ids=lambda path: path.stem)
def test_words_behind_a_command_are_read_as_options(path: Path) -> None:
    assert "ArgumentParser(" in path.read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("path", RUN, ids=lambda path: path.stem)
def test_help_is_told(path: Path) -> None:
    """A process each."""
    answer = subprocess.run(
        [sys.executable, "-m", f"bench.{path.stem}", "--help"],
        cwd=BENCH.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("usage: ")
