"""/mcp where there are accounts: beyond the machine a token of scope `assistant` asks what its account may read."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from flask import Flask

from indexer.cli.main import main
from indexer.settings import load
from indexer.workspace import Workspace
from tests.assistants_client import Client, Json
from tests.served import imported
from web.app import create_app

ELSEWHERE = {"REMOTE_ADDR": "192.168.1.7"}
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
TEXTS = {
    "": "东街道2023年工作报告\n\n推进河长制落实到每个网格。\n",
    "jiwei": "纪委2023年工作报告\n\n河长制落实不力的问题线索。\n",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Two 分库; 张 may read the first one alone, 李 both."""
    folder = tmp_path_factory.mktemp("tokens")
    home = folder / "home"
    for key, text in TEXTS.items():
        (folder / f"{key or 'all'}.txt").write_text(text, encoding="utf-8")
    imported(home, folder / "all.txt")
    for words in (["fonds", "add", "jiwei", "纪委"], ["add", "--fonds", "jiwei", str(folder / "jiwei.txt")]):
        assert main([*words, "--home", str(home)]) == 0
    settings = load(home, {}, assistants="everywhere", tokens="everywhere", plain_http=True)
    with Workspace(home, writing=True, settings=settings) as workspace:
        people, now = workspace.people, int(time.time())
        for name in ("管", "张", "李"):
            people.accounts.add(name, "no password", now, ["admin"] if name == "管" else [])
        for group, fonds, members in (("街道组", "", "张李"), ("纪委组", "jiwei", "李")):
            people.groups.add(group)
            workspace.catalog.fonds.grant(group, fonds, "read")
            for name in members:
                people.groups.put(group, people.accounts.named(name).number)
        yield workspace


@pytest.fixture(scope="module")
def app(workspace: Workspace) -> Flask:
    return create_app(workspace)


def token(workspace: Workspace, name: str, scope: str = "assistant", days: int = 1) -> dict[str, str]:
    people = workspace.people
    secret = people.tokens.make(
        people.accounts.named(name), f"{name} {scope} {time.time_ns()}", scope, days, int(time.time())
    )
    return {"Authorization": f"Bearer {secret}"}


def status(app: Flask, headers: Json, **environment: str) -> int:
    answer = app.test_client().post("/mcp", json=PING, headers=headers, environ_base={**ELSEWHERE, **environment})
    return answer.status_code


def test_nobody_asks_without_a_token_of_this_scope(app: Flask, workspace: Workspace) -> None:
    right = token(workspace, "张")
    assert status(app, right) == 200
    for wrong in ({}, {"Authorization": "Bearer x"}, {"Authorization": right["Authorization"][:-1]}):
        assert status(app, wrong) == 401, wrong
    for scope in ("search", "feed"):
        assert status(app, token(workspace, "张", scope)) == 401, scope


def test_a_token_that_was_taken_back_or_is_over_opens_nothing(app: Flask, workspace: Workspace) -> None:
    people = workspace.people
    account = people.accounts.named("张")
    old = people.tokens.make(account, "旧", "assistant", 1, int(time.time()) - 2 * 86_400)
    assert status(app, {"Authorization": f"Bearer {old}"}) == 401


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example"}, 400),
    ],
)
def test_a_token_does_not_open_for_another_site(app: Flask, workspace: Workspace, headers: Json, refused: int) -> None:
    assert status(app, {**token(workspace, "张"), **headers}, REMOTE_ADDR="127.0.0.1") == refused


def test_it_is_closed_beyond_the_machine_by_default(workspace: Workspace) -> None:
    settings = load(workspace.home, {}, plain_http=True)
    with Workspace(workspace.home, writing=True, settings=settings) as closed:
        app = create_app(closed)
        assert status(app, token(workspace, "张")) == 403
        assert status(app, token(workspace, "张"), REMOTE_ADDR="127.0.0.1") == 200


def test_every_tool_answers_what_the_account_may_read(app: Flask, workspace: Workspace) -> None:
    hidden = next(entry.id for entry in workspace.catalog.list() if entry.fonds == "jiwei")
    for name, reports in (("张", 1), ("李", 2)):
        client = asking(app, token(workspace, name))
        assert client.call("search", query="河长制")["total_reports"] == reports, name
        assert client.call("count", query="河长制", by="unit")["total_reports"] == reports
        assert client.call("list_reports")["total_reports"] == reports
        assert client.call("term", wording="河长制")["total_reports"] == reports
        said = client.call("verify_quotations", quotations=["河长制落实不力的问题线索"])["results"][0]
        assert said["state"] == ("absent" if reports == 1 else "exact")
        assert reports == 1 or said["source"]
    blind = asking(app, token(workspace, "张"))
    assert blind.fails("read", report=hidden)["code"] == blind.fails("read", report="nosuch")["code"]
    assert "问题线索" not in str(blind.call("overlap", text="河长制落实不力的问题线索，河长制落实不力的问题线索。"))


def asking(app: Flask, headers: dict[str, str]) -> Client:
    def send(message: bytes) -> bytes:
        answer = app.test_client().post(
            "/mcp", data=message, content_type="application/json", headers=headers, environ_base=ELSEWHERE
        )
        assert answer.status_code == 200, answer.text
        data: bytes = answer.data
        return data

    return Client(send)
