"""Where the open corpus beside the project lies, and what a test does without it: skip aloud, or fail under CI=true."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
_BESIDE = ROOT.parent / "shared"
SHARED: Path | None = _BESIDE if _BESIDE.is_dir() else None


def shared(*parts: str) -> Path:
    """The path of a shared file or folder; without it the test that asks is skipped, under CI=true it fails."""
    path = _BESIDE.joinpath(*parts)
    if path.exists():
        return path
    missing = f"../shared/{'/'.join(parts)} is not there"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)
