"""python -m bench.memory HOME: what memory questions take; Linux only.

One process asks 1,000 mixed questions, each for the first time, and shows each page's excerpts: its peak (VmHWM). Then
`baogao serve` answers pages of the same kinds: the sum of its processes' shares (PSS), what they share counted once.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.corpus import COMMON, HAN, precise_queries, random_phrases, texts
from bench.machine import ROOT, description
from bench.served import asked, serving

QUESTIONS = 1000
PAGES = 300
"""Asked of the server."""


@dataclass(frozen=True, slots=True)
class Memory:
    """MiB: the peak of one asking process, what it has at the end, and all that serves together."""

    asking_peak: float
    asking: float
    serving: float
    processes: int


def questions() -> list[str]:
    """Mixed: quoted, bare and precise ones of the corpus, and its common wordings."""
    every = [text.text for text in texts()]
    quoted = [f"“{phrase}”" for phrase in random_phrases(every, 400, seed=21, kind=HAN)]
    mixed = [*quoted, *random_phrases(every, 380, seed=22, kind=HAN), *precise_queries(every, 200, seed=23), *COMMON]
    return random.Random(24).sample(mixed, QUESTIONS)


def measured(home: Path, processes: int) -> Memory:
    """Ask, then serve."""
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
        shares = [_mib(Path(f"/proc/{pid}/smaps_rollup"), "Pss") for pid in family(server)]
    return Memory(peak, now, sum(shares), len(shares))


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
    options = parser.parse_args()
    if options.ask:
        print(json.dumps(ask(options.home, json.load(sys.stdin))))
        return
    found = measured(options.home, options.processes)
    print(f"Memory on {description()}, MiB:\n")
    print("".join(f"{name.replace('_', ' ')}: {value:.0f}\n" for name, value in asdict(found).items()))


if __name__ == "__main__":
    main()
