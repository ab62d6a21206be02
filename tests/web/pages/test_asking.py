"""Asking on the page: what narrows an answer, options of the box, words within results, what is taught where nothing is
found, and the same as data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from indexer.cli.main import main
from indexer.search.answer import FACETS
from tests.served import Served, served
from web.pages.search.asking import joined

FACE = "{0}\n\n一、主要工作\n"
TEXTS = {
    "东街道党工委2022年工作报告": "加强党建，工作扎实。责任落实到人。\n",
    "西街道党工委2023年工作报告": "党建抓得紧。\n责任压得实，党建见成效。\n",
}


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Two reports and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("streets")
    for title, text in TEXTS.items():
        (folder / f"{title}.txt").write_text(FACE.format(title) + text, encoding="utf-8")
    empty = tmp_path_factory.mktemp("bad") / "空.txt"
    empty.write_bytes(b"")
    home = tmp_path_factory.mktemp("home") / "home"
    with served(home, folder) as archive:
        assert main(["add", "--home", str(home), str(empty)]) == 1
        yield archive


@pytest.fixture(scope="module")
def signs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Wordings of the archive that look like parts of the query language."""
    folder = tmp_path_factory.mktemp("signs")
    for number, text in enumerate(("会上讲了两句：成绩要说够。", "先讲两句：成绩不算少。", "再讲两句：成绩要保持。")):
        (folder / f"报告{number}.txt").write_text(f"述职报告\n\n{text}\n", encoding="utf-8")
    with served(tmp_path_factory.mktemp("home") / "home", folder) as archive:
        archive.workspace.suggester.suggest("一")
        yield archive


@pytest.mark.parametrize("typed", ["同句: 成绩", "成绩 同句: ", "“同句：” 成绩", "成绩 -保平 同句: "])
def test_what_may_be_meant_is_text_whatever_it_looks_like(signs: Served, typed: str) -> None:
    """“两句：” would name a field that there is not."""
    lesson = data(signs.client, q=typed, help="1")["help"]
    assert isinstance(lesson, dict)
    found = [one for one in lesson["did_you_mean"] if "两句" in one["query"]]
    assert found
    for one in found:
        assert data(signs.client, q=one["query"])["total_reports"] == one["reports"] == 3
    assert "两句" in words(page(signs.client, q=typed))


@pytest.fixture(autouse=True)
def listed(seeds: Served) -> None:
    seeds.workspace.suggester.suggest("一")  # the first list is made; nobody on the page waits for that


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def main_part(html: str) -> str:
    return html[html.index("<main") :]


def page(client: FlaskClient, **asked: object) -> str:
    answer = client.get("/search", query_string=asked)
    assert answer.status_code == 200
    return answer.text


def data(client: FlaskClient, **asked: object) -> dict[str, object]:
    body: dict[str, object] = client.get("/search.json", query_string=asked).get_json()
    return body


# options


@pytest.mark.parametrize(
    ("scope", "understood", "matches"),
    [
        pytest.param("report", "“党建” “责任”", 5, id="anywhere in the report"),
        pytest.param("section", "同节:(“党建” “责任”)", 5, id="one section"),
        pytest.param("paragraph", "同段:(“党建” “责任”)", 4, id="one paragraph"),
        pytest.param("sentence", "同句:(“党建” “责任”)", 2, id="one sentence"),
    ],
)
def test_a_scope_is_chosen_in_the_box(streets: Served, scope: str, understood: str, matches: int) -> None:
    html = page(streets.client, q="党建 责任", scope=scope)
    assert f"检索式：{understood}" in words(html)
    assert f"篇 {matches} 处" in words(html)
    assert f'<option value="{scope}" selected>' in html
    found = data(streets.client, q="党建 责任", scope=scope)
    assert (found["scope"], found["understood"], found["total_matches"]) == (scope, understood, matches)


def test_punctuation_is_ignored_where_it_is_asked_for(streets: Served) -> None:
    client = streets.client
    assert "共 0 篇 0 处" in words(page(client, q="加强党建工作"))
    html = page(client, q="加强党建工作", ignore_punctuation="1")
    assert "共 1 篇 1 处" in words(html)
    assert "<mark>加强党建，工作</mark>" in html
    assert 'name="ignore_punctuation" value="1" checked' in html
    assert data(client, q="加强党建工作", ignore_punctuation="1")["ignore_punctuation"] is True
    link = re.search(r'class="hit-title" href="([^"]+)"', html)
    assert link
    assert '<mark id="m1">加强党建，工作</mark>' in client.get(link[1].replace("&amp;", "&")).text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param({"mode": "verbatim"}, "逐字检索连标点也要一样。这次没有忽略标点。", id="verbatim"),
        pytest.param({"scope": "sentence"}, "“同句”要靠标点断句，不能同时忽略标点。", id="sentences need their ends"),
    ],
)
def test_what_cannot_be_asked_without_punctuation_is_asked_with_it_and_said(
    streets: Served, asked: dict[str, str], said: str
) -> None:
    html = page(streets.client, q="党建 责任", ignore_punctuation="1", **asked)
    assert said in words(html)
    assert "已按原样检索" not in html
    assert "共 0 篇" not in words(html)
    answer = streets.client.get("/search.json", query_string={"q": "党建 责任", "ignore_punctuation": "1", **asked})
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] in ("usage.exclusive", "query.sentences_need_punctuation")


@pytest.mark.parametrize(
    ("name", "value"),
    [("scope", "page"), ("ignore_punctuation", "yes"), ("help", "2")],
    ids=["scope", "option", "help"],
)
def test_an_option_that_is_none_is_refused(client: FlaskClient, name: str, value: str) -> None:
    answer = client.get("/search.json", query_string={"q": "党建", name: value})
    assert answer.get_json()["error"]["code"] == "usage.bad_parameter"


@pytest.mark.parametrize(
    ("former", "more", "both"),
    [
        pytest.param("党建", "责任", "党建 责任", id="two words"),
        pytest.param("党建 或 廉政", "责任", "(党建 或 廉政) 责任", id="alternatives get brackets"),
        pytest.param("党建", "责任 或 廉政", "党建 (责任 或 廉政)", id="on both sides"),
        pytest.param("党建", "-廉政", "党建 -廉政", id="only without, which alone is no query"),
        pytest.param("党建", "党建 责任", "党建 责任", id="what was left in the box is not asked twice"),
        pytest.param("党建", "党建", "党建", id="the same again"),
        pytest.param("党建", "", "党建", id="nothing more"),
        pytest.param('"党建', "责任", '“"党建” 责任', id="what was searched as typed stays text"),
        pytest.param("党建", "责任 或", "党建 “责任 或”", id="what is no query is text"),
    ],
)
def test_words_within_results_make_one_query(client: FlaskClient, former: str, more: str, both: str) -> None:
    assert joined(former, more) == both
    answer = client.get("/search", query_string={"q": more, "within": former, "year": "2022", "page": "3"})
    assert answer.status_code == 302
    followed = client.get(answer.headers["Location"])
    assert followed.request.args.to_dict() == {"q": both, "year": "2022"}


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        pytest.param({"q": "一岗双责"}, "一岗双责", id="as it was typed"),
        pytest.param({"q": "党建", "literal": "1"}, "“党建”", id="taken literally"),
        pytest.param({"q": '"一岗双责'}, "“&#34;一岗双责”", id="searched as typed"),
    ],
)
def test_more_words_are_looked_for_in_what_was_found(client: FlaskClient, asked: dict[str, str], kept: str) -> None:
    assert f'name="within" value="{kept}"' in page(client, **asked)


# what narrows


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("year", "2022", id="year"),
        pytest.param("unit", "东街道党工委", id="unit"),
        pytest.param("period", "年度", id="period"),
        pytest.param("type", "工作报告", id="type"),
        pytest.param("person", "none", id="person, not known"),
        pytest.param("format", "txt", id="format"),
        pytest.param("part", "none", id="part, none"),
    ],
)
def test_every_filter_can_be_taken_away(streets: Served, name: str, value: str) -> None:
    html = main_part(page(streets.client, q="党建", **{name: value}))
    assert "共 0 篇" not in words(html)
    assert f'class="chip" href="/search?q={"%E5%85%9A%E5%BB%BA"}"' in html


def test_filters_are_taken_away_together(streets: Served) -> None:
    every = {"person": "none", "format": "txt", "year": "2022", "unit": "东街道党工委"}
    html = main_part(page(streets.client, q="党建", sort="newest", **every))
    assert set(every) <= set(FACETS)
    assert html.count('class="chip"') == len(every)
    assert re.findall(r'href="([^"]+)">清除筛选', html) == ["/search?q=%E5%85%9A%E5%BB%BA&amp;sort=newest"] * 2


def test_a_filter_says_what_it_keeps_out(streets: Served) -> None:
    html = page(streets.client, q="党建", year="2022")
    assert "年度 2022 ×移除这个筛选另有 1 篇 2 处被筛除" in words(html)
    assert data(streets.client, q="党建", year="2022")["hidden"] == {"year": {"reports": 1, "matches": 2}}


def test_where_filters_hide_everything_each_says_what_it_hides(streets: Served) -> None:
    html = page(streets.client, q="见成效", year="2022", type="工作报告")
    assert "另有 1 处被筛除：年度 2022。移除筛选" in words(html)
    assert 'href="/search?q=%E8%A7%81%E6%88%90%E6%95%88&amp;type=%E5%B7%A5%E4%BD%9C%E6%8A%A5%E5%91%8A">移除筛选' in html
    html = page(streets.client, q="见成效", year="2022", unit="东街道党工委")
    assert "另有 1 处被筛除：年度 2022，单位 东街道党工委。移除筛选" in words(html)
    assert 'href="/search?q=%E8%A7%81%E6%88%90%E6%95%88">移除筛选' in html


# where nothing is found


def test_one_wrong_character_is_asked_about(client: FlaskClient) -> None:
    html = page(client, q="一岗双则")
    assert "要找的是不是 一岗双责 共 3 篇 8 处" in words(html)
    lesson = data(client, q="一岗双则", help="1")["help"]
    assert isinstance(lesson, dict)
    assert lesson["did_you_mean"] == [{"query": "一岗双责", "reports": 3, "matches": 8, "parts": {}}]
    assert "help" not in data(client, q="一岗双则")
    assert "help" not in data(client, q="一岗双责", help="1")


def test_a_sentence_with_a_wrong_character_is_shown_before_single_words(client: FlaskClient) -> None:
    said = words(page(client, q="认真落实“一岗双则”要求，全年安排"))
    order = [
        said.index(part)
        for part in ("要找的是不是 一岗双责 共 3 篇 8 处", "相近的句子", "相同 93%", "拆分检索", "可以试")
    ]
    assert order == sorted(order)
    assert said.count("相近的句子") == 1


def test_loose_search_shows_the_exact_hits_first_and_labels_both(client: FlaskClient) -> None:
    said = words(page(client, q="一岗双责", mode="loose"))
    assert "共 3 篇 8 处" in said
    assert "逐字含有 3 篇" in said
    assert "没有一段" not in said
    both = words(page(client, q="基层党建工作责任", mode="loose"))
    assert both.index("逐字含有") < both.index("篇，不计处数"), "each list under its label, the exact one first"
    body = data(client, q="一岗双责", mode="loose")
    assert (body["total_reports"], body["total_matches"]) == (3, 8)


def test_each_part_says_where_it_stands_alone(client: FlaskClient) -> None:
    lesson = data(client, q="主动性不够", help="1")["help"]
    assert isinstance(lesson, dict)
    assert lesson["apart"] == [
        {"query": "主动性", "reports": 1, "matches": 1, "parts": {"下步打算": 1}},
        {"query": "不够", "reports": 5, "matches": 23, "parts": {"存在问题": 20, "原因分析": 3}},
    ]


@pytest.mark.parametrize(
    ("asked", "ways"),
    [
        pytest.param({"q": "加强党建工作"}, ["忽略标点 共 1 篇 1 处"], id="but for punctuation"),
        pytest.param({"q": "扎实 责任", "scope": "sentence"}, ["同段检索 共 1 篇 2 处"], id="in the next wider scope"),
        pytest.param({"q": "扎实 压得实"}, ["任一即可 共 2 篇 2 处"], id="any of several"),
        pytest.param({"q": "“责任压得实党建”", "mode": "verbatim"}, ["模糊检索：词语都出现即可 1 篇"], id="loosely"),
        pytest.param(
            {"q": "“党建 抓得紧”", "mode": "verbatim"},
            ["精确检索：不计引号、空格、全半角、繁简 共 1 篇 1 处"],
            id="not verbatim",
        ),
    ],
)
def test_other_ways_that_find_something_are_named_with_what_they_find(
    streets: Served, asked: dict[str, str], ways: list[str]
) -> None:
    html = page(streets.client, **asked)
    for way in ways:
        assert way in words(html)
    listed = re.findall(r'<li><a href="([^"]+)">[^<]+</a> <span class="count">', html.partition('class="ways"')[2])
    assert listed
    for link in listed:
        assert "共 0 篇" not in words(streets.client.get(link.replace("&amp;", "&")).text)


def test_the_nearest_wording_is_shown_with_its_differences(streets: Served) -> None:
    html = page(streets.client, q="责任压得很实，党建有成效")
    assert "相近的句子" in words(html)
    assert "责任压得<del>很</del>实，党建<del>有</del><ins>见</ins>成效" in html
    assert "看相似的句子（1）" in words(html)


def test_absence_is_not_claimed_for_what_could_not_be_read(streets: Served, client: FlaskClient) -> None:
    assert "其中 1 篇无法读取、没有读全或由旧版程序读入，不能据此断定没有写。" in words(
        page(streets.client, q="绝无此语甲乙丙")
    )
    assert "不能据此断定" not in page(client, q="绝无此语甲乙丙")


def test_a_condition_that_nothing_meets_leaves_the_wording_that_stands_there(streets: Served) -> None:
    assert "拆分检索 党建 共 2 篇 3 处" in words(page(streets.client, q="年:1990 党建"))


def test_a_text_that_is_too_long_may_be_compared(client: FlaskClient) -> None:
    answer = client.get("/search", query_string={"q": "党建工作" * 600})
    assert answer.status_code == 400
    assert "用开头 500 字找相似" in answer.text


def test_words_apart_lead_back_to_where_they_were_opened(streets: Served) -> None:
    client = streets.client
    html = page(client, q="责任党建 抓", sort="newest")
    also = html.partition('id="also"')[2] if 'id="also"' in html else html
    link = re.search(r'class="hit-title" href="(/reports/[^"]+)"', also)
    assert link, words(html)
    assert "apart=1" in link[1]
    report = client.get(link[1].replace("&amp;", "&")).text
    assert "<mark" in report
    back = re.search(r'class="back" href="([^"]+)"', report)
    assert back
    assert "mode=loose" not in back[1]
    assert back[1].endswith("#also")
    listed = client.get(back[1].replace("&amp;", "&")).text
    assert "<details open>" in listed
    loose = re.search(r'class="hit-title" href="(/reports/[^"]+)"', page(client, q="责任党建 抓", mode="loose"))
    assert loose
    assert "mode=loose" in loose[1]
    assert "apart" not in loose[1]
