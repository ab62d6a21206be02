"""Dates, reporting years and periods: the first figure in a text is rarely the one."""

from __future__ import annotations

import pytest

from archive.masthead.dates import settle
from archive.model import Evidence
from tests.masthead_texts import BODY, SIGNED, read

DATES = [
    pytest.param(
        "关于安全的报告\n2020年1月2日发生一起事故，已处理完毕。" + BODY + SIGNED,
        "2023-07-05",
        id="beside the signature, not the first",
    ),
    pytest.param("关于安全的意见\n（2018年1月2日）\n某事意义重大。" + BODY, "2018-01-02", id="below the title"),
    pytest.param("政府工作报告\n——2022年3月5日在某次会议上\n各位代表：" + BODY, "2022-03-05", id="in the subtitle"),
    pytest.param(
        "关于某事的决议\n（2022年3月11日第十三届全国人民代表大会第五次会议通过）\n会议认为，很好。",
        "2022-03-11",
        id="in the line of passing",
    ),
    pytest.param(
        "关于某事的通知\n各局：" + BODY + SIGNED + "\n附件\n青山县财政局\n2020年1月1日",
        "2023-07-05",
        id="an annex follows",
    ),
    pytest.param(
        "青山县人民政府办公室转发县教育局关于开学意见的通知\n各镇："
        + BODY
        + "\n青山县人民政府办公室\n2023年9月1日\n关于开学的意见"
        + BODY
        + "\n青山县教育局\n2023年8月1日",
        "2023-09-01",
        id="a forwarded paper carries two",
    ),
    pytest.param(
        "青山县人民政府办公室转发县教育局关于开学意见的通知\n各镇：" + BODY + SIGNED,
        None,
        id="only the forwarded paper is dated",
    ),
    pytest.param(
        "关于某事的批复\n县政府：" + BODY + "\n青山县人民政府\n一九八○年十月二十七日",
        "1980-10-27",
        id="Chinese figures with a circle",
    ),
    pytest.param(
        "关于某事的批复\n县政府：" + BODY + "\n青山县人民政府\n二〇二二年三月五日", "2022-03-05", id="Chinese figures"
    ),
    pytest.param(
        "关于某事的批复\n县政府：" + BODY + "\n青山县人民政府\n２０２２年３月５日",
        "2022-03-05",
        id="full-width figures",
    ),
    pytest.param(
        "关于某事的批复\n县政府：" + BODY + "\n青山县人民政府  2022年3月5日",
        "2022-03-05",
        id="signature and date on one line",
    ),
    pytest.param("关于某事的批复\n县政府：" + BODY + "\n青山县人民政府\n2022年2月30日", None, id="no such day"),
    pytest.param("工作总结\n2022年1月1日起施行的办法，已经落实。" + BODY, None, id="a date inside a sentence"),
]


@pytest.mark.parametrize(("text", "date"), DATES)
def test_date(text: str, date: str | None) -> None:
    assert read(text).date == date


def test_a_law_has_the_date_of_its_last_amendment_not_of_coming_into_force() -> None:
    masthead = read(
        "青山市某某条例\n2014年3月28日 青山市第一届人民代表大会常务委员会第七次会议通过\n"
        "2021年12月3日 青山市第三届人民代表大会常务委员会第二次会议《关于修改〈某某条例〉的决定》修正\n"
        "2022年1月1日 施行\n"
        "第一条 为了某事，制定本条例。"
    )
    assert (masthead.date, masthead.year, masthead.type) == ("2021-12-03", None, "条例")
    assert masthead.unit == "青山市人民代表大会常务委员会"


@pytest.mark.parametrize(
    ("named", "is_law", "date"),
    [
        pytest.param("2021-05-01", True, "2021-01-01", id="120 days: published after it was passed"),
        pytest.param("2021-05-02", True, "2021-05-02", id="121 days: the lines are of an older version"),
        pytest.param("2021-03-20", True, "2021-01-01", id="78 days are usual"),
        pytest.param("2024-05-02", False, "2021-01-01", id="no law: the text wins however late the name"),
        pytest.param("2019-01-01", True, "2021-01-01", id="an earlier name tells nothing"),
    ],
)
def test_a_laws_file_name_wins_where_it_is_far_later(named: str, is_law: bool, date: str) -> None:
    text = Evidence("2021-01-01", "2021年1月1日通过", "text", "medium", 1)
    settled = settle(text, Evidence(named, named, "file_name", "medium"), is_law=is_law)
    assert settled is not None
    assert settled.value == date


YEARS = [
    pytest.param("2018—2022年政府工作报告\n各位代表：" + BODY, None, None, id="a government's stretch of years"),
    pytest.param("现将2021年12月任职以来工作情况报告如下：" + BODY, None, None, id="since a month"),
    pytest.param("2021年12月，我任书记。现将抓党建情况报告如下：" + BODY, None, None, id="a month that opens the text"),
    pytest.param("2022年1月至10月工作情况报告" + BODY, 2022, None, id="ten months are no known period"),
    pytest.param("2022年春节期间廉洁自律情况报告" + BODY, 2022, None, id="a holiday is not the year"),
    pytest.param(
        "关于2022年预算执行情况和2023年预算草案的报告\n——2023年1月5日在某县人民代表大会上\n各位代表：" + BODY,
        None,
        None,
        id="two years, neither before the other",
    ),
    pytest.param(
        "人民法院工作报告\n——2023年1月6日在青山县第十届人民代表大会第二次会议上\n各位代表：" + BODY,
        2023,
        None,
        id="a court's report, by its session",
    ),
    pytest.param("2022年区工作情况报告" + BODY, 2022, "年度", id="in the title"),
    pytest.param(
        "工作情况报告\n分层次开展2021年度述职评议，推动全面提升。" + BODY, None, None, id="a cited assessment"
    ),
    pytest.param("2021年度述职评议问题整改情况报告" + BODY, None, None, id="a cited assessment in the title"),
    pytest.param("现将1958年以来水利工作情况报告如下：" + BODY, None, None, id="a start, long ago"),
    pytest.param(
        "现将2020年以来工作情况报告如下：" + BODY + "\n三、2022年重点\n2022年抓好落实。",
        None,
        None,
        id="a start, and later years",
    ),
    pytest.param("现将2022年以来工作情况报告如下：" + BODY, 2022, None, id="since the beginning of the year"),
    pytest.param("2018—2022年工作总结" + BODY, None, None, id="a stretch of years"),
    pytest.param("2023年工作总结和2024年工作计划" + BODY, 2023, "年度", id="with next year's plan"),
    pytest.param("2022年，我认真履职。现就一年来抓党建工作报告如下：" + BODY, 2022, "年度", id="the opening sentence"),
    pytest.param(
        "现将今年以来抓党建工作情况报告如下：\n一、上年度通报问题整改情况\n二、2022年上半年履职情况\n抓好了。",
        2022,
        "上半年",
        id="a heading of deeds",
    ),
    pytest.param(
        "现将今年以来抓党建工作情况报告如下：\n一、整改情况\n抓好了。\n二、2023年工作打算\n抓好。",
        None,
        None,
        id="a heading of plans",
    ),
    pytest.param(
        "现将一年来的工作情况报告如下：" + BODY + "\n青山县教育局\n2024年1月15日",
        2023,
        "年度",
        id="reported in January",
    ),
    pytest.param(
        "现将今年以来工作情况报告如下：" + BODY + "\n青山县教育局\n2023年7月15日", 2023, None, id="this year, dated"
    ),
    pytest.param("现将2023年1—6月工作情况报告如下：" + BODY, 2023, "上半年", id="months that make a half"),
    pytest.param("关于2023年前三季度经济运行情况的报告" + BODY, 2023, "前三季度", id="three quarters"),
    pytest.param("关于二〇二三年三季度工作情况的报告" + BODY, 2023, "第三季度", id="Chinese figures, a quarter"),
    pytest.param("2023年9月份工作情况报告" + BODY, 2023, "9月", id="a month"),
    pytest.param("１９９３年工作总结" + BODY, 1993, "年度", id="full-width figures"),
    pytest.param("1 9 9 3 年工作总结" + BODY, 1993, "年度", id="spaced figures"),
    pytest.param("關於2022年度工作情況的報告" + BODY, 2022, "年度", id="traditional script"),
    pytest.param(
        "政府工作报告\n——2022年3月5日在第十三届全国人民代表大会第五次会议上\n各位代表：\n一、2021年工作回顾\n很好。",
        2022,
        None,
        id="a government's report has the year of its session",
    ),
    pytest.param(
        "政府工作报告\n各位代表：\n一、2018年工作回顾\n很好。", 2019, None, id="the session after the year reviewed"
    ),
    pytest.param(
        "青山县2022年政府工作报告\n——2023年1月5日在某县人民代表大会上\n各位代表：" + BODY,
        2022,
        None,
        id="unless its title has one",
    ),
    pytest.param("关于2023年春节放假的通知\n各单位：" + BODY, 2023, None, id="a notice is about the year in its title"),
    pytest.param("2024年工作要点" + BODY, 2024, None, id="a plan that names its year"),
    pytest.param("关于同意承办2008年运动会的批复\n市政府：" + BODY, None, None, id="a year in an approval's subject"),
    pytest.param(
        "在中国共产党青山县第十次代表大会上的报告\n（2021年9月1日）\n同志们：" + BODY,
        None,
        None,
        id="a congress report covers five years",
    ),
]


@pytest.mark.parametrize(("text", "year", "period"), YEARS)
def test_year_and_period(text: str, year: int | None, period: str | None) -> None:
    masthead = read(text)
    assert (masthead.year, masthead.period) == (year, period)
