"""What follows every import, by whatever way it came: copies merged where that is set, all new texts compared, their
wordings (提法) counted.

It is bounded in time and goes on where it stopped: what was not compared waits for the next import, for `baogao near`
or for the page 同一报告？. One process at a time is about it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive.catalog import Pair
from indexer.comparison import equal_texts, near_duplicates
from indexer.comparison.near_duplicates import Progress
from indexer.index.sync import kept_already
from indexer.ingest.comparing_process import COMPARING, Comparing
from indexer.wordings.wordings import Wordings
from indexer.workspace import Workspace

SECONDS = 60.0
"""For whoever waits for it: some two thousand texts."""
IN_BACKGROUND = 1800.0
WAITED = 1_500_000
"""Characters whose wordings are counted while somebody waits, in about two seconds; more of them `serve` counts."""


@dataclass(frozen=True, slots=True)
class Likenesses:
    """`pairs` that were found and not decided; `merged`: (kept, other) by the setting; `left`: texts not compared."""

    pairs: tuple[Pair, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    left: int = 0


@kept_already()
def settle(
    workspace: Workspace,
    progress: Progress | None = None,
    *,
    seconds: float | None = None,
    stopped: Callable[[], bool] = lambda: False,
    comparing: Comparing | None = None,
) -> Likenesses:
    """Bring all that waits to an end, or so far as `seconds` (or SECONDS) allow. `comparing`: the process that is at it
    already, what it leaves is done here. Raises CatalogError, EngineError.
    """
    end = time.monotonic() + (SECONDS if seconds is None else seconds)
    catalog = workspace.catalog
    found: Sequence[Pair] = ()
    if comparing is not None and comparing.begun:
        _count_wordings(workspace, seconds)  # meanwhile
        found = comparing.pairs(progress)

    def enough() -> bool:
        return stopped() or time.monotonic() > end

    with catalog.imports.holding(COMPARING) as mine:
        if not mine:
            return Likenesses(left=len(catalog.near.pending()))
        merged: tuple[tuple[str, str], ...] = ()
        if workspace.settings.merge_equal:
            merged = equal_texts.merge_equal(catalog, by_itself=True).pairs
        workspace.catch_up()
        pairs = near_duplicates.compare(catalog, workspace.engine, None, progress, enough=enough)
        if comparing is None or not comparing.begun:
            _count_wordings(workspace, seconds)
        return Likenesses((*found, *pairs), merged, len(catalog.near.pending()))


def _count_wordings(workspace: Workspace, seconds: float | None) -> None:
    Wordings(workspace.searcher, workspace.home / "index").follow(WAITED if seconds is None else None)
