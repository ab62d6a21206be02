"""An archive of two reports with people, for tests of who may what: real accounts, rights and application."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from archive.catalog import Arrival
from archive.ingest import ingest
from archive.people.passwords import Passwords
from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.sample_files import PLAIN
from web.app import create_app

GOOD = "山高 水长 日月 同辉"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
OTHER = "西街道2022年度述职报告\n优化营商环境，推进“放管服”改革。\n压实主体责任。\n".encode()
FOLDER = "/srv/secret-folder/"
PEOPLE = {"管": ("admin", ""), "张": ("", "看的"), "李": ("", "看的"), "王": ("", "编的")}


@dataclass(frozen=True)
class Office:
    """管 administers; 张 and 李 may read 区里 (“qu”), 王 may bring files into it. `hidden` is for 管 alone."""

    workspace: Workspace
    app: Flask
    seen: str
    hidden: str

    def browser(self, name: str = "", address: str = "127.0.0.1") -> FlaskClient:
        """Of somebody who is logged in, or ("") is not."""
        client = self.app.test_client()
        client.environ_base = {**client.environ_base, "REMOTE_ADDR": address}
        if name:
            people = self.workspace.people
            token = people.sessions.begin(people.accounts.named(name), int(time.time()), address)
            client.set_cookie("baogao_login", token)
        return client


def token_of(client: FlaskClient, path: str = "/account") -> str:
    """What a form of that page brings."""
    found = TOKEN.search(client.get(path).text)
    assert found, path
    return found[1]


def posted(client: FlaskClient, path: str, page: str = "/account", **fields: str) -> Any:
    """The answer to a form of `page`, sent to `path`."""
    return client.post(path, data={"csrf_token": token_of(client, page), **fields})


@cache
def hashed() -> str:
    """Of `GOOD`, made once: it takes its time on purpose."""
    return Passwords().hash(GOOD)


@contextmanager
def office(home: Path, **settings: Any) -> Iterator[Office]:
    """Opened with these settings beside the default ones."""
    with Workspace(home, writing=True, settings=Settings(**settings)) as workspace:
        catalog, people = workspace.catalog, workspace.people
        catalog.fonds.add("qu", "区里")
        arrivals = [_arrival("区.txt", PLAIN, "qu"), _arrival("市.txt", OTHER, "")]
        seen, hidden = (outcome.id or "" for outcome in catalog.add(arrivals))
        workspace.catch_up()
        for name, (role, group) in PEOPLE.items():
            number = people.accounts.add(name, hashed(), int(time.time()), [role] if role else [])
            if group:
                if group not in people.groups.list():
                    people.groups.add(group)
                people.groups.put(group, number)
        catalog.fonds.grant("看的", "qu", "read")
        catalog.fonds.grant("编的", "qu", "edit")
        yield Office(workspace, create_app(workspace), seen, hidden)


def _arrival(name: str, data: bytes, fonds: str) -> Arrival:
    return Arrival(FOLDER + name, name, data, hashlib.sha256(data).hexdigest(), ingest(data, name), None, {}, fonds)
