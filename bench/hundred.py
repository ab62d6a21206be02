"""python -m bench.hundred [TIMES]: the corpus a hundred times over on one machine, in an archive of index = positions.

TIMES   of the corpus, paragraphs recombined (100: 224,500 reports, 1.3 billion characters; hours, and 30 GB of disk)

Prints the rows of docs/scale.md: seconds and memory of import, milliseconds of pages (of the wall and of the
processor), the seconds until a report that is added is found; then where the slowest kind of page spends its time.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import json
import pstats
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.asked_pages import latencies, percentiles
from bench.corpus import COMMON, HAN, laid, precise_queries, random_phrases, recombined, texts
from bench.machine import ROOT, description
from bench.process import run
from bench.scale import keep_one
from indexer.search.answer import Request
from indexer.search.searcher import Searcher
from indexer.settings import Settings
from indexer.workspace import Workspace

TIMES = 100
DAY = 24 * 3600.0
SAMPLED = 1_500
"""Texts of which the questions are drawn."""
NEW = 5
PROFILED = 15
"""Lines of the profile."""
SETTINGS = Settings()


@dataclass(frozen=True, slots=True)
class Kind:
    """Questions of one kind, and how many milliseconds of the wall their 95th percentile may take."""

    name: str
    asked: list[Request]
    most: float


def main() -> None:
    """Make the archive in a folder of its own and ask it in a process of its own."""
    if sys.argv[1:2] == ["--ask"]:
        ask(Path(sys.argv[2]), json.load(sys.stdin))
        return
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("times", type=int, nargs="?", default=TIMES, help="of the corpus")
    times: int = options.parse_args().times
    with tempfile.TemporaryDirectory(prefix="baogao-hundred-") as name:
        files, home = Path(name) / "files", Path(name) / "home"
        made = laid(list(recombined(texts(), times)), files)
        home.mkdir()
        (home / "baogao.toml").write_text('index = "positions"\n', encoding="utf-8")
        _row("machine", description())
        _row("reports; characters", f"{len(made.files):,}; {made.characters:,}")
        sample = random.Random(5).sample(made.texts, min(SAMPLED, len(made.texts)))
        del made
        built = run((sys.executable, "-m", "indexer.cli", "--home", str(home), "add", str(files)), limit=DAY)
        _row("import and indexing, minutes; largest process, MiB", f"{built.seconds / 60:.1f}; {built.peak_mib:.0f}")
        for part in ("catalog.db", "index"):
            _row(f"{part}, MiB", f"{_size(home / part) / 2**20:.0f}")
        words = (sys.executable, "-m", "bench.hundred", "--ask", str(home))
        told = subprocess.run(words, input=json.dumps(sample), cwd=ROOT, capture_output=True, text=True, check=False)
        print(told.stdout, end="", flush=True)
        if told.returncode:
            raise SystemExit(told.stderr)


def ask(home: Path, sample: Sequence[str]) -> None:
    """The rows of asking and adding, and the profile of the kind that is slowest by its target."""
    with Workspace(home, writing=True, settings=SETTINGS) as workspace:
        searcher = workspace.searcher
        searcher.search(Request("先问一次", literal=True))
        shares: list[tuple[float, Kind]] = []
        for kind in _kinds(sample):
            wall, worked, stopped = latencies(searcher, kind.asked)
            figures = " · ".join(f"{one:,.0f}" for one in (*percentiles(wall), *percentiles(worked)))
            name = f"pages of {kind.name}, ms: p50 · p95, those of the processor; p95 to reach; stopped"
            _row(name, f"{figures}; {kind.most:,.0f}; {stopped}")
            shares.append((percentiles(wall)[1] / kind.most, kind))
        _row("memory of the process, MiB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f}")
        wall, worked = (statistics.median(figures) for figures in zip(*_added(workspace), strict=True))
        _row(
            "a report added is found, ms: median, that of the processor; to reach", f"{wall:,.0f} · {worked:,.0f}; 200"
        )
        slowest = max(shares, key=lambda one: one[0])[1]
        print(f"\nwhere the pages of {slowest.name} spend their time:\n{_profile(searcher, slowest)}")


def _kinds(sample: Sequence[str]) -> Iterator[Kind]:
    for name, phrases in (("phrases", random_phrases(sample, 200)), ("common phrases", COMMON)):
        yield Kind(name, [Request(text, literal=True, facets=True) for text in phrases], 100)
    bare = random_phrases(sample, 100, seed=8, kind=HAN)
    yield Kind("bare questions", [Request(text, facets=True) for text in bare], 200)
    yield Kind("precise questions", [Request(text, facets=True) for text in precise_queries(sample, 60)], 300)


def _added(workspace: Workspace) -> Iterator[tuple[float, float]]:
    """Milliseconds from a file's bytes to its being found, of several: of the wall, and of the processor."""
    for number in range(NEW):
        wording = f"84720{number}5513"
        begun, clock = time.perf_counter(), time.process_time()
        body = "现将一年来的工作情况报告如下。" * 40
        keep_one(workspace, f"述职报告\n\n{body}\n\n文件编号 {wording} 已归档。\n", f"new-{number}.txt")
        workspace.catch_up()
        assert workspace.searcher.search(Request(wording, literal=True)).total_reports == 1
        yield (time.perf_counter() - begun) * 1000, (time.process_time() - clock) * 1000


def _profile(searcher: Searcher, kind: Kind) -> str:
    profile, told = cProfile.Profile(time.process_time), io.StringIO()
    with profile:
        latencies(searcher, [replace(request, page=2) for request in kind.asked])  # none that is kept
    pstats.Stats(profile, stream=told).strip_dirs().sort_stats("tottime").print_stats(PROFILED)
    return told.getvalue().strip()


def _size(path: Path) -> int:
    return sum(one.stat().st_size for one in (path.rglob("*") if path.is_dir() else (path,)) if one.is_file())


def _row(name: str, figure: str) -> None:
    print(f"| {name} | {figure} |", flush=True)


if __name__ == "__main__":
    main()
