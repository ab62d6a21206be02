"""Exact means exact on a cluster too: three shards, answers and totals against a scan of the text."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest

from archive.text.fold import fold_text
from indexer import deadline
from indexer.document import Document, document_of
from indexer.index.memory import MemoryEngine
from indexer.index.opensearch import hits
from indexer.ingest.pipeline import Pipeline, walk
from indexer.search.answer import Request
from indexer.search.searcher import Searcher
from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.distributed.cluster import Cluster
from tests.distributed.servers import Server
from tests.shared_files import SEEDS, shared

pytestmark = [pytest.mark.distributed, pytest.mark.timeout(1200)]

TEXTS, PHRASES, SPLICES = 200, 300, 60


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, cluster: Cluster, postgresql: Server) -> Iterator[Workspace]:
    """The seeds and texts of the corpus, the catalog on PostgreSQL, the index on the cluster."""
    rows = [
        json.loads(line) for line in shared("corpus", "truth", "docs.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    chosen = [shared("corpus", row["path"]) for row in random.Random(11).sample(rows, TEXTS)]
    settings = Settings(
        engine="opensearch:" + ",".join(cluster.urls),
        catalog=postgresql.address("exactness"),
        shards=cluster.size,
        replicas=min(1, cluster.size - 1),
    )
    home = tmp_path_factory.mktemp("shared")
    with Workspace(home, writing=True, settings=settings) as made:
        for _, outcome in Pipeline(made.catalog, {}).run(walk([SEEDS, *chosen])):
            assert outcome.error is None, outcome.error
        made.catch_up()
        yield made


def test_the_first_question_waits_for_the_list_of_reports(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it is: a question that was stopped for it would be stopped for ever."""
    monkeypatch.setattr(hits, "PAGE", 20)
    with Workspace(workspace.home, settings=workspace.settings) as fresh, deadline.limited(-1.0):
        assert fresh.engine.cards().keys() == set(workspace.catalog.ids())


@pytest.fixture(scope="module")
def documents(workspace: Workspace) -> list[Document]:
    return [document_of(record) for record in workspace.catalog.records(workspace.catalog.ids())]


def scan(documents: list[Document], phrase: str) -> dict[str, int]:
    """The oracle: count the folded phrase in every folded passage."""
    found = {document.id: sum(passage.count(phrase) for passage in document.passages) for document in documents}
    return {name: count for name, count in found.items() if count}


def asked(documents: list[Document]) -> Iterator[str]:
    """Pieces of the texts from anywhere, and two real halves put together, most of which stand nowhere."""
    dice = random.Random(5)
    passages = [passage for document in documents for passage in document.passages if passage]

    def piece(most: int) -> str:
        passage = dice.choice(passages)
        start = dice.randrange(len(passage))
        return passage[start : start + dice.randint(1, most)].replace("\x1f", "")

    yield from (piece(20) for _ in range(PHRASES))
    yield from (piece(4) + piece(4) for _ in range(SPLICES))
    yield from ("一岗双责", "的", "*", "**", "人民代表大会", "主体责任", "党建" * 20)


def test_answers_and_totals_are_those_of_a_scan(workspace: Workspace, documents: list[Document]) -> None:
    for phrase in asked(documents):
        folded = fold_text(phrase)
        if folded:
            tally = workspace.searcher.tally(Request(phrase, literal=True))
            assert {row.card.id: row.matches for row in tally.rows} == scan(documents, folded), phrase


def test_the_same_pages_as_the_other_engines_give(workspace: Workspace, documents: list[Document]) -> None:
    """Totals, order, marks and their paths: everything but the time it took."""
    memory = MemoryEngine(workspace.analyzer)
    memory.update(documents, (), workspace.catalog.last_change())
    oracle = Searcher(workspace.catalog, memory, workspace.analyzer)
    for query in (
        "一岗双责",
        "党建 责任",
        "年:2022 责任",
        "标题:报告 党建",
        "落实 -党建",
        "压实*责任",
        "（主体责任 或 监督责任）",
    ):
        for mode in ("standard", "loose"):
            with deadline.limited(600):  # whatever else the machine does
                ours, theirs = (each.search(Request(query, mode=mode)) for each in (workspace.searcher, oracle))
            assert (ours.total_reports, ours.total_matches) == (theirs.total_reports, theirs.total_matches), query
            assert [found.card for found in ours.reports] == [found.card for found in theirs.reports], query
            assert [found.passages for found in ours.reports] == [found.passages for found in theirs.reports], query
            assert ours.also.total_reports == theirs.also.total_reports, query


def test_the_phrases_of_the_truth(workspace: Workspace, documents: list[Document]) -> None:
    """Every fourth of the corpus' eight hundred phrases, on the texts that are here."""
    lines = shared("corpus", "truth", "truth.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines[::4]:
        phrase = json.loads(line)["q"]
        folded = fold_text(phrase)
        if folded:
            tally = workspace.searcher.tally(Request(phrase, literal=True))
            assert {row.card.id: row.matches for row in tally.rows} == scan(documents, folded), phrase
