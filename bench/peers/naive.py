"""The build that most would write first: jieba's ChineseAnalyzer into Whoosh, text stored, positions kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from bench.corpus import decoded
from bench.peers.base import Peer


class Naive(Peer):
    """jieba and Whoosh as their READMEs show them."""

    name = "jieba + Whoosh, naive"
    bare_sample = 50
    about = "jieba's ChineseAnalyzer, text stored; the phrase in quotation marks"

    def build(self, files: Sequence[Path], folder: Path) -> None:
        """One writer, one commit."""
        from jieba.analyse import ChineseAnalyzer
        from whoosh.fields import NUMERIC, TEXT, Schema
        from whoosh.index import create_in

        schema = Schema(number=NUMERIC(stored=True), content=TEXT(analyzer=ChineseAnalyzer(), stored=True))
        writer = create_in(str(folder), schema).writer()
        for number, path in enumerate(files):
            writer.add_document(number=number, content=decoded(path))
        writer.commit()

    def open(self, files: Sequence[Path], folder: Path) -> None:
        """Its searcher and its parser."""
        from whoosh.index import open_dir
        from whoosh.qparser import QueryParser

        self.index = open_dir(str(folder))
        self.searcher = self.index.searcher()
        self.parser = QueryParser("content", self.index.schema)
        self.next = len(files)

    def answers(self, phrase: str, way: str) -> Collection[int]:
        """All hits of the quoted phrase."""
        del way
        quoted = self.parser.parse('"' + phrase.replace('"', "") + '"')
        return {hit["number"] for hit in self.searcher.search(quoted, limit=None)}

    def bare(self, text: str) -> bool:
        """Twenty hits with highlights."""
        for hit in self.searcher.search(self.parser.parse(text), limit=20):
            hit.highlights("content", top=3)
        return True

    def add_one(self, path: Path) -> None:
        """A writer, a commit, a fresh searcher."""
        writer = self.index.writer()
        writer.add_document(number=self.next, content=decoded(path))
        writer.commit()
        self.next += 1
        self.searcher = self.searcher.refresh()
