"""python -m bench.scale REPORTS [NODES]: many reports in a catalog on PostgreSQL, an index on three OpenSearch nodes.

The reports are made of lines of the corpus, about a thousand characters each, so that a hundred thousand of them can be
kept and indexed on one machine within the hour. Prints the rows of docs/scale.md. Of one node where three are too many
for the machine. The wall's times are of this machine as it is just then; beside them stand the processor's.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from archive.catalog import Arrival
from archive.errors import ArchiveError
from archive.ingest import ingest
from bench.asked_pages import latencies, percentiles
from bench.corpus import COMMON, HAN, precise_queries, random_phrases, texts
from indexer.index import sync
from indexer.index.opensearch import OpenSearchEngine
from indexer.search.answer import Request
from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.distributed.cluster import Cluster, running
from tests.distributed.servers import serving

LENGTH = 1000
BATCH = 500
HEAP = "1g"
"""Of each node, which runs as Java does by itself: one of the tests starts soon, and compiles little."""
ASKED = 100
PRECISE = 30
ASKERS, ROUNDS = 8, 3


def main() -> None:
    """For one and for three shards."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("reports", type=int, help="how many")
    options.add_argument("nodes", type=int, nargs="?", default=3, help="of OpenSearch")
    given = options.parse_args()
    count, nodes = given.reports, given.nodes
    with tempfile.TemporaryDirectory() as folder, serving() as database, running(nodes, heap=HEAP, java=()) as cluster:
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
        home = Path(folder) / "home"
        for shards in (1, 3):
            _measured(home, replace(settings, shards=shards), cluster, count, sample)
        _row(f"{ASKERS} askers at once while reports are added", *together(home, replace(settings, shards=3), sample))
        for processes in (1, 2, 4):
            _row(f"indexed by {processes} processes, reports a second", _rebuilt(home, settings, count, processes))


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
        _row("the first question of a process, ms; its memory after it, MiB", *_first(home, settings))
        for name, asked, literal in _questions(sample):
            requests = [Request(phrase, literal=literal, facets=True) for phrase in asked]
            wall, worked, stopped = latencies(workspace.searcher, requests)
            _row(
                f"{name}, ms: p50 and p95 of a page with totals, of the asking process' processor",
                *percentiles(wall),
                *percentiles(worked),
            )
            _row(f"{name}: of {len(asked)} stopped as too broad", stopped)


def _questions(sample: list[str]) -> Iterator[tuple[str, list[str], bool]]:
    """Their name, the questions, and whether they are taken as they stand: bare ones are ranked by words, too."""
    yield "random phrases", random_phrases(sample, ASKED), True
    yield "common phrases", list(COMMON), True
    yield "random phrases, bare", random_phrases(sample, ASKED, seed=8, kind=HAN), False
    yield "common phrases, bare", list(COMMON), False
    yield "precise questions", precise_queries(sample, PRECISE), False


def _first(home: Path, settings: Settings) -> tuple[float, float]:
    """Milliseconds of the first question that a new process asks, without those it takes to start; then its MiB."""
    told = subprocess.run(
        [sys.executable, "-c", FIRST, str(home)],
        env={**os.environ, "BAOGAO_ENGINE": settings.engine, "BAOGAO_CATALOG": settings.catalog},
        capture_output=True,
        text=True,
        check=True,
    )
    milliseconds, mebibytes = map(float, told.stdout.split())
    return milliseconds, mebibytes


FIRST = """
import resource, sys, time
from pathlib import Path
from indexer.search.answer import Request
from indexer.settings import load
from indexer.workspace import Workspace
home = Path(sys.argv[1])
with Workspace(home, settings=load(home)) as workspace:
    searcher = workspace.searcher  # what a serving process opens when it starts
    begun = time.perf_counter()
    searcher.search(Request("先问一次", literal=True))
    print((time.perf_counter() - begun) * 1000, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def _rebuilt(home: Path, settings: Settings, count: int, processes: int) -> float:
    """Reports a second of a new index that so many processes fill."""
    with Workspace(home, writing=True, settings=settings) as workspace:
        assert isinstance(workspace.engine, OpenSearchEngine)
        workspace.engine.processes = processes
        begun = time.perf_counter()
        _anew(workspace)
        return count / (time.perf_counter() - begun)


def together(home: Path, settings: Settings, sample: list[str]) -> tuple[float, float, int, int]:
    """Milliseconds (p50, p95) of pages while reports are added one by one, how many were added, and the errors."""
    phrases = [*random_phrases(sample, ASKED, seed=12), *COMMON]
    done, errors = threading.Event(), list[str]()

    def ask(number: int) -> list[float]:
        milliseconds: list[float] = []
        with Workspace(home, settings=settings) as workspace:
            for phrase in phrases[number::ASKERS] * ROUNDS:
                begun = time.perf_counter()
                try:
                    workspace.searcher.search(Request(phrase, literal=True, facets=True))
                except ArchiveError as problem:
                    errors.append(str(problem))
                milliseconds.append((time.perf_counter() - begun) * 1000)
        return milliseconds

    def write() -> int:
        number = 0
        with Workspace(home, writing=True, settings=settings) as workspace:
            while not done.is_set():
                try:
                    keep_one(workspace, f"第{number}号补记：落实一岗双责，压实主体责任。\n", f"added-{number}.txt")
                    workspace.catch_up()
                except ArchiveError as problem:
                    errors.append(str(problem))
                number += 1
        return number

    with ThreadPoolExecutor(ASKERS + 1) as pool:
        writing = pool.submit(write)
        asking = [pool.submit(ask, number) for number in range(ASKERS)]
        waited = [one for each in asking for one in each.result()]
        done.set()
        added = writing.result()
    for problem in sorted(set(errors)):
        print(problem, file=sys.stderr)
    return *percentiles(waited), added, len(errors)


def keep_one(workspace: Workspace, text: str, name: str) -> None:
    """A report into the catalog, as an import of its file would."""
    data = text.encode()
    workspace.catalog.add([Arrival(f"/{name}", name, data, hashlib.sha256(data).hexdigest(), ingest(data, name))])


def _anew(workspace: Workspace) -> None:
    sync.rebuild(workspace.catalog, workspace.engine)


def _row(name: str, *figures: float) -> None:
    print(f"| {name} | {' · '.join(f'{figure:,.0f}' for figure in figures)} |", flush=True)


if __name__ == "__main__":
    main()
