"""Pages asked one after the other of a searcher: how long each took, by the wall and by the processor."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence

from archive.errors import QueryError
from indexer import deadline
from indexer.search.answer import Request
from indexer.search.searcher import Searcher


def latencies(searcher: Searcher, asked: Sequence[Request]) -> tuple[list[float], list[float], int]:
    """Milliseconds of the wall and of the processor, and how many were stopped as too broad: they count until then."""
    wall, worked, stopped = list[float](), list[float](), 0
    for request in asked:
        clock, begun = time.process_time(), time.perf_counter()
        try:
            searcher.search(request)
        except QueryError as problem:
            if problem.code not in deadline.OVER:
                raise
            stopped += 1
        wall.append((time.perf_counter() - begun) * 1000)
        worked.append((time.process_time() - clock) * 1000)
    return wall, worked, stopped


def percentiles(milliseconds: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return statistics.median(milliseconds), statistics.quantiles(milliseconds, n=20)[18]
