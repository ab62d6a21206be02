"""The advanced form: every operator of the language can be reached, and what it writes is what was meant."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from indexer.query.help import TOPICS
from indexer.query.nodes.fields import FACE
from indexer.query.parser import parse
from tests.served import Served
from web.pages.search.advanced import KNOWN

Typed = dict[str, str | list[str]]

ROWS = [
    pytest.param({"all": "党建 责任"}, "党建 责任", id="all"),
    pytest.param({"all": "年:2022 -党建 (一"}, "“年:2022” “-党建” “(一”", id="operators among the words are text"),
    pytest.param({"phrase": "喜迎二十大 永远跟党走"}, "“喜迎二十大 永远跟党走”", id="phrase"),
    pytest.param({"phrase": "中心组学习…次"}, "“中心组学习…次”", id="a gap"),
    pytest.param({"any": "乡村振兴 脱贫攻坚"}, "(乡村振兴 或 脱贫攻坚)", id="any"),
    pytest.param({"any": "乡村振兴"}, "乡村振兴", id="any of one"),
    pytest.param({"alike": "党建"}, "近义:党建", id="synonyms"),
    pytest.param({"all": "党建", "none": "廉政 作风"}, "党建 -廉政 -作风", id="none"),
    pytest.param({"near": "党建", "near_second": "责任", "distance": "8"}, "(党建 相距/8 责任)", id="near"),
    pytest.param({"near": "党建"}, "", id="near nothing"),
    pytest.param({"short": "一岗双责", "long": "落实一岗双责"}, "一岗双责 除外 落实一岗双责", id="except"),
    pytest.param({"all": "党建", "none": "廉政", "scope": "sentence"}, "同句:(党建 -廉政)", id="one sentence"),
    pytest.param({"all": "党建 责任", "scope": "paragraph"}, "同段:(党建 责任)", id="one paragraph"),
    pytest.param({"all": "党建 责任", "scope": "section"}, "同节:(党建 责任)", id="one section"),
    pytest.param({"all": "党建", "scope": "section"}, "党建", id="one wording is in one section"),
    pytest.param({"from": "2020", "to": "2022", "all": "党建"}, "年:2020..2022 党建", id="years"),
    pytest.param({"from": "2022年", "to": "2022"}, "年:2022", id="one year"),
    pytest.param({"to": "2021"}, "年:..2021", id="up to a year"),
    pytest.param({"period": "上半年"}, "报告期:上半年", id="period"),
    pytest.param({"unit": "东街道 西街道"}, "单位:(东街道 或 西街道)", id="units"),
    pytest.param({"date_from": "2018-01", "date_to": "2018-06"}, "日期:2018-01..2018-06", id="dates"),
    pytest.param({"person": "张"}, "述职人:张", id="person"),
    pytest.param({"title": "述职"}, "标题:述职", id="title"),
    pytest.param({"type": "工作报告"}, "类型:工作报告", id="type"),
    pytest.param({"number": "国发〔2019〕5号"}, "文号:国发〔2019〕5号", id="number"),
    pytest.param({"format": "txt"}, "格式:txt", id="format"),
    pytest.param({"part": ["存在问题", "原因分析"], "all": "主动性"}, "部分:(存在问题 或 原因分析) 主动性", id="parts"),
    pytest.param({"has": "年", "lacks": "单位"}, "有:年 缺:单位", id="known and not"),
    pytest.param({}, "", id="nothing"),
]


@pytest.mark.parametrize(("typed", "query"), ROWS)
def test_the_form_writes_the_query(client: FlaskClient, typed: Typed, query: str) -> None:
    body = client.get("/advanced.json", query_string=MultiDict(typed)).get_json()
    assert body["query"] == query
    if query:
        search = client.get("/search.json", query_string={"q": query}).get_json()
        assert (body["total_reports"], body["total_matches"]) == (search["total_reports"], search["total_matches"])
        assert parse(query)


def test_every_operator_is_reached() -> None:
    written = " ".join(str(row.values[1]) for row in ROWS)
    signs = [re.split(r"[ /]", topic.syntax)[0] for topic in TOPICS]
    known = {"词语", "“词", "“…”", "*", "与", "( )", "("}  # plain words, quotation marks and brackets are in every row
    assert [sign for sign in signs if sign not in known and sign not in written] == []


def test_the_form_knows_all_that_may_be_known() -> None:
    assert set(KNOWN) == set(FACE)


def test_searching_leads_to_the_results(client: FlaskClient) -> None:
    asked = {"all": "党建 责任", "scope": "paragraph", "mode": "standard", "ignore_punctuation": "1", "go": "1"}
    answer = client.get("/advanced", query_string=asked)
    assert answer.status_code == 302
    results = client.get(answer.headers["Location"])
    assert results.request.args.to_dict() == {"q": "同段:(党建 责任)", "ignore_punctuation": "1"}
    assert "共 0 篇" not in results.text


def test_the_page_shows_what_it_wrote_and_what_that_finds(client: FlaskClient) -> None:
    html = client.get("/advanced", query_string={"all": "一岗双责", "none": "乡村振兴"}).text
    assert re.search(r"<output[^>]*>一岗双责 -乡村振兴</output>", html)
    assert re.search(r"共 \d 篇 \d 处</p>", html)
    assert 'value="一岗双责"' in html
    assert "还没有填。" in client.get("/advanced").text


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        pytest.param({"none": "廉政"}, "query.no_positive", id="only without"),
        pytest.param({"near": "党建", "near_second": "责任", "distance": "101"}, "query.too_far", id="too far"),
        pytest.param({"from": "去年"}, "query.bad_value", id="no year"),
        pytest.param({"has": "天气"}, "query.bad_choice", id="no such field"),
        pytest.param({"period": "有空的时候"}, "query.bad_choice", id="no period"),
        pytest.param({"all": "党" * 2100}, "query.too_long", id="too long"),
        pytest.param(
            {"all": "党建 责任", "scope": "sentence", "ignore_punctuation": "1"},
            "query.sentences_need_punctuation",
            id="sentences without their ends",
        ),
    ],
)
def test_what_cannot_be_asked_is_said_in_the_form(client: FlaskClient, typed: Typed, code: str) -> None:
    answer = client.get("/advanced.json", query_string=MultiDict(typed))
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, code)
    message = answer.get_json()["error"]["message"]
    shown = client.get("/advanced", query_string=MultiDict(typed))
    assert shown.status_code == 200
    assert message.partition("“")[0] in shown.text
    assert client.get("/advanced", query_string=MultiDict({**typed, "go": "1"})).status_code == 400


def test_verbatim_takes_no_heed_of_the_option_that_it_excludes(client: FlaskClient) -> None:
    body = client.get("/advanced.json?all=一岗双责&mode=verbatim&ignore_punctuation=1").get_json()
    assert body["total_matches"] == 8


def test_help_counts_each_example_in_this_archive(seeds: Served) -> None:
    topics = seeds.client.get("/help.json").get_json()["topics"]
    assert [topic["example"] for topic in topics] == [topic.example for topic in TOPICS]
    for topic in topics:
        found = seeds.client.get("/search.json", query_string={"q": topic["example"]}).get_json()
        assert (topic["total_reports"], topic["total_matches"]) == (found["total_reports"], found["total_matches"])
    html = seeds.client.get("/help").text
    assert "本库 3 篇 8 处" in html
    assert "本库没有" in html


def test_help_counts_anew_when_the_archive_has_changed(fresh: Served) -> None:
    def total(example: str) -> object:
        topics = fresh.client.get("/help.json").get_json()["topics"]
        return next(topic["total_reports"] for topic in topics if topic["example"] == example)

    assert total("单位:街道") == 0
    fresh.workspace.catalog.edit(fresh.id_of("000_"), {"unit": "东街道"})
    assert total("单位:街道") == 1
