"""Recoll, the desktop search of Debian: `recollindex` with its n-grams for Chinese, asked with `recollq`."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Collection, Sequence
from pathlib import Path
from urllib.parse import unquote

from bench.peers.base import Peer, common_folder


class Recoll(Peer):
    """Its default settings; each question is a process, as its command line is meant to be used."""

    name = "Recoll"
    about = "`recollindex` with default settings; `recollq` with the phrase in quotation marks, a process each"
    sample = 100
    bare_sample = 50

    def missing(self) -> str:
        """Debian: recollcmd."""
        return "" if shutil.which("recollindex") and shutil.which("recollq") else "recollcmd"

    def build(self, files: Sequence[Path], folder: Path) -> None:
        """All files below the folder that holds them all."""
        (folder / "recoll.conf").write_text(f"topdirs = {common_folder(files)}\n", encoding="utf-8")
        _index(folder, "-z")

    def open(self, files: Sequence[Path], folder: Path) -> None:
        """Nothing stays open."""
        self.folder = folder
        self.numbers = {str(path): number for number, path in enumerate(files)}

    def answers(self, phrase: str, way: str) -> Collection[int]:
        """All results."""
        del way
        found = self._ask('"' + phrase.replace('"', "") + '"', 0)
        return {self.numbers[path] for path in found if path in self.numbers}  # folders have names, too

    def bare(self, text: str) -> bool:
        """Twenty results."""
        self._ask(text, 20)
        return True

    def add_one(self, path: Path) -> None:
        """`recollindex -i`."""
        self.numbers[str(path)] = len(self.numbers)
        _index(self.folder, "-i", str(path))

    def _ask(self, query: str, limit: int) -> list[str]:
        words = ["recollq", "-c", str(self.folder), "-b", "-n", str(limit), query]
        done = subprocess.run(words, capture_output=True, check=False)
        urls = done.stdout.decode().splitlines()
        return [unquote(url.removeprefix("file://")) if "%" in url else url.removeprefix("file://") for url in urls]


def _index(folder: Path, *options: str) -> None:
    subprocess.run(["recollindex", "-c", str(folder), *options], check=True, capture_output=True)
