"""A page asks for a page: order, totals, facets, filters and deep pages, held against a scan of the texts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.known_year import year_known
from archive.text.fold import fold_text
from indexer.analysis.analyzer import analyzer
from indexer.document import Card, Document, Turn, age
from indexer.index.base import Engine
from indexer.index.card_filter import facets_of, failing
from indexer.index.memory import MemoryEngine
from indexer.index.opensearch import facet_buckets, hits, ranked_reports
from indexer.index.opensearch.layout import text_division
from indexer.index.opensearch.layout.mapping import age_number
from indexer.index.opensearch.layout.substrings import overlapped
from indexer.index.ranked import Order, RankedQuestion, RankedReports, RankedRow
from indexer.query.model import Query
from indexer.query.parser import parse

pytestmark = [pytest.mark.distributed, pytest.mark.timeout(900)]
ANALYZER = analyzer()
WORDS = (
    "。",
    "党建。",
    "！”",
    "党建",
    "责任",
    "一岗双责",
    "落实",
    "监督",
    "一一",
    "的",
    "人民",
    "人民代表大会",
    "00",
    "万元",
    "𠮷",
)


def document(number: int, dice: random.Random) -> Document:
    """A report of a few words, with a face of which anything may be unknown."""

    def some(*values: str) -> str | None:
        return dice.choice((None, *values))

    title = some("党建工作报告", "党建", "述职报告", "责任", "人民人民", "", "2020年党建责任")
    year, date = dice.choice((None, 2020, 2021)), some("2020-03-05", "2021-12-31", "1999-01-01")
    card = Card(
        id=f"r{number:04}",
        title=title,
        title_derived=dice.random() < 0.3,
        unit=some("市局", "县局", "“一”局"),
        person=some("张三", "李四", f"某{number}"),
        number=some("国发〔2019〕5号", "国发[2019]5号", "第7号"),
        date=date,
        year=year,
        period=some("年度", "上半年", "3月"),
        type=some("述职报告", "工作报告"),
        format=dice.choice(("txt", "docx")),
        source=f"{number}.txt",
        location=f"/{number}.txt",
        version=1,
        fonds=dice.choice(("", "甲", "乙")),
    )
    passages = ["".join(dice.choices(WORDS, k=dice.randint(0, 8))) for _ in range(dice.randint(0, 3))]
    return outlined(Document(card, tuple(map(fold_text, passages)), 1), dice)


def outlined(report: Document, dice: random.Random) -> Document:
    """With parts that begin anywhere, in the middle of a passage or at its end, too; one report in three has none."""
    if not dice.randrange(3):
        return replace(report, outline=())
    found = [
        Turn(number, start, dice.choice((None, "存在问题", "存在问题", "下步打算", "开头")), opens=not start)
        for number, passage in enumerate(report.passages, 1)
        for start in sorted({0, dice.randint(0, len(passage))} if dice.random() < 0.3 else {0})
        if dice.random() < 0.7
    ]
    return replace(report, outline=tuple(found))


@pytest.fixture
def documents() -> list[Document]:
    dice = random.Random(4)
    return [document(number, dice) for number in range(300)]


def filled(engine: Engine, documents: list[Document]) -> Engine:
    engine.update(documents, {"gone"}, 1)
    engine.update((), {"gone", "r9999"}, 2)  # what is gone leaves a mark, which is no report
    return engine


def oracle(question: RankedQuestion, documents: list[Document]) -> tuple[list[RankedRow], list[Card]]:
    """The rows and their cards, by a scan."""
    memory = MemoryEngine(ANALYZER)
    memory.update(documents, (), 1)
    places = {each.id: question.query.spans(each) for each in documents}
    counts = {name: len(found) if question.counts_places else 0 for name, found in places.items() if found is not None}
    cards = {each.id: each.card for each in documents if each.id in counts}
    passing = [name for name, card in cards.items() if not failing(card, question.filters)]
    scores = memory.score(question.query, passing) if question.order == "relevance" else {}
    order = sorted(passing)
    order.sort(key=lambda name: age(cards[name]), reverse=True)
    if question.order == "oldest":
        order.sort(key=lambda name: (age(cards[name]) == (0, ""), age(cards[name])))
    elif question.order == "matches":
        order.sort(key=lambda name: -counts[name])
    elif question.order == "relevance":
        order.sort(key=lambda name: -scores.get(name, 0.0))
    rows = [RankedRow(name, counts[name], scores.get(name, 0.0)) for name in order]
    return rows, [cards[name] for name in order]


def asked(engine: Engine, question: RankedQuestion) -> RankedReports:
    told = engine.ranked(question)
    if told is None:
        pytest.fail(f"not said: {question.query}")
    return told


def same(
    engine: Engine, question: RankedQuestion, documents: list[Document], windows: Sequence[tuple[int, int]]
) -> None:
    rows, cards = oracle(question, documents)
    told = asked(engine, question)
    assert told.total_reports == len(rows), question
    assert told.total_matches == sum(row.matches for row in rows), question
    for start, stop in windows:
        assert list(told.rows(start, stop)) == rows[start:stop], (question, start)
        assert list(told.cards(start, stop)) == cards[start:stop], (question, start)
    assert told.facets() == facets_of(cards), question
    assert told.counts() == {row.id: row.matches for row in rows}, question
    sets = {"some": {each.id for each in documents[::3]}, "others": {"none"}, "all": {each.id for each in documents}}
    assert told.among(sets) == {name: len(held & told.counts().keys()) for name, held in sets.items()}, question
    if question.counts_places:
        years = Counter(
            year for row, card in zip(rows, cards, strict=True) for year in [year_known(card)] * row.matches
        )
        assert told.by_year() == dict(years), question
    parts = told.parts()
    if parts is not None:
        assert parts == parts_of(question, documents, {card.id for card in cards}), question


def parts_of(question: RankedQuestion, documents: list[Document], ids: set[str]) -> dict[str | None, int]:
    """The marks of these reports by part, by a scan."""
    found = (
        (each, each_place) for each in documents if each.id in ids for each_place in question.query.spans(each) or ()
    )
    return dict(Counter(each.part(place.passage, place.start) for each, place in found))


QUESTIONS = (
    "党建",
    '"一岗双责"',
    "的",
    "一一",
    "00",
    "人民代表大会 监督",
    "党建 OR 责任",
    "(党建 责任) OR (党建 监督) OR 落实",
    "党建 -责任",
    "格式:txt -党建",
    "标题:党建",
    "标题:党",
    "标题:党建 落实",
    "年:2020 党建",
    "年:2019..2020",
    "日期:2020-03..2021 党建",
    "报告期:1月..6月 党建",
    "单位:“一” 的",
    "文号:国发【2019】 党建",
    "格式:docx 万元",
    "有:标题 党建",
    "缺:标题 党建",
    "缺:年",
    "有:成文日期 -的",
    "人民 OR 人民代表大会",
    "一一 OR 一岗双责",
    "𠮷",
    "党建责任落实监督",
    "同句:(党建 责任)",
    "同段:(党建 责任)",
    "同句:(党建 -责任)",
    "同段:(人民 人民代表大会)",
    "同句:((党建 OR 责任) 落实 -监督) 年:2020",
    "万元 同句:(党建 责任)",
    "同段:(党建 责任) OR 同句:(落实 监督)",
    "-同句:(党建 责任) 落实",
    "部分:存在问题",
    "-部分:存在问题 年:2020",
    "部分:存在问题 党建",
    "部分:存在问题 党建 -责任",
    "(部分:存在问题 OR 部分:下步打算) (党建 OR 责任)",
    "部分:存在问题 -党建",
    "部分:存在问题 一一",
    "(部分:存在问题 党建) OR (部分:下步打算 责任) OR 监督",
    "部分:存在问题 年:2020",
    "部分:存在问题 部分:下步打算 党建",
)


@pytest.mark.parametrize("order", get_args(Order))
def test_every_page_in_every_order(on_a_cluster: Engine, documents: list[Document], order: Order) -> None:
    engine = filled(on_a_cluster, documents)
    for text in QUESTIONS:
        question = RankedQuestion(parse(text), order=order)
        same(engine, question, documents, [(0, 20), (0, 1), (20, 40), (35, 36), (280, 400), (0, 1000)])


def test_what_nobody_means_to_ask_for_can_be_asked_for_all_the_same(
    on_a_cluster: Engine, documents: list[Document]
) -> None:
    engine = filled(on_a_cluster, documents)
    for text in ("党建", "一一", "党建 OR 责任", "同句:(党建 责任)", "部分:存在问题 党建", "格式:txt"):
        question = RankedQuestion(parse(text), facets=False, cards=False)
        rows, cards = oracle(question, documents)
        told = asked(engine, question)
        assert list(told.rows(0, 20)) == rows[:20], text
        assert list(told.rows(3, 7)) == rows[3:7], text
        assert told.counts() == {row.id: row.matches for row in rows}, text
        assert list(told.cards(5, 25)) == cards[5:25], text
        assert told.facets() == facets_of(cards), text


def test_sets_of_more_ids_than_a_request_should_hold(
    on_a_cluster: Engine, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranked_reports, "MOST_IDS", 3)
    told = asked(filled(on_a_cluster, documents), RankedQuestion(parse("的")))
    assert told.among({"a": ["r0001", "r0002"], "b": ["r0003", "r0004"]}) is None
    assert told.among({}) == {}


FILTERS = (
    {"year": ("2020", "")},
    {"unit": ("市局", "“一”局"), "format": ("txt",)},
    {"person": ("",)},
    {"date": ("2020..2021", "")},
    {"year_about": ("2020",)},
    {"id": ("r0001", "r0007", "r0100", "none")},
    {"topic": frozenset({"r0001", "r0003"})},
    {"topic": frozenset[str]()},
    {"unit": ()},
    {"year": ("02020", "二〇二〇")},
)


def test_filters_by_the_card(on_a_cluster: Engine, documents: list[Document]) -> None:
    engine = filled(on_a_cluster, documents)
    for filters in FILTERS:
        for text in ("党建", "格式:txt -党建", "一一 OR 的"):
            same(engine, RankedQuestion(parse(text), filters=filters), documents, [(0, 20), (10, 30)])


@pytest.mark.parametrize("fonds", [("甲",), ("", "乙"), (), ("没有",)])
def test_within_some_fonds_nothing_tells_of_the_others(
    on_a_cluster: Engine, documents: list[Document], fonds: tuple[str, ...]
) -> None:
    """Scores too: what is rare is rare among what may be seen."""
    engine = filled(on_a_cluster, documents)
    seen = [each for each in documents if each.card.fonds in fonds]
    narrowed = engine.within(frozenset(fonds))
    for text in ("党建", "一一 OR 的", "格式:txt -党建", "标题:党建 责任", "党建责任落实监督"):
        same(narrowed, RankedQuestion(parse(text)), seen, [(0, 20), (10, 30)])
        assert narrowed.propose(parse(text)).counts.keys() <= {each.id for each in seen}
    assert set(narrowed.cards()) == {each.id for each in seen}
    everyone = [each.id for each in documents]
    assert set(narrowed.cards(everyone)) == {each.id for each in seen}
    assert narrowed.score(parse("党建"), everyone).keys() <= {each.id for each in seen}
    assert narrowed.propose(parse("同句:(党建 责任)")).counts.keys() <= {each.id for each in seen}


def test_words_apart_stand_in_one_passage(on_a_cluster: Engine, documents: list[Document]) -> None:
    """Each passage is asked by itself; words that overlap and words inside words, too."""
    from indexer.query.model import Phrase, Words

    engine = filled(on_a_cluster, documents)
    for words in (
        ("党建", "责任"),
        ("人民", "人民代表大会"),
        ("落实", "监督", "万元"),
        ("一岗双责",),
        ("00", "万元", "一一"),
    ):
        query = Words(words, Phrase.of("".join(words)))
        same(engine, RankedQuestion(query, counts_places=False), documents, [(0, 20)])


NOT_SAID = (
    *("党建 NEAR/3 责任", "党建 NEAR/0 责任", "党建 NEAR/2 责任 NEAR/1 落实", "(党建 OR 落实) NEAR/2 责任"),
    *("党建 NEAR/1 的", '"党建…责任"', '"党建…责任…落实"', '"党建…的"', "党建 EXCEPT 党建责任", "同节:(党建 责任)"),
    *("同句:((党建 责任) OR 落实)", "党建 同句:(党建 责任)", "同句:(党建 的)"),
    *("同句:(党建 责任) OR 同段:(党建 监督)", "党建 -部分:存在问题", "部分:其他 党建", "部分:存在问题 的"),
    *("部分:存在问题 同句:(党建 责任)", "年:2020 党建 NEAR/3 责任 -监督"),
)


def test_what_cannot_be_said_there_is_proposed(on_a_cluster: Engine, documents: list[Document]) -> None:
    engine = filled(on_a_cluster, documents)
    for text in NOT_SAID:
        query: Query = parse(text)
        assert engine.ranked(RankedQuestion(query)) is None
        found = {each.id for each in documents if query.matches(each)}
        proposal = engine.propose(query)
        assert found <= proposal.counts.keys() <= {each.id for each in documents}
        if proposal.exact:
            assert found == proposal.counts.keys()


def test_marks_by_part(on_a_cluster: Engine, documents: list[Document]) -> None:
    """Wherever no part begins inside a passage; else the texts tell."""
    whole = [replace(each, outline=tuple(turn for turn in each.outline or () if not turn.start)) for each in documents]
    engine = filled(on_a_cluster, whole)
    for text in ("党建", "一一", "党建 OR 责任", "人民 OR 人民代表大会", "人民代表大会 -监督", "没有的"):
        same(engine, RankedQuestion(parse(text)), whole, [(0, 20)])
        assert asked(engine, RankedQuestion(parse(text))).parts() is not None, text


def test_reports_of_too_many_sentences(
    on_a_cluster: Engine, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are not divided: their texts decide."""
    monkeypatch.setattr(text_division, "MOST_UNITS", 2)
    engine = filled(on_a_cluster, documents)
    for text in ("同句:(党建 责任)", "同段:(党建 责任)", "-同句:(党建 责任) 落实", "年:2020 同段:(人民 -监督)"):
        same(engine, RankedQuestion(parse(text)), documents, [(0, 20), (10, 30)])


def test_holders_of_many_texts_at_once(
    on_a_cluster: Engine, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hits, "MANY", 100)
    engine, texts = (
        filled(on_a_cluster, documents),
        ["党建", "的", "没有的", "\ud800", *(f"党建{n}" for n in range(70)), "00"],
    )
    found = engine.holders(texts)
    assert found is not None
    assert [set(ids) for ids in found] == [
        {each.id for each in documents if any(text in passage for passage in each.passages)} for text in texts
    ]
    narrowed = engine.within(frozenset({"甲"})).holders(["党建"])
    assert narrowed is not None
    assert set(narrowed[0]) == {each.id for each in documents if each.card.fonds == "甲"} & set(found[0])
    assert engine.within(frozenset({"甲"})).state().reports == sum(each.card.fonds == "甲" for each in documents)


def test_further_than_the_cluster_counts_pages(
    on_a_cluster: Engine, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind its limit rows come by the last one's place in the order, in one moment."""
    engine = filled(on_a_cluster, documents)
    monkeypatch.setattr(hits, "PAGE", 40)
    monkeypatch.setattr(ranked_reports, "PAGE", 40)
    monkeypatch.setattr(ranked_reports, "BLOCK", 25)
    monkeypatch.setattr(ranked_reports, "TEXTS", 7)
    for text in ("的", "一一", "格式:txt -党建"):
        for order in get_args(Order):
            question = RankedQuestion(parse(text), order=order)
            same(engine, question, documents, [(0, 40), (60, 70), (35, 130), (0, 300)])


def test_more_values_of_a_facet_than_are_asked_for(
    on_a_cluster: Engine, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facet_buckets, "SIZE", 3)
    monkeypatch.setattr(facet_buckets, "PAGE", 2)
    long = replace(documents[0], card=replace(documents[0].card, unit="很长的单位" * 2000))
    changed = [long, *documents[1:]]
    same(filled(on_a_cluster, changed), RankedQuestion(parse("年:1900.. -没有")), changed, [(0, 20)])


def test_too_many_for_their_texts_are_proposed(
    on_a_cluster: Engine, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = filled(on_a_cluster, documents)
    monkeypatch.setattr(ranked_reports, "MOST_DOUBTFUL", 2)
    assert engine.ranked(RankedQuestion(parse("人民 OR 人民代表大会"))) is None


def test_many_questions_are_few_scripts(on_a_cluster: Engine, documents: list[Document]) -> None:
    """A node compiles 75 new sources in five minutes."""
    engine = filled(on_a_cluster, documents)
    for number in range(120):
        text = f"党建{number}" if number % 2 else "党建责任"[: 2 + number % 3]
        asked(engine, RankedQuestion(parse(text))).rows(0, 20)


def test_a_phrase_overlaps_itself_in_few_wordings() -> None:
    assert overlapped("一") == []
    assert overlapped("党建") == []
    assert overlapped("一一") == ["一一一"]
    assert overlapped("人民人民") == ["人民人民人民"]
    assert overlapped("一二一") == ["一二一二一"]
    assert overlapped("甲甲乙甲甲") == ["甲甲乙甲甲乙甲甲", "甲甲乙甲甲甲乙甲甲"]
    assert overlapped("一" * 1500) == ["一" * 1501]


def test_age_is_in_the_order_of_documents(documents: list[Document]) -> None:
    cards = [each.card for each in documents]
    assert sorted(cards, key=lambda card: (age_number(card) or -1, card.id)) == sorted(
        cards, key=lambda card: (age(card), card.id)
    )


ALPHABET = "党党建人00一。,"
texts = st.text(ALPHABET, max_size=10)


@st.composite
def questions(draw: st.DrawFn) -> str:
    def term() -> str:
        text = draw(st.text("党建人0一", min_size=1, max_size=3))
        return draw(st.sampled_from(("{}", '"{}"', "-{}", "标题:{}"))).format(text)

    items = [term() for _ in range(draw(st.integers(1, 3)))]
    joined = draw(st.sampled_from((" ", " OR "))).join(items)
    return joined.replace("-", "格式:txt -") if "-" in joined else joined


def _reports(bodies: list[tuple[str, list[str]]], change: int) -> Iterator[Document]:
    for number, (title, passages) in enumerate(bodies):
        card = Card(f"r{number}", title, False, None, None, None, None, None, None, None, "txt", "", f"/{number}", 1)
        yield Document(card, tuple(map(fold_text, passages)), change)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    bodies=st.lists(st.tuples(texts, st.lists(texts, max_size=3)), min_size=1, max_size=4),
    asked_for=st.lists(questions(), min_size=1, max_size=4),
)
def test_law(on_a_cluster: Engine, bodies: list[tuple[str, list[str]]], asked_for: list[str]) -> None:
    change = on_a_cluster.state().last_change + 1
    reports = list(_reports(bodies, change))
    on_a_cluster.update(reports, {f"r{number}" for number in range(len(reports), 4)}, change)
    for text in asked_for:
        same(on_a_cluster, RankedQuestion(parse(text)), reports, [(0, 10), (1, 3)])
