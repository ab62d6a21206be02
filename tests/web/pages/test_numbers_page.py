"""数字 on the page: figures by measure and year with their sentences, a picture, ways into the reports, the data."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.served import served

PAPERS = {
    2021: "全年地区生产总值820亿元，同比增长6.1%。",
    2022: "全年地区生产总值约860.5亿元，下降0.8%，其中第三产业占三分之一。",
    2023: "全年地区生产总值**亿元。",
}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("numbers")
    for year, words in PAPERS.items():
        text = f"东街道办事处\n关于{year}年工作情况的报告\n\n一、情况\n{words}\n"
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    with served(folder / "home", *sorted(folder.glob("*.txt"))) as archive:
        yield archive.client


@pytest.fixture(scope="module")
def html(page: FlaskClient) -> str:
    return page.get("/numbers?w=地区生产总值").text


def test_totals_and_groups(html: str) -> None:
    assert "“地区生产总值”3 篇 3 处，同句数字 6 个，其中说的就是它的 5 个" in html
    assert re.findall(r"(?s)class=\"numbers-head\"><span[^>]*>([^<]+)", html) == [
        "元（3 个）",
        "增减：%（2 个）",
        "几分之几（1 个）",
    ]


def test_a_picture_where_two_years_have_values(html: str) -> None:
    assert html.count('<svg class="chart') == 4, "levels and changes, each for desk and phone"
    assert 'aria-label="2022 · 860.5亿元 · 地区生产总值"' in html
    assert "**亿元 · " not in html, "a mask is in no picture"
    for way in re.findall(r'<a href="#([^"]+)" aria-label', html):
        assert f'id="{way}"' in html


def test_how_exact_which_way_and_what_is_unsure(html: str) -> None:
    assert '<strong>860.5亿元</strong> <span class="quiet">约</span>' in html
    assert '<strong>0.8%</strong> <span class="quiet">减</span>' in html
    assert '<strong>**亿元</strong> <span class="quiet">原文隐去</span>' in html
    assert "（待核对）" in html, "of what grew says the clause before"


def test_every_way_of_the_page_leads_somewhere(page: FlaskClient, html: str) -> None:
    main = html[html.index("<main") : html.index("</main>")]
    ways = {way.replace("&amp;", "&").partition("#")[0] for way in re.findall(r'href="(/[^"]+)"', main)}
    assert any(way.startswith("/reports/") for way in ways)
    assert all(page.get(way).status_code == 200 for way in ways)


def test_the_form_alone_and_a_wording_that_stands_nowhere(page: FlaskClient) -> None:
    assert "输入一个说法" in page.get("/numbers").text
    assert "库内没有一字不差的“绝无此语”。" in page.get("/numbers?w=绝无此语").text
    assert "Of the wording" not in page.get("/numbers?w=地区生产总值").text


def test_english_has_all_its_words(page: FlaskClient) -> None:
    html = page.get("/numbers?w=地区生产总值", headers={"Accept-Language": "en"}).text
    assert "Other figures of the sentences" in html
    assert "hidden by the paper" in html
    assert "numbers." not in re.sub(r'(?:id|for)="[^"]*"', "", html)


def test_what_is_typed_is_text_on_the_page(page: FlaskClient) -> None:
    assert "<script>alert" not in page.get("/numbers?w=<script>alert(1)</script>").text


def test_the_data(page: FlaskClient) -> None:
    body = page.get("/numbers.json?w=地区生产总值").get_json()
    assert [(group["measure"], group["change"], group["named"]) for group in body["groups"]] == [
        ("元", False, 3),
        ("%", True, 2),
        ("几分之几", False, 0),
    ]
    assert [one["value"] for one in body["groups"][0]["figures"]] == [82_000_000_000, 86_050_000_000, None]
    assert page.get("/numbers.json").get_json()["error"]["code"] == "query.empty"


def test_the_page_of_a_wording_leads_here(page: FlaskClient) -> None:
    assert 'href="/numbers?w=' in page.get("/terms/地区生产总值").text
