"""Phrases in process: 1,000 random ones and the common ones, each with exact totals, checked against a plain scan."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.fold import fold_text
from bench.corpus import COMMON, HAN, random_phrases
from indexer.answer import Request
from indexer.searcher import Searcher
from indexer.workspace import Workspace

CHECKED = 200
"""Of the random phrases, how many are checked against a scan of all folded passages."""


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


@dataclass(frozen=True, slots=True)
class Phrases:
    """Totals of random and common phrases, pages of bare queries, and how many answers a scan confirmed."""

    random: Latency
    common: Latency
    bare: Latency
    checked: int
    exact: int


def measure_phrases(home: Path, texts: Sequence[str]) -> Phrases:
    """Ask them all of the archive in `home`."""
    with Workspace(home) as workspace:
        searcher = workspace.searcher
        asked = random_phrases(list(texts), 1000)
        timed(searcher, asked[:20])
        folded = [[fold_text(text) for text in passages] for _, passages in workspace.catalog.texts()]
        exact = sum(is_exact(searcher, phrase, folded) for phrase in asked[:CHECKED])
        return Phrases(
            random=Latency.of(timed(searcher, asked)),
            common=Latency.of(timed(searcher, COMMON)),
            bare=Latency.of(timed_pages(searcher, random_phrases(list(texts), 200, seed=8, kind=HAN))),
            checked=len(asked[:CHECKED]),
            exact=exact,
        )


def timed(searcher: Searcher, phrases: Sequence[str]) -> list[float]:
    """Seconds of each phrase with exact totals of reports and places."""
    taken: list[float] = []
    for phrase in phrases:
        begun = time.perf_counter()
        searcher.tally(Request(phrase, literal=True))
        taken.append(time.perf_counter() - begun)
    return taken


def timed_pages(searcher: Searcher, phrases: Sequence[str]) -> list[float]:
    """Seconds of each bare query's first page, passages, marks and words apart included."""
    taken: list[float] = []
    for phrase in phrases:
        begun = time.perf_counter()
        searcher.search(Request(phrase))
        taken.append(time.perf_counter() - begun)
    return taken


def is_exact(searcher: Searcher, phrase: str, folded: Sequence[Sequence[str]]) -> bool:
    """Do the totals equal those of a scan?"""
    text = fold_text(phrase)
    counts = [sum(passage.count(text) for passage in passages) for passages in folded]
    tally = searcher.tally(Request(phrase, literal=True))
    return (tally.total_reports, tally.total_matches) == (sum(map(bool, counts)), sum(counts))
