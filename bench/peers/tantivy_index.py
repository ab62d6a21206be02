"""tantivy, the search library in Rust: jieba's words and pairs of characters, each a field with positions."""

from __future__ import annotations

import operator
from collections.abc import Collection, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.corpus import decoded
from bench.peers.base import Peer, module_missing
from indexer.analysis.analyzer import analyzer

WORDS, PAIRS = "phrase of jieba's words", "phrase of character pairs"
FIELDS = {WORDS: "words", PAIRS: "pairs"}
LIMIT = 10_000_000


def _tantivy() -> Any:  # an optional package: without it, this peer is named as missing
    return import_module("tantivy")


class Tantivy(Peer):
    """Both fields in one index, so that one build serves both ways of asking."""

    name = "tantivy"
    about = "a field of jieba's words and one of character pairs, no text stored; a phrase of each"
    ways = (PAIRS, WORDS)

    def missing(self) -> str:
        """The Python package."""
        return module_missing("tantivy")

    def build(self, files: Sequence[Path], folder: Path) -> None:
        """One writer with its own threads, one commit."""
        index = _tantivy().Index(_schema(), path=str(folder))
        _register(index)
        writer = index.writer(256_000_000)
        cut = Cut()
        for number, path in enumerate(files):
            writer.add_document(cut.document(number, decoded(path)))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, files: Sequence[Path], folder: Path) -> None:
        """Its searcher."""
        self.schema = _schema()
        self.index = _tantivy().Index(self.schema, path=str(folder))
        _register(self.index)
        self.cut = Cut()
        self.next = len(files)
        self._refresh()

    def answers(self, phrase: str, way: str) -> Collection[int]:
        """All hits; their numbers come from a fast field."""
        words = self.cut.words(phrase) if way == WORDS else _pairs(phrase)
        return self._hits(_phrase(self.schema, FIELDS[way], words), LIMIT)

    def bare(self, text: str) -> bool:
        """Twenty hits for any of the words, the best first."""
        words = [
            (_tantivy().Occur.Should, _tantivy().Query.term_query(self.schema, "words", word))
            for word in self.cut.words(text)
        ]
        self._hits(_tantivy().Query.boolean_query(words), 20)
        return True

    def add_one(self, path: Path) -> None:
        """A writer, a commit, a fresh searcher."""
        writer = self.index.writer(64_000_000)
        writer.add_document(self.cut.document(self.next, decoded(path)))
        writer.commit()
        self.next += 1
        self._refresh()

    def _refresh(self) -> None:
        self.index.reload()
        self.searcher = self.index.searcher()

    def _hits(self, query: Any, limit: int) -> set[int]:  # tantivy's values have no types of their own
        found = self.searcher.search(query, min(limit, max(1, self.searcher.num_docs)), count=False)
        return set(self.searcher.fast_field_values("number", [address for _, address in found.hits]))


class Cut:
    """Texts as tantivy gets them: tokens with blanks between."""

    def __init__(self) -> None:
        self.analyzer = analyzer()

    def document(self, number: int, text: str) -> Any:
        """One file."""
        lines = text.lower().splitlines()
        pairs = " ".join(" ".join(_pairs("".join(line.split()))) for line in lines)
        words = " ".join(word for line in lines for word in self.words(line))
        return _tantivy().Document(number=number, words=words, pairs=pairs)

    def words(self, text: str) -> list[str]:
        """Words without blanks."""
        return [word for word in self.analyzer.words(text.lower()) if word.strip()]


def _schema() -> Any:
    builder = _tantivy().SchemaBuilder()
    builder.add_integer_field("number", fast=True)
    for name in FIELDS.values():
        builder.add_text_field(name, tokenizer_name="blanks", index_option="position")
    return builder.build()


def _register(index: Any) -> None:
    index.register_tokenizer("blanks", _tantivy().TextAnalyzerBuilder(_tantivy().Tokenizer.whitespace()).build())


def _pairs(text: str) -> list[str]:
    text = text.lower()
    return list(map(operator.add, text, text[1:])) if len(text) > 1 else [text]


def _phrase(schema: Any, field: str, words: list[str]) -> Any:
    if not words:
        return _tantivy().Query.empty_query()
    if len(words) > 1:
        return _tantivy().Query.phrase_query(schema, field, words)
    if len(words[0]) == 1 and field == FIELDS[PAIRS]:
        return _tantivy().Query.regex_query(schema, field, words[0] + ".*")
    return _tantivy().Query.term_query(schema, field, words[0])
