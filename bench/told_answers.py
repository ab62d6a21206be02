"""python bench/told_answers.py HOME FOLDER: answers questions over the catalog of HOME by an index built in FOLDER.

Run with PYTHONPATH naming an earlier program (`earlier_program`), it asks that program's index of FTS5. The first line
that it prints tells what it has: {"reports": 2249}, or {"refused": "catalog.newer"}; then, for each line of JSON with
the fields of a `Request`, all that a page tells of it, and the processor's seconds of the asking thread.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.errors import ArchiveError
from indexer import deadline
from indexer.index import sync
from indexer.search.answer import Request
from indexer.search.searcher import Searcher
from indexer.workspace import Workspace

if TYPE_CHECKING:
    from indexer.search.answer import Found

EARLIER: dict[str, Any] = {"index": "fts5"}
"""What the engine of that program took."""
LONG = 3600.0
"""Seconds that a question may take here: none is stopped."""


def told(searcher: Searcher, request: Request) -> dict[str, Any]:
    """All that a page tells, as JSON: the order of all reports with their places, the totals, the marks of those that
    are shown, the facets, of which the parts count places, and the reports with the words apart.
    """
    begun = time.thread_time()
    rows = [[row.card.id, row.matches] for row in searcher.tally(request).rows]
    seconds = time.thread_time() - begun
    answer = searcher.search(request)
    facets = {name: [list(pair) for pair in pairs] for name, pairs in answer.facets.items()}
    return {
        "order": rows,
        "totals": [answer.total_reports, answer.total_matches],
        "marks": [_shown(found) for found in answer.reports],
        "apart": [answer.also.total_reports, [_shown(found) for found in answer.also.reports]],
        "parts": facets.pop("part", None),
        "facets": facets,
        "seconds": seconds,
    }


def _shown(found: Found) -> list[Any]:
    passages = [[one.number, [[mark.start, mark.end] for mark in one.marks]] for one in found.passages]
    return [found.card.id, found.matches, passages]


def main(home: Path, folder: Path) -> None:
    """Until there are no more questions."""
    from indexer.index.embedded.engine import EmbeddedEngine

    with Workspace(home) as workspace:
        try:
            engine = EmbeddedEngine(folder, workspace.analyzer, **EARLIER)
            sync.catch_up(workspace.catalog, engine)
        except ArchiveError as problem:
            print(json.dumps({"refused": problem.code}), flush=True)
            return
        print(json.dumps({"reports": engine.state().reports}), flush=True)
        searcher = Searcher(workspace.catalog, engine, workspace.analyzer)
        for line in sys.stdin:
            given = json.loads(line)
            filters = {name: tuple(values) for name, values in given.pop("filters").items()}
            with deadline.limited(LONG):
                print(json.dumps(told(searcher, Request(**given, filters=filters))), flush=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("home", type=Path, help="of an archive")
    options.add_argument("folder", type=Path, help="for the index")
    given = options.parse_args()
    main(given.home, given.folder)
