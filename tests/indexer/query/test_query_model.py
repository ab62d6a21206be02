"""What a query means: places, marks, fields, words apart; each row a report and what is found in it."""

from __future__ import annotations

import pytest

from indexer.document import Card, Document, Place
from indexer.query.model import All, Any, Field, Not, Phrase, Query, Words, Years, loosened, positive_phrases
from indexer.query.parser import parse


def report(
    *passages: str,
    year: int | None = 2022,
    title: str | None = None,
    unit: str | None = None,
    number: str | None = None,
    date: str | None = None,
) -> Document:
    card = Card(
        id="r",
        title=title,
        title_derived=False,
        unit=unit,
        person=None,
        number=number,
        date=date,
        year=year,
        period=None,
        type=None,
        format="txt",
        source="r.txt",
        location="/r.txt",
        version=1,
    )
    return Document(card, passages, 1)


def marks(typed: str, *passages: str, year: int | None = 2022) -> list[tuple[int, int, int, int]] | None:
    places = parse(typed).spans(report(*passages, year=year))
    return None if places is None else [(place.passage, place.start, place.end, place.term) for place in places]


@pytest.mark.parametrize(
    ("typed", "passages", "expected"),
    [
        pytest.param("党建", ["抓党建", "", "党建党建"], [(1, 1, 3, 0), (3, 0, 2, 0), (3, 2, 4, 0)], id="one-phrase"),
        pytest.param("**", ["*****"], [(1, 0, 2, 0), (1, 2, 4, 0)], id="as-str-count"),
        pytest.param("党建", ["党", "建"], None, id="no-phrase-crosses-passages"),
        pytest.param("党建 责任", ["责任", "党建"], [(1, 0, 2, 1), (2, 0, 2, 0)], id="both-in-order-of-place"),
        pytest.param("党建 责任", ["党建"], None, id="one-is-missing"),
        pytest.param("党建 OR 责任", ["责任"], [(1, 0, 2, 1)], id="either"),
        pytest.param("从严治党 全面从严治党", ["全面从严治党"], [(1, 0, 6, 1)], id="leftmost-wins"),
        pytest.param("党建 党建引领", ["党建引领"], [(1, 0, 4, 1)], id="then-the-longest"),
        pytest.param("党建 党建", ["党建"], [(1, 0, 2, 0)], id="then-the-first-term"),
        pytest.param("CA OR ABA", ["cababa"], [(1, 0, 2, 0), (1, 3, 6, 1)], id="an-occurrence-behind-an-overlap"),
        pytest.param("党建 -责任", ["党建", "责任"], None, id="excluded"),
        pytest.param("党建 -责任", ["党建"], [(1, 0, 2, 0)], id="not-there"),
        pytest.param("党建 -(廉政 责任)", ["党建廉政"], [(1, 0, 2, 0)], id="nothing-inside-a-negation-marks"),
        pytest.param("党建 -(廉政 -责任)", ["党建廉政责任"], [(1, 0, 2, 0)], id="not-even-twice-negated"),
        pytest.param("年:2022 -责任", ["党建"], [], id="found-without-marks"),
        pytest.param("乡村 OR (脱贫 党建)", ["乡村党建"], [(1, 0, 2, 0)], id="a-branch-that-fails-makes-no-marks"),
        pytest.param(
            "乡村 OR (脱贫 党建)", ["乡村党建脱贫"], [(1, 0, 2, 0), (1, 2, 4, 2), (1, 4, 6, 1)], id="all-branches"
        ),
        pytest.param("年:2021 OR 党建", ["党建"], [(1, 0, 2, 0)], id="a-field-is-no-term"),
    ],
)
def test_places(typed: str, passages: list[str], expected: list[tuple[int, int, int, int]] | None) -> None:
    assert marks(typed, *passages) == expected


@pytest.mark.parametrize(
    ("typed", "year", "found"),
    [
        pytest.param("年:2022", 2022, True, id="the-year"),
        pytest.param("年:2022", 2021, False, id="another"),
        pytest.param("年:2022", None, False, id="unknown-is-never-in"),
        pytest.param("党建 -年:2022", None, True, id="unknown-is-out"),
        pytest.param("年:2020..2022", 2020, True, id="first-included"),
        pytest.param("年:2020..2022", 2022, True, id="last-included"),
        pytest.param("年:2020..2022", 2023, False, id="behind"),
        pytest.param("年:2020..", 2030, True, id="open"),
        pytest.param("年:..2020", 2030, False, id="open-at-the-start"),
    ],
)
def test_years(typed: str, year: int | None, found: bool) -> None:
    assert (parse(typed).spans(report("党建", year=year)) is not None) is found


@pytest.mark.parametrize(
    ("typed", "year", "date", "number", "found"),
    [
        pytest.param("年:2018", None, "2018-03-05", None, True, id="a-law-of-that-year"),
        pytest.param("年:2018", None, None, "国发〔2018〕5号", True, id="a-number-of-that-year"),
        pytest.param("年:2018", None, "2019-01-02", "国发〔2018〕5号", False, id="the-date-above-the-number"),
        pytest.param("年:2018", 2017, "2018-03-05", None, False, id="what-it-is-about-above-the-date"),
        pytest.param("年:2017..2018", None, "2018-12-31", None, True, id="a-range"),
        pytest.param("党建 -年:2018", None, "2018-03-05", None, False, id="negated"),
        pytest.param("有:年", None, "2018-03-05", None, True, id="known-by-its-date"),
        pytest.param("有:年", None, None, "国发〔2018〕5号", True, id="known-by-its-number"),
        pytest.param("缺:年", None, "2018-03-05", None, False, id="not-lacking"),
        pytest.param("缺:年", None, None, "令第5号", True, id="a-number-without-year"),
        pytest.param("缺:年度", None, None, None, True, id="nothing-tells"),
    ],
)
def test_a_paper_about_no_year_is_found_by_the_year_it_was_written_in(
    typed: str, year: int | None, date: str | None, number: str | None, found: bool
) -> None:
    asked = report("党建", year=year, date=date, number=number)
    assert (parse(typed).spans(asked) is not None) is found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("标题:党建述职", True, id="folded-title"),
        pytest.param("标题:黨建", True, id="traditional"),
        pytest.param("标题:责任", False, id="in-the-text-alone"),
        pytest.param("标题:(责任 OR 党建)", True, id="group"),
        pytest.param("标题:(党建 -述职)", False, id="group-with-negation"),
        pytest.param("单位:东街道", True, id="unit"),
        pytest.param("单位:党建", False, id="unit-is-not-title"),
    ],
)
def test_title_and_unit(typed: str, found: bool) -> None:
    asked = report("责任", title="抓“党建”述职报告", unit="东 街道党工委")
    assert (parse(typed).spans(asked) is not None) is found


def test_a_report_without_title_is_found_by_no_title() -> None:
    assert parse("标题:党建").spans(report("党建")) is None


def cut(phrase: Phrase) -> list[str]:
    return [phrase.text[at : at + 2] for at in range(0, len(phrase.text), 2)]


@pytest.mark.parametrize(
    ("typed", "passages", "expected"),
    [
        pytest.param("“学习…次”", ["学习次"], [(1, 0, 3, 0)], id="gap-of-none"),
        pytest.param("“学习…次”", ["学习**余期间12次"], [(1, 0, 10, 0)], id="gap-of-eight-a-mask-counts"),
        pytest.param("“学习…次”", ["学习一二三四五六七八九次"], None, id="gap-of-nine"),
        pytest.param("“学习…次”", ["学习,12次"], None, id="gap-over-a-clause"),
        pytest.param("“学习…次”", ["学习\x1f12次"], None, id="gap-over-cells"),
        pytest.param("“学习…次”", ["学习1次2次"], [(1, 0, 4, 0)], id="shortest"),
        pytest.param("“学习…次”", ["学习学习1次"], [(1, 0, 6, 0)], id="from-the-left"),
        pytest.param("“学习…次”", ["学习", "次"], None, id="gap-over-passages"),
        pytest.param("“a…b…c”", ["axxbyyc"], [(1, 0, 7, 0)], id="two-gaps"),
        pytest.param("“a…b…c”", ["ab1234567b12345678c"], [(1, 0, 19, 0)], id="not-the-nearest-middle"),
        pytest.param("一岗双责 除外 落实一岗双责", ["一岗双责", "落实一岗双责"], [(1, 0, 4, 0)], id="except"),
        pytest.param("一岗双责 除外 落实一岗双责", ["落实一岗双责"], None, id="except-leaves-none"),
        pytest.param("党建 除外 责任", ["党建责任"], [(1, 0, 2, 0)], id="except-what-does-not-hold-it"),
        pytest.param("党建 NEAR/2 责任", ["党建12责任"], [(1, 0, 2, 0), (1, 4, 6, 1)], id="near"),
        pytest.param("党建 NEAR/2 责任", ["责任党建"], [(1, 0, 2, 1), (1, 2, 4, 0)], id="either-order"),
        pytest.param("党建 NEAR/2 责任", ["党建123责任"], None, id="too-far"),
        pytest.param("党建 NEAR/2 责任", ["党建", "责任"], None, id="near-in-one-passage"),
        pytest.param("党建 NEAR/2 建设", ["党建设"], None, id="overlapping-is-not-near"),
        pytest.param(
            "党建 NEAR/1 责任", ["党建12责任1党建"], [(1, 4, 6, 1), (1, 7, 9, 0)], id="only-those-that-are-near"
        ),
        pytest.param("a NEAR/1 b NEAR/1 c", ["a1b  a1b1c"], [(1, 5, 6, 0), (1, 7, 8, 1), (1, 9, 10, 2)], id="chain"),
        pytest.param(
            "a NEAR/0 (b OR c)",
            ["ca", "ab", "a-b"],
            [(1, 0, 1, 2), (1, 1, 2, 0), (2, 0, 1, 0), (2, 1, 2, 1)],
            id="choice",
        ),
        pytest.param("同句:(党建 责任)", ["党建。责任。责任和党建"], [(1, 6, 8, 1), (1, 9, 11, 0)], id="sentence"),
        pytest.param("同句:(党建 责任)", ["党建;责任!党建?责任"], None, id="signs-that-end-a-sentence"),
        pytest.param("同句:(党建 -廉政)", ["廉政党建。党建,责任。廉政"], [(1, 5, 7, 0)], id="without-in-the-sentence"),
        pytest.param(
            "同句:(党建 “。)”)", ["(党建。)责任"], [(1, 1, 3, 0), (1, 3, 5, 1)], id="a-closing-mark-behind-the-sign"
        ),
        pytest.param("同句:(“)” 责任)", ["(党建。)责任"], None, id="belongs-to-the-sentence-before"),
        pytest.param(  # the first 中中 overlaps 国中, which begins before it; the second does not
            "同段:(国中 中中)", ["国中中中"], [(1, 0, 2, 0), (1, 2, 4, 1)], id="each-place-of-one-that-overlaps-itself"
        ),
        pytest.param("同段:(党建 责任)", ["党建。责任", "党建", "责任"], [(1, 0, 2, 0), (1, 3, 5, 1)], id="paragraph"),
        pytest.param(
            "同段:(党建 年:2022) -同段:(责任 廉政)", ["党建", "责任", "廉政"], [(1, 0, 2, 0)], id="scopes-and-fields"
        ),
    ],
)
def test_relations(typed: str, passages: list[str], expected: list[tuple[int, int, int, int]] | None) -> None:
    assert marks(typed, *passages) == expected


def test_gaps_that_repeat_themselves_take_no_exponential_time() -> None:
    many = "b" * 3000
    assert marks(f"“{'b…' * 40}c”", many) is None
    assert marks(f"“{'b…' * 40}c”", many + "c") == [(1, 2640, 3001, 0)]


def test_words_apart_stand_in_one_passage_without_the_phrase() -> None:
    words = Words(("一岗", "双责"), Phrase.of("一岗双责"))
    assert words.spans(report("双责", "双责和一岗")) == (Place(2, 0, 2), Place(2, 3, 5))
    assert words.spans(report("双责", "一岗")) is None
    assert words.spans(report("双责和一岗", "一岗双责")) is None
    assert str(words) == "同段:(“一岗” “双责”) -“一岗双责”"


@pytest.mark.parametrize(
    ("typed", "passages", "found"),
    [
        pytest.param("一岗双责", ["双责一岗"], True, id="apart"),
        pytest.param("一岗双责", ["一岗双责"], False, id="exact-is-not-apart"),
        pytest.param("一岗双责", ["一岗", "双责"], False, id="two-passages"),
        pytest.param("一岗双责 述职评议", ["双责一岗", "述职评议"], True, id="one-of-two-apart"),
        pytest.param("一岗双责 述职评议", ["双责一岗", "评议述职"], True, id="both-apart"),
        pytest.param("一岗双责 述职评议", ["一岗双责", "述职评议"], False, id="both-exact"),
        pytest.param("一岗双责 述职评议", ["双责一岗"], False, id="one-missing"),
        pytest.param("一岗双责 -党建", ["双责一岗", "党建"], False, id="excluded"),
        pytest.param("一岗双责 -党建引领", ["双责一岗", "引领党建"], True, id="a-negation-stays-exact"),
        pytest.param("一岗双责 年:2021", ["双责一岗"], False, id="a-field-stays"),
        pytest.param("一岗双责 OR 述职评议", ["双责一岗", "述职评议"], False, id="one-branch-is-exact"),
    ],
)
def test_loosened(typed: str, passages: list[str], found: bool) -> None:
    loose = loosened(parse(typed), cut)
    assert loose is not None
    places = loose.spans(report(*passages))
    assert (places is not None) is found
    assert places is None or places


def test_what_is_quoted_is_loosened_on_demand_only() -> None:
    query = parse("“一岗双责”")
    assert loosened(query, cut) is None
    assert loosened(query, cut, quoted=True) == Words(("一岗", "双责"), Phrase.of("一岗双责"))


@pytest.mark.parametrize(
    "words", [[], ["党", "建"], ["党建"]], ids=["no-words", "single-characters", "the-phrase-is-one-word"]
)
def test_nothing_to_loosen(words: list[str]) -> None:
    assert loosened(parse("党建 -责任"), lambda _: words) is None


def test_places_count_the_terms_of_a_loosened_query_as_those_of_the_query() -> None:
    loose = loosened(parse("一岗双责 述职评议"), cut)
    assert loose is not None
    places = loose.spans(report("述职评议", "双责一岗"))
    assert places == (Place(1, 0, 4, 1), Place(2, 0, 2, 0), Place(2, 2, 4, 0))


def test_verbatim_reads_phrases_as_typed_and_fields_folded() -> None:
    query = parse("“落实 ‘一岗双责’，ＡＢ” -黨建 標題:黨建").verbatim()
    assert query == All(
        (
            Phrase("落实 ‘一岗双责’,AB", ""),
            Not(Phrase("黨建", "")),
            Field("标题", Phrase("党建", "")),
        )
    )


def test_positive_phrases_stand_once_in_order() -> None:
    query = parse("(党建 OR 责任) 党建 -廉政 年:2022 落实")
    assert positive_phrases(query) == tuple(map(Phrase.of, ("党建", "责任", "落实")))


@pytest.mark.parametrize(
    ("typed", "needed"),
    [
        pytest.param("党建 -廉政 年:2022", "党建 年:2022", id="without-negations"),
        pytest.param("党建 -廉政", "党建", id="one-is-left"),
        pytest.param("乡村 OR (脱贫 -党建)", "乡村 OR 脱贫", id="in-every-branch"),
        pytest.param("“学习…次”", "学习 次", id="pieces"),
        pytest.param("a NEAR/3 (b OR c)", "a (b OR c)", id="near"),
        pytest.param("a 除外 ab", "a", id="except"),
        pytest.param("同句:(a -b)", "a", id="scope"),
    ],
)
def test_necessary(typed: str, needed: str) -> None:
    assert parse(typed).necessary() == parse(needed)


def test_nothing_is_necessary_where_a_branch_asks_for_nothing() -> None:
    a, b = Phrase.of("a"), Phrase.of("b")
    assert Any((a, Not(b))).necessary() is None
    assert All((Not(a), Not(b))).necessary() is None
    assert Words(("ab", "cd"), Phrase.of("abcd")).necessary() == All((Phrase.of("ab"), Phrase.of("cd")))


def test_equality_is_by_folded_text() -> None:
    assert Phrase.of("“黨建”", quoted=True) == Phrase.of("党 建")
    assert hash(Phrase.of("“黨建”")) == hash(Phrase.of("党建"))
    assert Phrase.of("党建") != Phrase.of("党建引领")


@pytest.mark.parametrize("kind", [All, Any])
def test_groups_of_one_kind_flatten(kind: type[All] | type[Any]) -> None:
    a, b, c = map(Phrase.of, "abc")
    assert kind((kind((a, b)), c)) == kind((a, b, c))
    with pytest.raises(ValueError, match="two items"):
        kind((a,))


def test_a_phrase_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        Phrase.of("“”")


def test_a_query_is_a_value() -> None:
    queries: set[Query] = {parse("党建 年:2022"), parse("“党建” year:2022")}
    assert queries == {All((Phrase.of("党建"), Field("年", Years(2022, 2022))))}
