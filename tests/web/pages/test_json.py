"""The JSON twins: the contract's shapes, errors and health."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.served import Served, served
from tests.shared_files import SEEDS
from web.state.app_state import KEY

REPORT = {"id", "title", "title_derived", "unit", "person", "year", "period", "type", "source", "location"}


def test_an_answer_has_the_contracts_shape(client: FlaskClient) -> None:
    body = client.get("/search.json", query_string={"q": "一岗双责"}).get_json()
    assert {"query", "understood", "mode", "total_relation", "took_ms", "reports", "also"} <= body.keys()
    assert (body["total_reports"], body["total_matches"]) == (3, 8)
    assert body["also"] == {"total_reports": 0, "reports": []}
    for report in body["reports"]:
        assert REPORT | {"matches", "score", "passages"} <= report.keys()
        for passage in report["passages"]:
            assert {"number", "path", "text", "marks"} <= passage.keys()
            for mark in passage["marks"]:
                assert passage["text"][mark["start"] : mark["end"]] == "一岗双责"
                assert mark["path"]


def test_no_hit_is_the_same_shape_with_nothing_in_it(client: FlaskClient) -> None:
    body = client.get("/search.json", query_string={"q": "绝无此语甲乙丙"}).get_json()
    assert (body["total_reports"], body["total_matches"], body["reports"]) == (0, 0, [])


@pytest.mark.parametrize(
    ("asked", "code", "position"),
    [
        pytest.param({"q": '"一岗双责'}, "query.unbalanced_quote", 0, id="the API never searches as typed"),
        pytest.param({"q": "党建 或"}, "query.operator_alone", 3, id="operator alone"),
        pytest.param({"q": ""}, "query.empty", None, id="nothing"),
        pytest.param({"q": "党建", "limit": "201"}, "usage.bad_parameter", None, id="limit is at most 200"),
        pytest.param({"q": "党建", "mode": "smart"}, "usage.bad_parameter", None, id="unknown mode"),
    ],
)
def test_errors_carry_code_and_position(
    client: FlaskClient, asked: dict[str, str], code: str, position: int | None
) -> None:
    answer = client.get("/search.json", query_string=asked)
    assert answer.status_code == 400
    error = answer.get_json()["error"]
    assert error["code"] == code
    assert error["message"]
    assert error.get("position") == position


@pytest.mark.parametrize("path", ["/export.jsonl", "/concordance.jsonl"])
def test_who_asks_for_lines_of_json_is_refused_in_json(client: FlaskClient, path: str) -> None:
    answer = client.get(path, query_string={"q": "一岗双责", "mode": "odd"})
    assert (answer.status_code, answer.mimetype) == (400, "application/json")
    assert answer.get_json()["error"]["code"] == "usage.bad_parameter"


def test_a_report_has_the_contracts_shape(seeds: Served) -> None:
    report_id = seeds.id_of("000_")
    body = seeds.client.get(f"/reports/{report_id}.json").get_json()
    assert REPORT | {"version", "number", "addressee", "date", "evidence", "outline", "passages"} <= body.keys()
    assert {"number", "title", "level", "part", "passage", "start", "end"} <= body["outline"][0].keys()
    assert {"number", "path", "text", "page"} <= body["passages"][0].keys()
    assert "marks" not in body
    assert set(body["evidence"]["year"]) >= {"value", "text", "from", "confidence"}


def test_an_unknown_report_is_a_404(client: FlaskClient) -> None:
    for path in ("/reports/nosuchid.json", "/reports/nosuchid/original.json"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.get_json()["error"]["code"] in ("catalog.no_such_report", "http.not_found")
    assert client.get("/reports/nosuchid").status_code == 404
    assert client.get("/reports/nosuchid/original").status_code == 404
    assert client.get("/reports/nosuchid/edit").status_code == 404


def test_the_list_pages_and_filters(client: FlaskClient) -> None:
    body = client.get("/reports.json", query_string={"limit": 2, "page": 2, "period": "年度"}).get_json()
    assert (body["total"], body["page"], body["pages"], len(body["reports"])) == (3, 2, 2, 1)
    assert REPORT | {"version"} <= body["reports"][0].keys()
    assert client.get("/reports.json", query_string={"unit": "none"}).get_json()["total"] == 5


def test_health_is_200_while_searches_are_answered_in_full(fresh: Served) -> None:
    client = fresh.client
    never = {
        "verified_at": None,
        "damaged": None,
        "healed": 0,
        "healed_at": None,
        "merge_waits_for_room": False,
        "rebuilding": None,
    }  # no server runs, only its pages
    assert client.get("/health").get_json() == {"status": "ok", "reports": 5, "behind": 0, "upkeep": never}
    fresh.workspace.catalog.edit(fresh.id_of("000_"), {"year": 2019})  # as another process would
    assert client.get("/health").get_json() == {"status": "ok", "reports": 5, "behind": 0, "upkeep": never}
    assert client.get("/search.json?q=一岗双责&year=2019").get_json()["total_matches"] == 2


def test_health_tells_of_a_bug_that_the_start_met(fresh: Served) -> None:
    fresh.app.extensions[KEY].start_fault = "1a2b3c4d"
    told = fresh.client.get("/health")
    assert (told.status_code, told.get_json()["start_fault"]) == (200, "1a2b3c4d")


def test_health_is_503_when_they_are_not(tmp_path: Path) -> None:
    with served(tmp_path / "home", SEEDS) as archive:
        (tmp_path / "home" / "catalog.db").write_bytes(b"\0" * 100_000)
        answer = archive.client.get("/health")
        assert answer.status_code == 503
        assert answer.get_json()["error"]["code"].startswith("catalog.")
        assert archive.client.get("/search?q=党建").status_code == 500


def test_openapi_names_every_route_and_no_other(seeds: Served) -> None:
    described = {
        (path, method.upper())
        for path, methods in seeds.client.get("/openapi.json").get_json()["paths"].items()
        for method in methods
    }
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in seeds.app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described == routes


@pytest.mark.parametrize(
    ("written", "address"),
    [
        pytest.param("/reports/", "/reports", id="a page"),
        pytest.param(
            "/search/?q=%E5%85%9A%E5%BB%BA&page=2", "/search?q=%E5%85%9A%E5%BB%BA&page=2", id="and what was asked"
        ),
        pytest.param("/search.json/?q=1", "/search.json?q=1", id="for programs"),
        pytest.param("/nothing/", None, id="no page of ours"),
        pytest.param("/%2Felsewhere.example/", None, id="nor another site's"),
    ],
)
def test_a_slash_behind_an_address_leads_to_the_page(client: FlaskClient, written: str, address: str | None) -> None:
    answer = client.get(written)
    assert (answer.status_code, answer.headers.get("Location")) == ((308, address) if address else (404, None))
    assert client.post(written).status_code in (400, 404, 405), "what changes something is sent nowhere else"
