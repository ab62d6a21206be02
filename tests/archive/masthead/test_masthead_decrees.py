"""Decrees, resolutions and bulletins: whose they are, of which day, about which year."""

from __future__ import annotations

import pytest

from archive.ingest import ingest
from tests.masthead_texts import BODY, read

ARTICLES = "\n第一条 为了规范河道管理，制定本办法。\n第二条 本办法自发布之日起施行。"
APPROVES = "会议听取和审议了县长李国强所作的政府工作报告。会议充分肯定县政府2022年的工作，"


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        pytest.param(
            "2021年5月4日 河湾市人民政府批准\n2021年6月1日 河湾市水利局令第3号发布", "河湾市水利局", id="a bureau"
        ),
        pytest.param("1991年10月4日 国务院批准\n1991年12月6日 林业部令第17号发布", "林业部", id="a ministry"),
        pytest.param("2021年5月4日 河湾市人民政府批准", "河湾市人民政府", id="only approved"),
        pytest.param("2021年6月1日 河湾市人民政府令第3号发布", "河湾市人民政府", id="its own decree"),
        pytest.param(
            "1986年3月1日 《国务院关于修改〈河道管理办法〉的决定》第一次修订", "国务院", id="amended by a decision"
        ),
        pytest.param(
            "2019年3月1日 《河湾市人民政府关于修改〈河道管理办法〉的决定》修订", "河湾市人民政府", id="by a city's"
        ),
        pytest.param("2019年3月1日 《关于修改〈河道管理办法〉的决定》修订", None, id="a decision of nobody"),
    ],
)
def test_who_issues_a_decree(lines: str, unit: str | None) -> None:
    assert read(f"河道管理办法\n{lines}{ARTICLES}").unit == unit


@pytest.mark.parametrize(
    ("signer", "date"),
    [
        pytest.param("总理　　李国强", "2018-11-06", id="premier"),
        pytest.param("市长 王 芳", "2018-11-06", id="mayor, a spread name"),
        pytest.param("县长：待定，另行公布。", None, id="no name"),
        pytest.param("请市长王芳同志于会后三日内批示", None, id="a sentence"),
    ],
)
def test_the_day_of_a_decree_stands_below_who_signs_it(signer: str, date: str | None) -> None:
    text = f"河道管理办法\n河湾市人民政府令\n第7号\n《河道管理办法》已经通过，现予公布。\n{signer}\n2018年11月6日"
    assert read(f"{text}\n河道管理办法{ARTICLES}{ARTICLES}").date == date


@pytest.mark.parametrize(
    ("agrees", "year"),
    [
        pytest.param("同意报告提出的2023年工作部署，决定批准这个报告。", 2023, id="for the year"),
        pytest.param("同意报告提出的“十四五”时期主要任务和2023年的工作安排，决定批准这个报告。", 2023, id="and a plan"),
        pytest.param("同意报告对2023年政府工作的建议，决定批准这个报告。", 2023, id="its proposals"),
        pytest.param("同意报告提出的今后五年的任务，决定批准这个报告。", None, id="no year"),
        pytest.param("同意报告提出的2023年至2027年的任务，决定批准这个报告。", None, id="several"),
        pytest.param("同意报告提出的2023年工作部署，但要求修改。", None, id="not approved"),
    ],
)
def test_a_resolution_is_about_the_year_of_the_report_that_it_approves(agrees: str, year: int | None) -> None:
    assert read(f"青山县第三届人民代表大会第二次会议关于政府工作报告的决议\n{APPROVES}{agrees}").year == year


def test_a_resolution_without_the_year_has_that_of_its_passing() -> None:
    passed = "（2023年1月9日青山县第三届人民代表大会第二次会议通过）"
    text = f"青山县第三届人民代表大会第二次会议关于政府工作报告的决议\n{passed}\n{APPROVES}"
    assert read(text + "同意报告提出的今年的任务，决定批准这个报告。").year == 2023


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("河湾市人民政府关于2018年度科学技术奖励的决定", 2018),
        ("河湾市委关于做好2023年乡村振兴重点工作的意见", 2023),
        ("青山县人大常委会关于批准2022年县级决算的决议", 2022),
        ("河湾市人民政府关于同意申办2011年第26届运动会的决定", None),
        ("河湾市人民政府关于废止2010年以前文件的决定", None),
        ("河湾市人民政府关于2018—2022年工作规划的意见", None),
    ],
)
def test_the_year_of_what_is_decided(title: str, year: int | None) -> None:
    assert read(f"{title}\n各县人民政府：\n{BODY}").year == year


@pytest.mark.parametrize(
    ("foot", "unit"),
    [
        pytest.param("<p>（青山县统计局）</p><p>上级网站</p><p>友情网站</p>", "青山县统计局", id="menus below"),
        pytest.param("<p>（青山县统计局 国家统计局青山调查队）</p>", "青山县统计局、国家统计局青山调查队", id="two"),
        pytest.param("<p>（此件公开发布）</p>", None, id="a remark"),
        pytest.param("<p>（青山县）</p>", None, id="a place"),
    ],
)
def test_who_stands_in_brackets_below_a_bulletin(foot: str, unit: str | None) -> None:
    body = "<p>2022年，全县发展良好，生产总值比上年增长百分之五，人民生活持续改善，社会大局保持稳定。</p>" * 3
    page = f"<title>青山2022年统计公报</title><h1>青山2022年统计公报</h1>{body}{foot}"
    assert ingest(page.encode(), "a.html").masthead.unit == unit


@pytest.mark.parametrize(
    ("label", "date"),
    [
        pytest.param("成文日期", "2023-03-31", id="the table's own date"),
        pytest.param("发文日期", "2023-03-28", id="the day of sending gives way"),
        pytest.param("生成日期", "2023-03-28", id="the day of the page gives way"),
    ],
)
def test_a_printed_date_beside_that_of_a_pages_table(label: str, date: str) -> None:
    table = f"<table><tr><td>{label}：</td><td>2023-03-31</td></tr></table>"
    page = f"<h1>青山县2022年统计公报</h1>{table}<p>青山县统计局</p><p>2023年3月28日</p><p>{BODY}</p>"
    found = ingest(page.encode(), "a.html").masthead
    assert found.date == date


@pytest.mark.parametrize("label", ["附件3：", "附件：", "附 表 2：", "附录:"])
def test_the_title_of_an_annex_stands_below_its_label(label: str) -> None:
    assert read(f"{label}\n体能测评标准及\n实施规范\n一、跑步\n时间从严。").title == "体能测评标准及实施规范"
