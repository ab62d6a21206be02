"""What a draft says by itself: each kind of slip as a person would point at it, and its neighbours that are none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.proofing.draft import draft_of_text
from indexer.proofing.draft_check import Options, proof
from indexer.proofing.finding import Finding


def findings(*lines: str, options: Options | None = None) -> tuple[Finding, ...]:
    return proof(draft_of_text("\n".join(lines)), None, options or Options()).findings


def told(found: Sequence[Finding]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.case, one.text) for one in found]


SLIPS = [
    # numbers of headings
    (["一、情况", "一、问题"], [("numbering", "doubled", "一、")], "the same number twice"),
    (["一、情况", "三、打算"], [("numbering", "skipped", "三、")], "one left out"),
    (
        ["一、情况", "（一）甲", "（二）乙", "（二）丙", "二、问题"],
        [("numbering", "doubled", "（二）")],
        "a level below",
    ),
    (["1.甲", "2.乙", "4.丙"], [("numbering", "skipped", "4.")], "figures"),
    (["（1）甲", "（3）乙"], [("numbering", "skipped", "（3）")], "figures in brackets"),
    (["① 甲", "③ 乙"], [("numbering", "skipped", "③")], "ringed"),
    (["第一条 甲", "第二条 乙", "第二条 丙"], [("numbering", "doubled", "第二条")], "articles"),
    (["一、情况", "１．甲", "３．乙"], [("numbering", "skipped", "３．")], "full width"),
    (["一、甲", "（一）子", "（二）丑", "二、乙", "（四）寅"], [("numbering", "skipped", "（四）")], "that run on"),
    (
        ["一、甲", "（一）子", "（二）丑", "二、乙", "（二）寅"],
        [("numbering", "doubled", "（二）")],
        "that run on, twice",
    ),
    # 一是
    (["一是学习；三是落实。"], [("ordinal", "skipped", "三是")], "one left out"),
    (["一是学习；二是督查；二是落实。"], [("ordinal", "doubled", "二是")], "twice"),
    (["一要学习，三要落实。"], [("ordinal", "skipped", "三要")], "with 要"),
    (["问题：一是不实。", "三是不细。"], [("ordinal", "skipped", "三是")], "a passage an item"),
    # pairs
    (["落实“一岗双责，抓好党建。"], [("unpaired", "opening", "“")], "a quotation that never ends"),
    (["落实一岗双责”，抓好党建。"], [("unpaired", "closing", "”")], "one that never began"),
    (["印发《实施办法的通知。"], [("unpaired", "opening", "《")], "a title"),
    (["党员（含预备党员，共三名。"], [("unpaired", "opening", "（")], "a bracket"),
    (["〔2023]5号文件。"], [("unpaired", "opening", "〔")], "a number’s bracket"),
    # half width
    (["认真学习,狠抓落实。"], [("half_width", "some", ",")], "a comma"),
    (["认真学习，狠抓落实;"], [("half_width", "some", ";")], "at the end"),
    (["县委(含办公室)要求，抓好。"], [("half_width", "some", "(")], "brackets round words"),
    # characters
    (["落实下ー步工作。"], [("look_alike", "kana", "ー")], "kana for 一"),
    (["二O二三年工作。"], [("look_alike", "letter", "O")], "a letter for 〇"),
    (["⼀是学习。"], [("look_alike", "radical", "⼀")], "a radical for 一"),
    (["坚持Аnd工作"], [("look_alike", "script", "А")], "a Cyrillic letter"),
    (["工作�开展。"], [("look_alike", "broken", "�")], "a replacement character"),
    # typed twice
    (["学习。，落实。"], [("doubled", "mark", "。，")], "marks against each other"),
    (["我们的的工作。"], [("doubled", "word", "的的")], "a word twice"),
    # dates
    (["2023年2月29日召开。"], [("date", "day", "2023年2月29日")], "no leap year"),
    (["4月31日召开。"], [("date", "day", "4月31日")], "without a year"),
    (["2023年13月召开。"], [("date", "month", "2023年13月")], "no such month"),
    (["二〇二三年六月三十一日"], [("date", "day", "二〇二三年六月三十一日")], "Han figures"),
    (["2023-02-30报送。"], [("date", "day", "2023-02-30")], "ISO"),
    (["2023年5月1日（星期二）"], [("weekday", "other", "2023年5月1日（星期二")], "it was a Monday"),
    # figures
    (["共有党员100名，其中男60名，女50名。"], [("sum", "other", "100名，其中男60名，女50名")], "more than all"),
    (["党员100名，其中男60名，女30名。"], [("sum", "other", "100名，其中男60名，女30名")], "less than all"),
    (["共查处案件20件，其中甲乡15件，乙乡8件。"], [("sum", "more", "20")], "parts of a whole"),
    (["党员100名，其中女35名，占45%。"], [("share", "other", "100名，其中女35名，占45%")], "no such quotient"),
    (
        ["截至目前全县建档立卡贫困户320户。", "目前全县建档立卡贫困户302户。"],
        [("told_twice", "other", "320")],
        "the same statement, another figure",
    ),
    # blanks
    (["关于XX工作的报告"], [("placeholder", "letters", "XX")], "letters"),
    (["拨付＊＊万元。"], [("placeholder", "stars", "＊＊")], "stars"),
    (["研讨*次，建成“书吧”*个。"], [("placeholder", "stars", "*")], "a single star between words"),
    (["地点：＿＿＿＿"], [("placeholder", "line", "＿＿＿＿")], "a line"),
    (["联系人（　）"], [("placeholder", "brackets", "（　）")], "an empty bracket"),
    (["数据待核实。"], [("placeholder", "words", "待核实")], "words"),
    (["○○同志主持。"], [("placeholder", "circles", "○○")], "circles"),
]

SOUND = [
    (["一、情况", "（一）甲", "（二）乙", "二、问题", "（一）甲", "（二）乙"], "a level begins anew"),
    (["一、情况", "1.甲", "2.乙", "二、问题", "1.甲"], "figures begin anew"),
    (
        ["一、甲", "（一）子", "（二）丑", "二、乙", "（三）寅", "三、丙", "（四）卯"],
        "that run on through the headings",
    ),
    (["一、情况", "二、三级医院要落实。"], "二、三级 is a word"),
    (["一、情况", "（一）、（二）项所列情形。"], "a reference"),
    (["“一、甲", "三、丙”，这样引用。"], "another paper’s numbers"),
    (["一是学习；二是落实。另外，一是经费，二是人员。"], "a second enumeration"),
    (["一是学“甲”；二是做；三是落实“乙”。"], "quotations between the items"),
    (["数据*。", "* 一个列表", "3*5"], "stars that are footnotes, lists and products"),
    (["这不是一是非问题，三是也是。"], "no enumeration at all"),
    (["他说：“第一段。", "“第二段。”"], "a quotation opened anew at its second paragraph"),
    (["1）甲；", "2）乙。"], "a number’s bracket"),
    (["a)甲；b)乙。"], "letters"),
    (["增长3.5%,达到10,000元"], "half width among figures, and no full marks at all"),
    (["使用Word(2016)软件，并登记。"], "half-width brackets round Latin"),
    (["コーヒー豆と日本語，说明。"], "kana among kana"),
    (["中国的的士，标的的价值，平和和睦。"], "words that have it twice"),
    (["实实在在做事，实事求是是根本。"], "and others"),
    (["2024年2月29日召开。"], "a leap year"),
    (["2月29日召开。"], "the year is not told"),
    (["2023年5月1日（星期一）"], "the right day"),
    (["历时13个月完成。"], "thirteen months"),
    (["共有党员100名，其中男60名，女40名，占40%。"], "what adds up"),
    (["共100余人，其中党员80人、团员30人。"], "more or less"),
    (["党员100名，其中女33名，占33%。", "党员90名，其中女30名，占33.3%。"], "rounded"),
    (["今年全县建档立卡贫困户320户。", "去年全县建档立卡贫困户302户。"], "two years"),
    (["罚款标准最高不得超过违法所得5万元以上。", "罚款标准最高不得超过违法所得3万元以上。"], "limits"),
    (["到二〇〇〇年翻两番，二○○○年实现。"], "a year"),
    (["二〇二三年工作。"], "the figure itself"),
]


@pytest.mark.parametrize(("lines", "expected"), [pytest.param(*row[:2], id=row[2]) for row in SLIPS])
def test_a_slip_is_pointed_at(lines: list[str], expected: list[tuple[str, str, str]]) -> None:
    assert told(findings(*lines)) == expected


@pytest.mark.parametrize("lines", [pytest.param(row[0], id=row[1]) for row in SOUND])
def test_what_is_sound_is_left_alone(lines: list[str]) -> None:
    assert told(findings(*lines)) == []


def test_half_width_marks_are_one_matter_a_document() -> None:
    (finding,) = findings("学习,落实。", "党建;工作，情况:")
    assert finding.evidence == {"count": 3, "marks": ",;:"}
    assert [(place.passage, place.start) for place in finding.places] == [(1, 2), (2, 2), (2, 8)]


def test_a_circle_in_figures_is_told_only_when_asked() -> None:
    assert findings("一九八○年") == ()
    (finding,) = findings("一九八○年", options=Options(circles=True))
    assert (finding.case, finding.better) == ("circle", "〇")


@given(
    st.text(
        alphabet="一二三四五六七八九十是、，。；：“”（）《》〔〕()\"'1230年月日*X×ー○〇O党员名其中共占%\n \u3000",
        max_size=80,
    )
)
def test_every_place_lies_in_its_passage_and_holds_its_text(text: str) -> None:
    if not text.strip():
        return
    draft = draft_of_text(text)
    for finding in proof(draft, None, Options(circles=True)).findings:
        for place in finding.places:
            assert 0 <= place.start < place.end <= len(draft.texts[place.passage - 1])
        first = finding.places[0]
        assert draft.texts[first.passage - 1][first.start : first.end].startswith(finding.text[:1])
