"""The hits of a search, from anywhere in their order: by number as far as the cluster takes it, then in one moment."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from indexer import deadline
from indexer.index.opensearch.connection import Connection

PAGE = 10_000
"""Hits up to the last one that a search may give; the cluster refuses more."""
MANY = 1_000
"""Ids of one answer where many answers come together."""
KEPT = "1m"
WHOLE = {"allow_partial_search_results": "false"}
UNOPENED: Mapping[str, Any] = {"_source": False, "stored_fields": "_none_"}
"""Of a body whose hits tell no more than their sort and values: what is stored of a report, its text among it, is not
even opened."""

Hit = Mapping[str, Any]
Body = Mapping[str, Any]


def hits_between(connection: Connection, index: str, body: Body, start: int, stop: int, **parameters: str) -> list[Hit]:
    """Those at the places [start, stop) of the order that `body` asks for."""
    if stop <= PAGE:
        window = {**body, "from": start, "size": stop - start}
        return hits_of(connection, f"/{index}/_search", window, **parameters) if stop > start else []
    found: list[Hit] = []
    at = 0
    for hits in pages(connection, index, body, stop, start, **parameters):
        found += hits[max(0, start - at) :]
        at += len(hits)
    return found


def pages(
    connection: Connection, index: str, body: Body, stop: int | None = None, passed: int = 0, **parameters: str
) -> Iterator[list[Hit]]:
    """The hits up to place `stop` (None: all), page by page, of one moment; `body` has a sort that tells all apart.

    Pages whose hits all lie before place `passed` tell nothing but the sort.
    """
    most = PAGE if stop is None else min(stop, PAGE)
    asked: dict[str, Any] = {"track_total_hits": False, **body, "size": most}
    if stop is None or stop <= PAGE:
        hits = hits_of(connection, f"/{index}/_search", asked, **parameters)
        if stop is not None or len(hits) < most:
            yield hits
            return
    point = _point(connection, index)
    try:
        at = 0
        while stop is None or at < stop:
            deadline.check()
            moment = {**asked, "pit": {"id": point, "keep_alive": KEPT}}
            moment["size"] = most if stop is None else min(most, stop - at)
            if at + moment["size"] <= passed:
                hits = hits_of(connection, "/_search", {**moment, **UNOPENED, "docvalue_fields": []})
            else:
                hits = hits_of(connection, "/_search", moment, **parameters)
            yield hits
            at += len(hits)
            if len(hits) < moment["size"]:
                return
            asked["search_after"] = hits[-1]["sort"]
    finally:
        connection.request("DELETE", "/_search/point_in_time", {"pit_id": [point]})


def holding(connection: Connection, index: str, conditions: Collection[Mapping[str, Any]]) -> list[str]:
    """The ids of the reports that meet all of the conditions, in order."""
    asked = {"query": {"bool": {"filter": list(conditions)}}, "sort": [{"id": "asc"}]}
    body = {**asked, **UNOPENED}
    return [hit["sort"][0] for hits in pages(connection, index, body) for hit in hits]


def held_by(connection: Connection, index: str, asked: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """For each condition the ids of the reports that meet it, in order: one request, where none has too many."""
    told = {"sort": [{"id": "asc"}], **UNOPENED}
    bodies = [{"query": one, "size": MANY, "track_total_hits": MANY + 1, **told} for one in asked]
    answers = [answer["hits"] for answer in connection.searches(index, bodies)]
    return [
        [hit["sort"][0] for hit in found["hits"]]
        if found["total"]["value"] <= MANY
        else holding(connection, index, [one])
        for one, found in zip(asked, answers, strict=True)
    ]


def _point(connection: Connection, index: str) -> str:
    parameters: dict[str, Any] = {"keep_alive": KEPT, "allow_partial_pit_creation": "false"}
    return str(connection.request("POST", f"/{index}/_search/point_in_time", **parameters)["pit_id"])


def hits_of(connection: Connection, path: str, body: Body, **parameters: str) -> list[Hit]:
    """The hits of one search, all shards' or none."""
    hits: list[Hit] = connection.search(path, body, **WHOLE, **parameters)["hits"]["hits"]
    return hits
