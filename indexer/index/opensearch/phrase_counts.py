"""How often a phrase or a word stands in each report, exactly, found again from the scores of one search.

Where a phrase can overlap itself, or a count is beyond what a score can tell, the folded text itself is counted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from archive.errors import EngineError
from indexer import deadline
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.mapping import K1, word_token

PAGE = 10_000
KEPT = "1m"
SURE = 50_000
"""Above it two counts that follow each other differ by too little in a score of 24 bits."""
TEXTS = 50
_FREQUENCY = re.compile("^(phraseFreq=|freq, )")
_EXACT = {"search_type": "dfs_query_then_fetch", "allow_partial_search_results": "false"}

Query = Mapping[str, Any]
Fonds = frozenset[str]


def phrase_query(text: str) -> Query:
    """The substring search for a folded phrase."""
    if len(text) == 1:
        return {"term": {"text.one": text}}
    return {"match_phrase": {"text": text}}


def phrase_counts(connection: Connection, index: str, text: str, fonds: Fonds | None = None) -> dict[str, int]:
    """Report id -> how often the folded phrase stands there, as `str.count` counts; of the reports of these fonds."""
    if not _sayable(text):
        return {}
    counts = _counts(connection, index, within(phrase_query(text), fonds))
    doubtful = list(counts) if _overlaps_itself(text) else [name for name, count in counts.items() if count > SURE]
    counts.update(_counted_on_text(connection, index, text, doubtful))
    return counts


def word_counts(connection: Connection, index: str, word: str, fonds: Fonds | None = None) -> dict[str, int]:
    """Report id -> how often the word counts there; of the reports of these fonds."""
    return _counts(connection, index, within({"term": {"words": word_token(word)}}, fonds)) if _sayable(word) else {}


def within(query: Query, fonds: Fonds | None) -> Query:
    """The same of the reports of these fonds alone (None: of all). A filter scores nothing: frequencies stay exact."""
    if fonds is None:
        return query
    return {"bool": {"must": [query], "filter": [{"terms": {"fonds": sorted(fonds)}}]}}


def pages(connection: Connection, index: str, query: Query, **body: object) -> Iterator[list[dict[str, Any]]]:
    """All hits of a query in the order of their ids, page by page, of one moment."""
    asked: dict[str, Any] = {"size": PAGE, "query": query, "sort": [{"id": "asc"}], "track_total_hits": False, **body}
    first = _hits(connection, f"/{index}/_search", asked, **_EXACT)
    if len(first) < PAGE:
        yield first
        return
    parameters: dict[str, Any] = {"keep_alive": KEPT, "allow_partial_pit_creation": "false"}
    point = connection.request("POST", f"/{index}/_search/point_in_time", **parameters)["pit_id"]
    try:
        while True:
            deadline.check()
            moment = {**asked, "pit": {"id": point, "keep_alive": KEPT}}
            hits = _hits(connection, "/_search", moment, **_EXACT)
            yield hits
            if len(hits) < PAGE:
                return
            asked["search_after"] = hits[-1]["sort"]
    finally:
        connection.request("DELETE", "/_search/point_in_time", {"pit_id": [point]})


def _hits(connection: Connection, path: str, body: Mapping[str, Any], **parameters: Any) -> list[dict[str, Any]]:
    answer = connection.request("POST", path, body, **parameters)
    if answer.get("timed_out") or answer["_shards"]["failed"]:
        raise EngineError("index.unreachable", path="", problem=str(answer["_shards"])[:300])
    hits: list[dict[str, Any]] = answer["hits"]["hits"]
    best = answer.get("aggregations", {}).get("best")
    if best is not None and hits:
        hits[0]["best"] = best["hits"]["hits"][0]
    return hits


def _counts(connection: Connection, index: str, query: Query) -> dict[str, int]:
    best = {"top_hits": {"size": 1, "explain": True, "_source": False}}
    body = {"track_scores": True, "_source": False, "stored_fields": "_none_", "aggs": {"best": best}}
    counts: dict[str, int] = {}
    for hits in pages(connection, index, query, **body):
        if hits:
            weight = _weight(hits[0]["best"])
            counts.update((hit["sort"][0], _frequency(hit["_score"], weight)) for hit in hits)
    return counts


def _weight(best: Mapping[str, Any]) -> float:
    """C, from a report whose frequency the cluster explains."""
    frequency = _explained(best["_explanation"])
    return float(best["_score"]) * (frequency + K1) / frequency


def _frequency(score: float, weight: float) -> int:
    return max(1, round(K1 * score / (weight - score)))


def _explained(explanation: Mapping[str, Any]) -> float:
    waiting = [explanation]
    while waiting:
        node = waiting.pop()
        if _FREQUENCY.match(node["description"]):
            return float(node["value"])
        waiting.extend(node["details"])
    raise EngineError("index.refused", path="", problem=str(explanation)[:300])


def _counted_on_text(connection: Connection, index: str, text: str, ids: Collection[str]) -> Iterator[tuple[str, int]]:
    names = list(ids)
    for at in range(0, len(names), TEXTS):
        deadline.check()
        asked = {"ids": names[at : at + TEXTS]}
        for found in connection.request("POST", f"/{index}/_mget", asked, _source_includes="text")["docs"]:
            count = sum(passage.count(text) for passage in found.get("_source", {}).get("text", ()))
            if count:
                yield found["_id"], count


def _overlaps_itself(text: str) -> bool:
    return any(text.startswith(text[at:]) for at in range(1, len(text)))


def _sayable(text: str) -> bool:
    """A lone surrogate is in no text, and no JSON can say it."""
    return bool(text) and not any("\ud800" <= character <= "\udfff" for character in text)
