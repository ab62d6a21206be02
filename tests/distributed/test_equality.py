"""A cluster and the embedded engine with positions over one catalog: pages, order, totals and facets are the same.

A sample of the corpus with the other tests; `make equality-distributed` asks everything of all of it.
BAOGAO_EQUALITY_HOME names an archive to ask instead.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from archive.catalog.opening import identity
from bench.corpus import COMMON, HAN, precise_queries, random_phrases
from indexer import deadline
from indexer.document import Document, document_of
from indexer.index import sync
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.index.opensearch import Address, OpenSearchEngine
from indexer.index.ranked import Order
from indexer.ingest.pipeline import Candidate, Pipeline
from indexer.search.answer import Answer, Request
from indexer.search.searcher import Searcher
from indexer.workspace import Workspace
from tests.distributed.cluster import Cluster
from tests.shared_files import shared
from tests.system.test_index_equality import composed, phrases

pytestmark = [pytest.mark.distributed, pytest.mark.timeout(7200)]
FULL = bool(os.environ.get("BAOGAO_EQUALITY_FULL"))
TEXTS = 150
PHRASES, BARE, PRECISE, COMPOSED = (1000, 200, 400, 200) if FULL else (60, 15, 25, 20)


@dataclass(frozen=True)
class Pair:
    """A catalog asked by either index."""

    documents: list[Document]
    embedded: Searcher
    cluster: Searcher


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, cluster: Cluster) -> Iterator[Pair]:
    beside, known = tmp_path_factory.mktemp("equality"), os.environ.get("BAOGAO_EQUALITY_HOME")
    home = Path(known) if known else beside / "home"
    with Workspace(home, writing=True) as workspace:
        if not known:
            list(Pipeline(workspace.catalog, {}).run(_candidates()))
        catalog, analyzer = workspace.catalog, workspace.analyzer
        address = Address(tuple(cluster.urls), shards=cluster.size)
        embedded = EmbeddedEngine(beside / "positions", analyzer)
        with closing(embedded), closing(OpenSearchEngine(address, analyzer, identity(home))) as distributed:
            for engine in (embedded, distributed):
                sync.catch_up(catalog, engine)
            documents = [document_of(record) for record in catalog.records(catalog.ids())]
            yield Pair(documents, *(Searcher(catalog, engine, analyzer) for engine in (embedded, distributed)))


def _candidates() -> list[Candidate]:
    rows = list(map(json.loads, shared("corpus", "truth", "docs.jsonl").read_text(encoding="utf-8").splitlines()))
    chosen = rows if FULL else random.Random(12).sample(rows, TEXTS)
    return [Candidate(shared("corpus", row["path"]), row["path"], named=True) for row in chosen]


def differences(pair: Pair, requests: Sequence[Request]) -> list[str]:
    """The questions to which the two do not give the same page."""
    found = []
    with deadline.limited(7200):
        for request in requests:
            one, other = (shown(searcher.search(request)) for searcher in (pair.embedded, pair.cluster))
            both = one.keys() & other.keys()  # parts are told where the index tells them, or the reports are few
            different = [name for name in both if one[name] != other[name]]
            found += [f"{request.query}: {name}: {one[name]} and {other[name]}"[:2000] for name in different]
    return found


def shown(answer: Answer) -> dict[str, object]:
    """All that a page tells, but the time it took."""
    return {
        "reports": answer.total_reports,
        "matches": answer.total_matches,
        "rows": [(found.card.id, found.matches, found.passages) for found in answer.reports],
        "also": (answer.also.total_reports, [found.card.id for found in answer.also.reports]),
        **{f"facet {name}": pairs for name, pairs in answer.facets.items()},
    }


def test_wordings(pair: Pair) -> None:
    found = differences(pair, [*phrases(pair.documents, random.Random(6), PHRASES), *map(_literal, COMMON)])
    assert found == []


def test_deep_pages_in_every_order(pair: Pair) -> None:
    asked = [
        Request(text, sort=order, page=page) for text in COMMON[:6] for order in get_args(Order) for page in (2, 5)
    ]
    assert differences(pair, asked) == []


def test_bare_questions(pair: Pair) -> None:
    texts = ["\n".join(document.passages) for document in pair.documents]
    asked = [*random_phrases(texts, BARE, seed=8, kind=HAN), *COMMON]
    loose = [Request(text, mode="loose", facets=True) for text in asked[::3]]
    assert differences(pair, [*(Request(text, facets=True) for text in asked), *loose]) == []


def test_precise_questions(pair: Pair) -> None:
    texts = ["\n".join(document.passages) for document in pair.documents]
    asked = [Request(query, facets=True) for query in precise_queries(texts, PRECISE)]
    assert differences(pair, [*asked, *composed(pair.documents, random.Random(7), COMPOSED)]) == []


def _literal(text: str) -> Request:
    return Request(text, literal=True, facets=True)
