"""Where files lie on the server stands in no answer to people who may not bring files in; /health counts for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import CatalogError, EngineError, UsageError
from tests.office import FOLDER, Office, office, posted
from web.http import server_paths


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("paths") / "home", assistants="everywhere", tokens="everywhere") as made:
        yield made


ANSWERS = (
    "/reports.json",
    "/reports/ID.json",
    "/reports/ID/versions/1.json",
    "/search.json?q=工作",
)


@pytest.mark.parametrize("path", ANSWERS)
@pytest.mark.parametrize(("who", "told"), [("张", False), ("王", True), ("管", True)])
def test_the_folder_of_a_file_is_for_those_who_bring_files(shared: Office, path: str, who: str, told: bool) -> None:
    answer = shared.browser(who).get(path.replace("ID", shared.seen))
    assert answer.status_code == 200
    assert "区.txt" in answer.text, "the file's own name is everybody's"
    assert (FOLDER in answer.text) is told


ERRORS = [
    CatalogError(
        "disk.failed", path="/srv/archive/catalog.db", problem="[Errno 5] I/O error: '/srv/archive/catalog.db'"
    ),
    CatalogError("catalog.original_missing", path="C:\\Archive\\originals\\ab", sha256="ab"),
    CatalogError(
        "catalog.unreachable", path="postgresql://baogao@10.1.2.3/archive", problem="connection to 10.1.2.3 failed"
    ),
    EngineError("index.unreachable", path="http://10.1.2.3:9200", problem="ConnectTimeout http://10.1.2.3:9200/_bulk"),
    EngineError("index.damaged", path="\\\\nas\\archive\\index", problem="malformed"),
    UsageError("settings.unreadable", where="/srv/archive/baogao.toml", problem="line 3"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
@pytest.mark.parametrize(("who", "told"), [("张", False), ("王", True)])
def test_errors_name_no_path_to_readers(
    shared: Office, monkeypatch: pytest.MonkeyPatch, error: CatalogError, who: str, told: bool
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setitem(shared.app.view_functions, "about.page", broken)
    monkeypatch.setitem(shared.app.view_functions, "api.reports", broken)
    browser = shared.browser(who)
    texts = [browser.get(address).text for address in ("/reports.json", "/about")]
    assert any(part in texts[0] for part in ("/srv/archive", "Archive", "10.1.2.3", "nas")) is told
    assert told or not any(part in texts[1] for part in ("/srv/archive", "Archive", "10.1.2.3", "nas"))


def test_an_assistant_is_told_no_path_either(shared: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise EngineError("index.damaged", path="/srv/archive/index", problem="malformed")

    people = shared.workspace.people
    secret = people.tokens.make(people.accounts.named("张"), "一", "assistant", 1, 1_900_000_000)
    monkeypatch.setattr("indexer.search.searcher.Searcher.search", broken)
    call = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "search", "arguments": {"query": "工作"}},
    }
    answer = shared.browser().post("/mcp", json=call, headers={"Authorization": f"Bearer {secret}"})
    assert answer.get_json()["result"]["structuredContent"]["error"]["code"] == "index.damaged"
    assert "/srv" not in answer.text


def test_health_tells_numbers_to_those_who_have_logged_in(shared: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shared.browser().get("/health").get_json() == {"status": "ok"}
    assert shared.browser("张").get("/health").get_json()["reports"] == 1
    assert shared.browser("管").get("/health").get_json()["reports"] == 2

    def broken(*_: object) -> None:
        raise EngineError("index.damaged", path="/srv/archive/index", problem="malformed")

    monkeypatch.setattr(type(shared.workspace.searcher), "search", broken)
    failed = shared.browser().get("/health")
    assert (failed.status_code, failed.get_json()["error"]["code"]) == (503, "index.damaged")
    assert "/srv" not in failed.text


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (
            "[Errno 28] No space left on device: '/srv/a b/catalog.db'",
            "[Errno 28] No space left on device: '… b/catalog.db'",
        ),
        ("打不开 D:\\档案\\库：拒绝", "打不开 …：拒绝"),
        ("1/2 of the files; 3/4", "1/2 of the files; 3/4"),
        ("https://10.0.0.1:9200/_search timed out", "… timed out"),
    ],
)
def test_what_systems_say_keeps_its_sense(words: str, left: str) -> None:
    assert server_paths.IN_WORDS.sub(server_paths.HIDDEN, words) == left


def test_a_feed_answers_as_its_owner_may_read_whoever_bears_its_address(shared: Office) -> None:
    mine = shared.browser("王")
    assert posted(mine, "/saved/add", name="工作", address="q=工作").status_code == 302
    (search,) = mine.get("/saved.json").get_json()["searches"]
    page = posted(mine, f"/saved/{search['number']}", do="follow").text
    address = "/feed/" + page.partition("/feed/")[2].partition(".atom")[0] + ".atom"
    for asker in ("", "王", "李", "管"):
        feed = shared.browser(asker).get(address)
        assert feed.status_code == 200, asker
        assert feed.text.count("<entry>") == 1, "the administrator may read two, its owner one"
    for name in (address[:-6] + "x.atom", "/feed/nothing"):
        assert shared.browser().get(name).status_code == 303, "who is nobody is told to log in, as anywhere"
        assert shared.browser("张").get(name).status_code == 404
    assert shared.browser().get(address.replace("/feed/", "/reports/")).status_code == 303, "it opens nothing else"
    people = shared.workspace.people
    number = people.accounts.named("王").number
    people.accounts.disable(number, disabled=True)
    assert shared.browser().get(address).status_code == 303
    people.accounts.disable(number, disabled=False)
    posted(shared.browser("王"), f"/saved/{search['number']}", do="unfollow")
    assert shared.browser().get(address).status_code == 303


def test_a_feed_is_taken_where_tokens_are(tmp_path: Path) -> None:
    with office(tmp_path / "home") as here:  # tokens = "here"
        mine = here.browser("张")
        posted(mine, "/saved/add", name="工作", address="q=工作")
        page = posted(mine, "/saved/1", do="follow").text
        address = "/feed/" + page.partition("/feed/")[2].partition(".atom")[0] + ".atom"
        assert here.browser().get(address).status_code == 200
        assert here.browser().get(address, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 403
        assert here.browser(address="192.0.2.7").get(address, base_url="https://localhost").status_code == 303
