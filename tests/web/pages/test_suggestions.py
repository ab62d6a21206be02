"""Suggestions as data: what a beginning may become, and that choosing one asks exactly that."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from indexer.query.model import Phrase
from indexer.query.parser import parse
from tests.served import Served


@pytest.fixture(autouse=True)
def listed(seeds: Served) -> None:
    seeds.workspace.suggester.suggest("一")  # the first list is made; nobody on the page waits for that


def suggested(client: FlaskClient, typed: str, **asked: object) -> list[str]:
    body = client.get("/api/suggest", query_string={"q": typed, **asked}).get_json()
    assert body["q"] == typed
    return [one["query"] for one in body["suggestions"]]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("一岗", "一岗双责", id="the beginning of a quoted wording"),
        pytest.param("ygsz", "一岗双责", id="initials of the pinyin"),
        pytest.param("YGSZ", "一岗双责", id="in capitals"),
        pytest.param("双责", "一岗双责", id="from its middle"),
        pytest.param("党建 一岗", "党建 一岗双责", id="the last word"),
        pytest.param("党建 -ygsz", "党建 -一岗双责", id="behind a sign"),
        pytest.param("同段:(党建 一岗", "同段:(党建 一岗双责", id="in brackets that are still open"),
    ],
)
def test_a_beginning_is_completed(client: FlaskClient, typed: str, first: str) -> None:
    assert suggested(client, typed)[0] == first


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="nothing"),
        pytest.param("  ", id="blanks"),
        pytest.param("绝无此语甲乙丙", id="what stands nowhere"),
        pytest.param("党建" * 200, id="a whole paragraph"),
        pytest.param("“”", id="what folds to nothing"),
        pytest.param("<script>\x00", id="no words at all"),
    ],
)
def test_there_may_be_nothing_to_suggest(client: FlaskClient, typed: str) -> None:
    assert suggested(client, typed) == []


def test_what_is_there_already_is_not_suggested(client: FlaskClient) -> None:
    assert "一岗双责" not in suggested(client, "一岗双责")


def test_a_suggestion_asks_for_its_words_and_nothing_else(client: FlaskClient) -> None:
    found = suggested(client, "党", limit=50) + suggested(client, "2022", limit=50) + suggested(client, "一", limit=50)
    assert len(found) > 20
    assert all(isinstance(parse(query), Phrase) for query in found)


def test_suggestions_carry_what_they_are(client: FlaskClient) -> None:
    first = client.get("/api/suggest?q=ygsz&limit=1").get_json()["suggestions"]
    assert first == [{"text": "一岗双责", "kind": "quoted", "reports": 3, "query": "一岗双责"}]


def test_errors_are_data_too(client: FlaskClient) -> None:
    answer = client.get("/api/suggest?q=一&limit=x")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "usage.bad_parameter")
    assert client.get("/api/nothing").get_json()["error"]["code"] == "http.not_found"


def test_while_the_first_list_is_made_nobody_waits(fresh: Served) -> None:
    suggester = fresh.workspace.suggester
    with suggester._guard:  # as whoever makes the list holds it
        assert suggested(fresh.client, "ygsz") == []
        assert "要找的是不是" not in fresh.client.get("/search?q=一岗双则").text
    suggester.suggest("一")
    assert suggested(fresh.client, "ygsz")[0] == "一岗双责"
    assert "要找的是不是" in fresh.client.get("/search?q=一岗双则").text
