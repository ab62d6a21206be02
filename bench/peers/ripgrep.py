"""ripgrep: no index at all, the files read anew for each question."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Collection, Sequence
from pathlib import Path

from bench.peers.base import Peer, common_folder


class Ripgrep(Peer):
    """`rg -lF`, on as many cores as it takes by itself."""

    name = "ripgrep"
    about = "no index; `rg -lF` over the files, a process each"
    sample = 200
    builds = False

    def missing(self) -> str:
        """Debian: ripgrep."""
        return "" if shutil.which("rg") else "ripgrep"

    def build(self, files: Sequence[Path], folder: Path) -> None:
        """There is nothing to build."""

    def open(self, files: Sequence[Path], folder: Path) -> None:
        """Only the places to read."""
        del folder
        self.numbers = {str(path): number for number, path in enumerate(files)}
        self.roots = [str(common_folder(files))]

    def answers(self, phrase: str, way: str) -> Collection[int]:
        """The files listed."""
        del way
        words = ["rg", "-lF", "--no-ignore", "--", phrase, *self.roots]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return {self.numbers[line] for line in done.stdout.splitlines() if line in self.numbers}

    def add_one(self, path: Path) -> None:
        """A file is there when it is there."""
        self.numbers[str(path)] = len(self.numbers)
        self.roots.append(str(path))
