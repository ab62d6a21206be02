"""Import of the whole corpus by `baogao add`, beside the naive build, in the same run on the same files."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.process import Run, run

BAOGAO = (sys.executable, "-m", "indexer.commands")


@dataclass(frozen=True, slots=True)
class Import:
    """What one import took: of `characters` in `files` files, `text_bytes` as UTF-8."""

    files: int
    characters: int
    text_bytes: int
    seconds: float
    peak_mib: float
    index_bytes: int


@dataclass(frozen=True, slots=True)
class Imports:
    """Ours for all files and for plain text alone, the naive build for the same; `home` holds all files."""

    home: Path
    ours: Import
    naive: Import
    ours_text: Import
    naive_text: Import

    @property
    def ratio(self) -> float:
        """How many times the naive build's speed, all files."""
        return self.naive.seconds / self.ours.seconds

    @property
    def ratio_text(self) -> float:
        """The same for files without Markdown."""
        return self.naive_text.seconds / self.ours_text.seconds


def measure_imports(chosen: Sequence[Path], texts: Sequence[str], folder: Path) -> Imports:
    """Ours, naive, and both again for the plain text files."""
    plain = [(path, text) for path, text in zip(chosen, texts, strict=True) if path.suffix == ".txt"]
    plain_files, plain_texts = [path for path, _ in plain], [text for _, text in plain]
    return Imports(
        home=folder / "all",
        ours=_ours(chosen, texts, folder / "all"),
        naive=_naive(chosen, texts, folder / "naive"),
        ours_text=_ours(plain_files, plain_texts, folder / "text"),
        naive_text=_naive(plain_files, plain_texts, folder / "naive-text"),
    )


def _ours(chosen: Sequence[Path], texts: Sequence[str], home: Path) -> Import:
    done = run((*BAOGAO, "add", "--json", *map(str, chosen)), env={"BAOGAO_HOME": str(home)})
    failed = [line for line in done.out.splitlines() if json.loads(line)["status"] == "failed"]
    if failed:
        raise RuntimeError(f"{len(failed)} files failed: {failed[:3]}")
    return _import(texts, done, home / "index")


def _naive(chosen: Sequence[Path], texts: Sequence[str], folder: Path) -> Import:
    folder.mkdir()
    done = run((sys.executable, "-m", "bench.naive", str(folder)), stdin="\n".join(map(str, chosen)))
    return _import(texts, done, folder)


def _import(texts: Sequence[str], done: Run, index: Path) -> Import:
    return Import(
        files=len(texts),
        characters=sum(map(len, texts)),
        text_bytes=sum(len(text.encode()) for text in texts),
        seconds=done.seconds,
        peak_mib=done.peak_mib,
        index_bytes=sum(file.stat().st_size for file in index.rglob("*") if file.is_file()),
    )
