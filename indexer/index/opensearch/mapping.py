"""What a report becomes in the cluster and how its fields are analysed. No requests.

`text` holds the folded passages as they are: every two neighbouring characters are a token (`ngram` 2,2), so that
`match_phrase` is the substring search; the field below it holds single characters, for which two-character tokens find
nothing, in silence. A passage is a value of its own: between two values lie 100 positions, which no phrase crosses.
`words` holds what jieba cut, each as often as it counts; a word is one value, so that nothing is cut again there.

Frequencies come back through the score: under BM25 with b = 0 it is C · f / (f + k1) (Robertson, Zaragoza 2009), C the
same for all reports of one search (`dfs_query_then_fetch`), and f is found again from it (`phrase_counts`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from indexer.analysis.analyzer import Analyzer
from indexer.document import Card, Document
from indexer.index import ranking

K1 = 10_000.0
"""So large that a million is still told from a million and one by little, so small that 1 is not lost in a float."""
LONGEST_WORD = 255
STATE = "state:"
LAYOUT = 2
"""Part of the fingerprint: another layout means building anew."""

_ANALYSIS: Mapping[str, Any] = {
    "tokenizer": {
        "pairs": {"type": "ngram", "min_gram": 2, "max_gram": 2},
        "singles": {"type": "ngram", "min_gram": 1, "max_gram": 1},
    },
    "analyzer": {
        "pairs": {"type": "custom", "tokenizer": "pairs"},
        "singles": {"type": "custom", "tokenizer": "singles"},
    },
}


def index_body(shards: int, replicas: int) -> dict[str, Any]:
    """Settings and mapping of a new index. Nothing is refreshed but at our word; unknown fields are refused."""
    counted = {"type": "text", "norms": False, "similarity": "frequency", "index_options": "freqs"}
    return {
        "settings": {
            "index": {"number_of_shards": shards, "number_of_replicas": replicas, "refresh_interval": "-1"},
            "similarity": {"frequency": {"type": "BM25", "k1": K1, "b": 0.0}},
            "analysis": _ANALYSIS,
        },
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "id": {"type": "keyword"},
                "fonds": {"type": "keyword"},
                "change": {"type": "long"},
                "length": {"type": "integer", "index": False},
                "gone": {"type": "boolean"},
                "text": {
                    **counted,
                    "index_options": "positions",
                    "analyzer": "pairs",
                    "position_increment_gap": 100,
                    "fields": {"one": {**counted, "analyzer": "singles"}},
                },
                "words": {**counted, "analyzer": "keyword"},
                "card": {"type": "object", "enabled": False},
                "state": {"type": "object", "enabled": False},
            },
        },
    }


def source_of(document: Document, analyzer: Analyzer) -> dict[str, Any]:
    """The document that the cluster keeps for a report."""
    frequencies = ranking.word_frequencies(document, analyzer)
    return {
        "id": document.id,
        "fonds": document.card.fonds,
        "change": document.change,
        "length": sum(map(len, document.passages)),
        "text": list(document.passages),
        "words": [word_token(word) for word, times in frequencies.items() for _ in range(times)],
        "card": asdict(document.card),
    }


def actions(index: str, documents: Iterator[Document], analyzer: Analyzer) -> Iterator[dict[str, Any]]:
    """Puts with the catalog's change as version: of two writers the newer text stays, in whatever order they come."""
    for document in documents:
        yield {
            **_versioned(index, document.id, document.change),
            "_op_type": "index",
            "_source": source_of(document, analyzer),
        }


def removals(index: str, ids: Iterator[str], change: int) -> Iterator[dict[str, Any]]:
    """What is gone leaves a mark: who holds a list of all reports learns of it, and an older text cannot come back."""
    for name in ids:
        gone = {"id": name, "change": change, "gone": True}
        yield {**_versioned(index, name, change), "_op_type": "index", "_source": gone}


def _versioned(index: str, name: str, change: int) -> dict[str, Any]:
    return {"_index": index, "_id": name, "version": change, "version_type": "external_gte"}


def card_of(source: Mapping[str, Any]) -> Card:
    """The card that a report was put in with."""
    return Card(**source["card"])


def word_token(word: str) -> str:
    """A word as a value; those that are longer than any word by their sum."""
    return word if len(word) <= LONGEST_WORD else hashlib.sha256(word.encode()).hexdigest()


def fingerprint(analyzer: Analyzer) -> str:
    """What an index depends on."""
    return f"{ranking.fingerprint(analyzer)} opensearch-{LAYOUT}"
