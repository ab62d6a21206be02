"""The walk: every address by every verb as everybody who can ask, against what each of them may do, told plainly here.

Behind the guard nothing runs: what is let through is answered 204.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from flask import Flask, Response, g, request
from flask.testing import FlaskClient

from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.served import put_behind_the_guard
from web.accounts.permissions import PERMISSIONS, Right
from web.app import create_app
from web.http.urls import is_for_programs

READING = {Right.READ, Right.KEEP}
EDITING = {*READING, Right.EDIT, Right.IMPORT}
MAY = {
    "读者": READING,
    "无组": READING,
    "编辑": EDITING,
    "主管": {*EDITING, Right.MANAGE},
    "系统": {*READING, Right.ADMINISTER, Right.SYSTEM},
    "安全": {*READING, Right.ADMINISTER, Right.SECURITY},
    "审计": {*READING, Right.ADMINISTER, Right.AUDIT},
}
"""Who -> what they may do. The last three are one duty each: where those are separate nobody has two."""
DUTY = {"系统": "system", "安全": "security", "审计": "audit"}
HIDDEN = {Right.ADMINISTER, Right.SYSTEM, Right.SECURITY, Right.AUDIT}
VERBS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    home = tmp_path_factory.mktemp("roles") / "home"
    with Workspace(home, writing=True, settings=Settings(separate_duties=True)) as opened:
        opened.catalog.fonds.add("jiwei", "纪委")
        for name, right in (("读者", "read"), ("编辑", "edit"), ("主管", "manage")):
            opened.people.groups.add(f"{name}组")
            opened.catalog.fonds.grant(f"{name}组", "jiwei", right)  # type: ignore[arg-type] # the three there are
        for name in MAY:
            number = opened.people.accounts.add(name, "", int(time.time()), [DUTY[name]] if name in DUTY else [])
            if f"{name}组" in opened.people.groups.list():
                opened.people.groups.put(f"{name}组", number)
        yield opened


def let_through() -> Response | None:
    """What stands in the place of every page; an address that there is not stays one."""
    g.unrecorded = True
    return None if request.endpoint is None else Response(status=204)


@pytest.fixture(scope="module")
def app(workspace: Workspace) -> Flask:
    app = create_app(workspace)
    put_behind_the_guard(app, let_through)  # type: ignore[arg-type] # what it gives back is the answer
    return app


def as_(app: Flask, workspace: Workspace, name: str) -> FlaskClient:
    people, client = workspace.people, app.test_client()
    token = people.sessions.begin(people.accounts.named(name), int(time.time()), "192.0.2.7")
    client.set_cookie("baogao_login", token)
    return client


def addresses(app: Flask) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Endpoint, an address of it, and the verbs that it knows."""
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<int:\w+>", "1", re.sub(r"<(?:path:)?\w+>", "x", rule.rule))
        yield rule.endpoint, path, frozenset(rule.methods or ())


def expected(name: str, endpoint: str, verb: str, known: frozenset[str], path: str) -> int:
    """What the plain table above says."""
    methods = PERMISSIONS[endpoint]
    hidden = path.startswith("/admin")
    if verb not in known:
        return 404 if hidden and name not in DUTY else 405
    right = methods.get(verb) or methods.get("GET") or next(iter(methods.values()))
    if right is Right.ANYONE or right in MAY[name]:
        return 204
    return 404 if right in HIDDEN and name not in DUTY else 403


QUICK = ("编辑", "系统")
"""Whose walks are made each time; those of the others are as long."""


@pytest.mark.parametrize("name", [one if one in QUICK else pytest.param(one, marks=pytest.mark.slow) for one in MAY])
def test_everybody_gets_what_the_table_says_and_no_more(app: Flask, workspace: Workspace, name: str) -> None:
    client, wrong = as_(app, workspace, name), []
    by_path: dict[str, set[str]] = {}
    for _, path, known in addresses(app):
        by_path.setdefault(path, set()).update(known)
    for endpoint, path, known in addresses(app):
        if endpoint in ("static", "metrics.show"):  # files of ours, and counters with a token of their own
            continue
        for verb in VERBS if path.startswith("/admin") else VERBS[:4]:
            if verb not in known and verb in by_path[path]:
                continue  # another endpoint at the same address takes it
            if verb == "OPTIONS" and len(by_path[path] - known) > 0:
                continue
            found = client.open(path, method=verb).status_code
            if found != expected(name, endpoint, verb, known, path):
                wrong.append((verb, path, found, expected(name, endpoint, verb, known, path)))
    assert wrong == []


DUTY_OF = {
    **dict.fromkeys(("people", "jobs", "index", "storage", "backups"), Right.SYSTEM),
    **dict.fromkeys(("groups", "group", "fonds", "rights"), Right.SECURITY),
    "record": Right.AUDIT,
    "": Right.ADMINISTER,
}
"""三员: whose each page is, by the word behind /admin."""


def test_each_page_belongs_to_one_duty(app: Flask) -> None:
    for endpoint, path, _ in addresses(app):
        if path.startswith("/admin"):
            word = re.sub(r"\.\w+$", "", path).removeprefix("/admin").strip("/").partition("/")[0]
            assert {*PERMISSIONS[endpoint].values()} == {DUTY_OF[word]}, path


def test_the_walk_comes_to_the_administrators_pages(app: Flask) -> None:
    walked = {path for _, path, _ in addresses(app) if path.startswith("/admin")}
    assert {"/admin", "/admin/people", "/admin/rights.json", "/admin/record.csv", "/admin/backups"} <= walked
    assert all(
        path.startswith("/admin") for endpoint, path, _ in addresses(app) if HIDDEN & {*PERMISSIONS[endpoint].values()}
    )


def body(client: FlaskClient, path: str, verb: str = "GET") -> tuple[int, str]:
    answer = client.open(path, method=verb)
    return answer.status_code, re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text).replace(path, "")


@pytest.mark.parametrize("name", ["读者", "无组", "主管"])
def test_to_a_reader_no_address_of_administrators_exists(app: Flask, workspace: Workspace, name: str) -> None:
    """The very answer that an address gives which nobody has ever made, by every verb."""
    client = as_(app, workspace, name)
    for verb in ("GET", "POST", "DELETE"):
        page, form = (body(client, f"/admin/no-such-address{end}", verb) for end in ("", ".json"))
        assert (page[0], form[0]) == (404, 404)
        for _, path, _ in addresses(app):
            if path.startswith("/admin"):
                assert body(client, path, verb) == (form if is_for_programs(path) else page), (verb, path)


def test_no_program_administers_in_nobodys_name(app: Flask, workspace: Workspace) -> None:
    people = workspace.people
    secret = people.tokens.make(people.accounts.named("系统"), "程序", "search", 1, int(time.time()))
    client, bearer = app.test_client(), {"Authorization": f"Bearer {secret}"}
    assert client.get("/reports.json", headers=bearer).status_code == 204
    for path in ("/admin.json", "/admin/people.json", "/admin/people", "/admin/record.json"):
        assert client.get(path, headers=bearer).status_code == 404, path


def test_what_was_hidden_is_in_the_record_as_refused(app: Flask, workspace: Workspace) -> None:
    as_(app, workspace, "读者").get("/admin/people")
    kind, act, who, outcome = workspace.people.database.rows(
        "SELECT kind, act, who, outcome FROM audit ORDER BY number DESC LIMIT 1"
    )[0]
    assert (kind, act, who, outcome) == ("refused", "people.index", "读者", "http.not_found")


def test_a_given_password_opens_nothing_but_its_change(app: Flask, workspace: Workspace) -> None:
    people = workspace.people
    number = people.accounts.add("新来", "", int(time.time()))
    people.accounts.give_password(number, "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$x")
    client = as_(app, workspace, "新来")
    for path in ("/", "/reports", "/admin", "/search?q=x"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers.get("Location")) in ((303, "/account#password"), (404, None)), path
    assert client.get("/reports.json").status_code == 403
    assert client.post("/clippings/add").status_code == 403
    assert [client.get("/account").status_code, client.post("/account/password").status_code] == [204, 204]
    people.accounts.disable(number, disabled=True)
