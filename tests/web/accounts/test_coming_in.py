"""Coming in through the pages: guessing, forged headers, other sites' forms, the first account, sessions that end, and
what was kept before there was an account.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.people.attempts import OF_ADDRESS, OF_NAME, OF_PAIR
from archive.people.people import People
from archive.people.sessions import ABSOLUTE_SECONDS, IDLE_SECONDS
from indexer.cli.main import main
from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.office import GOOD, Office, office, posted, token_of
from web.app import create_app

ELSEWHERE = "192.0.2.7"
HTTPS = "https://localhost"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("office") / "home", plain_http=True) as made:
        yield made


@pytest.fixture
def here(opened: Office) -> Iterator[Office]:
    """The office as it was, after each test."""
    yield opened
    people = opened.workspace.people
    for name in ("张", "李"):
        number = people.accounts.named(name).number
        people.accounts.disable(number, disabled=False)
        people.accounts.set_roles(number, [])
    with people.database.transaction():
        people.database.execute("DELETE FROM attempts")


def try_(client: FlaskClient, name: str, password: str = GOOD, **headers: str) -> tuple[int, str]:
    """The answer to a login: its status, and the page without what differs in every form."""
    form = {"csrf_token": token_of(client, "/login"), "name": name, "password": password}
    answer = client.post("/login", data=form, headers=headers)
    return answer.status_code, re.sub(r'value="[^"]*"', "", answer.text)


# 61: forged headers, and guessing.


def test_five_wrong_ones_lock_and_every_refusal_looks_alike(here: Office) -> None:
    people = here.workspace.people
    people.accounts.disable(people.accounts.named("李").number, disabled=True)
    client = here.browser(address=ELSEWHERE)
    told = {try_(client, "张", "wrong") for _ in range(OF_PAIR)}
    told |= {try_(client, "张"), try_(client, "没有", "wrong"), try_(client, "李"), try_(client, " 张\u3000")}
    assert len(told) == 1, "wrong, locked, unknown, disabled: one answer"
    assert told.pop()[0] == 401
    assert try_(here.browser(address="192.0.2.8"), "张")[0] == 303, "its owner comes in from another place"
    assert people.sessions.of(people.accounts.named("李"), int(time.time())) == ()


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_a_forged_address_is_no_other_address(here: Office, header: str) -> None:
    client = here.browser(address=ELSEWHERE)
    for number in range(OF_PAIR):
        assert try_(client, "张", "wrong", **{header: f"10.0.0.{number}"})[0] == 401
    assert try_(client, "张", **{header: "10.0.0.99"})[0] == 401


def test_many_names_from_one_address_and_many_addresses_on_one_name(here: Office) -> None:
    attempts, now = here.workspace.people.attempts, int(time.time())
    for number in range(OF_ADDRESS):
        assert attempts.admit(f"name {number}", ELSEWHERE, now)
    assert try_(here.browser(address=ELSEWHERE), "张")[0] == 401
    for number in range(OF_NAME):
        assert attempts.admit("李", f"198.51.100.{number}", now)
    assert try_(here.browser(address="203.0.113.9"), "李")[0] == 401
    assert try_(here.browser(address="203.0.113.9"), "张")[0] == 303


@pytest.mark.parametrize(
    ("name", "password"),
    [
        pytest.param("a" * 900_000, GOOD, id="a name of 0.9 MB"),
        pytest.param("张", "a" * 900_000, id="a password of 0.9 MB"),
        pytest.param("张\0", GOOD, id="NUL"),
        pytest.param("\ud800", GOOD, id="half a surrogate pair"),
        pytest.param("張", GOOD, id="another character"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_odd_names_and_passwords_are_wrong_ones_and_cost_no_time(here: Office, name: str, password: str) -> None:
    client = here.browser()
    form = {"csrf_token": token_of(client, "/login"), "password": password}
    begun = time.process_time()
    answer = client.post("/login", data={**form, "name": name.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 401
    assert time.process_time() - begun < 2.0


def test_a_form_of_two_megabytes_is_refused_unread(here: Office) -> None:
    client = here.browser()
    form = {"csrf_token": token_of(client, "/login"), "name": "张", "password": "a" * 2_000_000}
    assert client.post("/login", data=form).status_code == 413


# 62: forms of other sites, tokens of other sessions.


@pytest.mark.parametrize("path", ["/login", "/logout", "/account/password", "/saved/add", "/account/tokens"])
def test_a_form_needs_a_token_of_its_own_session(here: Office, path: str) -> None:
    mine, theirs = here.browser("张"), here.browser("李")
    for token in ("", "x", token_of(theirs)):
        answer = mine.post(path, data={"csrf_token": token, "name": "张", "password": GOOD})
        assert answer.status_code == 400
        assert "Set-Cookie" not in answer.headers or "baogao_login" not in answer.headers["Set-Cookie"]
    assert mine.get("/account").status_code == 200, "nobody was logged out"


def test_a_token_of_before_the_login_is_good_no_longer(here: Office) -> None:
    client = here.browser()
    before = token_of(client, "/login")
    assert client.post("/login", data={"csrf_token": before, "name": "张", "password": GOOD}).status_code == 303
    assert client.post("/account/sessions", data={"csrf_token": before}).status_code == 400
    assert posted(client, "/account/sessions").status_code == 303


# 63: where a login leads, and reports that are not for everybody.


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example", "\\\\evil", "/\t/evil.example"]
)
def test_a_login_leads_nowhere_else(here: Office, target: str) -> None:
    client = here.browser()
    page = client.get("/login", query_string={"next": target})
    assert 'name="next" value="/"' in page.text
    form = {"csrf_token": token_of(client, "/login"), "name": "张", "password": GOOD, "next": target}
    assert client.post("/login", data=form).headers["Location"] == "/"
    assert client.get("/login", query_string={"next": target}).headers["Location"] == "/", "who is in already, too"


def test_a_report_of_others_is_as_one_that_never_was(here: Office) -> None:
    """Every address that names a report: the same answer, but for the id itself."""
    unknown = "aaaaaaaaaa"
    browser = here.browser("张")
    looked = 0
    for rule in here.app.url_map.iter_rules():
        if not {"report_id", "left", "right"} & rule.arguments or "GET" not in (rule.methods or ()):
            continue
        told = set()
        for name in (here.hidden, unknown):
            named = re.sub(r"<(report_id|left)>", name, rule.rule).replace("<right>", here.seen)
            path = re.sub(r"<int:\w+>", "1", re.sub(r"<(?:path:)?\w+>", "x", named))
            answer = browser.get(path)
            told.add((answer.status_code, re.sub(r'value="[^"]*"', "", answer.text).replace(name, "ID")))
            answer.close()
        looked += 1
        assert len(told) == 1, rule.rule
        assert told.pop()[0] in (403, 404), rule.rule
    assert looked > 10


def test_the_terminal_shows_what_a_person_sees(here: Office, capsys: pytest.CaptureFixture[str]) -> None:
    home = str(here.workspace.home)
    told = []
    for name in (here.hidden, "aaaaaaaaaa"):
        assert main(["show", "--home", home, "--as", "张", name]) == 2
        told.append(capsys.readouterr().err.replace(name, "ID"))
    assert told[0] == told[1]
    assert main(["search", "--home", home, "--as", "张", "营商环境"]) == 1
    assert "西街道" not in capsys.readouterr().out


# 64: sessions end.


def role(people: People, number: int) -> None:
    people.accounts.set_roles(number, ["audit"])


def disabled(people: People, number: int) -> None:
    people.accounts.disable(number, disabled=True)


def idle(people: People, _: int) -> None:
    with people.database.transaction():
        people.database.execute("UPDATE sessions SET seen = seen - ?", (IDLE_SECONDS + 1,))


def old(people: People, _: int) -> None:
    with people.database.transaction():
        people.database.execute("UPDATE sessions SET begun = begun - ?", (ABSOLUTE_SECONDS + 1,))


def password(people: People, number: int) -> None:
    people.accounts.set_password(number, people.accounts.hash_of(number), int(time.time()))


@pytest.mark.parametrize("change", [role, disabled, idle, old, password])
def test_a_session_ends(here: Office, change: Callable[[People, int], None]) -> None:
    browser, people = here.browser("张"), here.workspace.people
    assert browser.get("/account").status_code == 200
    change(people, people.accounts.named("张").number)
    assert browser.get("/account").status_code == 303
    assert browser.get("/reports.json").status_code == 401


def test_logging_out_is_for_good(here: Office) -> None:
    browser = here.browser("张")
    cookie = browser.get_cookie("baogao_login")
    assert cookie
    answer = posted(browser, "/logout")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    copied = here.browser()
    copied.set_cookie("baogao_login", cookie.value)
    assert copied.get("/account").status_code == 303


# TLS, and offices without it.


@pytest.mark.parametrize(
    ("plain", "base", "name"),
    [
        (True, "http://localhost", "baogao_login"),
        (True, HTTPS, "__Host-baogao_login"),
        (False, HTTPS, "__Host-baogao_login"),
    ],
)
def test_the_cookie_is_as_safe_as_the_way(tmp_path: Path, plain: bool, base: str, name: str) -> None:
    with office(tmp_path / "home", plain_http=plain) as made:
        client = made.browser(address=ELSEWHERE)
        page = client.get("/login", base_url=base)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert found
        form = {"csrf_token": found[1], "name": "张", "password": GOOD}
        answer = client.post("/login", data=form, base_url=base, headers={"Referer": f"{base}/login"})
        assert answer.status_code == 303
        (cookie,) = (each for each in answer.headers.getlist("Set-Cookie") if each.startswith(f"{name}="))
        assert ("Secure" in cookie) is (base == HTTPS)
        assert "Path=/" in cookie
        assert "Domain" not in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_without_tls_nobody_logs_in_from_elsewhere(tmp_path: Path) -> None:
    with office(tmp_path / "home") as made:
        client = made.browser("张", address=ELSEWHERE)
        for path in ("/login", "/reports", "/reports.json"):
            answer = client.get(path)
            assert answer.status_code in (200, 403), path
            assert "区.txt" not in answer.text
        assert client.get("/reports.json").get_json()["error"]["code"] == "people.no_tls"


# The first account.


@pytest.fixture
def nobody(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True, settings=Settings()) as workspace:
        assert workspace.catalog
        yield workspace


def set_up(client: FlaskClient, code: str, **more: str) -> int:
    form = {"csrf_token": token_of(client, "/setup"), "name": "主任", "password": GOOD, "again": GOOD, "code": code}
    return client.post("/setup", data={**form, **more}).status_code


@pytest.mark.parametrize(("ago", "status"), [(0, 303), (590, 303), (601, 403)])
def test_the_code_lasts_ten_minutes(nobody: Workspace, ago: int, status: int) -> None:
    code = nobody.people.setup_codes.make(int(time.time()) - ago)
    assert set_up(create_app(nobody).test_client(), code) == status
    assert nobody.people.accounts.count() == (status == 303)


def test_the_fifth_wrong_code_ends_it(nobody: Workspace) -> None:
    code = nobody.people.setup_codes.make(int(time.time()))
    client = create_app(nobody).test_client()
    for number in range(5):
        assert set_up(client, f"WRONG{number}") == 403
    assert set_up(client, code) == 403
    assert nobody.people.accounts.count() == 0


def test_a_password_that_will_not_do_costs_no_try(nobody: Workspace) -> None:
    code = nobody.people.setup_codes.make(int(time.time()))
    client = create_app(nobody).test_client()
    for _ in range(6):
        assert set_up(client, code, password="123456", again="123456") == 400
    assert set_up(client, code, password=GOOD, again="other") == 400
    assert set_up(client, f" {code[:5].lower()}-{code[5:]}") == 303
    assert client.get("/account").status_code == 200, "who made it is in at once"
    assert create_app(nobody).test_client().get("/setup").status_code == 303, "there is but one first account"


@pytest.mark.parametrize(
    ("environ", "headers", "settings"),
    [
        ({"REMOTE_ADDR": ELSEWHERE}, {}, {}),
        ({}, {"X-Forwarded-For": "127.0.0.1"}, {}),
        ({}, {"Via": "1.1 proxy"}, {}),
        ({}, {}, {"trusted_proxy": "127.0.0.1"}),
    ],
    ids=["another machine", "through a proxy", "through another", "a proxy is trusted"],
)
def test_the_first_account_is_made_on_this_machine(
    tmp_path: Path, environ: dict[str, str], headers: dict[str, str], settings: dict[str, str]
) -> None:
    with Workspace(tmp_path / "home", writing=True, settings=Settings(**settings)) as workspace:  # type: ignore[arg-type] # by name
        code = workspace.people.setup_codes.make(int(time.time()))
        client = create_app(workspace).test_client()
        assert client.get("/setup", environ_base=environ, headers=headers).status_code == 403
        app = create_app(workspace)
        app.config["WTF_CSRF_ENABLED"] = False
        form = {"name": "主任", "password": GOOD, "again": GOOD, "code": code}
        assert app.test_client().post("/setup", data=form, environ_base=environ, headers=headers).status_code == 403
        assert workspace.people.accounts.count() == 0


# What was kept before.


def test_what_a_browser_kept_is_its_readers_at_the_first_login(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Workspace(home, writing=True, settings=Settings()) as workspace:
        client = create_app(workspace).test_client()
        assert posted(client, "/saved/add", "/proof", name="工作", address="q=工作").status_code == 302
        kept = client.get_cookie("baogao_reader")
        assert kept
    with office(home, plain_http=True) as made:
        made.workspace.catalog.fonds.grant("看的", "", "read")
        client = made.browser()
        client.set_cookie("baogao_reader", kept.value)
        assert client.get("/saved.json").status_code == 401, "a cookie is no login"
        assert try_(client, "张")[0] == 303
        assert client.get_cookie("baogao_reader") is None
        for browser in (client, made.browser("张")):
            assert [one["name"] for one in browser.get("/saved.json").get_json()["searches"]] == ["工作"]
        other = made.browser("李")
        other.set_cookie("baogao_reader", kept.value)
        assert other.get("/saved.json").get_json()["searches"] == []
        again = made.browser()
        again.set_cookie("baogao_reader", kept.value)
        assert try_(again, "李")[0] == 303
        assert again.get("/saved.json").get_json()["searches"] == [], "it was handed over once"
