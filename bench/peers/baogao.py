"""Ours: `baogao add` as a user runs it, then the searcher in process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from archive.errors import QueryError
from bench.peers.base import Peer, common_folder
from indexer import deadline
from indexer.ingest.pipeline import Pipeline, walk
from indexer.query.parser import parse
from indexer.search.answer import Request
from indexer.workspace import Workspace


class Baogao(Peer):
    """The whole program, as it is installed."""

    name = "Baogao"
    about = "`baogao add`: whole import with outline, masthead, originals and catalog; asked in process"
    ways = ("reports", "ranked, with totals of matches")

    def build(self, files: Sequence[Path], folder: Path) -> None:
        """The command line; its children's memory counts."""
        home, root = str(folder), str(common_folder(files))  # the folder: all names are too long for a command line
        words = [sys.executable, "-m", "indexer.cli", "--home", home, "add", "--json", root]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)

    def open(self, files: Sequence[Path], folder: Path) -> None:
        """Open the home, for writing too."""
        self.workspace = Workspace(folder, writing=True)
        self.searcher = self.workspace.searcher
        self.numbers = {str(path): number for number, path in enumerate(files)}
        self.ids = {card.id: self.numbers[card.location] for card in self.searcher.engine.cards().values()}

    def answers(self, phrase: str, way: str) -> Collection[int]:
        """The engine's exact proposal, or all rows in their order with totals."""
        if way == self.ways[0]:
            proposal = self.searcher.engine.propose(parse(phrase, literal=True))
            return {self.ids[name] for name in proposal.counts}
        tally = self.searcher.tally(Request(phrase, literal=True))
        return {self.ids[row.card.id] for row in tally.rows}

    def bare(self, text: str) -> bool:
        """A page of twenty with passages, marks, and the reports with the words apart."""
        try:
            self.searcher.search(Request(text))
        except QueryError as problem:
            if problem.code not in deadline.OVER:  # that it was stopped is its answer, and the time until then its time
                raise
        return True

    def precise(self, query: str) -> bool:
        """The same page."""
        return self.bare(query)

    def add_one(self, path: Path) -> None:
        """Parsed, kept (fsynced) and indexed, as `baogao add` does it."""
        for _, outcome in Pipeline(self.workspace.catalog, {}, jobs=1).run(walk([path])):
            assert outcome.id is not None
            self.ids[outcome.id] = len(self.ids)
        self.workspace.catch_up()

    def index_of(self, folder: Path) -> Path:
        """The derived part of a home."""
        return folder / "index"
