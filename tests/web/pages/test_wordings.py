"""提法 on the page: one wording, several, the quoted ones, what rises and falls; every way leads where it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from indexer.workspace import Workspace
from tests.served import Served, served
from web.app import create_app
from web.state import counting
from web.state.app_state import KEY, AppState

OLD, NEW = "加快转方式调结构步伐", "扎实推进中国式现代化建设"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Four years of a unit, and a paper without any year."""
    folder = tmp_path_factory.mktemp("wordings")
    for year, words in ((2015, OLD), (2016, OLD), (2022, NEW), (2023, NEW)):
        text = (
            f"东街道党工委\n关于{year}年工作情况的报告\n\n一、履职情况\n压实“一岗双责”。{words}。\n"
            + f"{words}。\n" * 9
        )
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    (folder / "x.txt").write_text("一份材料，讲一岗双责，也讲和/或。\n", encoding="utf-8")
    with served(folder / "home", *sorted(folder.glob("*.txt"))) as archive:
        yield archive


@pytest.fixture
def page(archive: Served) -> FlaskClient:
    return archive.client


def test_the_page_of_a_wording(page: FlaskClient) -> None:
    html = page.get("/terms/一岗双责").text
    assert "5 篇 5 处" in html
    assert "本库最早见于 2015" in html
    assert "最近见于 2023" in html
    assert "——《东街道党工委关于2015年工作情况的报告》（东街道党工委，2015年），一、第1段" in html
    assert "另有 1 处（1 篇）年度不明，未参加排序。" in html
    assert html.count('<svg class="chart') == 2, "for desk and phone"
    assert "另有年度不明的 每万篇约 10\u202f000 篇" in html
    assert re.search(
        r"<th scope=\"row\"[^>]*>.*东街道党工委</a></th><td>4</td><td>4</td><td>4</td><td>10000.0</td>", html
    )
    assert "履职情况" in html


@pytest.mark.parametrize("measure", ["reports", "characters", "places"])
def test_the_curve_says_by_what_it_is_measured(page: FlaskClient, measure: str) -> None:
    html = page.get(f"/terms/一岗双责?measure={measure}").text
    words = {"reports": "每万篇中的篇数", "characters": "每百万字中的处数", "places": "处数"}[measure]
    assert f"<figcaption>按{words}；" in html


def test_years_of_which_the_archive_has_nothing_are_told(page: FlaskClient) -> None:
    assert "本库没有这些年度的文件：2017–2021，曲线在那里没有意义。" in page.get("/terms/一岗双责").text


def test_rates_of_several_are_not_added_up(page: FlaskClient) -> None:
    """The undated of two wordings: 1 place of one; of 10,000 reports there is no sum."""
    address = f"/terms?w=一岗双责&w={NEW}"
    assert 'class="undated"' not in page.get(address).text
    assert "另有 1 处（1 篇）年度不明" in page.get(address).text
    assert "另有年度不明的 1 处" in page.get(f"{address}&measure=places").text


def test_every_way_of_the_page_leads_somewhere(page: FlaskClient) -> None:
    html = page.get("/terms/一岗双责").text
    main = html[html.index("<main") : html.index("</main>")]
    ways = {way.replace("&amp;", "&").partition("#")[0] for way in re.findall(r'href="(/[^"]+)"', main)}
    assert any(way.startswith("/concordance?") and "year=2015" in way for way in ways)
    assert any(way.startswith("/reports/") for way in ways)
    for way in ways:
        answer = page.get(way)
        assert answer.status_code == 200, way
        if "year=2015" in way:
            assert "共 1 篇 1 处" in answer.text


def test_a_wording_that_stands_nowhere_proves_little(page: FlaskClient) -> None:
    html = page.get("/terms/绝无此语").text
    assert "库内 5 篇中没有一字不差的“绝无此语”" in html


def test_near_wordings_are_offered_where_nothing_is_found(page: FlaskClient) -> None:
    html = page.get("/terms/一岗双则").text
    assert re.search(r'<a lang="zh-CN" href="[^"]+">一岗双责</a> <span class="n">5 篇 5 处</span>', html)


@pytest.mark.parametrize(
    ("address", "totals"),
    [
        pytest.param("/terms/和/或", "1 篇 1 处", id="a slash is a character"),
        pytest.param("/terms?w=和/或", "1 篇 1 处", id="behind the question mark"),
        pytest.param("/terms?w=%20一岗双责%20", "5 篇 5 处", id="blanks around it"),
        pytest.param("/terms/“一岗双责”", "5 篇 5 处", id="in its marks"),
    ],
)
def test_what_people_put_in_an_address(page: FlaskClient, address: str, totals: str) -> None:
    assert f'<p class="term-totals">{totals}' in page.get(address).text


def test_several_in_one_picture(page: FlaskClient) -> None:
    html = page.get(f"/terms?w={OLD}&w={NEW}&w=绝无此语").text
    assert html.count('class="line line-2"') >= 2
    assert 'class="name name-1"' in html
    assert "<td>20</td><td>2015</td><td>2016</td>" in html
    assert "<td>0</td><td>0</td><td>－</td><td>－</td>" in html
    assert page.get("/terms?w=a&w=b&w=c&w=d&w=e").status_code == 400


def test_quoted_terms(page: FlaskClient) -> None:
    html = page.get("/terms").text
    assert "共 1 条" in html
    assert '<th scope="row" lang="zh-CN"><a href="/terms/' in html
    assert "2015–2023" in html
    assert page.get("/terms.json?find=岗").get_json()["total"] == 1
    assert page.get("/terms.json?find=没有").get_json()["total"] == 0
    assert page.get("/terms?page=2").status_code == 400


def test_rising_and_falling(page: FlaskClient) -> None:
    html = page.get("/rising?rising=2022-2023&against=2015-2016").text
    more, less = html.split('id="less"')
    assert NEW in more.split('id="more"')[1]
    assert OLD in less
    body = page.get("/rising.json?rising=2022-2023&against=2015-2016").get_json()
    assert (body["rising"][0]["text"], body["rising"][0]["places"], body["rising"][0]["places_there"]) == (NEW, 20, 0)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        pytest.param("rising=2023&against=1999", "没有“1999”的报告可比", id="no paper of that year"),
        pytest.param("rising=2023&against=2022-2023&kind=all", "", id="one inside the other can be compared"),
        pytest.param("rising=2023&against=", "请写明比较的两组", id="half of it"),
        pytest.param("rising=2023&against=2023年", "是同一批文件", id="the same"),
    ],
)
def test_what_cannot_be_compared_is_said(page: FlaskClient, query: str, says: str) -> None:
    answer = page.get(f"/rising?{query}")
    assert answer.status_code == (400 if says else 200)
    assert says in answer.text
    assert ('role="alert"' in answer.text) == bool(says)


def test_what_takes_long_is_counted_while_the_page_waits(archive: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no patience the first is told to come again, the next that it is being counted, then all is there."""
    monkeypatch.setattr(counting, "PATIENCE", 0)
    with Workspace(archive.home, writing=True) as workspace:
        app = create_app(workspace)
        state: AppState = app.extensions[KEY]
        told = []
        for _ in range(3):
            answer = app.test_client().get("/rising?rising=2023&against=2015&kind=all")
            told.append("busy" if answer.status_code == 503 else "counting" if WAITING in answer.text else "there")
            state.counting.settle()
        assert told[-1] == "there"
        assert set(told) <= {"busy", "counting", "there"}
        assert NEW in answer.text


WAITING = "正在统计"


def test_english(page: FlaskClient) -> None:
    html = page.get("/terms/一岗双责?lang=en", follow_redirects=True).text
    assert "5 reports, 5 places" in html
    assert "1 more place in 1 report of no known year" in html
