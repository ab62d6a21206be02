"""What is loaded ahead for an import: by the names of its files, and nothing for a few or for papers alone."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.processes import forking


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param([f"{n}.txt" for n in range(30)], forking.TOGETHER, id="plain files"),
        pytest.param([f"{n}.md" for n in range(24)], None, id="few of them"),
        pytest.param(
            [f"{n}.docx" for n in range(90)], None, id="papers that are read apart: a sandbox says what it needs"
        ),
        pytest.param(
            [*(f"{n}.md" for n in range(30)), *(f"{n}.pdf" for n in range(30))],
            (*forking.TOGETHER, *forking.APART),
            id="as many of these as of those",
        ),
    ],
)
def test_what_is_loaded_ahead_is_told_by_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: Sequence[str], expected: tuple[str, ...] | None
) -> None:
    told: list[Sequence[str]] = []
    monkeypatch.setattr(forking, "context", told.append)
    (tmp_path / "下").mkdir()
    for name in names:
        (tmp_path / "下" / name).touch()
    forking.begin_for([tmp_path, tmp_path / "没有"])
    assert told == ([] if expected is None else [expected])


def test_all_that_is_loaded_ahead_can_be_found() -> None:
    """But the words' binary library, which not every machine has."""
    for name in {*forking.TOGETHER, *forking.APART} - {"rjieba"}:
        assert importlib.util.find_spec(name) is not None, name
