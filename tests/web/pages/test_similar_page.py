"""找相似 on the page and as data: pasted sentences, sentences taken from a report, differences marked."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.served import Served

SENTENCE = "督促班子成员认真落实一岗双则要求，全年安排分管部门党风廉政建设工作"


def test_the_nearest_passages_come_first_with_their_differences(client: FlaskClient) -> None:
    html = client.get("/similar", query_string={"q": SENTENCE}).text
    first = html.partition('<li class="likeness">')[2]
    assert "［一年来抓基层党建工作报告］" in first
    assert "落实“一岗双<del>则</del><ins>责</ins>”要求" in first
    shares = [int(share) for share in re.findall(r"相同 (\d+)%", html)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 90


def test_the_twin_says_the_same(client: FlaskClient) -> None:
    body = client.get("/similar.json", query_string={"q": SENTENCE}).get_json()
    first = body["passages"][0]
    assert body["sentence"] == SENTENCE
    changed = [piece for piece in first["pieces"] if piece["tag"] == "changed"]
    assert [(first["text"][piece["start"] : piece["end"]], piece["sentence"]) for piece in changed] == [("责”", "则")]
    assert [row["share"] for row in body["passages"]] == sorted(
        (row["share"] for row in body["passages"]), reverse=True
    )


def test_a_sentence_is_taken_from_a_report_which_is_then_left_out(seeds: Served) -> None:
    results = seeds.client.get("/search?q=督促班子成员认真落实一岗双责").text
    link = re.search(r'href="(/similar\?[^"]+)"', results)
    assert link
    html = seeds.client.get(link[1].replace("&amp;", "&")).text
    pasted = re.search(r"<textarea[^>]*>([^<]+)</textarea>", html)
    assert pasted
    assert pasted[1].startswith("同时，督促班子成员认真落实“一岗双责”要求")
    assert "取自 ［一年来抓基层党建工作报告］ 第" in html
    source = re.search(r"report=(\w+)", link[1])
    assert source
    listed = html.partition("<ol")[2]
    assert f"/reports/{source[1]}#" not in listed


def test_a_sentence_changed_in_the_form_is_the_one_that_counts(seeds: Served) -> None:
    body = seeds.client.get(
        "/similar.json", query_string={"q": SENTENCE, "report": seeds.id_of("004_"), "passage": "3"}
    ).get_json()
    assert body["sentence"] == SENTENCE
    assert seeds.id_of("004_") not in {row["id"] for row in body["passages"]}


def test_nothing_near_says_so(client: FlaskClient) -> None:
    assert "库内 5 篇中，没有与这句话一半以上相同的段落。" in client.get("/similar?q=绝无此语甲乙丙丁戊己庚辛").text
    assert client.get("/similar.json?q=绝无此语甲乙丙丁戊己庚辛").get_json()["passages"] == []


def test_the_empty_form_is_a_page(client: FlaskClient) -> None:
    html = client.get("/similar").text
    assert "<textarea" in html
    assert "相近的段落" not in html


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        pytest.param({"q": "党建" * 1001}, 400, "query.too_long", id="too long"),
        pytest.param({"q": "“”"}, 400, "query.nothing_left", id="nothing left"),
        pytest.param({"q": ""}, 400, "query.empty", id="nothing"),
        pytest.param({"report": "nosuch"}, 404, "catalog.no_such_report", id="no such report"),
        pytest.param({"report": "{004}", "passage": "99999"}, 400, "usage.bad_parameter", id="no such passage"),
        pytest.param({"q": "党建", "limit": "51"}, 400, "usage.bad_parameter", id="too many"),
    ],
)
def test_what_cannot_be_compared_is_refused(seeds: Served, asked: dict[str, str], status: int, code: str) -> None:
    asked = {name: value.replace("{004}", seeds.id_of("004_")) for name, value in asked.items()}
    answer = seeds.client.get("/similar.json", query_string=asked)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (status, code)
    page = seeds.client.get("/similar", query_string=asked)
    assert page.status_code == (200 if code == "query.empty" else status)


def test_what_is_pasted_is_text(client: FlaskClient) -> None:
    html = client.get(
        "/similar", query_string={"q": "</textarea><script>alert(1)</script>认真落实一岗双责\x00\x1f"}
    ).text
    assert "<script>alert" not in html
    assert "\0" not in html
