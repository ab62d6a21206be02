"""Counting of 提法 in a process of its own, where an import has left it: readers are answered meanwhile.

`python -m indexer.wordings.count_process HOME` is the process that a service starts when it begins.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import ExitStack, suppress
from pathlib import Path

from archive.storage.file_lock import awaited
from indexer.wordings.list_process import TURN
from indexer.wordings.wordings import Wordings
from indexer.workspace import Workspace


def start(home: Path) -> None:
    """Begin it and return at once. A second process waits for its turn and finds all counted."""
    threading.Thread(target=_counted, args=(home,), name="counting", daemon=True).start()


def _counted(home: Path) -> None:
    with ExitStack() as turn:
        with suppress(OSError):  # no lock can be made: then there is no turn
            turn.enter_context(awaited(home / "index" / TURN))
        subprocess.run(  # our own interpreter and module
            [sys.executable, "-m", "indexer.wordings.count_process", str(home)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,  # what is not counted then is counted from the texts by whoever asks
        )


def main(home: str) -> int:
    """Count what is in no segment yet."""
    if hasattr(os, "nice"):
        with suppress(OSError):  # a service may be forbidden to
            os.nice(10)  # readers and imports come first
    with Workspace(Path(home)) as workspace:
        Wordings(workspace.searcher, Path(home) / "index").follow()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
