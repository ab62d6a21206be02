"""A plain scan: all folded texts in memory, each looked through for each question. No index is simpler."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from archive.text.fold import fold_passages
from bench.corpus import decoded
from bench.peers.base import Peer


class Scan(Peer):
    """Python's own `in`."""

    name = "scan in memory"
    about = "every line folded as ours, held in memory; Python's `in`"
    in_memory = True

    def build(self, files: Sequence[Path], folder: Path) -> None:
        """Nothing is kept on the disk, so this is what each start costs."""
        del folder
        self.texts = [_folded(path) for path in files]

    def open(self, files: Sequence[Path], folder: Path) -> None:
        """The same."""
        self.build(files, folder)

    def answers(self, phrase: str, way: str) -> Collection[int]:
        """All texts, one after the other."""
        del way
        folded = "".join(fold_passages([phrase]))
        return {number for number, text in enumerate(self.texts) if folded in text}

    def add_one(self, path: Path) -> None:
        """One text more."""
        self.texts.append(_folded(path))


def _folded(path: Path) -> str:
    return "\n".join(fold_passages(decoded(path).splitlines()))
