"""What is sure of a masthead and what a person should look at: names that the text bears out, and the rule of what is
missing. How often each is right on real documents: `make confidence`.
"""

from __future__ import annotations

import pytest

from archive.doubts import confirmed, to_check
from archive.masthead.extract import read_masthead
from archive.model import Evidence, Masthead
from tests.archive.masthead import confidence
from tests.masthead_texts import BODY, passages
from tests.shared_files import shared

SPOKEN = "各位代表：\n现在，我代表青山县人民政府，向大会作政府工作报告，请予审议。\n一、{} 工作回顾" + BODY

NAMED = [
    pytest.param(
        "title", "2022_政府工作报告.txt", SPOKEN.format("2021年"), "high", id="the speaker gives it that title"
    ),
    pytest.param(
        "title",
        "政府工作报告.txt",
        "各位代表：\n现在，我代表青山县人民政府，向大会作关于五年规划的报告。" + BODY,
        "medium",
        id="the speaker gives it another title",
    ),
    pytest.param(
        "title", "青山县教育局工作总结.txt", "同志们：\n大家好。" + BODY, "medium", id="nobody gives it a title"
    ),
    pytest.param("type", "2022_政府工作报告.txt", SPOKEN.format("2021年"), "high", id="a kind is as sure as its title"),
    pytest.param("year", "2022_政府工作报告.txt", SPOKEN.format("一年来"), "medium", id="no year in the head"),
    pytest.param(
        "year",
        "国务院_1993_政府工作报告.txt",
        SPOKEN.format("五年来") + "\n１９９２年，全国增长百分之十二。",
        "high",
        id="a session's year: the head ends with the year before",
    ),
    pytest.param(
        "year", "考试大纲_2022.docx", "青山县2022年度考试大纲\n为便于考生，制定本大纲。", "high", id="in the title"
    ),
    pytest.param(
        "year", "考试大纲_2022.docx", "青山县考试大纲\n为便于考生，制定本大纲。", "medium", id="in the name alone"
    ),
    pytest.param(
        "year",
        "要闻_2011.txt",
        "同志们：" + "\n大家好，今天开会，讨论工作。" * 14 + "\n三、2011年的工作\n抓落实。",
        "high",
        id="in a heading further down",
    ),
    pytest.param(
        "unit",
        "国务院_专利条例.txt",
        "专利条例\n中华人民共和国国务院令\n第706号\n总理\n第一条 为了保护专利。",
        "high",
        id="above the body",
    ),
    pytest.param(
        "unit", "公安部/规定.txt", "登记规定\n第一条 为了规范登记，由公安部制定本规定。", "medium", id="only below"
    ),
    pytest.param(
        "unit", "青山县2015年公报.html", "青山县2015年公报\n2015年，全县发展良好。", "medium", id="a place is no unit"
    ),
    pytest.param(
        "period", "2018年度奖励的决定.txt", "关于2018年度奖励的决定\n各县：\n现决定如下。", "high", id="in the title"
    ),
]


@pytest.mark.parametrize(("field", "file", "text", "confidence"), NAMED)
def test_a_name_is_sure_where_the_text_bears_it_out(field: str, file: str, text: str, confidence: str | None) -> None:
    folder, _, name = file.rpartition("/")
    evidence = read_masthead(passages(text), name=name, folder=folder).evidence
    found = evidence.get(field)
    assert (found.confidence if found else None) == confidence


ISSUED = [
    pytest.param("1991年10月4日 国务院批准\n1991年12月6日 卫生部令第17号发布", "卫生部", "high", id="by order"),
    pytest.param("1985年6月21日 国务院批准\n1985年7月6日 林业部公布", "林业部", "high", id="without an order"),
    pytest.param(
        "1990年2月20日 国务院批准\n1990年3月12日 国家教育委员会令第8号、国家体育运动委员会令第11号发布",
        "国家教育委员会、国家体育运动委员会",
        "high",
        id="by two orders",
    ),
    pytest.param(
        "1986年12月3日 经国务院批准\n1986年12月26日 公安部、外交部、交通部发布",
        "公安部、外交部、交通部",
        "high",
        id="jointly",
    ),
    pytest.param(
        "1989年9月30日 国务院批准\n1990年1月1日 国家统计局令第1号发布 自发布之日施行",
        "国家统计局",
        "high",
        id="with its coming into force",
    ),
    pytest.param("1980年5月9日 国务院批准", "国务院", "medium", id="nobody says who issued it"),
    pytest.param("2001年1月1日 国务院批准发布", "国务院", "high", id="approved and issued at once"),
]


@pytest.mark.parametrize(("lines", "unit", "confidence"), ISSUED)
def test_who_approved_a_decree_is_not_who_issued_it(lines: str, unit: str, confidence: str) -> None:
    masthead = read_masthead(passages(f"泵站管理办法\n{lines}\n第一条 为了加强管理，制定本办法。"))
    assert (masthead.unit, masthead.evidence["unit"].confidence) == (unit, confidence)


def head(**values: str | int) -> Masthead:
    evidence = {name: Evidence(value, str(value), "text", "high", 1) for name, value in values.items()}
    return Masthead(evidence=evidence, **values)  # type: ignore[arg-type] # rows name fields with fitting values


MISSING = [
    pytest.param(head(), ("unit", "year", "type"), id="nothing is known"),
    pytest.param(head(unit="甲局", type="通知", date="2022-01-02"), (), id="a dated notice has a year"),
    pytest.param(head(unit="甲局", type="通知", number="甲发〔2022〕3号"), (), id="so has a numbered one"),
    pytest.param(head(unit="甲局", type="通知"), ("year",), id="one that tells no year has none"),
    pytest.param(head(type="条例", date="2022-01-02"), (), id="a law has no unit of its own to fill in"),
    pytest.param(head(type="条例"), ("year",), id="an undated law"),
    pytest.param(head(type="名单", year=2022), (), id="an annex has that of its paper"),
    pytest.param(head(unit="甲局", type="述职报告", date="2023-01-09"), ("year",), id="what year it looks back on"),
    pytest.param(head(unit="甲局", type="情况报告", date="2023-01-09"), (), id="of an occasion"),
    pytest.param(head(type="通知", year=2022), ("unit",), id="a notice without a unit"),
    pytest.param(Masthead(cleared=("unit", "year", "type")), (), id="a person has said that there are none"),
]


@pytest.mark.parametrize(("masthead", "fields"), MISSING)
def test_what_counts_as_missing(masthead: Masthead, fields: tuple[str, ...]) -> None:
    assert to_check(masthead) == fields
    assert confirmed(masthead) == dict.fromkeys(fields)


def test_a_share_and_its_interval() -> None:
    low, high = confidence.Share(99, 100).interval
    assert (round(low, 4), round(high, 4)) == (0.9455, 0.9982), "as Wilson's formula gives it by hand"
    assert confidence.Share(0, 0).interval == (0.0, 1.0)


@pytest.mark.slow
def test_sure_is_right_and_doubtful_is_not() -> None:
    """Two seconds and more: some five hundred documents are read."""
    corpus = shared("corpus")
    values = list(confidence.labelled(corpus))
    sure, doubtful = ([one for one in values if one.sure is wanted] for wanted in (True, False))
    assert len(sure) >= confidence.FEWEST_SURE
    assert len(doubtful) >= confidence.FEWEST_DOUBTFUL
    assert confidence.share(sure).value >= confidence.SURE_AT_LEAST
    assert confidence.share(doubtful).value <= confidence.DOUBTFUL_AT_MOST
    checked = confidence.checked_share(corpus)
    assert checked.value <= confidence.TO_CHECK_AT_MOST
    assert confidence.PAGE.read_text(encoding="utf-8") == confidence.page(values, checked), "make confidence"
