"""Where files go that come through the page: into a 分库 that their reader may edit. Others' copies are not told."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from indexer.ingest.background import BackgroundImport
from indexer.rights.reader import Reader
from indexer.workspace import Workspace
from tests.served import put_behind_the_guard
from web.app import create_app

TEXT = "东街道2023年度工作报告\n落实一岗双责。\n"


class People:
    """An application whose requests are asked by whoever is named last."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.app: Flask = create_app(workspace)
        self.app.config["WTF_CSRF_ENABLED"] = False
        self.reader = Reader("")
        put_behind_the_guard(self.app, self._asked)

    def _asked(self) -> None:
        g.reader = self.reader

    def client(self, *groups: str) -> FlaskClient:
        self.reader = Reader("某人", frozenset(groups))
        return self.app.test_client()


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> People:
    workspace = Workspace(tmp_path / "home", writing=True, answering=True)
    register = workspace.catalog.fonds
    for key, name in (("jiwei", "纪委"), ("bangong", "办公室")):
        register.add(key, name)
    register.grant("纪委组", "jiwei", "edit")
    register.grant("办公组", "bangong", "edit")
    register.grant("办公组", "jiwei", "read")
    register.grant("看的", "jiwei", "read")
    monkeypatch.setattr("web.pages.imports.uploads.start", lambda number: BackgroundImport(workspace, number).run())
    return People(workspace)


def bring(client: FlaskClient, **form: str) -> int:
    files = {"files": [(io.BytesIO(TEXT.encode()), "报告.txt")], **form}
    answer = client.post("/import", data=files, content_type="multipart/form-data")
    answer.close()
    return answer.status_code


def test_each_brings_to_their_own(people: People) -> None:
    """The same bytes: what others have is no duplicate, and neither outcome nor id tells of it."""
    assert bring(people.client("纪委组")) == 303
    assert bring(people.client("办公组")) == 303
    catalog = people.workspace.catalog
    assert sorted(entry.fonds for entry in catalog.list()) == ["bangong", "jiwei"]
    assert [file.status for number in (1, 2) for file in catalog.imports.files(number)] == ["added", "added"]
    assert bring(people.client("办公组")) == 303
    assert [file.status for file in catalog.imports.files(3)] == ["duplicate"]
    assert people.client("纪委组").get("/imports.json").get_json()["total"] == 1
    assert people.client("纪委组").get("/imports/2.json").status_code == 404
    people.workspace.close()


@pytest.mark.parametrize(
    ("group", "fonds", "status"),
    [
        pytest.param("看的", "jiwei", 403, id="read alone"),
        pytest.param("办公组", "jiwei", 403, id="read there, edit elsewhere"),
        pytest.param("纪委组", "bangong", 404, id="of which they know nothing"),
        pytest.param("纪委组", "none", 404, id="that there is not"),
        pytest.param("无", "", 403, id="no right at all"),
    ],
)
def test_not_where_they_may_not_edit(people: People, group: str, fonds: str, status: int) -> None:
    assert bring(people.client(group), fonds=fonds) == status
    assert people.workspace.catalog.imports.count() == 0
    people.workspace.close()


def test_the_form_offers_what_may_be_edited(people: People) -> None:
    people.workspace.catalog.fonds.grant("办公组", "", "edit")
    page = people.client("办公组").get("/import").text
    assert re.findall(r'<option value="(\w*)"', page) == ["", "bangong"]
    assert 'name="fonds"' not in people.client("纪委组").get("/import").text, "there is but one"
    people.workspace.close()
