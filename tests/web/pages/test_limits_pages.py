"""Pages of limits: too much at once (413), too often (429, with when to come back), no room (507). All real, no error
is raised by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Office, office, posted, token_of


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("limits") / "home", search_limit=2) as made:
        yield made


@pytest.mark.parametrize(("language", "title"), [("zh-CN", "提交的内容太大"), ("en", "Too much at once")])
def test_too_much_says_how_much_there_may_be(shared: Office, language: str, title: str) -> None:
    browser = shared.browser("张")
    form = {"csrf_token": token_of(browser), "words": "多" * 500_000}
    answer = browser.post("/account/password", data=form, headers={"Accept-Language": language})
    assert answer.status_code == 413
    assert f"<h1>{title}</h1>" in answer.text
    assert "1 MB" in answer.text
    told = browser.post("/proof.json", data={**form, "text": "多" * 9_000_000}).get_json()["error"]
    assert told["code"] == "http.too_large"


def test_too_often_says_when_to_come_back(shared: Office) -> None:
    browser = shared.browser("李")
    pages = [browser.get("/search?q=工作") for _ in range(3)]
    assert [page.status_code for page in pages] == [200, 200, 429]
    seconds = int(pages[-1].headers["Retry-After"])
    assert 0 < seconds <= 60
    assert f"{seconds} 秒" in pages[-1].text
    assert re.search(r"<p>\d\d:\d\d:\d\d 以后再试。 <a href=\"/search\?q=[^\"]+\">再试一次</a>", pages[-1].text)
    told = browser.get("/search.json?q=工作")
    assert (told.status_code, told.get_json()["error"]["code"]) == (429, "usage.searches_too_often")
    assert shared.browser("张").get("/search?q=工作").status_code == 200, "another's limit is not mine"


def test_a_full_disk_says_that_nothing_was_saved(tmp_path: Path) -> None:
    with office(tmp_path / "home") as here:
        browser = here.browser("张")
        database = here.workspace.catalog.database  # type: ignore[attr-defined] # the local store's
        pages = database.rows("PRAGMA page_count")[0][0]
        database.rows(f"PRAGMA max_page_count = {pages}")  # SQLite says of its file what it says of a disk
        answer = posted(browser, "/saved/add", name="很长" * 20, address="q=工作&unit=" + "很" * 90)
        for _ in range(200):
            if answer.status_code != 302:
                break
            answer = posted(browser, "/saved/add", name="很长" * 20, address=f"q=工作{_}&unit=" + "很" * 90)
        assert answer.status_code == 507
        assert "<h1>磁盘已满</h1>" in answer.text
        assert "这一次没有保存" in answer.text
        assert str(here.workspace.home) not in answer.text
        assert browser.get("/reports.json").status_code == 200
