"""Two kinds of index, one answer: what FTS5 and positions say over the same catalog, in totals, order and counts.

`make equality` asks all of the corpus, `make equality TIMES=10` the corpus and nine times as much of paragraphs drawn
from it; a sample over the seeds runs with the daily tests. BAOGAO_EQUALITY_HOME names an archive to ask instead.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bench.corpus import laid, recombined, texts
from indexer import deadline
from indexer.document import Document, document_of
from indexer.index import sync
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.index.embedded.positions.answers.ranked_answer import RankedAnswer
from indexer.ingest.pipeline import Candidate, Pipeline, walk
from indexer.search.answer import Mode, Request
from indexer.search.answer_cache import AnswerCache
from indexer.search.searcher import Searcher
from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.shared_files import SEEDS, shared

COMMON = (
    *("人民代表大会", "主体责任", "的", "国务院", "应当", "管理", "第十四条", "工作", "社会主义", "建设"),
    *("一是", "党的领导", "人民政府", "规定", "乡村振兴", "改革开放", "政府工作报告", "各位代表", "责任", "一岗双责"),
)
FORMS = (
    *("{a} OR {b}", "{a} {b}", "{a} -{b}", "({a} OR {b}) {c}", "({a} OR {b}) -{c}", "{a} OR ({b} {c})"),
    *("{long} OR {inner}", "({long} OR {inner}) {c}", "{left} OR {right}", "{a} OR {b} OR {c} OR {long}"),
    *("年:2015..2021 {a}", "-年:2019 {a}", "缺:单位 {a}", "有:报告期 ({a} OR {b})", "标题:{a}", "标题:工作 {b}"),
    *("年:2020 ({a} -{b})", "类型:报告 ({long} OR {right})", "格式:md {a}", "单位:政府 OR {a}"),
)
"""Of booleans and conditions on the face. `inner` lies in `long`; `left` and `right` overlap in it."""


@dataclass
class Both:
    """A catalog asked by either index."""

    documents: list[Document]
    fts5: Searcher
    positions: Searcher


def both_over(home: Path, candidates: Sequence[Candidate], beside: Path) -> Iterator[Both]:
    """`beside`: a folder for the index of FTS5."""
    with Workspace(home, writing=True, settings=replace(Settings(), index="positions")) as workspace:
        list(Pipeline(workspace.catalog, {}).run(candidates))
        workspace.catch_up()
        engine = EmbeddedEngine(beside / "fts5", workspace.analyzer, index="fts5")
        sync.catch_up(workspace.catalog, engine)
        documents = [document_of(record) for record in workspace.catalog.records(workspace.catalog.ids())]
        yield Both(documents, Searcher(workspace.catalog, engine, workspace.analyzer), workspace.searcher)
        engine.close()


def differences(both: Both, requests: Sequence[Request]) -> list[str]:
    """The questions to which the two do not give the same reports, in the same order, with the same counts."""
    found = []
    with deadline.limited(3600):
        for request in requests:
            one, other = (
                [(row.card, row.matches) for row in searcher.tally(request).rows]
                for searcher in (both.fts5, both.positions)
            )
            if one != other:
                found.append(f"{request.query}: {len(one)} and {len(other)} reports")
    return found


def phrases(documents: Sequence[Document], dice: random.Random, n: int) -> list[Request]:
    """Runs of 1 to 20 characters from anywhere, and halves of two that were put together."""
    passages = [passage for document in documents for passage in document.passages if passage]
    pieces: list[str] = []
    while len(pieces) < n:
        one, other = (_run(dice, dice.choice(passages)) for _ in range(2))
        piece = (one if len(pieces) % 5 else one[:3] + other[-3:]).replace("\x1f", "")
        if piece.strip():
            pieces.append(piece)
    return [Request(piece, literal=True) for piece in pieces]


def _run(dice: random.Random, passage: str) -> str:
    start = dice.randrange(len(passage))
    return passage[start : start + dice.randint(1, 20)]


def composed(documents: Sequence[Document], dice: random.Random, n: int) -> list[Request]:
    """Booleans and conditions on the face, of wordings that stand somewhere; many of them overlap."""
    runs = [
        run for document in documents for passage in document.passages for run in re.findall("[㐀-鿿]{6,}", passage)
    ]
    queries = []
    for number in range(n):
        words = [_quoted(dice.choice(runs), dice, dice.choice((1, 2, 2, 3, 4))) for _ in range(3)]
        run = dice.choice(runs)
        at = dice.randrange(len(run) - 4)
        long, inner, left, right = (f"“{run[at + a : at + b]}”" for a, b in ((0, 4), (1, 3), (0, 3), (2, 5)))
        form = FORMS[number % len(FORMS)]
        a, b, c = words
        queries.append(Request(form.format(a=a, b=b, c=c, long=long, inner=inner, left=left, right=right)))
    return queries


def _quoted(run: str, dice: random.Random, size: int) -> str:
    at = dice.randrange(len(run) - size)
    return f"“{run[at : at + size]}”"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    home = tmp_path_factory.mktemp("seeds")
    yield from both_over(home, list(walk([SEEDS])), home)


def test_over_the_seeds_both_say_the_same(seeds: Both) -> None:
    dice = random.Random(3)
    common = [Request(phrase, literal=True) for phrase in COMMON]
    asked = [*phrases(seeds.documents, dice, 60), *common, *composed(seeds.documents, dice, 40)]
    assert differences(seeds, asked) == []


PAGES = (
    *("责任", "“工作”", "的", "工作责任落实", "党建工作责任制", "“党建…责任”"),
    *("“责任” OR “工作”", "责任 工作", "责任 -扶贫"),
    *("同句:(责任 工作)", "同段:(责任 -工作)", "同节:(责任 工作)", "责任 NEAR/9 工作", "工作 EXCEPT 工作报告"),
    *(
        "部分:存在问题 责任",
        "-部分:存在问题 (责任 OR 工作)",
        "部分:存在问题 工作 -扶贫",
        "年:2015..2030 责任",
        "标题:报告 (责任 OR 工作)",
    ),
)


@pytest.mark.parametrize("query", PAGES)
def test_a_page_from_its_passages_alone_is_that_of_whole_texts(
    seeds: Both, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FTS5 tells no passages: there every text is read. Nor is an index believed that tells passages without a mark."""
    request = Request(query, facets=True, limit=7, across=True)
    whole, told = (replace(one.search(request), took_ms=0.0) for one in (seeds.fts5, seeds.positions))
    assert told == whole
    assert whole.total_reports
    assert whole.reports[0].passages
    seeds.positions.recent = AnswerCache()
    passages = RankedAnswer.passages
    monkeypatch.setattr(RankedAnswer, "passages", lambda *given: _others(passages(*given)))
    assert replace(seeds.positions.search(request), took_ms=0.0) == whole


def _others(told: Sequence[Sequence[int]] | None) -> Sequence[Sequence[int]] | None:
    """With a passage more each, without a mark."""
    return told and [sorted({*numbers, min({*range(1, len(numbers) + 2)}.difference(numbers))}) for numbers in told]


@pytest.mark.parametrize("mode", ["standard", "loose"])
@pytest.mark.parametrize("names", [("year",), ("format", "year"), ("part",), ("part", "type")])
def test_what_filters_keep_out_and_the_years_of_places_are_the_same(
    seeds: Both, names: Sequence[str], mode: Mode
) -> None:
    """From totals of whole answers here, from a dict of every report there; by the value of the fewest."""
    facets = seeds.fts5.search(Request("责任", facets=True)).facets
    filters = {name: ("" if (value := facets[name][-1][0]) is None else str(value),) for name in names}
    for query in ("责任", "工作责任落实", "“责任” OR “扶贫”", "责任 -扶贫", "年:2000..2030"):
        request = Request(query, mode=mode, filters=filters, sort="oldest")
        whole, told = (replace(one.search(request), took_ms=0.0) for one in (seeds.fts5, seeds.positions))
        assert told == whole
        assert whole.hidden.keys() == set(names)
        for asked in (request, replace(request, filters={})):
            for most in (0, 1, 5, 10_000):
                one, other = (searcher.places(asked, most) for searcher in (seeds.fts5, seeds.positions))
                assert other.documents == one.documents
                assert (other.total_reports, other.total_matches) == (one.total_reports, one.total_matches)
                assert dict(other.by_year.places) == dict(one.by_year.places)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    rows = map(json.loads, shared("corpus", "truth", "docs.jsonl").read_text(encoding="utf-8").splitlines())
    candidates = [Candidate(shared("corpus", row["path"]), row["path"], named=True) for row in rows]
    home, times = tmp_path_factory.mktemp("corpus"), int(os.environ.get("BAOGAO_EQUALITY_TIMES") or 1)
    known = os.environ.get("BAOGAO_EQUALITY_HOME")
    if times > 1 and not known:
        laid(list(recombined(texts(), times)), home / "files")
        candidates = list(walk([home / "files"]))
    yield from both_over(Path(known), [], home) if known else both_over(home / "home", candidates, home)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_over_the_corpus_both_say_the_same(corpus: Both) -> None:
    dice = random.Random(4)
    common = [Request(phrase, literal=True) for phrase in COMMON]
    asked = [*phrases(corpus.documents, dice, 1000), *common, *composed(corpus.documents, dice, 400)]
    found = differences(corpus, asked)
    print(f"\n{len(corpus.documents)} reports, {len(asked)} questions: {len(found)} differ")  # noqa: T201 # the figure
    assert found == []
