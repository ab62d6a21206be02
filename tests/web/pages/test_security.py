"""Headers, hosts, CSRF and limits: safe from the first day, on loopback without login."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.served import Served
from web.pages.reports.report import file_name

PAGES = (
    "/",
    "/search?q=一岗双责",
    "/reports",
    "/help",
    "/nowhere",
    "/search.json?q=x",
    "/health",
    "/static/css/look.css",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith("/static")])
def test_no_page_has_inline_code_or_foreign_addresses(client: FlaskClient, path: str) -> None:
    html = client.get(path).text
    assert "<style" not in html
    assert " style=" not in html
    assert "<script>" not in html
    assert 'src="http' not in html
    assert 'href="http' not in html


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "evil.example:80"]
)
def test_a_foreign_host_is_refused(client: FlaskClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert client.get("/search.json?q=x", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost"])
def test_loopback_has_two_names(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_a_change_needs_our_own_token(seeds: Served) -> None:
    report_id = seeds.id_of("000_")
    before = seeds.client.get(f"/reports/{report_id}.json").get_json()
    other = seeds.client
    foreign = other.get(f"/reports/{report_id}/edit").text.split('name="csrf_token" value="')[1].split('"')[0]
    for token in ("", "x", foreign):  # none, a wrong one, one of another session
        data = {"csrf_token": token, "year": "1999", "save": "1", "id": report_id}
        for path in (f"/reports/{report_id}/edit", "/reports/edit"):
            answer = seeds.client.post(path, data=data)
            assert answer.status_code == 400
            assert "没有保存" in answer.text
    assert seeds.client.get(f"/reports/{report_id}.json").get_json() == before


def test_reading_sets_no_cookie(client: FlaskClient) -> None:
    for path in ("/", "/search?q=党建", "/reports"):
        assert "Set-Cookie" not in client.get(path).headers


def test_a_large_body_is_refused(client: FlaskClient) -> None:
    assert client.post("/reports/edit", data={"unit": "x" * 2_000_000}).status_code == 413


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_that_only_read_take_no_changes(client: FlaskClient, method: str) -> None:
    assert getattr(client, method)("/search").status_code in (400, 405)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        pytest.param("/search?q=a&theme=dark", "/search?q=a", id="the choice leaves the address"),
        pytest.param("//evil.example/?theme=dark", None, id="two slashes"),
        pytest.param("/\\evil.example?theme=dark", None, id="a backslash"),
        pytest.param("/?theme=evil", None, id="no such theme"),
    ],
)
def test_choosing_a_look_never_leads_elsewhere(client: FlaskClient, path: str, target: str | None) -> None:
    answer = client.get(path)
    location = answer.headers.get("Location")
    if target is not None:
        assert location == target
        assert "baogao_theme=dark" in answer.headers["Set-Cookie"]
    else:
        assert location is None or (location.startswith("/") and not location.startswith(("//", "/\\")))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        pytest.param("甲/乙/报告.docx", "报告.docx", id="without folders"),
        pytest.param("../../etc/passwd", "passwd", id="a path upwards"),
        pytest.param("C:\\temp\\报告.txt", "报告.txt", id="a path of Windows"),
        pytest.param("a\r\nSet-Cookie: x.txt", "aSet-Cookie x.txt", id="line ends"),
        pytest.param('关于"一"的<报告>.txt', "关于一的报告.txt", id="what a disk cannot take"),
        pytest.param("长" * 300 + ".txt", "长" * 146 + ".txt", id="the end of a long name"),
        pytest.param("...", "original", id="nothing left"),
        pytest.param("报\u202egpj.txt", "报gpj.txt", id="turned direction"),
    ],
)
def test_an_original_is_saved_under_a_safe_name(source: str, name: str) -> None:
    assert file_name(source) == name
