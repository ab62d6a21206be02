"""A cold `baogao search`: a new process each time, as in a terminal."""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.process import seconds_of

BAOGAO = (sys.executable, "-m", "indexer.cli")


@dataclass(frozen=True, slots=True)
class Cold:
    """Median seconds of a whole process: quoted, bare, and Python doing nothing."""

    quoted: float
    bare: float
    python: float


def measure_cold(home: Path) -> Cold:
    """Median of nine runs each."""
    env = {"BAOGAO_HOME": str(home)}
    return Cold(
        quoted=statistics.median(seconds_of((*BAOGAO, "search", "“人民代表大会”"), env)),
        bare=statistics.median(seconds_of((*BAOGAO, "search", "人民代表大会制度"), env)),
        python=statistics.median(seconds_of((sys.executable, "-c", "pass"))),
    )
