"""Positions and what they are held against say one thing: over the seeds an engine that reads texts, over the corpus
the last program that asked FTS5, on the same catalog.

`make equality` asks all of the corpus, `make equality TIMES=10` the corpus and nine times as much of paragraphs drawn
from it; without the project's history there is no such program, and it is skipped. BAOGAO_EQUALITY_HOME names an
archive to ask instead.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bench.corpus import laid, recombined, texts
from bench.earlier_program import MissingError, earlier_program
from bench.told_answers import LONG, told
from indexer import deadline
from indexer.document import Document, document_of
from indexer.index import sync
from indexer.index.embedded.positions.questions import Questions
from indexer.index.memory import MemoryEngine
from indexer.ingest.pipeline import Candidate, Pipeline, walk
from indexer.search.answer import Mode, Request
from indexer.search.answer_cache import AnswerCache
from indexer.search.searcher import Searcher
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
    """A catalog asked by texts and by positions."""

    documents: list[Document]
    texts: Searcher
    positions: Searcher


@contextmanager
def imported(home: Path, candidates: Sequence[Candidate]) -> Iterator[tuple[Workspace, list[Document]]]:
    """An archive of these files, indexed, and what is in it."""
    with Workspace(home, writing=True) as workspace:
        list(Pipeline(workspace.catalog, {}).run(candidates))
        workspace.catch_up()
        yield workspace, [document_of(record) for record in workspace.catalog.records(workspace.catalog.ids())]


def differences(both: Both, requests: Sequence[Request]) -> list[str]:
    """The questions to which the two do not give the same reports, in the same order, with the same counts."""
    found = []
    for request in requests:
        one, other = (
            [(row.card, row.matches) for row in searcher.tally(request).rows]
            for searcher in (both.texts, both.positions)
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
    with imported(tmp_path_factory.mktemp("seeds"), list(walk([SEEDS]))) as (workspace, documents):
        engine = MemoryEngine(workspace.analyzer)
        sync.catch_up(workspace.catalog, engine)
        yield Both(documents, Searcher(workspace.catalog, engine, workspace.analyzer), workspace.searcher)


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
    """An engine that tells no passages has every text read. Nor is an index believed that tells one without a mark."""
    request = Request(query, facets=True, limit=7, across=True)
    whole, told = (replace(one.search(request), took_ms=0.0) for one in (seeds.texts, seeds.positions))
    assert told == whole
    assert whole.total_reports
    assert whole.reports[0].passages
    seeds.positions.recent = AnswerCache()
    passages = Questions.passages
    monkeypatch.setattr(Questions, "passages", lambda *given: _others(passages(*given)))
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
    facets = seeds.texts.search(Request("责任", facets=True)).facets
    filters = {name: ("" if (value := facets[name][-1][0]) is None else str(value),) for name in names}
    for query in ("责任", "工作责任落实", "“责任” OR “扶贫”", "责任 -扶贫", "年:2000..2030"):
        request = Request(query, mode=mode, filters=filters, sort="oldest")
        whole, told = (replace(one.search(request), took_ms=0.0) for one in (seeds.texts, seeds.positions))
        assert told == whole
        assert whole.hidden.keys() == set(names)
        for asked in (request, replace(request, filters={})):
            for most in (0, 1, 5, 10_000):
                one, other = (searcher.places(asked, most) for searcher in (seeds.texts, seeds.positions))
                assert other.documents == one.documents
                assert (other.total_reports, other.total_matches) == (one.total_reports, one.total_matches)
                assert dict(other.by_year.places) == dict(one.by_year.places)


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_over_the_corpus_the_last_program_with_fts5_says_the_same(tmp_path: Path) -> None:
    rows = map(json.loads, shared("corpus", "truth", "docs.jsonl").read_text(encoding="utf-8").splitlines())
    candidates = [Candidate(shared("corpus", row["path"]), row["path"], named=True) for row in rows]
    times, known = int(os.environ.get("BAOGAO_EQUALITY_TIMES") or 1), os.environ.get("BAOGAO_EQUALITY_HOME")
    if times > 1 and not known:
        laid(list(recombined(texts(), times)), tmp_path / "files")
        candidates = list(walk([tmp_path / "files"]))
    home = Path(known) if known else tmp_path / "home"
    with ExitStack() as ending:
        workspace, documents = ending.enter_context(imported(home, [] if known else candidates))
        try:
            earlier = ending.enter_context(earlier_program(home, tmp_path))
        except MissingError as missing:
            pytest.skip(str(missing))
        asked = _questions(documents, random.Random(4))
        found = Counter[str]()
        with deadline.limited(LONG):
            for request in asked:
                one, other = earlier.told(request), told(workspace.searcher, request)
                found.update(
                    name for name in ASPECTS if one[name] != other[name] and None not in (one[name], other[name])
                )
    differ = ", ".join(f"{found[name]} in {name}" for name in ASPECTS)
    print(f"\n{len(documents)} reports, {len(asked)} questions; of them differ: {differ}")  # noqa: T201 # the figure
    assert not found


ASPECTS = ("order", "totals", "marks", "facets", "parts", "apart")
"""Of a page. Parts are told by FTS5 of few reports only."""


def _questions(documents: Sequence[Document], dice: random.Random) -> list[Request]:
    """Phrases, common ones, bare words, and whatever may be composed of them."""
    literal = [*phrases(documents, dice, 1000), *(Request(phrase, literal=True) for phrase in COMMON)]
    bare = [Request(run.query) for run in phrases(documents, dice, 400) if re.fullmatch("[㐀-鿿]+", run.query)]
    asked = [*literal, *bare[:200], *composed(documents, dice, 400), *map(Request, PAGES)]
    return [replace(request, facets=True) for request in asked]
