"""What follows every import, by whatever way it came: copies merged where that is set, all new texts compared, their
wordings (提法) counted.

It is bounded in time and goes on where it stopped: what was not compared waits for the next import, for `baogao near`
or for the page 同一报告？. One process at a time is about it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from archive.catalog import Pair
from indexer.comparison import equal_texts, near_duplicates
from indexer.comparison.draft_candidates import NONE
from indexer.comparison.near_duplicates import Progress
from indexer.index.sync import kept_already
from indexer.wordings.wordings import Wordings
from indexer.workspace import Workspace

COMPARING = 0
"""In place of an import's number: only look for copies and drafts among the reports that are there."""
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
    folded: Mapping[tuple[str, int], str] = NONE,
) -> Likenesses:
    """Bring all that waits to an end, or so far as `seconds` (or SECONDS) allow. `folded`: texts of reports as of their
    changes, which the import has folded already. Raises CatalogError, EngineError.
    """
    end = time.monotonic() + (SECONDS if seconds is None else seconds)
    catalog = workspace.catalog

    def enough() -> bool:
        return stopped() or time.monotonic() > end

    with catalog.imports.holding(COMPARING) as mine:
        if not mine:
            return Likenesses(left=len(catalog.near.pending()))
        merged: tuple[tuple[str, str], ...] = ()
        if workspace.settings.merge_equal:
            merged = equal_texts.merge_equal(catalog, by_itself=True).pairs
        workspace.catch_up()
        pairs = near_duplicates.compare(catalog, workspace.engine, None, progress, enough=enough, folded=folded)
        Wordings(workspace.searcher, workspace.home / "index").follow(WAITED if seconds is None else None)
        return Likenesses(tuple(pairs), merged, len(catalog.near.pending()))
