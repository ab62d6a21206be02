"""python -m bench.served HOME [--processes N]: pages of results through waitress, as browsers ask for them.

Prints a Markdown table: one client and four at once that never pause, each query for the first time and asked before.
Every client keeps its connection open. The processor's time a page is that of all serving processes together, so it
says the same on a busy machine.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from bench.corpus import COMMON, HAN, random_phrases, texts
from bench.machine import ROOT, description

RARE = 60
CLIENTS = 4


@contextmanager
def serving(home: str, processes: int) -> Iterator[tuple[int, int]]:
    """`baogao serve` over `home` on a free port of this machine; its process and its port."""
    env = {**os.environ, "BAOGAO_HOME": home, "BAOGAO_LANG": "en"}
    words = [sys.executable, "-m", "indexer.cli", "serve", "--port", "0", "--processes", str(processes)]
    server = subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        found = re.search(r":(\d+)/", server.stdout.readline())
        assert found is not None
        port = int(found.group(1))
        asked(port, ["报告"])
        settled(server.pid)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait()


def settled(server: int) -> None:
    """Wait until it is warm: readers do not come in the first second of a service."""
    before = -1.0
    while (now := spent(server)) - before > 0.05:
        before = now
        time.sleep(1)


def spent(server: int) -> float:
    """Seconds of the processor that a process and its children have used; 0 where the system does not tell."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if server in (int(path.parent.name), int(fields[1])):
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0


def asked(port: int, queries: Sequence[str], *, stopped: float | None = None) -> list[float]:
    """Milliseconds of each page, over one connection that is kept open. `stopped`: what a question counts that was
    refused as too broad or for want of a processor; without it that is an error.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port)
    taken: list[float] = []
    for query in queries:
        begun = time.perf_counter()
        connection.request("GET", "/search?q=" + quote(query))
        answer = connection.getresponse()
        body = answer.read()
        refused = answer.status != 200 or not body
        if refused and stopped is None:
            raise RuntimeError(f"{query}: {answer.status}")
        taken.append(stopped if refused and stopped is not None else 1000 * (time.perf_counter() - begun))
    connection.close()
    return taken


def row(name: str, server: int, ask: Callable[[], Sequence[float]]) -> str:
    """A line of the table: median, 95th and 99th percentile of the milliseconds, and the processor's a page."""
    before = spent(server)
    ordered = sorted(ask())
    figures = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99)]
    figures.append(1000 * (spent(server) - before) / len(ordered))
    return f"| {name} | {len(ordered)} | " + " | ".join(f"{figure:.0f}" for figure in figures) + " |"


def at_once(port: int, lists: Sequence[Sequence[str]], *, stopped: float | None = None) -> list[float]:
    """All clients' milliseconds; each asks its own list."""
    with ThreadPoolExecutor(len(lists)) as clients:
        every = clients.map(lambda queries: asked(port, queries, stopped=stopped), lists)
        return [taken for part in every for taken in part]


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.served", description=__doc__)
    parser.add_argument("home")
    parser.add_argument("--processes", type=int, default=0, help="0: as `baogao serve` itself chooses")
    options = parser.parse_args()
    rare = random_phrases([text.text for text in texts()], RARE, seed=9, kind=HAN)
    queries = random.Random(5).sample(known := [*COMMON, *(phrase[:8] for phrase in rare)], len(known))
    orders = [random.Random(seed).sample(queries, len(queries)) * 2 for seed in range(CLIENTS)]
    print(f"Pages of results through waitress on {description()}, {len(queries)} queries (ms):\n")
    print("| clients | pages | p50 | p95 | p99 | processor a page |\n| --- | --- | --- | --- | --- | --- |")
    with serving(options.home, options.processes) as (server, port):
        print(row("one, each query for the first time", server, lambda: asked(port, queries)))
        print(row("one, asked before", server, lambda: asked(port, orders[0])))
    with serving(options.home, options.processes) as (server, port):
        shares = [queries[start::CLIENTS] for start in range(CLIENTS)]
        print(row("four at once, each query for the first time", server, lambda: at_once(port, shares)))
        print(row("four at once, asked before", server, lambda: at_once(port, orders)))


if __name__ == "__main__":
    main()
