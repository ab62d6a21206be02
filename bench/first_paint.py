"""python -m bench.first_paint HOME [N]: the processor's time until a page's results are sent, and until all of it is.

Bare queries, each for the first time, asked of the application itself; the first two are not counted.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from flask import Flask
from werkzeug.test import EnvironBuilder

from bench.corpus import HAN, random_phrases, texts
from bench.machine import description
from indexer.workspace import Workspace
from web.app import create_app

WARM = 2


def taken(app: Flask, query: str) -> tuple[float, float]:
    """Milliseconds of the processor until the first piece of the page is there, and until the last one."""
    environ = EnvironBuilder(
        path="/search", query_string={"q": query}, environ_base={"REMOTE_ADDR": "127.0.0.1"}
    ).get_environ()
    begun = time.process_time()
    pieces = iter(app(environ, lambda *_: bytes))
    next(pieces)
    first = time.process_time() - begun
    for _ in pieces:
        pass
    return 1000 * first, 1000 * (time.process_time() - begun)


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.first_paint", description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("queries", type=int, nargs="?", default=100)
    options = parser.parse_args()
    queries = random_phrases([text.text for text in texts()], options.queries + WARM, seed=8, kind=HAN)
    with Workspace(options.home, looking=True) as workspace:
        app = create_app(workspace)
        pages = [taken(app, query) for query in queries][WARM:]
    print(f"{len(pages)} bare queries on {description()}, processor ms:\n")
    for name, column in zip(("results are sent", "all is sent"), zip(*pages, strict=True), strict=True):
        ordered = sorted(column)
        print(f"{name}: p50 {statistics.median(ordered):.1f}, p95 {ordered[int(len(ordered) * 0.95)]:.1f}")


if __name__ == "__main__":
    main()
