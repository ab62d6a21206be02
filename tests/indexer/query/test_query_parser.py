"""The query language, row by row: what is typed, and which query or which error it is."""

from __future__ import annotations

import json

import pytest

from archive import messages
from archive.errors import QueryError
from archive.text.fold import fold_text
from indexer.query.model import (
    All,
    Any,
    Except,
    Field,
    Gapped,
    Known,
    Near,
    Not,
    Part,
    Periods,
    Phrase,
    Query,
    Scope,
    Years,
)
from indexer.query.parser import parse
from tests.shared_files import shared


def P(text: str) -> Phrase:  # noqa: N802 - reads as a node
    return Phrase.of(text)


def years(first: int | None, last: int | None) -> Field:
    return Field("年", Years(first, last))


TABLE = [
    pytest.param("一岗双责", P("一岗双责"), id="1-bare"),
    pytest.param("“一岗双责”", P("一岗双责"), id="1-curly"),
    pytest.param('"一岗双责"', P("一岗双责"), id="1-straight"),
    pytest.param("「一岗双责」", P("一岗双责"), id="1-corner"),
    pytest.param("落实“一岗双责”制度", P("落实一岗双责制度"), id="2-marks-inside-a-term"),
    pytest.param("“一岗双责”责任制", P("一岗双责责任制"), id="3-marks-against-a-term"),
    pytest.param("基层党建　述职评议", All((P("基层党建"), P("述职评议"))), id="4-ideographic-space"),
    pytest.param('"喜迎二十大 永远跟党走"', P("喜迎二十大永远跟党走"), id="5-space-inside-marks"),
    pytest.param(
        "乡村振兴 OR 脱贫攻坚 党建", Any((P("乡村振兴"), All((P("脱贫攻坚"), P("党建"))))), id="6-and-binds-before-or"
    ),
    pytest.param("乡村振兴 或 脱贫攻坚", Any((P("乡村振兴"), P("脱贫攻坚"))), id="7-han-or"),
    pytest.param("或者", P("或者"), id="8-operator-inside-a-word"),
    pytest.param("除外条款", P("除外条款"), id="8-except-inside-a-word"),
    pytest.param("1-5", P("1-5"), id="8-hyphen-between-digits"),
    pytest.param("2020-2022", P("2020-2022"), id="8-range-without-a-field"),
    pytest.param("A-B", P("a-b"), id="8-hyphen-between-letters"),
    pytest.param("党建 -廉政", All((P("党建"), Not(P("廉政")))), id="10-minus"),
    pytest.param("党建 NOT 廉政", All((P("党建"), Not(P("廉政")))), id="10-not"),
    pytest.param("党建 －廉政", All((P("党建"), Not(P("廉政")))), id="10-full-width-minus"),
    pytest.param("年:2022 -“两个确立”", All((years(2022, 2022), Not(P("两个确立")))), id="12-field-and-negation"),
    pytest.param("年：2020..2022 党建", All((years(2020, 2022), P("党建"))), id="13-range"),
    pytest.param("2022年：情况", P("2022年：情况"), id="14-digit-before-a-colon"),
    pytest.param("10:30", P("10:30"), id="14-time-of-day"),
    pytest.param("存在问题：一是学习不够", P("存在问题:一是学习不够"), id="14-sentence-with-full-width-colon"),
    pytest.param("（一）坚持", P("(一)坚持"), id="16-full-width"),
    pytest.param("(一)坚持", P("(一)坚持"), id="16-half-width"),
    pytest.param("(党建 OR 廉政) 责任", All((Any((P("党建"), P("廉政"))), P("责任"))), id="17-group"),
    pytest.param("（党建 或 廉政） 责任", All((Any((P("党建"), P("廉政"))), P("责任"))), id="17-full-width-group"),
    pytest.param("村（社区）“两委”", P("村(社区)两委"), id="18-bracket-inside-a-term"),
    pytest.param("**余个", P("**余个"), id="19-mask-at-the-head"),
    pytest.param('"第*次党代会"', P("第*次党代会"), id="19-mask-in-marks"),
    pytest.param("1+5+*", P("1+5+*"), id="19-plus-signs"),
    pytest.param('"中心组学习…次"', Gapped((P("中心组学习"), P("次"))), id="20-gap"),
    pytest.param('同句:(党建 -"廉政")', Scope("同句", All((P("党建"), Not(P("廉政"))))), id="21-scope"),
    pytest.param('"一岗双责" 除外 "落实一岗双责"', Except(P("一岗双责"), P("落实一岗双责")), id="22-except"),
    pytest.param("党建 NEAR/10 责任", Near((P("党建"), P("责任")), (10,)), id="23-near"),
    pytest.param("国发[2019]5号", P("国发[2019]5号"), id="24-square-brackets"),
    pytest.param("《中国共产党章程》", P("中国共产党章程"), id="24-title-marks"),
]

MORE = [
    pytest.param("＂一岗双责＂", P("一岗双责"), id="full-width-straight-marks"),
    pytest.param("‘一岗双责’", P("一岗双责"), id="single-marks"),
    pytest.param("『一岗双责』", P("一岗双责"), id="white-corner-marks"),
    pytest.param("“落实“一岗双责”制度”", P("落实一岗双责制度"), id="the-same-marks-nest"),
    pytest.param("“他说「好 的」了”", P("他说好的了"), id="other-marks-inside-are-text"),
    pytest.param("'90年代'", P("90年代"), id="apostrophes-never-delimit"),
    pytest.param("《党章》 《准则》", All((P("党章"), P("准则"))), id="title-marks-never-delimit"),
    pytest.param(
        '"喜迎 二十大"永远 走', All((P("喜迎"), P("二十大永远"), P("走"))), id="marks-against-a-term-were-text"
    ),
    pytest.param('("党建" OR "廉政")', Any((P("党建"), P("廉政"))), id="marks-before-a-closing-bracket"),
    pytest.param("（试行）办法", P("(试行)办法"), id="pair-against-a-term"),
    pytest.param("（试行）（草案）", P("(试行)(草案)"), id="pair-against-a-pair"),
    pytest.param("(a)OR(b)", P("(a)or(b)"), id="pairs-without-white-space-are-text"),
    pytest.param("(a b)OR(c d)", Any((All((P("a"), P("b"))), All((P("c"), P("d"))))), id="operator-between-brackets"),
    pytest.param("(12)", P("(12)"), id="number-in-brackets"),
    pytest.param("（十二） 坚持", All((P("(十二)"), P("坚持"))), id="number-in-brackets-before-a-term"),
    pytest.param("((一)坚持 OR 党建)", Any((P("(一)坚持"), P("党建"))), id="number-at-the-head-of-a-group"),
    pytest.param("(党建)", P("党建"), id="group-of-one"),
    pytest.param("条例（试行", P("条例(试行"), id="bracket-without-partner-inside-a-term"),
    pytest.param("1）加强学习", P("1)加强学习"), id="half-bracketed-numbering"),
    pytest.param("(1 或 2)", Any((P("1"), P("2"))), id="a-group-may-end-in-a-number"),
    pytest.param("(党建 或 1)责任", All((Any((P("党建"), P("1"))), P("责任"))), id="a-number-before-a-closing-bracket"),
    pytest.param('("a)b" OR c)', Any((P("a)b"), P("c"))), id="bracket-in-marks-closes-no-group"),
    pytest.param("(党建) 责任", All((P("党建"), P("责任"))), id="pair-before-white-space-is-a-group"),
    pytest.param("党建 AND 责任", All((P("党建"), P("责任"))), id="and"),
    pytest.param("党建 与 责任", All((P("党建"), P("责任"))), id="han-and"),
    pytest.param("党建 非 责任", All((P("党建"), Not(P("责任")))), id="han-not"),
    pytest.param("NOT 廉政 党建", All((Not(P("廉政")), P("党建"))), id="not-first"),
    pytest.param("党建 or 责任", All((P("党建"), P("or"), P("责任"))), id="operators-are-capitals"),
    pytest.param("NEAR 党建", All((P("near"), P("党建"))), id="near-without-a-number-is-a-word"),
    pytest.param("党建 -(廉政 责任)", All((P("党建"), Not(All((P("廉政"), P("责任")))))), id="not-a-group"),
    pytest.param("党建 -(廉政 -责任)", All((P("党建"), Not(All((P("廉政"), Not(P("责任"))))))), id="not-in-a-not"),
    pytest.param("党建 -年:2022", All((P("党建"), Not(years(2022, 2022)))), id="not-a-field"),
    pytest.param("-廉政 年:2022", All((Not(P("廉政")), years(2022, 2022))), id="a-field-is-enough"),
    pytest.param("——加强学习", P("-加强学习"), id="a-dash-is-no-minus"),
    pytest.param("年:2022", years(2022, 2022), id="year-alone"),
    pytest.param("年:２０２２年", years(2022, 2022), id="year-with-its-word"),
    pytest.param("年:2020-2022", years(2020, 2022), id="range-with-hyphen"),
    pytest.param("年:2020—2022", years(2020, 2022), id="range-with-dash"),
    pytest.param("年:2020年至2022年", years(2020, 2022), id="range-with-words"),
    pytest.param("年:2020..", years(2020, None), id="range-open-at-the-end"),
    pytest.param("年:..2022", years(None, 2022), id="range-open-at-the-start"),
    pytest.param("年:-2022", years(None, 2022), id="open-range-is-no-negation"),
    pytest.param("year:2022", years(2022, 2022), id="english-name"),
    pytest.param("年:(2020 或 2022)", Any((years(2020, 2020), years(2022, 2022))), id="field-of-a-group"),
    pytest.param("年:“2022”", years(2022, 2022), id="field-of-a-phrase"),
    pytest.param("标题:“一岗 双责”", Field("标题", P("一岗双责")), id="title"),
    pytest.param("標題:黨建", Field("标题", P("党建")), id="traditional-name"),
    pytest.param("单位：某某局（市）", Field("单位", P("某某局(市)")), id="unit"),
    pytest.param("标题:-党建", Field("标题", P("-党建")), id="no-negation-inside-a-field"),
    pytest.param(
        "单位:(东 -南)", All((Field("单位", P("东")), Not(Field("单位", P("南"))))), id="negation-in-a-field's-group"
    ),
    pytest.param("单位：", P("单位："), id="a-field's-name-alone-is-text"),
    pytest.param("年: 2022", All((P("年:"), P("2022"))), id="the-value-stands-against-the-colon"),
    pytest.param("同段：", P("同段:"), id="a-scope's-name-alone-is-text"),
    pytest.param("一：二:三", P("一:二:三"), id="name-ends-at-the-first-colon"),
    pytest.param("**", P("**"), id="two-asterisks"),
    pytest.param("×××", P("×××"), id="three-crosses"),
    pytest.param('"*"', P("*"), id="punctuation-on-purpose"),
    pytest.param("😀", P("😀"), id="emoji"),
    pytest.param("党\0建", P("党建"), id="nul"),
    pytest.param("党\u200b建", P("党建"), id="zero-width-space"),
    pytest.param(
        "党建\n责任\t落实\u2003制度", All(tuple(map(P, ("党建", "责任", "落实", "制度")))), id="any-white-space"
    ),
    pytest.param("主动性不够…", P("主动性不够..."), id="dots-outside-marks-are-text"),
    pytest.param('"a……b...c……………d"', Gapped(tuple(map(P, "abcd"))), id="gaps-of-all-kinds"),
    pytest.param('"…党建…"', P("党建"), id="a-gap-at-an-end-is-nothing"),
    pytest.param("党建 相距/３ 责任", Near((P("党建"), P("责任")), (3,)), id="han-near"),
    pytest.param("a NEAR/1 b NEAR/2 c", Near((P("a"), P("b"), P("c")), (1, 2)), id="chain"),
    pytest.param("(a 或 b) NEAR/1 c", Near((Any((P("a"), P("b"))), P("c")), (1,)), id="near-a-choice"),
    pytest.param("-a NEAR/1 b c", All((Not(Near((P("a"), P("b")), (1,))), P("c"))), id="near-binds-before-not"),
    pytest.param("(a EXCEPT ab) NEAR/0 '…c", Near((Except(P("a"), P("ab")), P("...c")), (0,)), id="near-an-exception"),
    pytest.param("a 除外 “b…a” c", All((Except(P("a"), Gapped((P("b"), P("a")))), P("c"))), id="except-a-gap"),
    pytest.param(
        "同段： （责任 落实） 党建", All((Scope("同段", All((P("责任"), P("落实")))), P("党建"))), id="paragraph"
    ),
    pytest.param("同句:(12)", Scope("同句", P("12")), id="a-scope's-bracket-is-never-text"),
    pytest.param("(“12”) 党建", All((P("12"), P("党建"))), id="a-quoted-number-in-brackets-is-a-group"),
    pytest.param("（①） 党建", All((P("(1)"), P("党建"))), id="circled-number-in-brackets"),
    pytest.param("sentence:(a OR b)", Scope("同句", Any((P("a"), P("b")))), id="english-scope"),
    pytest.param("-同句:(a b) c", All((Not(Scope("同句", All((P("a"), P("b"))))), P("c"))), id="not-a-scope"),
    pytest.param("工*作?^1e308 ~999999 [TO] a\\b &&| =< 3.5%", None, id="signs-of-other-languages"),
]


@pytest.mark.parametrize(("typed", "query"), [*TABLE, *MORE])
def test_reads(typed: str, query: Query | None) -> None:
    if query is None:
        query = All(tuple(map(P, typed.split())))
    assert parse(typed) == query
    assert parse(str(parse(typed))) == query


def period(first: str | None, last: str | None) -> Field:
    return Field("报告期", Periods(first, last))


FIELDS = [
    pytest.param(
        "党建 同节：（责任 落实）", All((P("党建"), Scope("同节", All((P("责任"), P("落实")))))), id="section"
    ),
    pytest.param("section:(责任 落实)", Scope("同节", All((P("责任"), P("落实")))), id="section-in-english"),
    pytest.param("部分:存在问题 主动性", All((Part("存在问题"), P("主动性"))), id="part"),
    pytest.param("部分:打算", Part("下步打算"), id="part-by-a-piece-of-its-name"),
    pytest.param("part:其他", Part("其他"), id="outside-any-part"),
    pytest.param(
        "主动性 -部分:(存在问题 或 原因分析)",
        All((P("主动性"), Not(Any((Part("存在问题"), Part("原因分析")))))),
        id="not-in-either-part",
    ),
    pytest.param("部分：其中一些", P("部分：其中一些"), id="a-full-width-colon-before-no-part-is-text"),
    pytest.param("部分：存在问题", Part("存在问题"), id="a-full-width-colon-before-a-part"),
    pytest.param(
        "党建 文号:（国发 国办）",
        All((P("党建"), Field("文号", P("国发")), Field("文号", P("国办")))),
        id="number-of-a-group",
    ),
    pytest.param("述职人:张三", Field("述职人", P("张三")), id="person"),
    pytest.param("type:工作报告", Field("类型", P("工作报告")), id="type"),
    pytest.param("格式:DOCX", Field("格式", P("docx")), id="format"),
    pytest.param("报告期:上半年", period("上半年", "上半年"), id="period"),
    pytest.param("报告期:三季度", period("第三季度", "第三季度"), id="period-as-people-write-it"),
    pytest.param("报告期:9月份", period("9月", "9月"), id="month"),
    pytest.param("报告期:1-6月", period("上半年", "上半年"), id="months-that-are-a-period"),
    pytest.param("报告期:1月..6月", period("1月", "6月"), id="periods-between"),
    pytest.param("报告期:第二季度至第三季度", period("第二季度", "第三季度"), id="periods-between-in-words"),
    pytest.param("报告期:第二季度..", period("第二季度", None), id="periods-from"),
    pytest.param("缺:单位", Known("单位", known=False), id="not-known"),
    pytest.param("有:年度 党建", All((Known("年"), P("党建"))), id="known"),
    pytest.param("lacks:(unit 或 date)", Any((Known("单位", False), Known("成文日期", False))), id="lacks-in-english"),
    pytest.param("有：是的", P("有：是的"), id="a-full-width-colon-before-no-field-is-text"),
]


@pytest.mark.parametrize(("typed", "query"), FIELDS)
def test_reads_fields(typed: str, query: Query) -> None:
    assert parse(typed) == query
    assert parse(str(query)) == query


def test_wordings_of_a_group_stand_in_the_canonical_form() -> None:
    query = parse("近义:党建 -近义:(廉政 或 党建)", alike=groups)
    assert str(query) == "(“党建” OR “党的建设”) -(“廉政” OR “党建” OR “党的建设”)"
    assert parse(str(query)) == query
    assert parse("近义:党建") == P("党建")
    assert parse("近义:党建 NEAR/5 责任", alike=groups) == Near((Any((P("党建"), P("党的建设"))), P("责任")), (5,))


def groups(wording: str) -> tuple[str, ...]:
    return {"党建": ("党建", "党的建设")}.get(wording, ())


ERRORS = [
    pytest.param("党建 部分:去年", "bad_choice", 6, id="no-such-part"),
    pytest.param("部分:情况", "bad_choice", 3, id="two-parts-have-that-word"),
    pytest.param("报告期:去年", "bad_choice", 4, id="no-such-period"),
    pytest.param("报告期:6月..1月", "bad_choice", 4, id="periods-backwards"),
    pytest.param("缺:一切", "bad_choice", 2, id="no-such-field-of-the-face"),
    pytest.param("单位:(部分:存在问题)", "not_in_field", 4, id="a-part-in-a-field"),
    pytest.param("党建 或", "operator_alone", 3, id="9-last"),
    pytest.param("或", "operator_alone", 0, id="alone"),
    pytest.param("或 党建", "operator_alone", 0, id="first"),
    pytest.param("(党建 OR) 责任", "operator_alone", 4, id="last-in-a-group"),
    pytest.param("党建 OR AND 责任", "operator_alone", 6, id="two-in-a-row"),
    pytest.param("党建 AND", "operator_alone", 3, id="and-last"),
    pytest.param("党建 NOT", "operator_alone", 3, id="not-last"),
    pytest.param("党建 NOT OR 责任", "operator_alone", 3, id="not-before-or"),
    pytest.param("除外 党建", "operator_alone", 0, id="except-first"),
    pytest.param("党建 NEAR/3", "operator_alone", 3, id="near-last"),
    pytest.param("-党建", "no_positive", 0, id="11"),
    pytest.param("NOT 党建 －责任", "no_positive", 0, id="negations-only"),
    pytest.param("-年:2022", "no_positive", 0, id="a-negated-field"),
    pytest.param("党建 OR -责任", "no_positive", 6, id="in-one-branch"),
    pytest.param("党建 (-责任)", "no_positive", 4, id="in-a-group"),
    pytest.param("没有这个字段:值", "unknown_field", 0, id="15"),
    pytest.param("党建 http://example.com", "unknown_field", 3, id="address"),
    pytest.param("--党建", "double_not", 0, id="two-hyphens"),
    pytest.param("党建 -－责任", "double_not", 3, id="two-hyphens-of-two-widths"),
    pytest.param("党建 NOT NOT 责任", "double_not", 7, id="two-words"),
    pytest.param("党建 NOT -责任", "double_not", 7, id="word-and-hyphen"),
    pytest.param('"一岗双责', "unbalanced_quote", 0, id="25-quote"),
    pytest.param("党建 「责任", "unbalanced_quote", 3, id="corner-quote"),
    pytest.param("“一“岗”双责", "unbalanced_quote", 0, id="nested-quote"),
    pytest.param("(党建", "unbalanced_bracket", 0, id="25-bracket"),
    pytest.param("责任 ((党建 廉政)", "unbalanced_bracket", 3, id="one-of-two"),
    pytest.param("党建) 责任", "unbalanced_bracket", 2, id="closing-alone"),
    pytest.param("“”", "nothing_left", 0, id="empty-marks"),
    pytest.param("党建 ''", "nothing_left", 3, id="apostrophes-alone"),
    pytest.param("\u200b", "nothing_left", 0, id="zero-width-alone"),
    pytest.param("》《", "nothing_left", 0, id="a-separator-alone"),
    pytest.param("党建 ()", "nothing_left", 3, id="empty-group"),
    pytest.param("标题:“”", "nothing_left", 3, id="empty-value"),
    pytest.param("*", "only_punctuation", 0, id="asterisk"),
    pytest.param("党建 -", "only_punctuation", 3, id="hyphen-alone"),
    pytest.param("党建 ， 责任", "only_punctuation", 3, id="comma"),
    pytest.param("×", "only_punctuation", 0, id="one-cross"),
    pytest.param("(党建 -)", "only_punctuation", 4, id="hyphen-before-a-bracket"),
    pytest.param("", "empty", None, id="empty"),
    pytest.param("　 \n", "empty", None, id="white-space"),
    pytest.param("党" * 2001, "too_long", 2000, id="too-long"),
    pytest.param("(" * 20_000, "too_long", 2000, id="20000-brackets"),
    pytest.param("((党建 " * 9, "too_deep", 40, id="17-brackets"),
    pytest.param("(" * 1999, "too_deep", 16, id="2000-brackets"),
    pytest.param(" ".join("党" * 65), "too_many_terms", 128, id="65-terms"),
    pytest.param(f"党建 “{'a…' * 64}”", "too_many_terms", 3, id="65-pieces"),
    pytest.param("年:abc", "bad_value", 2, id="year-of-letters"),
    pytest.param("年:..", "bad_value", 2, id="range-without-ends"),
    pytest.param("年:2022..2020", "bad_value", 2, id="range-backwards"),
    pytest.param("年:99999", "bad_value", 2, id="year-of-five-digits"),
    pytest.param("同句:党建", "scope_needs_group", 3, id="scope-without-bracket"),
    pytest.param("标题:(年:2022 党建)", "not_in_field", 4, id="field-in-a-field"),
    pytest.param("标题:“a…b”", "not_in_field", 3, id="gap-in-a-field"),
    pytest.param("标题:(a NEAR/2 b)", "not_in_field", 6, id="near-in-a-field"),
    pytest.param("标题:(同句:(a b))", "not_in_field", 4, id="scope-in-a-field"),
    pytest.param("“……”", "nothing_left", 0, id="a-gap-alone"),
    pytest.param("(a b) NEAR/2 c", "bad_operand", 6, id="near-two-at-once"),
    pytest.param("年:2022 NEAR/2 c", "bad_operand", 7, id="near-a-field"),
    pytest.param("a NEAR/2 b 除外 c", "bad_operand", 11, id="except-of-near"),
    pytest.param("a 除外 (b OR c)", "bad_operand", 2, id="except-a-choice"),
    pytest.param("a 除外 b 除外 c", "operator_alone", 7, id="except-twice"),
    pytest.param("党建 NEAR/101 责任", "too_far", 3, id="too-far"),
    pytest.param("党\ud800", "bad_character", 1, id="lone-surrogate"),
]


@pytest.mark.parametrize(("typed", "code", "position"), ERRORS)
def test_points_at_what_is_wrong(typed: str, code: str, position: int | None) -> None:
    with pytest.raises(QueryError) as caught:
        parse(typed)
    assert (caught.value.code, caught.value.position) == (f"query.{code}", position)
    for language in messages.LANGUAGES:
        assert "{" not in caught.value.message(language)


@pytest.mark.parametrize(
    "typed", ["党" * 2000, " ".join("党" * 64), "(" * 16 + "a b" + ")" * 16, "a NEAR/100 b"], ids=len
)
def test_what_just_fits(typed: str) -> None:
    parse(typed)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        pytest.param("党建 -廉政 或", "党建-廉政或", id="operators"),
        pytest.param("(党建", "(党建", id="brackets"),
        pytest.param("“一岗双责", "一岗双责", id="marks"),
        pytest.param("年:2022", "年:2022", id="field"),
        pytest.param("学习…次", "学习...次", id="dots"),
        pytest.param("*", "*", id="punctuation-on-purpose"),
    ],
)
def test_literal_is_one_phrase(typed: str, text: str) -> None:
    query = parse(typed, literal=True)
    assert query == Phrase(text, typed)
    assert parse(str(query)) == query


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        pytest.param(" ", "empty", id="empty"),
        pytest.param("“”", "nothing_left", id="nothing-left"),
        pytest.param("党" * 2001, "too_long", id="too-long"),
        pytest.param("\udfff", "bad_character", id="surrogate"),
    ],
)
def test_literal_has_its_errors(typed: str, code: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(typed, literal=True)
    assert caught.value.code == f"query.{code}"


CANONICAL = [
    pytest.param("一岗双责", "“一岗双责”", id="bare"),
    pytest.param("落实“一岗双责”制度", "“落实“一岗双责”制度”", id="marks-that-nest"),
    pytest.param("一岗”双责", "「一岗”双责」", id="marks-that-do-not"),
    pytest.param('a”b」c』d’e"f＂g', "“a》b》c》d》efg”", id="marks-of-every-kind"),
    pytest.param("学习…次", "“学习⋯次”", id="dots-that-are-no-gap"),
    pytest.param("乡村振兴 或 脱贫攻坚 非 党建", "“乡村振兴” OR (“脱贫攻坚” -“党建”)", id="operators"),
    pytest.param("“a...b”", "“a…b”", id="gap"),
    pytest.param("「a”…b」", "「a”…b」", id="gap-and-marks"),
    pytest.param("a 相距/3 (b 或 c) d", "(“a” NEAR/3 (“b” OR “c”)) “d”", id="near"),
    pytest.param("a 除外 ab d", "(“a” EXCEPT “ab”) “d”", id="except"),
    pytest.param("sentence:(a -b) d", "同句:(“a” -“b”) “d”", id="scope"),
    pytest.param("year:2020年—2022年 （党建 OR 廉政）", "年:2020..2022 (“党建” OR “廉政”)", id="field"),
    pytest.param("年:2020至 標題:黨建", "年:2020.. 标题:“黨建”", id="words-as-typed"),
]


@pytest.mark.parametrize(("typed", "canonical"), CANONICAL)
def test_canonical(typed: str, canonical: str) -> None:
    query = parse(typed)
    assert str(query) == canonical
    assert parse(canonical) == query


def _shape(spec: dict[str, object], typed: str) -> Query | None:
    """The tree that a row's spec speaks of; variants of one wording are typed as one phrase."""
    if "phrase" in spec or ("any" in spec and " " not in typed):
        return P(typed)
    if "none" in spec:
        return None
    terms: list[Query] = [P(text) for key in ("all", "any") for text in spec.get(key, ())]  # type: ignore[attr-defined]
    terms += [Not(P(text)) for text in spec.get("not", ())]  # type: ignore[attr-defined]
    return Any(tuple(terms)) if "any" in spec else All(tuple(terms))


@pytest.mark.corpus
def test_the_queries_of_the_corpus() -> None:
    errors: dict[str, str] = {}
    for line in shared("corpus", "queries.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        try:
            query = parse(row["q"])
        except QueryError as error:
            errors[row["id"]] = error.code
            continue
        assert query == _shape(row["spec"], row["q"]), row["id"]
        if "phrase" in row["spec"]:
            assert isinstance(query, Phrase)
            assert query.text == fold_text(row["spec"]["phrase"])
    assert errors == {
        "q34": "query.only_punctuation",
        "q67": "query.empty",
        "q68": "query.empty",
        "q70": "query.double_not",
    }
