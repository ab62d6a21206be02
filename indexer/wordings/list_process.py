"""The list of terms made in a process of its own: what that takes in a large archive is given back, and readers are
answered meanwhile.

`python -m indexer.wordings.list_process HOME` is the process that a service starts when it has no list, or an
old one. What counts for a service in such a process does so one after the other (`TURN`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

from archive.catalog import ReadCatalog
from archive.storage.file_lock import awaited
from indexer.analysis.analyzer import Analyzer
from indexer.search.spelling import term_counts, term_list
from indexer.search.spelling.term_counts import FEW
from indexer.search.spelling.term_list import TermList
from indexer.search.suggest import Suggester
from indexer.workspace import Workspace

TURN = "counting.lock"
"""The lock in the index's folder of whose turn it is: two at once would take twice the memory."""


def suggester_of(workspace: Workspace) -> Suggester:
    """The suggestions of a workspace for which readers wait: from now on their list is made elsewhere."""
    found = workspace.suggester
    if found.path is not None:
        found.make = partial(made, workspace.catalog, workspace.analyzer, found.path)
    return found


def made(catalog: ReadCatalog, analyzer: Analyzer, path: Path) -> TermList:
    """The list as of now, kept in the file `path` of the home's index; made here where there are few reports, or no
    other process can.
    """
    if catalog.counts().reports <= FEW:
        return term_counts.kept(catalog, analyzer, path)
    change = catalog.last_change()

    def current() -> TermList | None:
        found = term_list.read(path, analyzer.fingerprint)
        return found if found is not None and change <= found.change <= catalog.last_change() else None

    with ExitStack() as turn:
        with suppress(OSError):  # no lock can be made: then there is no turn
            turn.enter_context(awaited(path.parent / TURN))
        if (found := current()) is not None:
            return found  # another one has made it meanwhile
        with suppress(OSError):  # what another process has not made is made here
            subprocess.run(  # our own interpreter and module
                [sys.executable, "-m", "indexer.wordings.list_process", str(path.parent.parent)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                check=False,
            )
        return current() or term_counts.kept(catalog, analyzer, path)


def main(home: str) -> int:
    """Make the list of a home and keep it."""
    if hasattr(os, "nice"):
        with suppress(OSError):  # a service may be forbidden to
            os.nice(10)  # readers and imports come first
    with Workspace(Path(home)) as workspace:
        workspace.suggester.renew()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
