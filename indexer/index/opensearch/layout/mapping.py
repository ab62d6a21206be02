"""What a report becomes in the cluster and how its fields are analysed. No requests.

`text` holds the folded passages as they are: every two neighbouring characters are a token (`ngram` 2,2), so that
`match_phrase` is the substring search; the field below it holds single characters, for which two-character tokens find
nothing, in silence. A passage is a value of its own: between two values lie 100 positions, which no phrase crosses.
`words` holds what jieba cut, each as often as it counts; a word is one value, so that nothing is cut again there.

A score is a frequency: the similarity is scripted as boost · frequency, and is summed over the tokens of a phrase, so
that a phrase of n pairs scores n · f (exact in a float up to 2^24). No statistics of the cluster are in it; what ranks
is said in `ranking` and asked for by `scripts`.

The folded values of the card are held as the text is, for conditions on the face of a report (FACES), and once more as
they are, to be counted and filtered (FACETS); `age` is what a report is newer by, missing where nothing is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from archive.known_year import year_known
from archive.text.fold import fold_text
from indexer.analysis.analyzer import Analyzer
from indexer.document import Card, Document, age
from indexer.index import ranking
from indexer.index.opensearch.layout import text_division

LONGEST_WORD = 255
LONGEST_VALUE = 4_000
"""Code points of a facet's value: a keyword holds 32,766 bytes; what is longer is there by its sum, behind `LONG`."""
LONG = "\x00"
STATE = "state:"
BREAK = "\x1e\x1e"
"""A value between two passages, a token of its own that no folded text holds: what stands in one passage has none."""
LAYOUT = 4
"""Part of the fingerprint: another layout means building anew."""

FREQUENCY = "return query.boost * doc.freq;"
"""`doc.freq` alone would ignore what a clause is worth."""
FACETS = ("unit", "period", "type", "person", "format")
"""The facets that are a value of the card; the year is a number of its own."""
FACES = ("title", "unit", "person", "type", "number")
"""The values of a card that a condition looks for a wording in."""

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
_KEYWORD: Mapping[str, Any] = {"type": "keyword"}
_KEPT = ("id", "change", "length", "gone", "text", "outline", "card", "state")
"""Of a document; what else is indexed can be made of these again."""


def index_body(shards: int, replicas: int) -> dict[str, Any]:
    """Settings and mapping of a new index. Nothing is refreshed but at our word; unknown fields are refused."""
    text = _in_pairs("frequency", "freqs")
    return {
        "settings": {
            "index": {"number_of_shards": shards, "number_of_replicas": replicas, "refresh_interval": "-1"},
            "similarity": {"frequency": {"type": "scripted", "script": {"source": FREQUENCY}}},
            "analysis": _ANALYSIS,
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": list(_KEPT)},
            "properties": {
                "id": {"type": "keyword"},
                "fonds": {"type": "keyword"},
                "change": {"type": "long"},
                "length": {"type": "integer", "index": False},
                "gone": {"type": "boolean"},
                "text": {**text, "position_increment_gap": 100},
                "words": {**_counted("frequency", "freqs"), "analyzer": "keyword"},
                "face": {"properties": {name: _in_pairs("boolean", "docs") for name in FACES}},
                "facet": {
                    "properties": {**{name: {"type": "keyword"} for name in FACETS}, "year": {"type": "integer"}}
                },
                "year_about": {"type": "integer", "doc_values": False},
                "date": {"type": "keyword", "doc_values": False},
                "derived": {"type": "boolean", "doc_values": False},
                "title_length": {"type": "integer", "index": False},
                "age": {"type": "long", "index": False},
                "outline": {"type": "object", "enabled": False},
                "parts": {"type": "keyword", "doc_values": False},
                "part": {"properties": {field.partition(".")[2]: _PAIRS for field in text_division.FIELDS.values()}},
                text_division.TORN: _PAIRS,
                text_division.UNITS: {
                    "type": "nested",
                    "properties": {"t": _PAIRS, "of": {"type": "keyword", "doc_values": False}},
                },
                "undivided": {"type": "boolean", "doc_values": False},
                "card": {"type": "object", "enabled": False},
                "state": {"type": "object", "enabled": False},
            },
        },
    }


def _in_pairs(similarity: str, singles: str) -> dict[str, Any]:
    """A folded text by pairs of characters, and below it by single ones."""
    one = {**_counted(similarity, singles), "analyzer": "singles"}
    return {**_counted(similarity, "positions"), "analyzer": "pairs", "fields": {"one": one}}


def _counted(similarity: str, options: str) -> dict[str, Any]:
    return {"type": "text", "norms": False, "similarity": similarity, "index_options": options}


_PAIRS: Mapping[str, Any] = {**_counted("frequency", "positions"), "analyzer": "pairs", "position_increment_gap": 100}


def source_of(document: Document, analyzer: Analyzer) -> dict[str, Any]:
    """The document that the cluster indexes for a report."""
    frequencies = ranking.word_frequencies(document, analyzer)
    return {
        "id": document.id,
        "fonds": document.card.fonds,
        "change": document.change,
        "length": sum(map(len, document.passages)),
        "text": _apart(document.passages),
        "words": [word_token(word) for word, times in frequencies.items() for _ in range(times)],
        **text_division.divided(document),
        **_of_card(document.card),
        "card": asdict(document.card),
    }


def _apart(passages: Sequence[str]) -> list[str]:
    return [value for passage in passages for value in (passage, BREAK)][:-1]


def document_of_source(card: Card, source: Mapping[str, Any]) -> Document:
    """The report as it was put in: its folded passages, its outline."""
    return Document(card, tuple(source.get("text", ())[::2]), 0, text_division.outline_of_source(source))


def _of_card(card: Card) -> dict[str, Any]:
    """What of a card is searched, filtered, counted and sorted by; what is not known is left out."""
    faces = {name: folded_face(name, value) for name in FACES if (value := getattr(card, name)) is not None}
    facets = {name: value_token(value) for name in FACETS if (value := getattr(card, name)) is not None}
    told = {
        "face": faces,
        "facet": {**facets, "year": year_known(card)},
        "year_about": card.year,
        "date": card.date,
        "derived": card.title_derived,
        "title_length": len(fold_text(card.title)) if card.title is not None else None,
        "age": age_number(card),
    }
    return {name: value for name, value in told.items() if value is not None}


def folded_face(name: str, value: str) -> str:
    """A value of the card as a condition compares it: a 文号 has its year in whatever brackets."""
    return alike(name, fold_text(value))


def alike(name: str, text: str) -> str:
    """A folded text as it is compared with the value `name` of a card."""
    return text.translate(_BRACKETS) if name == "number" else text


_BRACKETS = str.maketrans("〔【({〕】)}", "[[[[]]]]")


def age_number(card: Card) -> int | None:
    """The year known and the date as one number, in the order of `document.age`; None where neither is known."""
    year, date = age(card)
    if not year and not date:
        return None
    digits = "".join(filter(str.isdecimal, date))[:8]
    return year * 10**8 + int(digits.ljust(8, "0"))


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


def value_token(value: str) -> str:
    """A facet's value as a keyword."""
    return value if len(value) <= LONGEST_VALUE else LONG + hashlib.sha256(value.encode()).hexdigest()


def fingerprint(analyzer: Analyzer) -> str:
    """What an index depends on."""
    return f"{ranking.fingerprint(analyzer)} opensearch-{LAYOUT}-{text_division.fingerprint()}"
