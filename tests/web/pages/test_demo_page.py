"""样例 on the page: offered where nobody has papers of their own, brought and taken by one click."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.catalog_contract import arrival
from tests.served import Served
from tests.web.pages.test_trash import post
from web.app import create_app


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Served]:
    home = tmp_path / "home"
    with Workspace(home, writing=True, settings=Settings(ocr="off")) as workspace:
        yield Served(home, workspace, create_app(workspace))


def offered(archive: Served) -> tuple[bool, bool]:
    """Is the demo offered, is it offered to take it away?"""
    page = archive.client.get("/import").text
    return 'action="/demo"' in page, 'action="/demo/remove"' in page


def test_one_click_brings_it_and_one_takes_it_away(empty: Served) -> None:
    client = empty.client
    assert offered(empty) == (True, False)
    assert post(client, "/import", "/demo") == 303
    assert offered(empty) == (False, True)
    told = client.get("/demo.json").get_json()
    assert told["reports"] + told["unread"] == 30
    assert client.get("/search.json?q=防霜风机").get_json()["total_reports"] == 2
    page = client.get("/checklist", query_string={"list": "一岗双责", "collection": told["collection"]}).text
    assert "石磨岭乡" in page
    assert post(client, "/import", "/demo/remove") == 303
    assert offered(empty) == (True, False)
    assert client.get("/demo.json").get_json()["reports"] == 0


def test_beside_the_samples_it_is_offered_and_beside_a_paper_of_ones_own_it_is_not(fresh: Served) -> None:
    assert offered(fresh) == (True, False)
    assert 'href="/import#demo"' in fresh.client.get("/").text
    fresh.workspace.catalog.add([arrival("/mine.txt", "自己的报告")])
    assert offered(fresh) == (False, False)
    assert 'action="/demo"' not in fresh.client.get("/import").text


def test_not_without_the_token(empty: Served) -> None:
    assert empty.client.post("/demo").status_code == 400
    assert empty.client.post("/demo/remove").status_code == 400
    assert empty.workspace.catalog.count() == 0
