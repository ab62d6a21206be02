"""Sign-on without the other side: a provider that is away, answers that nobody asked for, settings without sense.

With real ones: `make test-sign-on`.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.errors import UsageError
from archive.people.passwords import Passwords
from indexer.accounts import ldap_directory
from indexer.accounts.ldap_directory import directory_of
from indexer.settings import Settings, load
from indexer.workspace import Workspace
from web.accounts.openid_connect import groups_of, provider_of
from web.app import create_app

GOOD = "山高 水长 日月 同辉"


def closed_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@pytest.fixture(scope="module")
def hashed() -> str:
    return Passwords().hash(GOOD)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, hashed: str) -> Iterator[Flask]:
    """With an administrator, a provider and a directory, of which neither is there."""
    home, port = tmp_path_factory.mktemp("sign-on") / "home", closed_port()
    away = {"oidc": f"http://127.0.0.1:{port}", "ldap": f"ldaps://127.0.0.1:{port}", "ldap_base": "dc=test"}
    with Workspace(home, writing=True, settings=load(home, {}, **away)) as workspace:
        workspace.people.accounts.add("管", hashed, int(time.time()), ["admin"])
        workspace.people.accounts.add("钱", hashed, int(time.time()))
        yield create_app(workspace)


def logged_in(client: FlaskClient, name: str, password: str) -> int:
    page = client.get("/login").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    return client.post("/login", data={"csrf_token": token, "name": name, "password": password}).status_code


def test_a_provider_that_is_away_is_a_page(app: Flask) -> None:
    client = app.test_client()
    assert "/login/office" in client.get("/login").text
    for _ in range(2):  # the second is not asked at all
        answer = client.get("/login/office?next=/reports")
        assert answer.status_code == 503
        assert 'role="alert"' in answer.text
        assert "Traceback" not in answer.text
        assert 'value="/reports"' in answer.text, "where it was to lead is not lost"


@pytest.mark.parametrize(
    "query",
    ["", "code=x", "code=x&state=y", "error=access_denied", "code=x&state=y&iss=https://evil.example", "state="],
)
def test_what_comes_back_unasked_is_refused_before_anybody_is_asked(app: Flask, query: str) -> None:
    answer = app.test_client().get(f"/login/office/back?{query}")
    assert answer.status_code == 401
    assert "baogao_login" not in answer.headers.get("Set-Cookie", "")
    assert app.test_client().get("/reports").status_code == 303


def test_passwords_of_ours_go_on_while_the_directory_is_away(app: Flask) -> None:
    assert logged_in(app.test_client(), "管", GOOD) == 303
    assert logged_in(app.test_client(), "管", "wrong") == 401, "it is not asked for an account with a password"
    assert logged_in(app.test_client(), "zhang", GOOD) == 503


def test_an_administrator_lets_the_office_s_login_open_an_account(app: Flask) -> None:
    """Asked once more, recorded, shown; the password opens it no longer. A new account may be made that way at once."""
    client = app.test_client()
    assert logged_in(client, "管", GOOD) == 303
    token = client.get("/admin/people").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    number = next(
        one["number"] for one in client.get("/admin/people.json").get_json()["accounts"] if one["name"] == "钱"
    )
    place = f"/admin/people/{number}"
    asked = client.post(place, data={"csrf_token": token, "do": "sign_on"})
    assert 'name="sure"' in asked.text
    assert not client.get(place + ".json").get_json()["awaits_sign_on"], "not before it was asked"
    assert client.post(place, data={"csrf_token": token, "do": "sign_on", "sure": "1"}).status_code == 303
    shown = client.get(place + ".json").get_json()
    assert (shown["awaits_sign_on"], shown["has_password"]) == (True, False)
    assert "等本人从单位的登录系统来" in client.get(place).text
    client.post("/admin/people", data={"csrf_token": token, "name": "孙", "sign_on": "1"})
    assert "等本人从单位的登录系统来" in client.get("/admin/people?name=孙").text


def test_nobody_gives_their_own_account_away(app: Flask) -> None:
    client = app.test_client()
    assert logged_in(client, "管", GOOD) == 303
    token = client.get("/account").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    mine = next(one["number"] for one in client.get("/admin/people.json").get_json()["accounts"] if one["name"] == "管")
    assert client.post(f"/admin/people/{mine}", data={"csrf_token": token, "do": "sign_on"}).status_code == 409


def test_without_a_provider_there_is_no_way_to_one(tmp_path: Path, hashed: str) -> None:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        workspace.people.accounts.add("管", hashed, int(time.time()), ["admin"])
        client = create_app(workspace).test_client()
        assert "/login/office" not in client.get("/login").text
        for path in ("/login/office", "/login/office/back"):
            assert client.get(path).headers["Location"] == "/login"
        workspace.people.accounts.add("钱", hashed, int(time.time()))
        logged_in(client, "管", GOOD)
        assert "sign_on" not in client.get("/admin/people").text + client.get("/admin/people/2").text
        token = client.get("/account").text.partition('name="csrf_token" value="')[2].partition('"')[0]
        assert client.post("/admin/people/2", data={"csrf_token": token, "do": "sign_on"}).status_code == 400


@pytest.mark.parametrize(
    "issuer",
    ["http://id.example.org", "id.example.org", "https://", "https://id.example.org?x=1", "file:///etc/passwd"],
)
def test_an_issuer_that_is_not_safe_to_ask_is_no_setting(tmp_path: Path, issuer: str) -> None:
    with pytest.raises(UsageError) as raised:
        provider_of(Settings(oidc=issuer), tmp_path)
    assert raised.value.code == "settings.bad_value"


@pytest.mark.parametrize("address", ["http://ldap.example.org", "ldap.example.org", "ldaps://", "ldaps://host/dc=a"])
def test_an_address_that_is_no_directory_s_is_no_setting(tmp_path: Path, address: str) -> None:
    with pytest.raises(UsageError) as raised:
        directory_of(Settings(ldap=address), tmp_path)
    assert raised.value.code == "settings.bad_value"


@pytest.mark.parametrize(
    ("claim", "groups"),
    [
        pytest.param(None, None, id="not told"),
        pytest.param([], (), id="in none"),
        pytest.param(["办公室", " 督查科 "], ("办公室", "督查科"), id="a list"),
        pytest.param("办公室,督查科", ("办公室", "督查科"), id="one text"),
        pytest.param(["办公室", 7, None, ""], ("办公室",), id="what is no name is none"),
        pytest.param({"办公室": True}, (), id="another form"),
        pytest.param(["组"] * 10_000, ("组",) * 500, id="far too many"),
    ],
)
def test_a_claim_of_groups_is_read_in_its_forms(claim: object, groups: tuple[str, ...] | None) -> None:
    assert groups_of(claim) == groups


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("办公室", "办公室"),
        (r"\E5\8A\9E\E5\85\AC\E5\AE\A4", "办公室"),
        (r"\e5\8a\9e公室", "办公室"),
        (r"a\,b", "a,b"),
        (r"a\\b", r"a\b"),
        (r"a\+b\=c", "a+b=c"),
    ],
)
def test_a_name_in_a_directory_is_read_as_it_is_escaped(written: str, value: str) -> None:
    groups = ldap_directory.groups_named([f"cn={written},ou=groups,dc=test"])
    assert list(groups) == [value]
