"""python -m bench.scale REPORTS: many reports in a catalog on PostgreSQL and an index on three OpenSearch nodes.

The reports are made of lines of the corpus, about a thousand characters each, so that a hundred thousand of them can be
kept and indexed on one machine within the hour. Prints the rows of docs/scale.md.
"""

from __future__ import annotations

import hashlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from archive.catalog import Arrival
from archive.errors import QueryError
from archive.ingest import ingest
from bench.corpus import COMMON, random_phrases, texts
from indexer import deadline
from indexer.search.answer import Request
from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.distributed.cluster import Cluster, running
from tests.distributed.servers import serving

LENGTH = 1000
BATCH = 500
ASKED = 100


def main() -> None:
    """For one and for three shards."""
    count = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder, serving() as database, running(3) as cluster:
        settings = Settings(
            engine=f"opensearch:{','.join(cluster.urls)}", catalog=database.address("scale"), replicas=0
        )
        with Workspace(Path(folder) / "home", writing=True, settings=settings) as workspace:
            begun = time.perf_counter()
            characters, sample = _keep(workspace, count)
            kept = time.perf_counter() - begun
            _row("reports", count)
            _row("characters", characters)
            _row("kept in the catalog, reports a second", count / kept)
        for shards in (1, 3):
            _measured(Path(folder) / "home", replace(settings, shards=shards), cluster, count, sample)


def _keep(workspace: Workspace, count: int) -> tuple[int, list[str]]:
    characters, sample, batch = 0, [], []
    for number, text in enumerate(_made(count)):
        data = text.encode()
        characters += len(text)
        if number % 50 == 0:
            sample.append(text)
        report = ingest(data, f"{number}.txt")
        batch.append(Arrival(f"/made/{number}.txt", f"{number}.txt", data, hashlib.sha256(data).hexdigest(), report))
        if len(batch) == BATCH or number == count - 1:
            workspace.catalog.add(batch)
            batch = []
    return characters, sample


def _made(count: int) -> Iterator[str]:
    dice = random.Random(3)
    lines = [line for one in texts() for line in one.text.splitlines() if line.strip()]
    for number in range(count):
        body, length = [f"第{number}号工作报告", ""], 0
        while length < LENGTH:
            body.append(dice.choice(lines))
            length += len(body[-1])
        yield "\n".join(body) + "\n"


def _measured(home: Path, settings: Settings, cluster: Cluster, count: int, sample: list[str]) -> None:
    with Workspace(home, writing=True, settings=settings) as workspace:
        begun = time.perf_counter()
        workspace.catch_up() if settings.shards == 1 else _anew(workspace)
        _row(f"indexed with {settings.shards} shards, reports a second", count / (time.perf_counter() - begun))
        size = sum(path.stat().st_size for path in cluster.folder.glob("node*/data/**/*") if path.is_file())
        _row("bytes a report in the index (after a rebuild: of both)", size / count)
        begun = time.perf_counter()
        workspace.searcher.search(Request("先问一次", literal=True))
        _row("the first question of a process, ms", (time.perf_counter() - begun) * 1000)
        for name, phrases in (("random", random_phrases(sample, ASKED)), ("common", list(COMMON))):
            *latency, stopped = _latency(workspace, phrases)
            _row(f"{name} phrases, ms: p50 and p95 of a page with totals", *latency)
            _row(f"{name} phrases of {len(phrases)} that were stopped as too broad", stopped)


def _anew(workspace: Workspace) -> None:
    from indexer.index import sync

    sync.rebuild(workspace.catalog, workspace.engine)


def _latency(workspace: Workspace, phrases: list[str]) -> tuple[float, float, int]:
    """Median, 95th percentile, and how many were stopped; those count with the time until then."""
    seconds, stopped = [], 0
    for phrase in phrases:
        begun = time.perf_counter()
        try:
            workspace.searcher.search(Request(phrase, literal=True))
        except QueryError as problem:
            if problem.code not in deadline.OVER:
                raise
            stopped += 1
        seconds.append((time.perf_counter() - begun) * 1000)
    return statistics.median(seconds), statistics.quantiles(seconds, n=20)[18], stopped


def _row(name: str, *figures: float) -> None:
    print(f"| {name} | {' · '.join(f'{figure:,.0f}' for figure in figures)} |", flush=True)


if __name__ == "__main__":
    main()
