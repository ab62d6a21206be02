"""The figures themselves, as values that go into docs/bench.json and come back. Nothing is measured here."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds a query: mean, median, 95th and 99th percentile, most."""

    mean: float
    p50: float
    p95: float
    p99: float
    most: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Latency:
        """From the seconds of each query."""
        ordered = sorted(1000 * taken for taken in seconds)
        at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99)]
        return cls(statistics.fmean(ordered), at[0], at[1], at[2], ordered[-1])

    def times(self, factor: float) -> Latency:
        """All of it so many times."""
        return Latency(*(factor * value for value in (self.mean, self.p50, self.p95, self.p99, self.most)))


@dataclass(frozen=True, slots=True)
class Way:
    """One way of asking: `asked` random phrases, the common ones, and how many answers were right."""

    name: str
    asked: int
    random: Latency
    common: Latency
    right: int
    files: int
    missed: int
    wrong: int
    common_right: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A peer: all that was measured, or why nothing was."""

    name: str
    about: str
    missing: str = ""
    build_seconds: float = 0.0
    build_mib: float = 0.0
    index_bytes: int = 0
    disk_bytes: int = 0
    ask_mib: float = 0.0
    ways: tuple[Way, ...] = ()
    bare: Latency | None = None
    precise: Latency | None = None
    added_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One run over one set of texts: where and on what, the peers (ours first), and ours taken apart.

    `index`: which kind decided in ours; what was measured before it was written down had the earlier one.
    """

    machine: str
    files: int
    characters: int
    text_bytes: int
    minutes: float
    peers: tuple[Measured, ...]
    ours: dict[str, float] = field(default_factory=dict)
    index: str = "SQLite's FTS5"

    def as_json(self) -> dict[str, Any]:
        """For the file."""
        return asdict(self)

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Round:
        """Back from the file."""
        return cls(**{**body, "peers": tuple(map(_measured, body["peers"]))})


def _measured(body: dict[str, Any]) -> Measured:
    ways = tuple(
        Way(**{**way, "random": Latency(**way["random"]), "common": Latency(**way["common"])}) for way in body["ways"]
    )
    pages = {name: Latency(**body[name]) for name in ("bare", "precise") if body.get(name)}
    return Measured(**{**body, "ways": ways, **pages})
