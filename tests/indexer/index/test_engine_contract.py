"""One table of tests that every engine passes: it never misses, and what it declares exact is what the scan gives."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.known_year import year_known
from archive.text.fold import fold_text
from indexer.analysis.analyzer import Analyzer, analyzer
from indexer.document import Card, Document
from indexer.index.base import Engine
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.index.embedded.positions import store
from indexer.index.embedded.positions.arrays.choice import plain
from indexer.index.holders import holders
from indexer.index.memory import MemoryEngine
from indexer.query.model import All, Any, Field, Known, Not, Phrase, Query, Words, Years
from tests.shared_files import SEEDS

ANALYZER: Analyzer = analyzer()
Make = Callable[[Path], Engine]


def _memory(_: Path) -> Engine:
    return MemoryEngine(ANALYZER)


def _positions(folder: Path) -> Engine:
    return EmbeddedEngine(folder / "index", ANALYZER, lock_seconds=0.2)


ENGINES = [
    pytest.param(_memory, id="memory"),
    pytest.param(_positions, id="positions"),
    pytest.param(_positions, id="positions-plain"),
    pytest.param(None, id="opensearch", marks=pytest.mark.distributed),
]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    if "plain" in request.node.callspec.id:
        monkeypatch.setattr(store, "arrays", plain)  # as on a machine without numpy
    made: Engine = request.getfixturevalue("on_a_cluster") if request.param is None else request.param(tmp_path)
    yield made
    made.close()


def document(name: str, *passages: str, change: int = 1, title: str | None = None, year: int | None = None) -> Document:
    card = Card(name, title, False, None, None, None, None, year, None, None, "txt", name, f"/{name}", 1)
    return Document(card, tuple(map(fold_text, passages)), change)


def counted(query: Query, documents: list[Document]) -> dict[str, int]:
    """The meaning: what a scan gives."""
    places = {item.id: query.spans(item) for item in documents}
    return {name: len(found) for name, found in places.items() if found is not None}


def agrees(engine: Engine, query: Query, documents: list[Document]) -> None:
    truth, proposal = counted(query, documents), engine.propose(query)
    assert truth.keys() <= proposal.counts.keys(), "an engine never misses"
    if proposal.exact:
        assert proposal.counts.keys() == truth.keys()
        told = {name: count for name, count in proposal.counts.items() if count is not None}
        assert told == {name: truth[name] for name in told}
    if isinstance(query, Phrase):
        assert proposal.exact
        assert None not in proposal.counts.values()


def scores_agree(engine: Engine, query: Query, documents: list[Document]) -> None:
    oracle = MemoryEngine(ANALYZER)
    oracle.update(documents, (), 1)
    ids = [item.id for item in documents]
    assert engine.score(query, ids) == pytest.approx(dict(oracle.score(query, ids)), abs=1e-9)


# Few characters, so that phrases overlap themselves and each other: Han, a mask, punctuation that an engine could take
# for syntax, digits, letters, the cell mark, beyond the BMP, private use, a character newer than most tables.
ALPHABET = "党党党建人*。,\"'()-+:1a\x1f𠀀\ue000\U000323af”“"
texts = st.text(ALPHABET, max_size=12)
reports = st.lists(st.lists(texts, max_size=4), min_size=1, max_size=4)


@st.composite
def phrases(draw: st.DrawFn) -> Phrase:
    text = fold_text(draw(st.text(ALPHABET, min_size=1, max_size=4)))
    return Phrase.of(text or "党")


queries = st.recursive(
    phrases() | st.builds(Field, st.just("标题"), phrases()),
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(lambda items: All(tuple(items)), st.lists(inner, min_size=2, max_size=3))
        | st.builds(lambda items: Any(tuple(items)), st.lists(inner, min_size=2, max_size=3))
    ),
    max_leaves=5,
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(reports=reports, title=texts, asked=st.lists(queries, min_size=1, max_size=5))
def test_law(engine: Engine, reports: list[list[str]], title: str, asked: list[Query]) -> None:
    change = engine.state().last_change + 1
    documents = [document(f"r{n}", *passages, title=title, change=change) for n, passages in enumerate(reports)]
    engine.update(documents, {f"r{n}" for n in range(len(reports), 4)}, change)
    for passages in reports:  # every piece of a text is a phrase too
        whole = fold_text("".join(passages))
        asked += [Phrase.of(whole[at : at + 3]) for at in range(0, len(whole), 3)]
    for query in asked:
        agrees(engine, query, documents)
        scores_agree(engine, query, documents)
    texts = sorted({query.text for query in asked if isinstance(query, Phrase)})
    held = [set(ids) for ids in holders(engine, texts)]
    assert held == [set(counted(Phrase.of(text), documents)) for text in texts]


def seeds() -> list[Document]:
    files = sorted(SEEDS.glob("*.txt"))
    return [document(path.name, *path.read_text("utf-8").splitlines(), title=path.stem) for path in files]


def test_seeds(engine: Engine) -> None:
    documents = seeds()
    assert len(documents) == 5
    engine.update(documents, (), 1)
    dice = random.Random(1)
    passages = [passage for item in documents for passage in item.passages if len(passage) > 12]
    for size in (1, 2, 3, 4, 5, 8, 12) * 40:
        passage = dice.choice(passages)
        at = dice.randrange(len(passage) - size + 1)
        agrees(engine, Phrase.of(passage[at : at + size]), documents)
    for phrase in ("一岗双责", "*次", "**余个", "党建,党建", "没有这样的话"):
        agrees(engine, Phrase.of(phrase), documents)
        scores_agree(engine, Phrase.of(phrase), documents)
    scores_agree(engine, Phrase.of("党建责任", quoted=True), documents)


OVERLAPS = [
    pytest.param(
        "人民为人民为人民为人民", "人民为人民", 2, id="a phrase that overlaps itself counts as str.count does"
    ),
    pytest.param("********", "**", 4, id="a mask of masks"),
    pytest.param("********", "***", 2, id="a rest that is too short"),
    pytest.param("党" * 99, "党", 99, id="one character"),
    pytest.param("一一", "一一一", 0, id="longer than the text"),
    pytest.param("甲乙" * 3000, "甲乙", 3000, id="a large count"),
    pytest.param('(甲) AND NOT "乙" * ^ col:甲', "notand", 0, id="no operators of an engine"),
    pytest.param("甲AND NOT乙", "andnot", 1, id="operators of an engine as text"),
    pytest.param("canary", "canary", 1, id="the canary's own word as text"),
    pytest.param("一加油一", "ca", 0, id="the canary is no report"),
    pytest.param("一加油一", "c", 0, id="nor its first letter"),
]


@pytest.mark.parametrize(("text", "phrase", "count"), OVERLAPS)
def test_counts(engine: Engine, text: str, phrase: str, count: int) -> None:
    engine.update([document("a", text), document("b", "别的")], (), 1)
    assert dict(engine.propose(Phrase.of(phrase)).counts) == ({"a": count} if count else {})


def test_no_phrase_crosses_passages(engine: Engine) -> None:
    engine.update([document("a", "加强党", "建工作"), document("b", "加强党建工作")], (), 1)
    assert dict(engine.propose(Phrase.of("党建")).counts) == {"b": 1}


def test_a_phrase_of_any_length(engine: Engine) -> None:
    text = "".join(chr(0x4E00 + n % 3000) for n in range(6000))
    engine.update([document("a", text)], (), 1)
    assert dict(engine.propose(Phrase.of(text[:2500])).counts) == {"a": 2}
    assert dict(engine.propose(Phrase.of("一" * 1500)).counts) == {}


def test_lone_surrogates_are_no_hit_and_no_crash(engine: Engine) -> None:
    engine.update([document("a", "党建")], (), 1)
    assert dict(engine.propose(Phrase("\udce5\udcbb", "")).counts) == {}


def test_marks_of_several_terms(engine: Engine) -> None:
    documents = [document("a", "一岗双责任"), document("b", "一岗双责,责任"), document("c", "责任")]
    engine.update(documents, (), 1)
    query = Any((Phrase.of("一岗双责"), Phrase.of("责任")))
    agrees(engine, query, documents)
    counts = engine.propose(query).counts
    assert counts["b"] == 2
    assert counts["a"] in (1, None), "terms overlap here: counted by the text or not at all"
    inside = Any((Phrase.of("双责"), Phrase.of("一岗双责")))
    agrees(engine, inside, documents)
    assert engine.propose(inside).counts["a"] in (1, None), "one term inside the other is one mark, not two"
    agrees(engine, All((inside, Phrase.of("任"))), documents)


def test_fields_and_negations_match_without_marks(engine: Engine) -> None:
    documents = [document("a", "党建", year=2021), document("b", "廉政", year=2022), document("c", "党建", year=2022)]
    engine.update(documents, (), 1)
    year = Field("年", Years(2022, 2022))
    assert dict(engine.propose(All((year, Not(Phrase.of("党建"))))).counts) == {"b": 0}
    assert dict(engine.propose(All((year, Phrase.of("党建")))).counts) == {"c": 1}


def test_every_engine_goes_by_the_known_year(engine: Engine) -> None:
    """A paper about no year has that of its date or number; the cards keep what the paper is about."""
    written = {"dated": ("2018-03-05", None), "numbered": (None, "国发〔2018〕5号"), "other": ("2019-01-01", None)}
    documents = [document("about", "党建", year=2018), document("unknown", "党建")]
    for name, (date, number) in written.items():
        made = document(name, "党建")
        documents.append(replace(made, card=replace(made.card, date=date, number=number)))
    engine.update(documents, (), 1)
    year = Field("年", Years(2018, 2018))
    assert set(engine.propose(All((year, Phrase.of("党建")))).counts) == {"about", "dated", "numbered"}
    assert set(engine.propose(All((Known("年", known=False), Phrase.of("党建")))).counts) == {"unknown"}
    assert {name for name, card in engine.cards().items() if year_known(card) == 2018} == {"about", "dated", "numbered"}
    assert {name for name, card in engine.cards().items() if card.year == 2018} == {"about"}


def test_words_apart_are_proposed(engine: Engine) -> None:
    documents = [document("a", "责任重于党建"), document("b", "党建责任"), document("c", "党建", "责任")]
    engine.update(documents, (), 1)
    phrase = Phrase.of("党建责任")
    query = Words(("党建", "责任"), phrase)
    agrees(engine, query, documents)
    agrees(engine, Not(query), documents)
    assert "b" not in engine.propose(query).counts, "it holds the phrase itself"
    scores_agree(engine, query, documents)
    scores_agree(engine, phrase, documents)


def test_update_replaces_and_removes(engine: Engine) -> None:
    engine.update([document("a", "党建"), document("b", "党建")], (), 2)
    engine.update([document("a", "廉政", "廉政", change=3)], {"b"}, 4)
    assert dict(engine.propose(Phrase.of("党建")).counts) == {}
    assert dict(engine.propose(Phrase.of("廉政")).counts) == {"a": 2}
    assert (engine.state().last_change, engine.state().reports) == (4, 1)
    assert set(engine.cards()) == {"a"}
    assert dict(engine.cards(["a", "b", "z"])) == dict(engine.cards())
    scores_agree(engine, Phrase.of("廉政"), [document("a", "廉政", "廉政")])


def test_update_is_idempotent(engine: Engine) -> None:
    documents = [document("a", "党建责任"), document("b", "廉政")]
    for _ in range(3):
        engine.update(documents, {"c"}, 2)
    assert (engine.state().last_change, engine.state().reports) == (2, 2)
    for query in (Phrase.of("党建"), Phrase.of("廉政")):
        agrees(engine, query, documents)
        scores_agree(engine, query, documents)


def test_an_edited_card_keeps_the_text(engine: Engine) -> None:
    engine.update([document("a", "党建责任", title="报告", year=2020)], (), 1)
    edited = document("a", "党建责任", title="党建报告", year=2021, change=2)
    engine.update([edited], (), 2)
    assert engine.cards()["a"].year == 2021
    scores_agree(engine, Phrase.of("党建"), [edited])


def test_an_older_update_changes_nothing(engine: Engine) -> None:
    engine.update([document("a", "新", change=7)], (), 7)
    engine.update([document("a", "旧", change=3)], (), 3)
    assert engine.state().last_change == 7
    assert dict(engine.propose(Phrase.of("新")).counts) == {"a": 1}


def test_many_updates(engine: Engine) -> None:
    documents = [document(f"r{n}", "党建" * n, f"第{n}号责任", change=n) for n in range(1, 41)]
    for item in documents:
        engine.update([item], (), item.change)
    assert engine.state().reports == 40
    scores_agree(engine, Phrase.of("党建责任"), documents)
    engine.update([], {item.id for item in documents[::2]}, 99)
    agrees(engine, Phrase.of("党建"), documents[1::2])
    scores_agree(engine, Phrase.of("党建责任"), documents[1::2])


def test_replacement_takes_over_at_once(engine: Engine) -> None:
    engine.update([document("a", "党建")], (), 1)
    with engine.replacement() as fresh:
        fresh.update([document("b", "党建党建")], (), 0)
        fresh.update([document("c", "党建")], (), 9)
        assert set(engine.propose(Phrase.of("党建")).counts) == {"a"}
        assert set(fresh.propose(Phrase.of("党建")).counts) == {"b", "c"}
        assert set(fresh.cards()) == {"b", "c"}
    assert dict(engine.propose(Phrase.of("党建")).counts) == {"b": 2, "c": 1}
    assert (engine.state().last_change, engine.state().reports) == (9, 2)
    engine.update([document("d", "党建", change=10)], {"b"}, 10)
    documents = [document("c", "党建"), document("d", "党建")]
    agrees(engine, Phrase.of("党建"), documents)
    scores_agree(engine, Phrase.of("党建"), documents)


def test_an_abandoned_replacement_leaves_no_trace(engine: Engine) -> None:
    engine.update([document("a", "党建")], (), 1)
    before = engine.state()

    def interrupted() -> None:
        with engine.replacement() as fresh:
            fresh.update([document("b", "党建")], (), 5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert engine.state() == before
    assert set(engine.propose(Phrase.of("党建")).counts) == {"a"}
    engine.update([document("c", "党建")], (), 2)
    assert set(engine.propose(Phrase.of("党建")).counts) == {"a", "c"}


def test_nothing_yet(engine: Engine) -> None:
    state = engine.state()
    assert (state.last_change, state.reports, state.fingerprint) == (0, 0, "")
    engine.update([], (), 0)
    assert engine.state().fingerprint
    assert dict(engine.propose(Phrase.of("党")).counts) == {}
    assert dict(engine.propose(Not(Phrase.of("党"))).counts) == {}
    assert dict(engine.score(Phrase.of("党建"), ["a"])) == {}
    assert dict(engine.cards()) == {}


def test_a_report_without_text(engine: Engine) -> None:
    documents = [document("a"), document("b", "", ""), document("c", "党")]
    engine.update(documents, (), 1)
    agrees(engine, Phrase.of("党"), documents)
    agrees(engine, Not(Phrase.of("党")), documents)
    scores_agree(engine, Phrase.of("党"), documents)


FONDS = ("", "jia", "乙 部")


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    reports=st.lists(st.tuples(st.lists(texts, max_size=3), st.sampled_from(FONDS), texts), min_size=1, max_size=6),
    asked=st.lists(queries, min_size=1, max_size=4),
    fonds=st.frozensets(st.sampled_from((*FONDS, "none"))),
)
def test_a_part_is_an_archive_that_holds_nothing_else(
    engine: Engine, reports: list[tuple[list[str], str, str]], asked: list[Query], fonds: frozenset[str]
) -> None:
    change = engine.state().last_change + 1
    documents = [
        in_fonds(document(f"r{n}", *row[0], title=row[2], change=change), row[1]) for n, row in enumerate(reports)
    ]
    engine.update(documents, {f"r{n}" for n in range(len(reports), 6)}, change)
    readable = [item for item in documents if item.card.fonds in fonds]
    part = engine.within(fonds)
    assert part.cards() == {item.id: item.card for item in readable}
    assert part.cards([item.id for item in documents]) == part.cards()
    assert (part.state().last_change, part.state().reports) == (change, len(readable))
    first = "".join(reports[0][0])
    for query in [*asked, Phrase.of(fold_text(first[:2]) or "党"), Phrase.of("党建")]:
        agrees(part, query, readable)
        scores_agree(part, query, readable)
        assert part.propose(query).counts.keys() <= {item.id for item in readable}
        assert part.score(query, [item.id for item in documents]).keys() <= {item.id for item in readable}
        narrower = part.within(fonds - {"jia"})
        agrees(narrower, query, [item for item in readable if item.card.fonds != "jia"])


def test_a_report_that_moves_leaves_one_part_and_enters_the_other(engine: Engine) -> None:
    """Also where nothing but its card is another one."""
    here, there = engine.within(frozenset({""})), engine.within(frozenset({"jia"}))
    moved = document("a", "党建工作")
    engine.update([moved, document("b", "党建")], (), 1)
    assert (set(here.propose(Phrase.of("党建")).counts), set(there.cards())) == ({"a", "b"}, set())
    engine.update([in_fonds(replace(moved, change=2), "jia")], (), 2)
    assert (set(here.propose(Phrase.of("党建")).counts), set(there.propose(Phrase.of("党建")).counts)) == ({"b"}, {"a"})
    scores_agree(there, Phrase.of("党建"), [in_fonds(moved, "jia")])


def in_fonds(item: Document, fonds: str) -> Document:
    return replace(item, card=replace(item.card, fonds=fonds))
