"""The guard: every address has its row, nobody comes in without an account once there is one, sessions end."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.people.passwords import Passwords
from indexer.workspace import Workspace
from web.accounts.guard import own_address
from web.accounts.permissions import PERMISSIONS, Right, needed
from web.app import create_app

GOOD = "山高 水长 日月 同辉"


@pytest.fixture(scope="module")
def hashed() -> str:
    return Passwords().hash(GOOD)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True) as opened:
        yield opened


@pytest.fixture
def app(workspace: Workspace, hashed: str) -> Flask:
    """An archive with an administrator and a reader who is in no group."""
    workspace.people.accounts.add("管", hashed, int(time.time()), ["admin"])
    workspace.people.accounts.add("张", hashed, int(time.time()))
    return create_app(workspace)


def logged_in(app: Flask, name: str, password: str = GOOD) -> FlaskClient:
    client = app.test_client()
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/login").text)
    assert found
    answer = client.post("/login", data={"csrf_token": found[1], "name": name, "password": password, "next": "/about"})
    assert answer.status_code == (303 if password == GOOD else 401)
    return client


def posted(client: FlaskClient, path: str, **fields: str) -> int:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/account").text)
    return client.post(path, data={"csrf_token": found[1] if found else "", **fields}).status_code


def test_every_address_has_its_row_and_every_row_its_address(workspace: Workspace) -> None:
    app = create_app(workspace)
    rules = [(rule.endpoint, method) for rule in app.url_map.iter_rules() for method in rule.methods or ()]
    assert [pair for pair in rules if needed(*pair) is None] == []
    known = {(endpoint, method) for endpoint, method in rules if method not in ("HEAD", "OPTIONS")}
    rows = {(endpoint, method) for endpoint, methods in PERMISSIONS.items() for method in methods}
    assert rows - known == set()


def test_an_address_without_a_row_is_answered_to_nobody(workspace: Workspace) -> None:
    app = create_app(workspace)
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert app.test_client().get("/forgotten").status_code == 404


def test_with_accounts_nobody_else_gets_anything(app: Flask) -> None:
    client = app.test_client()
    open_to_all = {name for name, methods in PERMISSIONS.items() if Right.ANYONE in methods.values()}
    for rule in app.url_map.iter_rules():
        if rule.endpoint in open_to_all:
            continue
        path = re.sub(r"<int:\w+>", "1", re.sub(r"<(?:path:)?\w+>", "x", rule.rule))
        for method in (rule.methods or set()) - {"HEAD"}:
            answer = client.open(path, method=method)
            assert answer.status_code in (303, 401), (method, path, answer.status_code)
            if answer.status_code == 303:
                assert answer.headers["Location"].startswith("/login")
    assert client.get("/nowhere").status_code == 303


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_without_accounts_a_proxy_gets_nothing(workspace: Workspace, header: str) -> None:
    client = create_app(workspace).test_client()
    assert client.get("/reports").status_code == 200
    assert client.get("/reports", headers={header: "for=192.0.2.7"}).status_code == 403
    assert client.get("/reports", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 403


def test_logging_in_and_out(app: Flask) -> None:
    client = logged_in(app, "管")
    answer = client.get("/account")
    assert "管" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    cookie = client.get_cookie("baogao_login")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.secure) == (True, "Lax", False)
    assert posted(client, "/logout") == 303
    copied = app.test_client()
    copied.set_cookie("baogao_login", cookie.value)
    assert copied.get("/account").status_code == 303


def test_a_wrong_password_and_an_unknown_name_look_alike(app: Flask) -> None:
    told = set()
    for name in ("管", "没有"):
        client = app.test_client()
        found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/login").text)
        assert found
        page = client.post("/login", data={"csrf_token": found[1], "name": name, "password": "x"})
        told.add((page.status_code, re.sub(r'(value="[^"]*"|<input[^>]*>)', "", page.text)))
    assert len(told) == 1


def test_who_is_in_no_group_changes_nothing(app: Flask) -> None:
    client = logged_in(app, "张")
    for path in ("/reports/edit", "/import", "/trash", "/register", "/edits"):
        assert client.get(path).status_code == 403, path
    assert client.get("/reports").status_code == 200


def test_another_password_ends_other_sessions(app: Flask) -> None:
    here, there = logged_in(app, "张"), logged_in(app, "张")
    new = {"old": GOOD, "new": GOOD + " 二", "again": GOOD + " 二"}
    assert posted(here, "/account/password", **new) == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303


def test_a_token_reads_json_and_nothing_else(app: Flask, workspace: Workspace) -> None:
    account = workspace.people.accounts.named("管")
    search = workspace.people.tokens.make(account, "一", "search", 1, int(time.time()))
    assistant = workspace.people.tokens.make(account, "二", "assistant", 1, int(time.time()))
    client, bearer = app.test_client(), {"Authorization": f"Bearer {search}"}
    assert client.get("/reports.json", headers=bearer).status_code == 200
    assert client.get("/reports", headers=bearer).status_code == 401
    assert client.get("/reports.json", headers={"Authorization": "Bearer x"}).status_code == 401
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert client.post("/mcp", json=ping, headers=bearer).status_code == 401
    assert client.post("/mcp", json=ping, headers={"Authorization": f"Bearer {assistant}"}).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/search?q=a", "/search?q=a"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("", "/"),
    ],
)
def test_a_login_leads_nowhere_else(wanted: str, led: str) -> None:
    assert own_address(wanted) == led


def test_a_foreign_host_is_refused_before_anybody_is_led_to_the_login(app: Flask) -> None:
    for client in (app.test_client(), logged_in(app, "管")):
        for path in ("/", "/login", "/nowhere", "/reports.json"):
            answer = client.get(path, headers={"Host": "evil.example"}, base_url="https://localhost")
            assert answer.status_code == 400, path
            assert "evil" not in answer.text
