"""baogao unremove: back from the trash, with its id and its versions. Exit 1 where there is no such report."""

from __future__ import annotations

import argparse
from pathlib import Path

from indexer.cli.content.remove import configure, moved
from indexer.cli.terminal import Terminal

__all__ = ["configure", "run"]


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Take back, then bring the index level."""
    return moved(arguments.id, home, terminal, lambda catalog, name: catalog.restore(name), "restored", "say.unremoved")
