"""python -m bench.served HOME: pages of results through waitress, by one client and by four at once, as a browser asks.

Prints a Markdown table. Each client asks all queries, in an order of its own, twice; the first round of one client,
which fills what is kept at hand, is told apart.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import quote

from bench.corpus import COMMON, HAN, random_phrases, texts
from bench.machine import ROOT, description

RARE = 60


@contextmanager
def serving(home: str) -> Iterator[int]:
    """`baogao serve` over `home` on a free port of this machine; its port."""
    env = {**os.environ, "BAOGAO_HOME": home, "BAOGAO_LANG": "en"}
    words = [sys.executable, "-m", "indexer.commands", "serve", "--port", "0"]
    server = subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        found = re.search(r":(\d+)/", server.stdout.readline())
        assert found is not None
        yield int(found.group(1))
    finally:
        server.terminate()
        server.wait()


def asked(port: int, queries: Sequence[str]) -> list[float]:
    """Milliseconds of each page, over one connection that is kept open."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    taken: list[float] = []
    for query in queries:
        begun = time.perf_counter()
        connection.request("GET", "/search?q=" + quote(query))
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200 or not body:
            raise RuntimeError(f"{query}: {answer.status}")
        taken.append(1000 * (time.perf_counter() - begun))
    connection.close()
    return taken


def row(name: str, taken: Sequence[float]) -> str:
    """A line of the table: median, 95th and 99th percentile."""
    ordered = sorted(taken)
    figures = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99)]
    return f"| {name} | {len(ordered)} | " + " | ".join(f"{figure:.0f}" for figure in figures) + " |"


def main(home: str) -> None:
    """Ask and print."""
    queries = [
        *COMMON,
        *(phrase[:8] for phrase in random_phrases([text.text for text in texts()], RARE, seed=9, kind=HAN)),
    ]
    orders = [random.Random(seed).sample(queries, len(queries)) for seed in range(4)]
    with serving(home) as port:
        first = asked(port, queries)
        alone = asked(port, orders[0])
        with ThreadPoolExecutor(4) as clients:
            four = [taken for part in clients.map(lambda order: asked(port, order * 2), orders) for taken in part]
    print(f"Pages of results through waitress on {description()}, {len(queries)} queries (ms):\n")
    print("| clients | pages | p50 | p95 | p99 |\n| --- | --- | --- | --- | --- |")
    print(row("one, each query for the first time", first))
    print(row("one", alone))
    print(row("four at once", four))


if __name__ == "__main__":
    main(sys.argv[1])
