"""The doors themselves: who may come in, what is answered to what is wrong, cursors, and that nothing is written."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.assistants import stdio as stdio_door
from indexer.assistants.json_rpc import TOOLS, VERSIONS
from indexer.assistants.tool import Caller
from indexer.index import fallback
from indexer.workspace import Workspace
from tests.assistants_client import Client, Json, over_http
from tests.served import Served, imported, served
from tests.shared_files import SEEDS
from web.app import create_app

PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}


@pytest.mark.parametrize(
    ("asked", "offered"),
    [*((one, one) for one in VERSIONS), ("2026-07-28", VERSIONS[0]), ("1", VERSIONS[0]), (None, VERSIONS[0])],
)
def test_the_revision_is_the_clients_or_our_latest(door: Client, asked: Json, offered: str) -> None:
    result = door.ask("initialize", protocolVersion=asked, capabilities={}, clientInfo={"name": "t"})["result"]
    assert result["protocolVersion"] == offered
    assert result["serverInfo"]["name"] == "baogao"
    assert result["capabilities"] == {"tools": {"listChanged": False}}
    assert door.ask("ping")["result"] == {}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(b"{", -32700, id="no JSON"),
        pytest.param("{“a”}".encode("gbk"), -32700, id="not UTF-8"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":NaN}}', -32700, id="NaN is no JSON"),
        pytest.param(b"[" * 200_000, -32700, id="nested too deep"),
        pytest.param(json.dumps([PING]).encode(), -32600, id="a batch, which is no longer part of the protocol"),
        pytest.param(b'{"id":1,"method":"ping"}', -32600, id="another protocol"),
        pytest.param(b'{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600, id="an id that is null"),
        pytest.param(b'{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600, id="an id that is no whole number"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":7}', -32600, id="a method that is no word"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"tools/eat"}', -32601, id="no such method"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}', -32602, id="parameters in a row"),
        pytest.param(
            b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x"}}', -32602, id="no such tool"
        ),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"tools/call"}', -32602, id="no tool named"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"x"}}', -32602, id="a cursor"),
    ],
)
def test_what_is_no_message_is_an_error_with_its_number(door: Client, raw: bytes, code: int) -> None:
    error = json.loads(door.send(raw))["error"]
    assert error["code"] == code
    assert door.ask("ping")["result"] == {}, "the door stays open"


def test_notifications_and_answers_are_not_answered(archive: Served) -> None:
    for message in (
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}},
        {"jsonrpc": "2.0", "id": 1, "result": {}},
    ):
        answer = archive.client.post("/mcp", json=message)
        assert (answer.status_code, answer.data) == (202, b"")
        assert said(archive, json.dumps(message).encode() + b"\n") == []


def said(archive: Served, raw: bytes) -> list[Json]:
    """What the other door says to these bytes, in this process."""
    out = io.BytesIO()
    stdio_door.serve(io.BytesIO(raw), out, Caller(archive.workspace.searcher, "zh", "http://127.0.0.1:8000"))
    assert b"\r" not in out.getvalue()
    return [json.loads(line) for line in out.getvalue().decode("utf-8").splitlines()]


def test_lines_of_windows_marks_and_blanks_are_taken(archive: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    ping = json.dumps(PING).encode()
    right = {"jsonrpc": "2.0", "id": 1, "result": {}}
    assert said(archive, b"\xef\xbb\xbf" + ping + b"\r\n\r\n \n" + ping) == [right, right]
    monkeypatch.setattr(stdio_door, "LONGEST", 100)
    long, last = said(archive, b'"' + b"x" * 1_000 + b'"\n' + ping + b"\n")
    assert long["error"]["code"] == -32700
    assert last == right


@pytest.mark.parametrize(
    ("tool", "arguments", "code"),
    [
        ("search", {}, "assistant.missing_argument"),
        ("search", {"query": None}, "assistant.missing_argument"),
        ("search", {"query": "党建", "limit": 3}, "assistant.unknown_argument"),
        ("search", {"query": 3}, "assistant.bad_argument"),
        ("search", {"query": "党" * 601}, "assistant.bad_argument"),
        ("search", {"query": "党建", "sort": "best"}, "assistant.bad_argument"),
        ("search", {"query": "党建", "year": True}, "assistant.bad_argument"),
        ("search", {"query": "党建", "apart": "yes"}, "assistant.bad_argument"),
        ("verify_quotations", {"quotations": []}, "assistant.bad_argument"),
        ("verify_quotations", {"quotations": "党建"}, "assistant.bad_argument"),
        ("verify_quotations", {"quotations": ["党"] * 101}, "assistant.bad_argument"),
        ("read", {}, "assistant.missing_argument"),
        ("read", {"report": "nosuch"}, "catalog.no_such_report"),
        ("read", {"source": "——《没有这一篇》，第1段"}, "assistant.no_such_source"),
        ("compare", {"left": "a", "right": "b"}, "catalog.no_such_report"),
        ("overlap", {}, "assistant.one_of"),
        ("overlap", {"text": "  \n "}, "proof.empty"),
        ("proof", {"text": "\n"}, "proof.empty"),
        ("who_has_not_written", {"wordings": ["党建"], "roster": "没有"}, "catalog.no_such_roster"),
        ("search", {"query": "党建", "topic": "没有"}, "catalog.no_such_topic"),
    ],
)
def test_an_error_of_a_tool_is_an_answer_with_our_code(door: Client, tool: str, arguments: Json, code: str) -> None:
    error = door.fails(tool, **arguments)
    assert error["code"] == code
    assert error["message"]


def test_a_wrong_query_says_where(door: Client) -> None:
    error = door.fails("concordance", query='党建 "一岗')
    assert (error["code"], error["position"]) == ("query.unbalanced_quote", 3)


def test_a_passage_that_a_report_does_not_have(door: Client, archive: Served) -> None:
    assert door.fails("read", report=archive.id_of("东街道"), passage=99)["code"] == "assistant.no_such_passage"


def test_a_cursor_is_of_its_question_and_of_its_archive(tmp_path: Path) -> None:
    with served(tmp_path / "home", SEEDS) as archive:
        client = over_http(archive.client)
        cursor = client.call("concordance", query="党建")["next_cursor"]
        assert client.call("concordance", query="党建", cursor=cursor)["lines"]
        for wrong in ("党建", "AAAA", cursor[:-4], cursor[::-1], "=" * 8):
            assert client.fails("concordance", query="党建", cursor=wrong)["code"] == "assistant.cursor_unknown", wrong
        assert client.fails("concordance", query="责任", cursor=cursor)["code"] == "assistant.cursor_unknown"
        assert client.fails("search", query="党建", cursor=cursor)["code"] == "assistant.cursor_unknown"
        archive.workspace.catalog.edit(archive.id_of("000_"), {"unit": "甲局"})
        assert client.fails("concordance", query="党建", cursor=cursor)["code"] == "assistant.cursor_expired"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "https://localhost"}, 403),
        ({"Origin": "http://localhost:3000"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example"}, 400),
        ({"Host": "127.0.0.1.evil.example"}, 400),
        ({"X-Forwarded-For": "192.168.1.7"}, 403),
        ({"Forwarded": "for=192.168.1.7"}, 403),
    ],
)
def test_a_wrong_host_or_origin_and_a_proxy_are_refused(archive: Served, headers: Json, status: int) -> None:
    assert archive.client.post("/mcp", json=PING, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("who", "asker", "status"),
    [
        ("here", "127.0.0.1", 200),
        ("here", "192.168.1.7", 403),
        ("everywhere", "192.168.1.7", 403),  # from elsewhere nobody asks before there are accounts
        ("off", "127.0.0.1", 403),
    ],
)
def test_who_may_ask_is_set(archive: Served, who: str, asker: str, status: int) -> None:
    app = create_app(archive.workspace)
    app.config["BAOGAO_ASSISTANTS"] = who
    answer = app.test_client().post("/mcp", json=PING, environ_base={"REMOTE_ADDR": asker})
    assert answer.status_code == status
    if status == 403:
        here = asker == "127.0.0.1"
        told = answer.get_json()["error"]
        assert (told["data"]["code"] if here else told["code"]) == ("assistant.off" if here else "people.nobody_yet")


def test_the_setting_reaches_the_door(archive: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive.workspace, "settings", replace(archive.workspace.settings, assistants="off"))
    assert create_app(archive.workspace).test_client().post("/mcp", json=PING).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_a_form_of_another_site_could_send_is_refused(archive: Served, kind: str) -> None:
    answer = archive.client.post("/mcp", data=json.dumps(PING), content_type=kind)
    assert answer.status_code == 415
    assert answer.get_json()["error"]["data"] == {"code": "assistant.not_json"}


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "HEAD"])
def test_there_is_no_stream_and_no_session(archive: Served, method: str) -> None:
    answer = archive.client.open("/mcp", method=method)
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert "Mcp-Session-Id" not in archive.client.post("/mcp", json=PING).headers


def test_a_message_that_is_too_long_is_refused(archive: Served) -> None:
    answer = archive.client.post("/mcp", data=b" " * 1_100_000, content_type="application/json")
    assert answer.status_code == 413


def test_llms_txt_names_every_tool(archive: Served) -> None:
    answer = archive.client.get("/llms.txt")
    assert answer.mimetype == "text/plain"
    assert answer.text.startswith("# Baogao")
    assert all(f"- {name}: " in answer.text for name in TOOLS)


def test_messages_are_in_the_readers_language(archive: Served) -> None:
    call = {**PING, "method": "tools/call", "params": {"name": "search", "arguments": {}}}
    for language, words in (("en", "missing"), ("zh-CN", "缺少")):
        answer = archive.client.post("/mcp", json=call, headers={"Accept-Language": language})
        assert words in answer.get_json()["result"]["structuredContent"]["error"]["message"]


def test_a_fault_of_ours_has_a_number_and_tells_nothing_else(
    archive: Served, http: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(archive.workspace.catalog, "counts", broken)
    error = http.ask("tools/call", name="search", arguments={"query": "党建"})["error"]
    assert (error["code"], error["data"]["code"]) == (-32603, "server.error")
    assert error["data"]["number"] in error["message"]
    assert "secret" not in json.dumps(error)


def everything(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal")))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_the_command_writes_nothing_and_answers_what_the_index_lacks(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Level, behind, and without any index: the same exact answer; behind by more than may be read: `index.behind`."""
    imported(home, SEEDS)
    with Workspace(home, writing=True) as workspace:
        workspace.catch_up()
    late = tmp_path / "迟到.txt"
    late.write_text("迟到的党建报告\n\n党建工作迟到了。\n", encoding="utf-8")
    expected = 198
    for state in ("level", "behind", "none"):
        if state == "behind":
            with Workspace(home, writing=True) as workspace:
                from tests.web.pages.test_described import add

                add(workspace, "迟到.txt", late.read_bytes())
            expected += 2
        if state == "none":
            shutil.rmtree(home / "index")
        before = everything(home)
        with Workspace(home, looking=True) as workspace:
            client = in_process(workspace)
            assert client.call("search", query="党建")["total_matches"] == expected, state
            assert client.call("search", query="党建 迟到")["total_reports"] == (state != "level")
        assert everything(home) == before, state
    monkeypatch.setattr(fallback, "MOST_READ", 3)
    with Workspace(home, looking=True) as workspace:
        client = in_process(workspace)
        assert client.fails("search", query="党建")["code"] == "index.behind"
        assert client.call("read", report=next(iter(workspace.catalog.ids())))["passages"], "which needs no index"
    assert not (home / "index").exists()


def in_process(workspace: Workspace) -> Client:
    def send(message: bytes) -> bytes:
        out = io.BytesIO()
        stdio_door.serve(io.BytesIO(message + b"\n"), out, Caller(workspace.searcher, "zh", "http://127.0.0.1:8000"))
        return out.getvalue()

    return Client(send)
