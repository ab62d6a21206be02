"""What each answer leaves in the record of deeds, from the first account on and before; and how often one may ask."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.people.audit import Audit, Wanted
from archive.people.audit_chain import KINDS, Line
from archive.people.opening import FILE, open_people
from archive.people.people import People
from indexer.settings import Settings
from tests.served import Served, served
from tests.shared_files import SEEDS
from web.http import audited, recording

Q = "一岗双责"


@pytest.fixture(scope="module")
def always(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An archive whose record has readings, too."""
    with served(tmp_path_factory.mktemp("always") / "home", SEEDS, audit_reading="always") as archive:
        yield archive


def last(archive: Served) -> Line:
    people = open_people(archive.home, read_only=True)
    try:
        return Audit(people).recent(limit=1)[0]
    finally:
        people.close()


@pytest.mark.parametrize(
    ("path", "kind", "act", "what"),
    [
        ("/search?q=一岗双责&sort=newest", "search", "search.results", {"q": Q, "sort": "newest"}),
        ("/search.json?q=一岗双责", "search", "api.search", {"q": Q}),
        ("/similar?q=一岗双责", "search", "similar.page", {"q": Q}),
        ("/concordance?q=一岗双责", "search", "concordance.show", {"q": Q}),
        ("/reports?unit=甲&unit=乙", "search", "listing.index", {"unit": ["甲", "乙"]}),
        ("/reports/ID", "read", "reports.show", {"report_id": "ID"}),
        ("/reports/ID.json", "read", "api.report", {"report_id": "ID"}),
        ("/reports/ID/original", "export", "reports.original", {"report_id": "ID"}),
        ("/export.csv?q=一岗双责", "export", "exports.export", {"q": Q, "form": "csv"}),
        ("/edits", "read", "edits.index", {}),
    ],
)
def test_who_asked_what_is_a_line_before_it_is_answered(
    always: Served, path: str, kind: str, act: str, what: dict[str, object]
) -> None:
    name = always.id_of("000_")
    answer = always.client.get(path.replace("ID", name))
    line = last(always)
    assert answer.status_code == 200
    answer.close()
    assert (line.deed.kind, line.deed.act, line.deed.address) == (kind, act, "127.0.0.1")
    assert json.loads(line.deed.what) == {key: name if value == "ID" else value for key, value in what.items()}
    assert (line.deed.outcome, line.deed.way) == ("done", "program" if ".json" in path else "page")


@pytest.mark.parametrize(
    "path", ["/", "/help", "/health", "/openapi.json", "/api/suggest?q=一", "/static/icon.svg", "/no"]
)
def test_what_shows_no_report_is_no_line(always: Served, path: str) -> None:
    always.client.get("/edits")
    before = last(always)
    always.client.get(path).close()
    assert last(always) == before


def test_what_went_wrong_is_said_by_its_code(always: Served) -> None:
    always.client.get('/search.json?q="一岗双责')
    assert last(always).deed.outcome == "query.unbalanced_quote"
    always.client.get("/reports/" + "0" * 16)
    assert (last(always).deed.kind, last(always).deed.outcome) == ("read", "catalog.no_such_report")


def test_no_text_is_in_a_line(always: Served) -> None:
    """A draft that is checked and a text that is compared go through forms: of these only ids are kept."""
    page = always.client.get("/proof").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    always.client.post("/proof", data={"csrf_token": token, "text": "绝密草稿的正文" * 20})
    line = last(always)
    assert line.deed.act == "proofing.look"
    assert "绝密" not in line.deed.what


def test_what_an_assistant_asks_is_in_its_line(always: Served) -> None:
    arguments = {"query": Q, "limit": 3}
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "search", "arguments": arguments}}
    always.client.post("/mcp", json=call)
    assert json.loads(last(always).deed.what) == {"tool": "search", "query": Q, "answer": "assistant.unknown_argument"}
    call["params"] = {"name": "proof", "arguments": {"text": "绝密草稿的正文"}}
    always.client.post("/mcp", json=call)
    assert json.loads(last(always).deed.what) == {"tool": "proof", "text_length": 7, "answer": "answered"}


def test_an_endless_question_is_cut(always: Served) -> None:
    always.client.get("/search", query_string={"q": "党" * 3000})
    told = json.loads(last(always).deed.what)["q"]
    assert len(told) < 600
    assert told.endswith("(3000)")


def test_alone_only_what_changes_or_leaves_is_recorded(tmp_path: Path) -> None:
    with served(tmp_path / "home", SEEDS) as archive:
        archive.client.get("/search?q=一岗双责")
        archive.client.get(f"/reports/{archive.id_of('000_')}")
        assert (last(archive).deed.kind, last(archive).deed.act, last(archive).deed.way) == ("change", "add", "command")
        archive.client.get("/export.csv?q=一岗双责").close()
        assert last(archive).deed.act == "exports.export"
        client = logged_in(archive)
        client.get("/search?q=一岗双责")
        before = last(archive)
        assert (before.deed.kind, before.deed.who) == ("search", "张三")
        assert archive.client.get("/search?q=一岗双责").status_code == 303  # led to the login: nothing was answered
        assert last(archive) == before


def logged_in(archive: Served) -> FlaskClient:
    """A browser of the first account."""
    people = People(open_people(archive.home))
    number = people.accounts.add("张三", "", int(time.time()), ["admin"])
    account = people.accounts.by_number(number)
    assert account is not None
    token = people.sessions.begin(account, int(time.time()), "127.0.0.1")
    people.close()
    client = archive.client
    client.set_cookie("baogao_login", token)
    return client


ACCOUNT = """
INSERT INTO accounts (name, folded, hash, epoch, roles, disabled, source, subject, added_at, password_at, seen_at)
VALUES ('张三', '张三', '', 1, 'admin', 0, '', '张三', 0, 0, 0)
"""


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_page_is_something_or_quiet_by_name(client: FlaskClient, method: str) -> None:
    rules = [rule for rule in client.application.url_map.iter_rules() if method in (rule.methods or ())]
    endpoints = {rule.endpoint for rule in rules}
    kinds = {endpoint: audited.kind_of(endpoint, method) for endpoint in endpoints}
    assert set(kinds.values()) <= {None, *KINDS}
    assert {endpoint for endpoint, kind in kinds.items() if kind is None} <= audited.QUIET
    if method == "POST":
        quiet = {endpoint for endpoint, kind in kinds.items() if kind is None}
        assert quiet == {"bringing.take_more"}


def test_no_table_names_a_page_that_does_not_exist(client: FlaskClient) -> None:
    known = set(client.application.view_functions)
    named = audited.SEARCHES | audited.EXPORTS | audited.QUIET | {endpoint for endpoint, _ in audited.ALSO}
    assert named - known == set()


def test_where_people_share_an_archive_nothing_unrecorded_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path / "home", SEEDS, audit_reading="always") as archive:
        archive.client.get("/edits")
        found = archive.client.application.extensions[recording.KEY]
        with closing(sqlite3.connect(archive.home / FILE)) as raw:
            raw.execute("DROP TABLE audit")
            raw.commit()
            assert archive.client.get("/search?q=一岗双责").status_code == 200
            raw.execute(ACCOUNT)
            raw.commit()
        refused = archive.client.get("/search.json?q=一岗双责")
        assert (refused.status_code, refused.get_json()["error"]["code"]) == (503, "audit.unwritable")
        assert Q not in refused.text
        assert found.has_accounts


@pytest.mark.parametrize(("language", "words"), [("zh", "检索太频繁"), ("en", "Too many searches")])
def test_who_asks_too_often_is_told_when_to_come_again(tmp_path: Path, language: str, words: str) -> None:
    with served(tmp_path / "home", SEEDS, search_limit=3, export_limit=1) as archive:
        client = logged_in(archive)
        client.set_cookie("baogao_lang", language)
        assert [client.get("/search?q=党").status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = client.get("/search?q=党")
        assert words in refused.text
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        error = client.get("/search.json?q=党")
        assert (error.status_code, error.get_json()["error"]["code"]) == (429, "usage.searches_too_often")
        assert client.get("/").status_code == 200
        client.get("/export.csv?q=党").close()
        assert client.get("/export.csv?q=党").status_code == 429
        people = open_people(archive.home)
        lines = Audit(people).recent(Wanted(kind="refused"))
        people.close()
        assert [line.deed.act for line in lines] == ["exports.export", "search.results"]  # once a minute each


def test_an_archive_of_ones_own_has_no_limit(tmp_path: Path) -> None:
    with served(tmp_path / "home", SEEDS, search_limit=1) as archive:
        assert [archive.client.get("/search?q=党").status_code for _ in range(3)] == [200, 200, 200]
        assert Settings().search_limit > 1
