"""python -m bench.memory HOME: what memory questions take; Linux only.

One process asks 1,000 mixed questions, each for the first time, and shows each page's excerpts: its peak (VmHWM). Then
`baogao serve` answers pages of the same kinds: the sum of its processes' shares (PSS), what they share counted once;
asked by one reader, whose pages one process answers, and by several at once, so that all processes have answered.
`--counting` adds the highest sum while a copy of the home, whose derived lists are gone, counts suggestions and
wordings anew and answers the same readers: some minutes at ten times.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.corpus import COMMON, HAN, precise_queries, random_phrases, texts
from bench.machine import ROOT, description
from bench.served import CLIENTS, asked, at_once, serving, settled

QUESTIONS = 1000
PAGES = 300
"""Asked of the server."""
DERIVED = ("seams.bin", "suggestions.json", "wordings.json", "phrases", "rising.json")
EVERY, QUIET = 0.5, 30
"""Seconds between two looks, and looks at which nothing has counted, after which all is counted."""


@dataclass(frozen=True, slots=True)
class Memory:
    """MiB: the peak of one asking process, what it has at the end, and all that serves together: after one reader's
    pages, after those of several, and at most while it counts (0: not measured).
    """

    asking_peak: float
    asking: float
    serving: float
    serving_many_readers: float
    counting_peak: float
    processes: int


def questions() -> list[str]:
    """Mixed: quoted, bare and precise ones of the corpus, and its common wordings."""
    every = [text.text for text in texts()]
    quoted = [f"“{phrase}”" for phrase in random_phrases(every, 400, seed=21, kind=HAN)]
    mixed = [*quoted, *random_phrases(every, 380, seed=22, kind=HAN), *precise_queries(every, 200, seed=23), *COMMON]
    return random.Random(24).sample(mixed, QUESTIONS)


def measured(home: Path, processes: int, *, counting: bool) -> Memory:
    """Ask, then serve, then count."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.memory", str(home), "--ask"],
        input=json.dumps(wanted := questions()),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    peak, now = json.loads(told.stdout)
    with serving(str(home), processes) as (server, port):
        asked(port, wanted[:PAGES])
        one, workers = _shares(server), len(family(server))
        _readers(server, port, wanted)
        many = _shares(server)
    return Memory(peak, now, one, many, counted(home, processes, wanted) if counting else 0.0, workers)


def counted(home: Path, processes: int, wanted: Sequence[str]) -> float:
    """The highest sum until all is counted that the index holds beside itself."""
    peak, quiet = 0.0, 0
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy, ignore=shutil.ignore_patterns(*DERIVED))
        with serving(str(copy), processes) as (server, port):
            reading = threading.Thread(target=_readers, args=(server, port, wanted))
            reading.start()
            while quiet < QUIET or reading.is_alive():
                peak = max(peak, _shares(server))
                quiet = 0 if any(map(_counts, family(server))) else quiet + 1
                time.sleep(EVERY)
            reading.join()
    return peak


def _readers(server: int, port: int, wanted: Sequence[str]) -> None:
    """Several at once ask all pages; then the server settles."""
    at_once(port, [wanted[:PAGES][start::CLIENTS] for start in range(CLIENTS)], stopped=0.0)
    settled(server)


def _shares(server: int) -> float:
    return sum(_mib(Path(f"/proc/{pid}/smaps_rollup"), "Pss") for pid in family(server))


def _counts(process: int) -> bool:
    """Is it one that counts for the server?"""
    with suppress(OSError):
        words = Path(f"/proc/{process}/cmdline").read_text()
        return "list_process" in words or "count_process" in words
    return False


def family(process: int) -> list[int]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(path.parent.name))

    def below(one: int) -> Iterator[int]:
        yield one
        for child in children.get(one, ()):
            yield from below(child)

    return list(below(process))


def ask(home: Path, queries: Sequence[str]) -> tuple[float, float]:
    """In a process of its own: its peak and what it has at the end, MiB."""
    from archive.errors import QueryError
    from indexer.search.answer import Request
    from indexer.workspace import Workspace

    with Workspace(home, looking=True) as workspace:
        for query in queries:
            with suppress(QueryError):  # stopped: what it took until then counts
                workspace.searcher.search(Request(query, facets=True))
    status = Path("/proc/self/status")
    return _mib(status, "VmHWM"), _mib(status, "VmRSS")


def _mib(path: Path, name: str) -> float:
    """A line of the kernel's, in KiB there; 0 for a process that has ended meanwhile."""
    with suppress(OSError):
        for line in path.read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Measure and print; `--ask` is the process that is measured."""
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--processes", type=int, default=0, help="0: as `baogao serve` itself chooses")
    parser.add_argument("--ask", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--counting", action="store_true", help="measure counting, too")
    options = parser.parse_args()
    if options.ask:
        print(json.dumps(ask(options.home, json.load(sys.stdin))))
        return
    found = measured(options.home, options.processes, counting=options.counting)
    print(f"Memory on {description()}, MiB:\n")
    print("".join(f"{name.replace('_', ' ')}: {value:.0f}\n" for name, value in asdict(found).items()))


if __name__ == "__main__":
    main()
