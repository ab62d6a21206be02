"""python -m bench.index_kinds HOME FILES: positions beside the earlier program's FTS5, over the catalog of one archive.

HOME      an archive whose index is level; FILES a folder with just the files it was made of
--tantivy also build tantivy from the files and ask it for the same phrases
--name    under which the figures stand in docs/bench-kinds.json ("one", "ten"); without it nothing is written

FTS5 is written and asked by the last program that had it (`earlier_program`); where that is missing, so is its column.
All latencies are the processor's milliseconds of the asking thread, in turns: each question is asked of every column
before the next one. Of three rounds, each with caches that begin empty, the median counts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.corpus import COMMON, decoded, random_phrases
from bench.earlier_program import MissingError, earlier_program, environment, laid_out
from bench.figures import Latency
from bench.kinds_page import FIGURES
from bench.machine import ROOT, description
from bench.peers.tantivy_index import PAIRS, Tantivy
from indexer import deadline
from indexer.analysis.analyzer import Analyzer
from indexer.document import Card, Document
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.index.embedded.positions.store import PositionStore
from indexer.index.embedded.reader import Stores
from indexer.index.ranked import RankedQuestion
from indexer.query.model import Phrase
from indexer.query.parser import parse
from indexer.search.answer import Request
from indexer.search.searcher import Searcher
from indexer.workspace import Workspace

ROUNDS, ASKED = 3, 300
LONG = 600.0
"""Seconds that a question may take here: none is stopped, so that all of its time counts."""
NOBODY = Card("", None, False, None, None, None, None, None, None, None, "txt", "new", "", 1)

Ask = Callable[[str], object]
"""Asks one phrase; what it gives is compared between the columns of a kind."""


def main() -> None:
    """Build, ask, add, and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.index_kinds", description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("files", type=Path)
    parser.add_argument("--tantivy", action="store_true")
    parser.add_argument("--name", choices=("one", "ten"))
    options = parser.parse_args()
    files = sorted(path for path in options.files.rglob("*") if path.is_file())
    with tempfile.TemporaryDirectory() as name:
        figures = measured(options.home, files, Path(name), with_tantivy=options.tantivy)
    text = json.dumps(figures, indent=1, ensure_ascii=False)
    print(text)
    if options.name:
        known = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
        FIGURES.write_text(json.dumps({**known, options.name: figures}, indent=1, ensure_ascii=False) + "\n", "utf-8")


def measured(home: Path, files: Sequence[Path], folder: Path, *, with_tantivy: bool) -> dict[str, Any]:
    """All figures of one archive."""
    builds = {}
    try:
        builds["fts5"] = _child(home, folder / "fts5", _FTS5, laid_out(folder))
    except MissingError as missing:
        print(missing, file=sys.stderr)
    builds["positions"] = _child(home, folder / "positions", _POSITIONS, ROOT)
    texts = [decoded(path) for path in files]
    phrases = random_phrases(texts, ASKED)
    figures: dict[str, Any] = {
        "machine": description(),
        "reports": builds["positions"]["reports"],
        "characters": builds["positions"]["characters"],
        "builds": builds,
    }
    tantivy = Tantivy() if with_tantivy else None
    if tantivy is not None:
        begun = time.process_time()
        (folder / "tantivy").mkdir()
        tantivy.build(files, folder / "tantivy")
        figures["builds"]["tantivy"] = {"seconds": time.process_time() - begun, "bytes": _size(folder / "tantivy")}
        tantivy.open(files, folder / "tantivy")
    figures["random"] = _asked(home, folder, phrases, tantivy)
    figures["common"] = _asked(home, folder, COMMON, tantivy)
    figures["added"] = added(folder / "positions")
    return figures


def added(path: Path) -> dict[str, float]:
    """One report of 17,000 characters put into the store at `path` and found: medians of nine, in milliseconds.

    With the fsyncs of its segment, its folder and the manifest; without catalog and words.
    """
    store, wall, worked = PositionStore(path), list[float](), list[float]()
    store.propose(Phrase.of("先问一次"))
    for number in range(1, 10):
        wording = f"84720{number}5513"
        card = replace(NOBODY, id=f"new-{number}", location=f"/new-{number}")
        document = Document(card, ("现将一年来的工作情况报告如下。" * 1_130, wording), number, ())
        change = store.held().last_change + 1
        begun, clock = time.process_time(), time.perf_counter()
        store.update([document], (), change)
        assert list(store.propose(Phrase.of(wording)).counts) == [card.id]
        wall.append(1000 * (time.perf_counter() - clock))
        worked.append(1000 * (time.process_time() - begun))
    return {"wall": statistics.median(wall), "processor": statistics.median(worked)}


def _asked(home: Path, folder: Path, phrases: Sequence[str], tantivy: Tantivy | None) -> dict[str, dict[str, float]]:
    """Each column's latencies in milliseconds: the median of the rounds, percentile by percentile."""
    rounds: dict[str, list[Latency]] = {}
    for _ in range(ROUNDS):
        for column, seconds in _round(home, folder, phrases, tantivy).items():
            rounds.setdefault(column, []).append(Latency.of(seconds))
    names = ("mean", "p50", "p95", "p99", "most")
    return {
        column: {name: statistics.median(getattr(latency, name) for latency in found) for name in names}
        for column, found in rounds.items()
    }


def _round(home: Path, folder: Path, phrases: Sequence[str], tantivy: Tantivy | None) -> dict[str, list[float]]:
    with Workspace(home, looking=True) as workspace, ExitStack() as ending:
        columns = _columns(workspace, folder, tantivy)
        with suppress(MissingError):
            earlier = ending.enter_context(earlier_program(home, folder))
            columns = {"ranked, fts5": lambda phrase: earlier.told(Request(phrase, literal=True)), **columns}
        for ask in columns.values():
            ask("先问一次")
        seconds: dict[str, list[float]] = {column: [] for column in columns}
        for phrase in phrases:
            told: dict[str, Any] = {}
            for column, ask in columns.items():
                with deadline.limited(LONG):
                    begun = time.thread_time()
                    told[column] = ask(phrase)
                    seconds[column].append(time.thread_time() - begun)
            if "ranked, fts5" in told:  # in a process of its own, which has the figure
                seconds["ranked, fts5"][-1] = told["ranked, fts5"]["seconds"]
                told["ranked, fts5"] = _first(told["ranked, fts5"])
            ranked = [told[column] for column in columns if column.startswith("ranked")]
            assert all(one == ranked[0] for one in ranked), phrase
        return seconds


def _columns(workspace: Workspace, folder: Path, tantivy: Tantivy | None) -> dict[str, Ask]:
    """A store of its own for each column: none profits from what another one has read."""
    analyzer, catalog = workspace.analyzer, workspace.catalog
    engine = _Bare(folder / "positions", analyzer)
    arrays = PositionStore(folder / "positions")
    numbers = PositionStore(folder / "positions")
    columns: dict[str, Ask] = {
        "ranked, positions by the searcher": _tally(Searcher(catalog, engine, analyzer)),
        "ranked, positions by arrays": lambda phrase: _ranked(arrays, phrase, analyzer),
        "ids, positions": lambda phrase: len(_ordinals(numbers, phrase)),
    }
    if tantivy is not None:
        columns["ids, tantivy"] = lambda phrase: len(tantivy.answers(phrase, PAIRS))
    return columns


class _Bare(EmbeddedEngine):
    """An engine over one exact store alone, without words: what is asked here is quoted."""

    def __init__(self, path: Path, analyzer: Analyzer) -> None:
        super().__init__(path.parent, analyzer, read_only=True)
        self._stores = Stores(PositionStore(path), "")

    def in_force(self) -> Stores | None:
        """The one store."""
        return self._stores


def _first(told: Mapping[str, Any]) -> object:
    """What `_tally` gives, of what the earlier program told."""
    reports, matches = told["totals"]
    return reports, matches, told["order"][0][0] if told["order"] else None


def _tally(searcher: Searcher) -> Ask:
    def ask(phrase: str) -> object:
        tally = searcher.tally(Request(phrase, literal=True))
        return tally.total_reports, tally.total_matches, tally.rows[0].card.id if tally.rows else None

    return ask


def _ranked(store: PositionStore, phrase: str, analyzer: Analyzer) -> object:
    """The order of all reports, as numbers, with totals; of the first one the card."""
    ranked = store.ranked(RankedQuestion(parse(phrase, literal=True)), analyzer, lambda _: None)
    assert ranked is not None
    return ranked.total_reports, ranked.total_matches, ranked.rows(0, 1)[0].id if ranked.total_reports else None


def _ordinals(store: PositionStore, phrase: str) -> set[int]:
    found = store.questions().find(parse(phrase, literal=True))
    return set(store.k.listed(store.k.hits(found.reports)))


_FTS5 = "indexer.index.embedded.bigrams", "Bigrams"
_POSITIONS = "indexer.index.embedded.positions.store", "PositionStore"
_BUILD = """
import importlib, json, resource, sys, time
from pathlib import Path
from indexer.document import document_of
from indexer.workspace import Workspace
home, path, module, name = Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]
store = getattr(importlib.import_module(module), name).create(path, "bench")
seconds = characters = reports = 0
with Workspace(home, looking=True) as workspace:
    for record in workspace.catalog.records(workspace.catalog.ids()):
        document = document_of(record)
        characters, reports = characters + sum(map(len, document.passages)), reports + 1
        begun = time.process_time()
        store.update([document], (), 1)
        seconds += time.process_time() - begun
begun = time.process_time()
store.settle()
seconds += time.process_time() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "peak_mib": peak, "characters": characters, "reports": reports}))
"""


def _child(home: Path, path: Path, store: tuple[str, str], program: Path) -> dict[str, float]:
    """A store built in a process of its own; the processor's seconds without reading and folding."""
    command = [sys.executable, "-P", "-c", _BUILD, str(home), str(path), *store]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(program))
    if done.returncode:
        raise SystemExit(done.stderr)
    figures: dict[str, float] = json.loads(done.stdout)
    return {**figures, "bytes": _size(path)}


def _size(path: Path) -> int:
    files: Iterable[Path] = path.rglob("*") if path.is_dir() else path.parent.glob(f"{path.name}*")
    return sum(one.stat().st_size for one in files if one.is_file())


if __name__ == "__main__":
    main()
