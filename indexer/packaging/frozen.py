"""The entry of the frozen folder: the command line, and the modules that it starts in processes of their own.

`sys.executable -m MODULE` starts an interpreter with a module everywhere but in a frozen program, whose executable is
the program itself: there those words arrive here. Only modules that the program starts so are run.
"""

from __future__ import annotations

import multiprocessing
import runpy
import sys
from collections.abc import Sequence

from indexer.cli.main import main as command_line

CHILDREN = frozenset(
    {
        "indexer.ingest.background",
        "indexer.maintenance.rebuild_process",
        "indexer.overlap.survey",
        "indexer.wordings.list_process",
        "indexer.wordings.count_process",
        "webbrowser",
    }
)
"""What `[sys.executable, "-m", …]` names in archive, indexer and web; a test holds them together."""


def main(arguments: Sequence[str]) -> int:
    """The exit status of the child module or of the command line."""
    if len(arguments) >= 2 and arguments[0] == "-m" and arguments[1] in CHILDREN:  # -m and its module
        sys.argv = [*arguments[1:]]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        return 0
    return command_line([*arguments])


if __name__ == "__main__":
    multiprocessing.freeze_support()  # a parser's process is this program again
    sys.exit(main(sys.argv[1:]))
