"""Nothing of a report that somebody may not read comes out by any address: random words in hidden reports, and all that
a crawl as a reader brings back is searched for them: bodies, headers, names in files, lines of the log.
"""

from __future__ import annotations

import hashlib
import io
import logging
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask import Flask, g, request
from flask.testing import FlaskClient
from werkzeug.exceptions import NotFound
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from archive.catalog import Arrival, Pair, Roster
from archive.catalog.imports import ImportedFile
from archive.errors import ReadError
from archive.ingest import ingest
from indexer.rights.reader import Reader
from indexer.workspace import Workspace
from tests.served import put_behind_the_guard
from web.accounts.permissions import ADMINISTRATION, needed
from web.accounts.visitor import Visitor
from web.app import create_app
from web.state.app_state import app_state

READER = Reader("读者", frozenset({"看的"}))
PAGES = 400
"""Pages that are followed from link to link."""
HAN = [chr(code) for code in range(0x6000, 0x7000)]
OPEN = (
    "东街道2023年度工作报告\n落实“一岗双责”，抓好党风廉政建设。\n一、存在问题\n学习不够深入，第一责任人职责落实不力。\n",
    "西街道2022年度述职报告\n优化营商环境，推进“放管服”改革。\n压实主体责任，形式主义仍然存在。\n",
    "东街道2022年度工作报告\n落实“一岗双责”，抓好党风廉政建设。\n乡村振兴取得成效。\n",
)


@dataclass(frozen=True)
class Planted:
    app: Flask
    secrets: tuple[str, ...]
    shown: tuple[str, ...]
    hidden: tuple[str, ...]


def arrival(place: str, text: str, fonds: str, **given: str | int) -> Arrival:
    data = text.encode()
    return Arrival(
        place, place.lstrip("/"), data, hashlib.sha256(data).hexdigest(), ingest(data, place), None, given, fonds
    )


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """Three open reports, and hidden ones that say the same with a word of their own wherever words stand."""
    dice = random.Random(11)
    secrets: list[str] = []

    def secret() -> str:
        secrets.append("".join(dice.sample(HAN, 4)))
        return secrets[-1]

    home = tmp_path_factory.mktemp("leaks") / "home"
    with Workspace(home, writing=True, answering=True) as workspace:
        catalog = workspace.catalog
        catalog.fonds.add("jiwei", secret())
        catalog.fonds.grant("看的", "", "read")
        shown = [catalog.add([arrival(f"/open/{n}.txt", text, "", year=2023 - n)])[0].id for n, text in enumerate(OPEN)]
        hidden = []
        for number in range(20):
            text = (
                f"{secret()}局2023年度工作报告\n落实“一岗双责”，{secret()}。\n“{secret()}”改革，主体责任{secret()}。\n"
            )
            hides = arrival(f"/{secret()}/{number}.txt", text, "jiwei", unit=secret(), person=secret(), year=2023)
            hidden.append(catalog.add([hides])[0].id)
        copied = arrival(f"/{secret()}.txt", OPEN[0], "jiwei")
        hidden.append(catalog.add([copied])[0].id)  # a duplicate of an open one, at a place that tells
        nearly = arrival(f"/{secret()}.txt", OPEN[1] + f"{secret()}\n", "jiwei")
        hidden.append(catalog.add([nearly])[0].id)
        gone = catalog.add([arrival(f"/{secret()}.txt", f"{secret()}\n已删去的报告。\n", "jiwei")])[0].id
        error = ReadError("read.empty", name=f"{secret()}.txt")
        catalog.add([Arrival(f"/{secret()}.txt", f"{secrets[-1]}.txt", b"", "0" * 64, None, error, {}, "jiwei")])
        number = catalog.imports.begin("page", f"{secret()}.zip", fonds="jiwei")
        catalog.imports.enter(number, [ImportedFile(f"{secret()}.txt", "added", 1, hidden[0], f"/{secret()}.txt")])
        catalog.imports.end(number, ReadError("read.unreadable", name=secret(), problem=secret()))
        catalog.rosters.save(Roster(secret(), (secret(), "东街道"), 2023, fonds="jiwei"))
        catalog.topics.put(secret(), [name for name in hidden if name][:2])
        catalog.edit(str(hidden[1]), {"title": secret(), "addressee": secret()})
        first, second = sorted((str(shown[1]), str(hidden[-1])))
        catalog.near.compared({first: 1, second: 1}, [Pair(first, second, 0.9, 1.0)])
        catalog.near.merge(str(hidden[2]), str(hidden[3]))
        catalog.remove(str(gone))
        hidden.append(gone)
        workspace.catch_up()
        app = create_app(workspace)
        app.config["WTF_CSRF_ENABLED"] = False
        put_behind_the_guard(app, as_reader)
        names = {name for name in hidden if name is not None} - {name for name in shown if name is not None}
        yield Planted(app, tuple(secrets), tuple(name for name in shown if name), tuple(sorted(names)))


def as_reader() -> None:
    """What the guard does once it knows who asks: to whoever has no duty no administrator's address exists."""
    g.reader = READER
    g.visitor = Visitor(READER, known=True)
    if request.endpoint and needed(request.endpoint, request.method) in ADMINISTRATION:
        raise NotFound


QUERIES = (
    "一岗双责",
    "改革 责任",
    "主体责任",
    "第一责任人",
    "“放管服”",
    "2023年度 -党风",
    "单位:东街道 责任",
    "一岗双则",
    "标题:局",
)


def addresses(rules: list[Rule], planted: Planted) -> Iterator[str]:
    """Every address that can be read, with its parameters."""
    names = (*planted.shown, *planted.hidden)
    for rule in rules:
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        if str(rule).startswith("/admin"):  # to a reader none of them exists, whatever stands behind it
            yield next(filled(str(rule), names))
            continue
        for path in filled(str(rule), names):
            yield path
            for query in QUERIES if "<" not in str(rule) else QUERIES[:2]:
                every = f"q={query}&text={query}&sentence={query}&wording={query}&wordings={query}"
                yield f"{path}?{every}&mode=loose&facets=1&across=1&collection=x&limit=100"
                yield f"{path}?{every}&sort=newest&copies=hide&year=2023&check=partly"
        if "<" not in str(rule):
            for name in names[:8]:
                yield f"{path}?report={name}&id={name}&ids={name}&a={name}&left={name}&right={names[0]}&without={name}"


def filled(rule: str, names: tuple[str, ...]) -> Iterator[str]:
    if "<" not in rule:
        yield rule
        return
    for name in names:
        for number in (1, 2) if "<int" in rule else (1,):
            path = re.sub(r"<int:\w+>", str(number), rule)
            path = path.replace("<right>", names[0]).replace("<path:wording>", "主体责任")
            yield re.sub(r"<\w+>", name, path)
        if not re.search(r"<(report_id|left|right|name)>", rule):
            return


def words(body: bytes) -> str:
    """What stands in an answer; of a package what stands in its parts and in their names."""
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            return "\n".join(f"{name}\n{words(package.read(name))}" for name in package.namelist())
    return unescape(body.decode("utf-8", "replace"))


@dataclass
class Crawl:
    client: FlaskClient
    planted: Planted
    leaks: list[tuple[str, str]]
    seen: int = 0
    answered: int = 0

    def get(self, address: str) -> str:
        return self._look(address, self.client.get(address))

    def post(self, address: str, form: dict[str, str | list[str]]) -> str:
        return self._look(f"POST {address} {form}", self.client.post(address, data=form))

    def _look(self, address: str, response: TestResponse) -> str:
        self.seen += 1
        self.answered += response.status_code == 200
        body = words(response.data)
        response.close()
        text = f"{body}\n{response.headers}"
        asked = unescape(address)
        self.leaks += [(address, one) for one in self.planted.secrets if one in text]
        self.leaks += [(address, one) for one in self.planted.hidden if one in text and one not in asked]
        assert response.status_code < 500, (address, body[:300])
        return body


@pytest.mark.slow
def test_nothing_hidden_comes_out(planted: Planted, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    crawl = Crawl(planted.app.test_client(), planted, [])
    waiting = list(dict.fromkeys(addresses(list(planted.app.url_map.iter_rules()), planted)))
    for address in waiting:
        crawl.get(address)
    known, at = {"/", "/reports", "/imports", "/checklist", "/topics", "/terms", "/edits"}, 0
    follow = sorted(known)
    while at < min(len(follow), PAGES):
        body = crawl.get(follow[at])
        at += 1
        for link in re.findall(r'href="([^"#]+)', body):
            parts = urlsplit(unescape(link))
            if (
                not parts.netloc
                and parts.path.startswith("/")
                and not parts.path.startswith("/static")
                and link not in known
            ):
                known.add(link)
                follow.append(unescape(link))
    for name in planted.hidden[:6]:
        for rule in planted.app.url_map.iter_rules():
            if "POST" in (rule.methods or ()) and rule.endpoint not in (
                "demo.add",
                "bringing.samples",
                "overlap.begin",
            ):
                path = re.sub(r"<int:\w+>", "1", re.sub(r"<(report_id|name)>", name, str(rule)))
                crawl.post(
                    path,
                    {
                        "id": [name], "ids": [name], "report": name, "one": name, "other": planted.shown[0],
                        "text": OPEN[1] + "压实主体责任", "clip": f"{name}:1:1:0:4", "place": f"{name}:1:1:0:4",
                        "to": "apart", "decision": "apart", "unit": "改", "topic": "新专题", "name": "新的",
                        "wordings": "主体责任", "year": "2023", "words": "批注", "q": "主体责任",
                    },
                )  # fmt: skip
    told = "\n".join(record.getMessage() + str(record.__dict__.get("fields", "")) for record in caplog.records)
    crawl.leaks += [("log", one) for one in planted.secrets if one in told]
    assert crawl.leaks == [], len(crawl.leaks)
    assert crawl.answered > 300, crawl.answered


def test_the_crawl_would_find_it(planted: Planted) -> None:
    """The same words come out to the owner of the home: so they are where a leak would show them."""
    client = planted.app.test_client()
    with planted.app.app_context():
        hooks = planted.app.before_request_funcs[None]
        hooks.remove(as_reader)
        try:
            pages = [
                "/reports.json?limit=100",
                "/imports/1.json",
                "/imports/unread.json",
                "/rosters.json",
                "/topics.json",
            ]
            pages += ["/trash.json", "/edits/1.json", "/search.json?q=改革&limit=50", "/api/suggest?q=改"]
            text = "".join(words(client.get(address).data) for address in pages)
        finally:
            put_behind_the_guard(planted.app, as_reader)
    assert sum(one in text for one in planted.secrets) > len(planted.secrets) / 2


def test_what_was_asked_before_the_guard_is_not_kept(planted: Planted) -> None:
    """Something may ask for the archive before it is known who asks: that is nobody's answer."""
    with planted.app.test_request_context("/"):
        assert app_state().catalog.count() > len(planted.shown)
        g.reader = READER
        assert app_state().catalog.count() == len(planted.shown)
