"""What changes nothing: every address of a service that is read-only, and of any service what is only looked at.

A walk over every route and method with a token that is good and fields that name what is there: after each request the
catalog has seen no commit, and people are who they were.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from tests.office import Office, office, token_of
from web.accounts.permissions import SAFE
from web.app import create_app

ASIDE = {"sessions", "attempts", "audit", "audit_pruned"}
"""Tables of people that logging in and being recorded fill."""
LEADS = re.compile(r'href="/(?:import|register)[#"]')
FILES = ("*.toml", "settings-by-page.json", "originals/**/*", "incoming/**/*")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("walk") / "home") as made:
        mine = made.workspace.catalog.notebooks.of("account 1")
        mine.save_search("工作", "q=工作", {})
        mine.note(made.seen, 1, 1, "旧的")
        yield made


class Watched:
    """A home; `state` differs from an earlier one whenever anything was changed that is meant to last."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._catalog = sqlite3.connect(f"file:{home / 'catalog.db'}?mode=ro", uri=True)

    def state(self) -> object:
        version = self._catalog.execute("PRAGMA data_version").fetchone()  # of commits by other connections
        with closing(sqlite3.connect(f"file:{self._home / 'people.db'}?mode=ro", uri=True)) as people:
            tables = {row[0] for row in people.execute("SELECT name FROM sqlite_master WHERE type = 'table'")} - ASIDE
            people.row_factory = sqlite3.Row
            rows = [people.execute(f"SELECT * FROM {table}").fetchall() for table in sorted(tables)]
        files = [(path, path.stat().st_mtime_ns) for form in FILES for path in sorted(self._home.glob(form))]
        return version, [[lasting(row) for row in table] for table in rows], files

    def close(self) -> None:
        self._catalog.close()


def lasting(row: sqlite3.Row) -> dict[str, object]:
    """Without the time of the last login."""
    return {name: row[name] for name in row.keys() if name != "seen_at"}  # noqa: SIM118 # a Row is a sequence of values


def requests(here: Office) -> Iterator[tuple[Rule, str, str]]:
    """Every route with every method that anybody could send, and an address that fits it."""
    for rule in here.app.url_map.iter_rules():
        named = rule.rule.replace("<report_id>", here.seen).replace("<left>", here.seen).replace("<right>", here.hidden)
        path = re.sub(r"<int:\w+>", "1", re.sub(r"<(?:path:)?\w+>", "x", named))
        for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"):
            yield rule, method, path


def fields(here: Office, token: str) -> dict[str, str]:
    """What forms of ours send, all at once."""
    return {
        "csrf_token": token,
        "id": here.seen,
        "report": here.seen,
        "number": "1",
        "name": "别的",
        "save": "1",
        "do": "forget",
        "title": "改了",
        "year": "1999",
        "unit": "别的",
        "words": "新的",
        "passage": "1",
        "version": "1",
        "old": "山高 水长 日月 同辉",
        "new": "江山 如此 多娇 引人",
        "again": "江山 如此 多娇 引人",
        "session": "",
        "scope": "search",
        "days": "30",
        "address": "q=新的",
        "place": f"{here.seen}-1-1-0-3",
        "group": "看的",
        "fonds": "qu",
        "right": "manage",
        "key": "xin",
        "roster": "甲局\n乙局",
        "collection": "别的",
        "confirm": "1",
        "sure": "1",
        "text": "工作",
    }


@pytest.mark.slow
def test_a_read_only_service_has_no_route_that_changes_anything(shared: Office) -> None:
    shared.workspace.settings = replace(shared.workspace.settings, read_only=True)
    app = create_app(shared.workspace)
    here, watched = replace(shared, app=app), Watched(shared.workspace.home)
    changed, answered = [], set()
    try:
        for rule, method, path in requests(here):
            if method == "GET":
                browser = here.browser("管")
                token = token_of(browser)
            before = watched.state()
            form = fields(here, token) if method not in SAFE else None
            answer = browser.open(path, method=method, data=form, query_string={"q": "工作", "id": here.seen})
            answer.close()
            if watched.state() != before:
                changed.append((rule.endpoint, method))
            if method == "POST" and answer.status_code < 400:
                answered.add(rule.endpoint)
    finally:
        watched.close()
        shared.workspace.settings = replace(shared.workspace.settings, read_only=False)
    assert changed == []
    assert {"login.end", "proofing.look"} <= answered, "what is asked by a form is still answered"


@pytest.mark.slow
def test_looking_changes_nothing(shared: Office) -> None:
    watched = Watched(shared.workspace.home)
    browser = shared.browser("管")
    changed = []
    try:
        for rule, method, path in requests(shared):
            if method in SAFE:
                before = watched.state()
                browser.open(path, method=method, query_string={"q": "工作", "id": shared.seen}).close()
                if watched.state() != before:
                    changed.append((rule.endpoint, method))
    finally:
        watched.close()
    assert changed == []


def test_what_is_for_changes_alone_is_neither_shown_nor_opened(shared: Office) -> None:
    """No page leads there: neither the bar nor a button or a link of what it shows."""
    browser = shared.browser("管")
    pages = ("/", "/help", "/reports", "/imports", "/imports/unread", "/import/1")
    led = [path for path in pages if LEADS.search(browser.get(path).text)]
    assert led == list(pages), "without that setting"
    shared.workspace.settings = replace(shared.workspace.settings, read_only=True)
    try:
        browser = shared.browser("管")
        assert [path for path in pages if LEADS.search(browser.get(path).text)] == []
        for path in ("/import", "/register"):
            answer = browser.get(path)
            assert answer.status_code == 403, path
            assert "只供阅读" in answer.text
        assert browser.get("/imports").status_code == 200, "what was brought in is still told"
    finally:
        shared.workspace.settings = replace(shared.workspace.settings, read_only=False)


@pytest.mark.parametrize("path", ["/import", "/account/password", "/account/tokens", "/setup"])
def test_a_form_is_refused_by_a_code_of_its_own(shared: Office, path: str) -> None:
    shared.workspace.settings = replace(shared.workspace.settings, read_only=True)
    try:
        browser = shared.browser("管")
        answer = browser.post(path, data={"csrf_token": token_of(browser)})
        assert answer.status_code == 403
        assert "只供阅读" in answer.text
    finally:
        shared.workspace.settings = replace(shared.workspace.settings, read_only=False)
