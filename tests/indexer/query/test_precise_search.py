"""Asking precisely, through the searcher: every operator, filter and option on every engine, against plain counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import QueryError, UsageError
from archive.model import Record
from archive.outline_sections import part_at
from archive.text.punctuation import drop_punctuation
from indexer.document import Document, document_of
from indexer.index.memory import MemoryEngine
from indexer.index.set_algebra import Algebra
from indexer.ingest.pipeline import Pipeline, walk
from indexer.query.model import Any, Except, Gapped, Near, Not, Part, Phrase, Query, Scope, all_of
from indexer.query.parser import parse
from indexer.search.answer import Request, Within
from indexer.search.searcher import Searcher
from indexer.workspace import Workspace
from tests.indexer.index.test_engine_contract import _memory, _positions
from tests.indexer.query.test_query_parts import Line, lines_of_text, units
from tests.indexer.query.test_query_parts import document_of as read
from tests.shared_files import SEEDS, shared

PAPER = """{year}年{unit}抓基层党建工作述职报告

一、履职情况
{work}

二、存在的问题
{problems}

三、下一步打算
{plans}
"""
PAPERS = {
    "东街道/2022.txt": (
        "2022", "东街道党工委", "认真落实“一岗双责”，不忘初心、牢记使命。", "主动性不够。学习不深。", "提高主动性。",
    ),
    "西街道/2022.txt": ("2022", "西街道党工委", "落实责任。", "一是学习不够，主动性差。", "落实“一岗双责”。"),
    "东街道/2023.txt": (
        "2023", "东街道党工委", "学习“两个确立”“两个维护”；落实一岗双责制度。", "不足之处不多。", "加强学习。",
    ),
    "南街道/2023.txt": ("2023", "南街道党工委", "加强党建，工作扎实。", "学习不够深入。", "党建工作要加强。"),
}  # fmt: skip


@dataclass
class Archive:
    """A home, its records and documents, and a searcher for each engine."""

    workspace: Workspace
    records: dict[str, Record]
    documents: list[Document]
    searchers: dict[str, Searcher]

    def counts(self, searcher: str, request: Request) -> dict[str, int]:
        return {row.card.source: row.matches for row in self.searchers[searcher].tally(request).rows}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("papers")
    for name, (year, unit, work, problems, plans) in PAPERS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        text = PAPER.format(year=year, unit=unit, work=work, problems=problems, plans=plans)
        path.write_text(text, encoding="utf-8")
    with Workspace(tmp_path_factory.mktemp("home"), writing=True) as workspace:
        outcomes = [outcome for _, outcome in Pipeline(workspace.catalog, {}).run(walk([folder, SEEDS]))]
        assert {outcome.status for outcome in outcomes} == {"added"}
        workspace.catch_up()
        for name, (year, unit, *_) in PAPERS.items():
            entry = next(entry for entry in workspace.catalog.list() if entry.location.endswith(name))
            workspace.catalog.edit(entry.id, {"unit": unit, "year": int(year)})
        workspace.catch_up()
        records = {record.id: record for record in workspace.catalog.records(workspace.catalog.ids())}
        documents = [document_of(record) for record in records.values()]
        bare, outlined = MemoryEngine(workspace.analyzer), MemoryEngine(workspace.analyzer)
        bare.update([replace(document, outline=None) for document in documents], (), 99)
        outlined.update(documents, (), 99)
        yield Archive(
            workspace,
            records,
            documents,
            {
                "embedded": workspace.searcher,
                "memory": Searcher(workspace.catalog, bare, workspace.analyzer),
                "outlined": Searcher(workspace.catalog, outlined, workspace.analyzer),
            },
        )


ENGINES = ("embedded", "memory", "outlined")

QUERIES = [
    "部分:存在问题 主动性",
    "主动性 -部分:存在问题",
    "部分:(问题 或 打算) 学习",
    "部分:存在问题 -主动性",
    "部分:原因分析",
    "年:2022 -部分:存在问题",
    "同节:(学习 主动性)",
    "同句:(学习 主动性)",
    "同段:(学习 -主动性)",
    "部分:问题 同句:(学习 不够)",
    "学习 相距/3 不够",
    "一岗双责 除外 “落实一岗双责”",
    "“学习…不够”",
    "单位:东街道 学习",
    "缺:单位 一岗双责",
    "有:单位 学习",
    "类型:述职报告 学习",
    "格式:txt 年:2023..",
    "报告期:1月..6月 党建",
    "一岗双责 OR (部分:存在问题 不足)",
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("typed", QUERIES)
def test_counts_are_those_of_the_texts(archive: Archive, engine: str, typed: str) -> None:
    places = {document.card.source: parse(typed).spans(document) for document in archive.documents}
    expected = {source: len(found) for source, found in places.items() if found is not None}
    assert archive.counts(engine, Request(typed)) == expected
    answer = archive.searchers[engine].search(Request(typed, limit=0, passages=0))
    assert {found.card.source: found.matches for found in answer.reports} == expected
    assert answer.total_matches == sum(len(p.marks) for found in answer.reports for p in found.passages)


def test_the_rows_above_tell_something(archive: Archive) -> None:
    found = [bool(archive.counts("embedded", Request(typed))) for typed in QUERIES]
    assert found.count(False) <= 3, "of these queries most must find something"


def test_marks_in_a_part_stand_in_that_part(archive: Archive) -> None:
    answer = archive.searchers["embedded"].search(Request("部分:存在问题 学习", limit=0, passages=0))
    parts = [mark.part for found in answer.reports for passage in found.passages for mark in passage.marks]
    assert parts
    assert set(parts) == {"存在问题"}


FILTERS: list[dict[str, tuple[str, ...]]] = [
    {"year": ("2022",)},
    {"unit": ("东街道党工委", "")},
    {"part": ("存在问题",)},
    {"part": ("",), "year": ("2023",)},
    {"format": ("txt",), "unit": ("东街道党工委",), "part": ("下步打算", "履职情况")},
    {"person": ("",), "type": ("没有这种",)},
]


def passing(record: Record, filters: dict[str, tuple[str, ...]]) -> bool:
    head = record.report.masthead
    known = {"year": head.year, "unit": head.unit, "period": head.period, "type": head.type, "person": head.person}
    values = {**{name: str(value or "") for name, value in known.items()}, "format": record.report.format}
    return all(values[name] in wanted for name, wanted in filters.items() if name != "part")


def narrowed(archive: Archive, typed: str, filters: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Reports and places that pass all filters: marks looked at one by one."""
    found: dict[str, int] = {}
    for record in archive.records.values():
        passages = archive.searchers["memory"].marks(record, Request(typed))
        parts = [
            part_at(record.report.sections, passage.number, mark.start)
            for passage in passages
            for mark in passage.marks
        ]
        kept = [part for part in parts if "part" not in filters or (part or "") in filters["part"]]
        if kept and passing(record, filters):
            found[record.source] = len(kept)
    return found


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("typed", ["学习", "一岗双责 OR 学习", "“学习…不够” OR 责任"])
@pytest.mark.parametrize("filters", FILTERS, ids=lambda filters: "+".join(filters))
def test_filters_narrow_and_tell_what_they_hide(
    archive: Archive, engine: str, typed: str, filters: dict[str, tuple[str, ...]]
) -> None:
    answer = archive.searchers[engine].search(Request(typed, limit=0, passages=0, filters=filters))
    expected = narrowed(archive, typed, filters)
    assert {found.card.source: found.matches for found in answer.reports} == expected
    assert set(answer.hidden) == set(filters)
    for name, hidden in answer.hidden.items():
        without = narrowed(archive, typed, {other: values for other, values in filters.items() if other != name})
        assert hidden.reports == len(without) - len(expected)
        assert hidden.matches == sum(without.values()) - sum(expected.values())


def test_every_facet_counts_what_a_filter_by_it_finds(archive: Archive) -> None:
    searcher = archive.searchers["embedded"]
    answer = searcher.search(Request("学习", limit=0, facets=True))
    assert set(answer.facets) == {"year", "unit", "period", "type", "person", "format", "part", "topic"}
    for name, pairs in answer.facets.items():
        for value, count in pairs:
            text = "" if value is None else str(value)
            tally = searcher.tally(Request("学习", filters={name: (text,)}))
            assert count == (tally.total_matches if name == "part" else tally.total_reports), (name, value)
    assert searcher.search(Request("学习")).hidden == {}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("不忘初心牢记使命", ["不忘初心、牢记使命"], id="a-mark-inside"),
        pytest.param("不忘初心，牢记使命。", ["不忘初心、牢记使命"], id="other-marks-typed"),
        pytest.param("两个确立两个维护", ["两个确立”“两个维护"], id="quotation-marks-inside"),
        pytest.param("加强党建工作", ["加强党建，工作"], id="across-a-clause"),
        pytest.param("主动性不够学习不深", ["主动性不够。学习不深"], id="across-a-sentence"),
        pytest.param("部分:存在问题 学习不够主动性", ["学习不够，主动性"], id="in-a-part"),
        pytest.param(
            "同段:(初心牢记使命 认真落实一岗双责)",
            ["认真落实“一岗双责”，不忘初心、牢记使命"],
            id="in-a-passage",
        ),
    ],
)
def test_ignoring_punctuation(archive: Archive, engine: str, typed: str, found: list[str]) -> None:
    answer = archive.searchers[engine].search(Request(typed, ignore_punctuation=True, limit=0, passages=0))
    shown = [
        passage.text[passage.marks[0].start : passage.marks[-1].end]
        for report in answer.reports
        for passage in report.passages
        if "seeds" not in report.card.location
    ]
    assert shown == found


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_slice_finds_itself_whatever_its_punctuation(archive: Archive, data: st.DataObject) -> None:
    record = data.draw(st.sampled_from(list(archive.records.values())))
    text = data.draw(st.sampled_from([p.text for p in record.report.passages if len(p.text) > 4]))
    start = data.draw(st.integers(0, len(text) - 4))
    piece = drop_punctuation(text[start : start + data.draw(st.integers(2, 14))])
    if not piece:
        return
    expected = {
        other.source: count
        for other in archive.records.values()
        if (count := sum(drop_punctuation(passage.text).count(piece) for passage in other.report.passages))
    }
    request = Request(piece, literal=True, ignore_punctuation=True)
    assert record.source in expected
    for engine in ENGINES:
        assert archive.counts(engine, request) == expected


def test_what_cannot_be_asked_without_punctuation(archive: Archive) -> None:
    searcher = archive.searchers["embedded"]
    with pytest.raises(QueryError, match="sentences") as caught:
        searcher.search(Request("同句:(学习 不够)", ignore_punctuation=True))
    assert caught.value.code == "query.sentences_need_punctuation"
    with pytest.raises(QueryError) as caught:
        searcher.search(Request("“，。”", ignore_punctuation=True))
    assert caught.value.code == "query.nothing_left_ignoring"
    with pytest.raises(UsageError):
        searcher.search(Request("学习", mode="verbatim", ignore_punctuation=True))


def test_a_text_that_changes_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with Workspace(tmp_path / "home", writing=True) as workspace:
        for text, expected in (("党建责任。", 1), ("党建。责任。", 0), ("责任党建。党建责任。", 2)):
            path.write_text(text, encoding="utf-8")
            assert [outcome.error for _, outcome in Pipeline(workspace.catalog, {}).run(walk([path]))] == [None]
            workspace.catch_up()
            assert workspace.searcher.tally(Request("同句:(党建 责任)")).total_matches == 2 * expected


# Every operator on both engines, on random texts with random outlines.
words = st.text("ab", min_size=1, max_size=2).map(Phrase.of)
gapped = st.lists(words, min_size=2, max_size=3).map(lambda pieces: Gapped(tuple(pieces)))
relations = (
    gapped
    | st.builds(Except, words, words | gapped)
    | st.builds(lambda a, b, n: Near((a, b), (n,)), words, words | gapped, st.integers(0, 3))
)
atoms: st.SearchStrategy[Query] = words | relations | st.sampled_from(["存在问题", "其他"]).map(Part)


def grown(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=2, max_size=3)
    scopes = st.builds(Scope, st.sampled_from(["同句", "同段", "同节"]), inner)
    return several.map(all_of) | several.map(tuple).map(Any) | inner.map(Not) | scopes


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    st.lists(lines_of_text, min_size=1, max_size=3),
    st.lists(st.recursive(atoms, grown, max_leaves=6), min_size=1, max_size=6),
    st.booleans(),
)
def test_no_engine_misses(tmp_path: Path, texts: list[list[Line]], asked: list[Query], outlined: bool) -> None:
    documents = [
        replace(document, card=replace(document.card, id=f"r{n}"))
        for n, document in enumerate(read(lines) for lines in texts)
    ]
    given_out = documents if outlined else [replace(document, outline=None) for document in documents]
    for make in (_memory, _positions) if outlined else (_memory,):  # positions want outlines
        engine = make(tmp_path)
        change = engine.state().last_change + 1
        engine.update(given_out, {"r0", "r1", "r2"} - {document.id for document in documents}, change)
        for query in asked:
            truth = {d.id: len(found) for d in documents if (found := query.spans(d)) is not None}
            proposal = engine.propose(query)
            assert truth.keys() <= proposal.counts.keys(), "an engine never misses"
            if proposal.exact:
                told = {name: truth[name] if count is None else count for name, count in proposal.counts.items()}
                assert told == truth
        engine.close()


def test_proposals_are_narrow() -> None:
    cards = {name: replace(read([]).card, id=name) for name in "abc"}
    holding = {"党": {"a": 1, "b": 2}, "建": {"b": 1, "c": 1}}
    algebra = Algebra(lambda text: holding.get(text, {}), lambda: cards, lambda: cards)
    for typed in ("同句:(党 建)", "同节:(党 建)", "“党…建”", "党 NEAR/3 建", "部分:问题 党 建", "(党 除外 党建) 建"):
        assert set(algebra.propose(parse(typed)).counts) == {"b"}, typed
    assert set(algebra.propose(parse("部分:问题 党 -建")).counts) == {"a", "b"}


def answered(searcher: Searcher, typed: str) -> str:
    try:
        searcher.search(Request(typed))
    except QueryError as error:
        return error.code
    return "answered"


def test_all_rows_of_the_query_table_are_answered(archive: Archive) -> None:
    text = shared("QUERY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [0-9]+ \| (.*?) \| (.*) \|$", text, flags=re.MULTILINE)
    assert len(rows) == 27
    for typed, meaning in rows:
        outcomes = {answered(archive.searchers["embedded"], query) for query in re.findall(r"`([^`]+)`", typed)}
        meaning = meaning.partition("; 2018-13")[0]  # the rest of row 26 speaks of what it does not type
        named = set(re.findall(r"query\.[a-z_]+", meaning))
        assert outcomes == (named or {"answered"}), typed


def test_units_of_the_plain_reading_are_ours() -> None:
    lines: list[Line] = [(True, ()), (False, ()), (True, ())]
    assert [len(unit) for _, _, unit in units("同节", lines)] == [2, 1]
    assert list(read(lines).sections()) == [(0, 2), (2, 3)]


@pytest.mark.parametrize(
    ("typed", "scope", "as_if"),
    [
        pytest.param("党建 责任", "paragraph", "同段:(党建 责任)", id="both in one paragraph"),
        pytest.param("党建 -廉政", "sentence", "同句:(党建 -廉政)", id="with and without"),
        pytest.param(
            "年:2022 党建 责任", "section", "年:2022 同节:(党建 责任)", id="what stands on the face is outside"
        ),
        pytest.param("部分:存在问题 党建 责任", "section", "部分:存在问题 同节:(党建 责任)", id="so is a part"),
        pytest.param("(党建 廉政) 或 责任", "sentence", "同句:(党建 廉政) 或 责任", id="each alternative by itself"),
        pytest.param(
            "年:2022 (党建 或 责任)", "sentence", "年:2022 (党建 或 责任)", id="one wording is in one sentence"
        ),
        pytest.param("年:2022 -党建", "sentence", "年:2022 -党建", id="only without: of the whole report"),
        pytest.param("党建 责任", "report", "党建 责任", id="the whole report"),
    ],
)
def test_a_scope_that_is_chosen_is_as_if_it_had_been_typed(
    archive: Archive, typed: str, scope: Within, as_if: str
) -> None:
    asked = archive.searchers["embedded"].search(Request(typed, scope=scope))
    said = archive.searchers["embedded"].search(Request(as_if))
    assert asked.understood == said.understood
    assert (asked.total_reports, asked.total_matches) == (said.total_reports, said.total_matches)
    assert parse(asked.understood) == parse(as_if)
