"""python -m bench.earlier_speed FILES [HOMES]: pages of today's program beside those of the first release, by turns.

Each imports FILES into an archive of its own; then both are asked the same questions in turns of twenty. The time of
either's processor counts, and a question that is stopped counts two seconds. `served`: pages through `baogao serve`,
four clients without a pause, each question new; the wall counts there.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.asked_pages import percentiles
from bench.corpus import COMMON, HAN, decoded, precise_queries, random_phrases
from bench.earlier_program import Asked, asking, environment, laid_out
from bench.machine import ROOT, description
from bench.served import CLIENTS, at_once, settled

FIRST = "8318731fb1b89c7fc8680b4cfedb28ee96bec3be"
"""The first release."""
STOPPED = 2000.0
"""Milliseconds that a question counts which is refused."""
TURN = 20
"""Pages that one program is asked before the other one is."""
WARM = 3

Questions = dict[str, list[dict[str, Any]]]


def main() -> None:
    """Import, ask, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", type=Path, help="a folder of papers")
    options.add_argument("homes", type=Path, nargs="?", help="a folder that keeps both archives for another time")
    given = options.parse_args()
    files: Path = given.files
    texts = [decoded(path) for path in sorted(files.rglob("*")) if path.is_file()]
    with tempfile.TemporaryDirectory() as name, ExitStack() as ending:
        folder = given.homes or Path(name)
        programs = {"first": laid_out(folder, FIRST), "today": ROOT}
        homes = {who: folder / who for who in programs}
        for who, program in programs.items():
            if not homes[who].exists():
                module = "indexer.commands" if who == "first" else "indexer.cli"
                command = _python(program, "-m", module, "--home", str(homes[who]), "add", str(files))
                subprocess.run(command, env=environment(program), stdout=subprocess.DEVNULL, check=False)  # some unread
        asking_now = ending.enter_context(ExitStack())
        asked = {who: asking_now.enter_context(_searching(who, programs[who], homes[who])) for who in programs}
        print(f"On {description()}, {len(texts)} files, processor ms a page:\n")
        print("| page | questions | first: p50 | p95 | stopped | today: p50 | p95 | stopped | p50 | p95 | sum |")
        print("| --- " * 11 + "|")
        for kind, questions in _questions(texts).items():
            print(_row(kind, _told(asked, questions), len(questions)), flush=True)
        asking_now.close()
        fresh = random_phrases(texts, 2 * CLIENTS * TURN, seed=31, kind=HAN)
        served = _served(programs, homes, fresh)
        print("\n| page served, four clients, wall ms | first release: p50 | p95 | today: p50 | p95 | p50 | p95 |")
        print("| --- " * 7 + "|")
        (one, tail), (other, end) = (percentiles(served[who]) for who in ("first", "today"))
        figures = " | ".join(f"{figure:.0f}" for figure in (one, tail, other, end))
        print(f"| {len(fresh)} new questions | {figures} | {one / other:.1f} × | {tail / end:.1f} × |")


def _python(program: Path, *words: str) -> list[str]:
    return [sys.executable, *(["-P"] if program != ROOT else []), *words]


def _questions(texts: Sequence[str]) -> Questions:
    """Of each kind new ones, facets and words apart with them as on a page."""
    bare = random_phrases(texts, 100 + WARM, seed=8, kind=HAN)
    precise = precise_queries(texts, 100)
    ranked = {"literal": True, "how": "tally"}
    return {
        "random phrases, all ranked with totals": [{"query": text, **ranked} for text in random_phrases(texts, 200)],
        "20 common phrases, all ranked with totals": [{"query": text, **ranked} for text in COMMON],
        "bare, with words apart": [{"query": text, "facets": True} for text in bare],
        "precise (one sentence, paragraph, near, a part)": [{"query": text, "facets": True} for text in precise],
        "random phrases, a page": [{"query": text, "literal": True} for text in random_phrases(texts, 200, seed=17)],
        "20 common phrases, a page": [{"query": text, "literal": True} for text in COMMON],
    }


def _told(asked: Mapping[str, Asked], questions: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """By turns, as the load of the machine changes; of several questions, so that each finds its own program warm."""
    told: dict[str, list[dict[str, Any]]] = {who: [] for who in asked}
    for start in range(0, len(questions), TURN):
        for who, one in asked.items():
            told[who] += map(one.told, questions[start : start + TURN])
    return told


def _row(kind: str, told: dict[str, list[dict[str, Any]]], n: int) -> str:
    cells, figures = [], []
    for answers in told.values():
        middle, tail = percentiles([answer["ms"] for answer in answers])
        figures.append((middle, tail, sum(answer["ms"] for answer in answers)))
        cells += [f"{middle:.1f}", f"{tail:.1f}", str(sum(answer["stopped"] for answer in answers))]
    ratios = " | ".join(f"{first / today:.1f} ×" for first, today in zip(*figures, strict=True))
    return f"| {kind} | {n} | " + " | ".join(cells) + f" | {ratios} |"


_ASK = """
import gc, importlib, json, sys, time
from dataclasses import fields
from pathlib import Path
from archive.errors import QueryError
from indexer import deadline
from indexer.workspace import Workspace
Request = importlib.import_module(sys.argv[2]).Request
known = {field.name for field in fields(Request)}
gc.set_threshold(*importlib.import_module(sys.argv[3]).COLLECTED)  # as it serves
with Workspace(Path(sys.argv[1]), looking=True) as workspace:
    workspace.searcher.search(Request("先问一次"))
    print("{}", flush=True)
    for line in sys.stdin:
        told = json.loads(line)
        given = {name: value for name, value in told.items() if name in known}
        ask = getattr(workspace.searcher, told.get("how", "search"))
        begun, stopped = time.process_time(), False
        try:
            with deadline.limited(2.0):
                found = ask(Request(**given))
                found.total_reports, found.total_matches
        except QueryError:
            stopped = True
        ms = 1000 * (time.process_time() - begun)
        print(json.dumps({"ms": 2000.0 if stopped else ms, "stopped": stopped}), flush=True)
"""


@contextmanager
def _searching(who: str, program: Path, home: Path) -> Iterator[Asked]:
    names = ("indexer.answer", "web.serve") if who == "first" else ("indexer.search.answer", "web.serving.command")
    with asking(_python(program, "-c", _ASK, str(home), *names), environment(program), home) as asked:
        asked.line()
        yield asked


_SERVE = """
import argparse, sys
from pathlib import Path
from indexer.commands.terminal import Terminal
from web.serve import Serve
words = argparse.Namespace(host=None, port=0, processes=2)
sys.exit(Serve().run(words, Path(sys.argv[1]), Terminal()))
"""


def _served(programs: dict[str, Path], homes: dict[str, Path], queries: Sequence[str]) -> dict[str, list[float]]:
    """Milliseconds of the pages of each."""
    with ExitStack() as ending:
        ports = {who: ending.enter_context(_serving(who, programs[who], homes[who])) for who in programs}
        taken: dict[str, list[float]] = {who: [] for who in programs}
        for start in range(0, len(queries), TURN):
            turn = queries[start : start + TURN]
            for who, port in ports.items():
                taken[who] += at_once(port, [turn[client::CLIENTS] for client in range(CLIENTS)], stopped=STOPPED)
    return taken


@contextmanager
def _serving(who: str, program: Path, home: Path) -> Iterator[int]:
    words = ["-m", "indexer.cli", "--home", str(home), "serve", "--port", "0", "--processes", "2"]
    command = _python(program, *(["-c", _SERVE, str(home)] if who == "first" else words))
    env = {**environment(program), "BAOGAO_LANG": "en", "LANG": "en_US.UTF-8"}
    server = subprocess.Popen(command, env=env, cwd=home, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        found = re.search(r":(\d+)/", server.stdout.readline())
        assert found is not None
        at_once(int(found[1]), [["报告"]] * WARM)
        settled(server.pid)
        yield int(found[1])
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
