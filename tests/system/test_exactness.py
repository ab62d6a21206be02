"""Exact means exact: the archive's answers against a scan of the text, on both engines, over seeds and corpus."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.text.fold import fold_text
from indexer.document import Document, document_of
from indexer.index.memory import MemoryEngine
from indexer.ingest.pipeline import Pipeline, walk
from indexer.search.answer import Request
from indexer.search.searcher import Searcher
from indexer.workspace import Workspace
from tests.shared_files import SEEDS, shared

SPLICES = 60
PHRASES = 400


@dataclass
class Archive:
    """A home with reports in it, its documents as a plain list, and a searcher for each engine."""

    documents: list[Document]
    searchers: dict[str, Searcher]


def archive_of(home: Path, paths: list[Path]) -> Iterator[Archive]:
    with Workspace(home, writing=True) as workspace:
        for _, outcome in Pipeline(workspace.catalog, {}).run(walk(paths)):
            assert outcome.error is None, outcome.error
        workspace.catch_up()
        documents = [document_of(record) for record in workspace.catalog.records(workspace.catalog.ids())]
        memory = MemoryEngine(workspace.analyzer)
        memory.update(documents, [], workspace.catalog.last_change())
        yield Archive(
            documents,
            {
                "embedded": workspace.searcher,
                "memory": Searcher(workspace.catalog, memory, workspace.analyzer),
            },
        )


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    yield from archive_of(tmp_path_factory.mktemp("seeds"), [SEEDS])


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    rows = [
        json.loads(line) for line in shared("corpus", "truth", "docs.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    chosen = random.Random(11).sample([shared("corpus", row["path"]) for row in rows], 200)
    yield from archive_of(tmp_path_factory.mktemp("texts"), chosen)


def phrases_of(documents: list[Document], dice: random.Random, n: int) -> Iterator[str]:
    """Runs of 1 to 20 folded characters from anywhere: masks, punctuation, ends of passages and all."""
    passages = [passage for document in documents for passage in document.passages if passage]
    for _ in range(n):
        passage = dice.choice(passages)
        start = dice.randrange(len(passage))
        yield passage[start : start + dice.randint(1, 20)].replace("\x1f", "")


def splices_of(documents: list[Document], dice: random.Random, n: int) -> Iterator[str]:
    """Two real halves put together: most stand nowhere, some do."""
    halves = list(phrases_of(documents, dice, 2 * n))
    for left, right in zip(halves[::2], halves[1::2], strict=True):
        yield left[:4] + right[-4:]


def scan(documents: list[Document], phrase: str) -> dict[str, int]:
    """The oracle: count the folded phrase in every folded passage."""
    found = {document.id: sum(passage.count(phrase) for passage in document.passages) for document in documents}
    return {name: count for name, count in found.items() if count}


def check(archive: Archive, phrase: str) -> None:
    folded = fold_text(phrase)
    if not folded:
        return
    truth = scan(archive.documents, folded)
    for name, searcher in archive.searchers.items():
        tally = searcher.tally(Request(phrase, literal=True))
        assert {row.card.id: row.matches for row in tally.rows} == truth, (name, phrase)


def check_marks(archive: Archive, phrase: str) -> None:
    folded = fold_text(phrase)
    for searcher in archive.searchers.values():
        answer = searcher.search(Request(phrase, literal=True, limit=20, passages=0))
        for found in answer.reports:
            assert found.matches == sum(len(passage.marks) for passage in found.passages)
            for passage in found.passages:
                reached = 0
                for mark in passage.marks:
                    assert reached <= mark.start < mark.end <= len(passage.text)
                    reached = mark.end
                    assert_just(folded, passage.text[mark.start : mark.end])


def assert_just(folded: str, marked: str) -> None:
    """The marked text is the phrase and no more; only where its first or last character expands (㏂) may it hold it."""
    got = fold_text(marked)
    expands = any(len(fold_text(edge)) > 1 for edge in (marked[0], marked[-1]))
    assert got == folded or (expands and folded in got), (marked, folded)


def check_all(archive: Archive, seed: int) -> None:
    dice = random.Random(seed)
    phrases = [*phrases_of(archive.documents, dice, PHRASES), *splices_of(archive.documents, dice, SPLICES)]
    for number, phrase in enumerate(phrases):
        check(archive, phrase)
        if number % 10 == 0 and fold_text(phrase):
            check_marks(archive, phrase)


def test_phrases_of_the_seeds_are_found_as_a_scan_finds_them(seeds: Archive) -> None:
    check_all(seeds, seed=1)


@pytest.mark.slow
def test_phrases_of_200_texts_are_found_as_a_scan_finds_them(texts: Archive) -> None:
    check_all(texts, seed=2)


@pytest.mark.parametrize(
    ("phrase", "reports", "matches"),
    [
        pytest.param("一岗双责", 3, 8, id="cut differently from sentence to sentence"),
        pytest.param("“一岗双责”", 3, 8, id="quotation marks fold away"),
        pytest.param("下一步", 3, 4, id="one 一 of them is a katakana ー"),
        pytest.param("党建APP", 1, 1, id="case does not count"),
        pytest.param("1+5+*", 1, 1, id="full-width plus signs; * is text"),
        pytest.param("绝无此语甲乙丙", 0, 0, id="nowhere"),
    ],
)
def test_known_counts_on_the_seeds(seeds: Archive, phrase: str, reports: int, matches: int) -> None:
    for name, searcher in seeds.searchers.items():
        tally = searcher.tally(Request(phrase, literal=True))
        assert (tally.total_reports, tally.total_matches) == (reports, matches), name


QUERY_MD_DIFFERS = {
    "q13": "punctuation between words counts",
    "q28": "零 and 0 are never folded to 〇: 统一零售价 would hide 零售价",
    "q38": "第14条 is not 第十四条",
    "q34": "a lone * is an error, tested with the parser",
    "q51": "brackets of different kinds stay different",
}


IDENTITIES = [identity for number in range(1, 67) if (identity := f"q{number:02}") not in QUERY_MD_DIFFERS]


@pytest.mark.parametrize("identity", IDENTITIES)
def test_the_queries_of_the_corpus_find_what_its_truth_says(texts: Archive, identity: str) -> None:
    """On the 200 texts: each report that the truth names (NFKC, blanks dropped) is found, by both engines."""
    truth = next(row for row in rows("truth", "query_truth.jsonl") if row["id"] == identity)
    paths = {row["id"]: str(shared("corpus", row["path"])) for row in rows("truth", "docs.jsonl")}
    held = {document.card.location: document.id for document in texts.documents}
    wanted = {held[paths[number]] for number in truth["nfkc-sp"]["doc_ids"] if paths[number] in held}
    for name, searcher in texts.searchers.items():
        found = {row.card.id for row in searcher.tally(Request(truth["q"])).rows}
        assert wanted <= found, (name, truth["q"])
        if "not" in truth["spec"]:
            assert found == wanted, (name, truth["q"])


def rows(*parts: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in shared("corpus", *parts).read_text(encoding="utf-8").splitlines()]
