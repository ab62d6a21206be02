"""Scopes, parts and relations from positions: what a query says of a text, the index says without it, by both kinds of
arrays. Texts of few characters, so that wordings overlap and sentences, clauses and parts change all the time.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.document import Document, Turn
from indexer.index.embedded.positions.arrays.choice import arrays, plain
from indexer.index.embedded.positions.arrays.protocol import Arrays
from indexer.index.embedded.positions.manifest import Manifest
from indexer.index.embedded.positions.manifest import Part as SegmentPart
from indexer.index.embedded.positions.questions import Questions, names_of
from indexer.index.embedded.positions.segment import Segment
from indexer.index.embedded.positions.segment_writer import SegmentBuilder
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.index.embedded.positions.units import closeness as by_positions
from indexer.index.embedded.positions.units.part_counts import part_counts
from indexer.index.embedded.positions.units.unit_answers import UnitAnswers
from indexer.query.model import (
    All,
    Any,
    Except,
    Field,
    Gapped,
    Near,
    Not,
    Part,
    Phrase,
    Query,
    Scope,
    Words,
    Years,
    wordings,
)
from indexer.search.relevance.nearness import best_passages, closeness
from tests.indexer.index.test_engine_contract import document
from tests.indexer.query.test_query_parts import turns_in

KINDS: list[Arrays] = [arrays(), plain()]
LETTERS = "ab。,”"
PARTS = ["履职情况", "存在问题", None, "其他", "旧部分"]

words = st.text("ab", min_size=1, max_size=3).map(Phrase.of)
signed = st.text(LETTERS, min_size=1, max_size=3).map(
    lambda text: Phrase.of(text) if text.strip("”") else Phrase.of("a")
)
phrases = words | signed
years = st.integers(2020, 2022).map(
    lambda year: Field("年", Years(year, 2021)) if year < 2022 else Field("年", Years(2022, 2022))
)
parts = st.sampled_from(["履职情况", "存在问题", "其他"]).map(Part)
gapped = st.lists(phrases, min_size=2, max_size=3).map(lambda pieces: Gapped(tuple(pieces)))
plainly = phrases | gapped
excepted = st.builds(Except, plainly, plainly)
chosen = st.lists(plainly | excepted, min_size=2, max_size=2).map(lambda items: Any(tuple(items)))
near = st.integers(1, 2).flatmap(
    lambda count: st.builds(
        Near, st.tuples(*[plainly | excepted | chosen] * (count + 1)), st.tuples(*[st.integers(0, 3)] * count)
    )
)
apart = st.builds(lambda one, other, whole: Words((one.text, other.text), whole), words, words, phrases)


def grown(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    scoped = st.builds(Scope, st.sampled_from(["同句", "同段", "同节"]), inner)
    return several.map(All) | several.map(Any) | st.builds(Not, inner) | scoped


queries = st.recursive(phrases | years | parts | gapped | excepted | near | apart, grown, max_leaves=6)


@st.composite
def reports(draw: st.DrawFn) -> Document:
    passages = draw(st.lists(st.text(LETTERS, max_size=12), max_size=4))
    places = draw(st.sets(st.tuples(st.integers(1, max(1, len(passages))), st.integers(0, 4)), max_size=4))
    turns = [
        Turn(number, start, draw(st.sampled_from(PARTS)), start == 0 and draw(st.booleans()))
        for number, start in sorted(places)
        if passages and start <= len(passages[number - 1])
    ]
    one = document("r", *passages, year=draw(st.sampled_from([2020, 2021, 2022, None])))
    return replace(one, passages=tuple(passages), outline=tuple(turns))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(st.lists(reports(), min_size=1, max_size=4), min_size=1, max_size=2),
    st.lists(queries, min_size=1, max_size=8),
)
def test_positions_say_what_the_text_says(tmp_path: Path, segments: list[list[Document]], asked: list[Query]) -> None:
    documents = _named(segments)
    for snapshot in _snapshots(tmp_path, segments):
        questions = Questions(snapshot)
        for query in asked:
            _agree(questions, query, documents)
            _parts_agree(snapshot, query, documents)
            _passages_agree(snapshot, query, documents)


@pytest.mark.parametrize("name", ["同句", "同段", "同节"])
@pytest.mark.parametrize("rare", ["a。b", "a。", "。b", "”b", "。”", "a,b"])
def test_a_wording_over_the_end_of_a_sentence_stands_in_none(tmp_path: Path, name: str, rare: str) -> None:
    """The rarest of the wordings, by which units are found that may answer; the other one stands in each of them."""
    wanted = (Phrase.of(rare), Phrase.of("c"))
    passages = {"r": ("ca。bc,c", "cc"), "s": ("c。”bc。c",), "t": ("ca,bc。c。c",), "u": ("c",)}
    segments = [[document(one, *texts) for one, texts in passages.items()]]
    documents = _named(segments)
    for snapshot in _snapshots(tmp_path, segments):
        questions = Questions(snapshot)
        for asked in (Scope(name, All(wanted)), Scope(name, All((*wanted, Not(Phrase.of("cc")))))):
            _agree(questions, asked, documents)
            _parts_agree(snapshot, asked, documents)


def _passages_agree(snapshot: Snapshot, query: Query, documents: list[Document]) -> None:
    """Where they are told they are those with marks, and some of them alone have just the marks that they have."""
    truth = [(one, places) for one in documents if (places := query.spans(one)) is not None]
    told = Questions(snapshot).passages(query, [snapshot.by_id[one.id] for one, _ in truth])
    if told is None:
        assert not isinstance(query, Phrase | Gapped | Except | Near | Words), query
        return
    for (one, places), numbers in zip(truth, told, strict=True):
        assert list(numbers) == sorted({place.passage for place in places}), query
        for some in (numbers[:1], numbers[:2], numbers):
            excerpt = replace(
                one,
                passages=tuple(one.passages[number - 1] for number in some),
                outline=turns_in(one.outline or (), some),
            )
            marks = query.spans(excerpt) if some else None
            if marks is not None:
                back = [place._replace(passage=some[place.passage - 1]) for place in marks]
                assert back == [place for place in places if place.passage in some], query


def _of_several(dice: random.Random) -> Query:
    """Two to four wordings, of which some lie in others, and some may overlap."""
    texts = sorted(
        {"".join(dice.choices("ab,", k=dice.randint(1, 3))) for _ in range(dice.randint(2, 4))} - {",", ",,"}
    )
    items = tuple(map(Phrase.of, texts if len(texts) > 1 else ("a", "b")))
    return dice.choice(
        [
            All(items),
            Scope("同句", All(items)),
            Scope("同段", All((*items, Not(Phrase.of("。。"))))),
            Near(items, (2,) * (len(items) - 1)),
            Words(tuple(item.text for item in items), Phrase.of("”,”")),
        ]
    )


def test_the_passages_that_say_most_are_those_that_texts_tell(tmp_path: Path) -> None:
    dice = random.Random(5)
    segments = [
        [
            document(
                "r", *("".join(dice.choices("aab,,。”", k=dice.randint(2, 14))) for _ in range(dice.randint(1, 7)))
            )
            for _ in range(12)
        ]
        for _ in range(2)
    ]
    documents, compared = _named(segments), 0
    for snapshot in _snapshots(tmp_path, segments):
        for _ in range(120):
            query, most = _of_several(dice), dice.randint(1, 3)
            truth = [(one, places) for one in documents if (places := query.spans(one)) is not None]
            told = Questions(snapshot).best_passages(query, [snapshot.by_id[one.id] for one, _ in truth], most)
            assert told is not None, query
            assert [list(numbers) for numbers in told] == [
                best_passages(one.passages, places, len(wordings(query)), most) for one, places in truth
            ], query
            compared += len(truth)
    assert compared > 1_000


@pytest.mark.parametrize(
    "query",
    [
        Any((Phrase.of("a"), Phrase.of("b"))),
        All((Phrase.of("a"), Scope("同句", Phrase.of("b")))),
        Near((Phrase.of("a"), Any((Phrase.of("b"), Phrase.of("ab")))), (2,)),
        All((Phrase.of("a。"), Phrase.of("b"))),
        All(tuple(map(Phrase.of, "123456789"))),
        Phrase.of("a"),
    ],
    ids=["either", "of unlike scopes", "a choice", "across sentences", "of nine", "of one"],
)
def test_where_positions_do_not_tell_which_passages_say_most(tmp_path: Path, query: Query) -> None:
    segments = [[document("r", "a,b", "b,a。b")]]
    _named(segments)
    for snapshot in _snapshots(tmp_path, segments):
        assert Questions(snapshot).best_passages(query, [0], 1) is None


def _named(segments: list[list[Document]]) -> list[Document]:
    number = 0
    for some in segments:
        for at, one in enumerate(some):
            some[at] = replace(one, card=replace(one.card, id=f"r{number}"))
            number += 1
    return [one for some in segments for one in some]


def _snapshots(folder: Path, segments: list[list[Document]]) -> list[Snapshot]:
    paths = []
    for number, some in enumerate(segments):
        builder = SegmentBuilder(KINDS[number % 2])
        for one in some:
            builder.add(one)
        paths.append(folder / f"s{number}")
        paths[-1].unlink(missing_ok=True)
        builder.write(paths[-1])
    named = tuple(
        SegmentPart(path.name, path.stat().st_size, len(some), frozenset())
        for path, some in zip(paths, segments, strict=True)
    )
    manifest = replace(Manifest("ours"), parts=named)
    return [Snapshot(manifest, [Segment(path, k) for path in paths], k) for k in KINDS]


def _agree(questions: Questions, query: Query, documents: list[Document]) -> None:
    truth = {one.id: len(places) for one in documents if (places := query.spans(one)) is not None}
    told = questions.propose(query)
    assert told.exact
    assert told.counts.keys() == truth.keys(), query
    known = {name: count for name, count in told.counts.items() if count is not None}
    assert known == {name: truth[name] for name in known}, query
    assert len(known) == len(truth) or _words(query), query


def _parts_agree(snapshot: Snapshot, query: Query, documents: list[Document]) -> None:
    """The facet of parts, of all that answers."""
    questions = Questions(snapshot)
    found = questions.find(query)
    told = part_counts(snapshot, UnitAnswers(snapshot, names_of), query, found.reports)
    places = ((one, place) for one in documents for place in query.spans(one) or ())
    truth = Counter(one.part(place.passage, place.start) for one, place in places)
    assert told == (None if "旧部分" in truth else truth), query


def _words(query: Query) -> bool:
    inner = query.items if isinstance(query, All | Any) else (query.item,) if isinstance(query, Not | Scope) else ()
    return isinstance(query, Words) or any(map(_words, inner))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(st.lists(reports(), min_size=1, max_size=4), min_size=1, max_size=2),
    st.lists(
        st.text("ab,", min_size=1, max_size=2) | st.text(LETTERS, min_size=1, max_size=2),
        unique=True,
        min_size=1,
        max_size=9,
    ),
)
def test_nearness_is_that_of_the_texts(tmp_path: Path, segments: list[list[Document]], wordings: list[str]) -> None:
    """To the last bit: an order hangs on it. Wordings with marks in them are left to the texts."""
    documents = _named(segments)
    truth = [closeness(one.passages, wordings) for one in documents]
    for snapshot in _snapshots(tmp_path, segments):
        backwards = range(len(documents) - 1, -1, -1)
        told = by_positions.closeness(snapshot, backwards, wordings)
        marked = any(set(text) & {"。", "”"} for text in wordings[:8])
        assert told == (None if marked else truth[::-1])
