"""A new index is filled by several processes; what one of them cannot do leaves the old index as it was."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from archive.errors import EngineError
from indexer.document import Document
from indexer.index.base import Engine
from indexer.index.opensearch import OpenSearchEngine, filling
from indexer.index.ranked import RankedQuestion
from indexer.query.parser import parse
from tests.distributed.test_ranked_reports import document, filled, same

pytestmark = [pytest.mark.distributed, pytest.mark.timeout(900)]
REPORTS = 120


@pytest.fixture
def engine(on_a_cluster: Engine, monkeypatch: pytest.MonkeyPatch) -> OpenSearchEngine:
    assert isinstance(on_a_cluster, OpenSearchEngine)
    monkeypatch.setattr(filling, "MANY", 20)
    on_a_cluster.processes = 2
    return on_a_cluster


def reports() -> list[Document]:
    dice = random.Random(9)
    return [document(number, dice) for number in range(REPORTS)]


def batches(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    return (documents[at : at + 16] for at in range(0, len(documents), 16))


def refill(engine: Engine, documents: Sequence[Document]) -> None:
    """Build the index anew, as of change 5."""
    with engine.replacement() as fresh:
        for batch in batches(documents):
            fresh.update(batch, (), 0)
        assert engine.state().last_change < 5
        fresh.update((), (), 5)


def test_all_of_them_are_there(engine: OpenSearchEngine) -> None:
    documents = reports()
    refill(engine, documents)
    assert (engine.state().last_change, engine.state().reports) == (5, REPORTS)
    for text in ("党建", "同句:(党建 责任)", "部分:存在问题 党建"):
        same(engine, RankedQuestion(parse(text)), documents, [(0, 20)])


def test_what_a_process_is_refused_is_told_and_nothing_is_taken_over(engine: OpenSearchEngine) -> None:
    documents = reports()
    filled(engine, documents)
    before = engine.state()
    wrong = replace(documents[100], change=-1)  # no version of the cluster's
    with pytest.raises(EngineError):
        refill(engine, [*documents[:100], wrong, *documents[101:]])
    assert engine.state() == before
    same(engine, RankedQuestion(parse("党建")), documents, [(0, 20)])
