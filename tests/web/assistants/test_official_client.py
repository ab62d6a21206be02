"""The protocol's own client (the package `mcp`) against both doors: it finds every tool, holds each answer against the
schema that the tool names, follows cursors, gets our codes, and many of them ask at once.

It has two ways to begin, both are tried: "legacy" greets, "auto" first asks for what newer servers know.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.serving import make_server

from indexer.assistants.json_rpc import TOOLS
from indexer.deadline import OVER
from tests.assistants_client import AGAIN
from tests.served import Served
from tests.shared_files import ROOT
from tests.web.assistants.test_tools import WORDING, calls

mcp = pytest.importorskip("mcp", reason="the protocol's own client is installed for development alone")
pytestmark = pytest.mark.slow  # it alone takes seconds to be loaded
Json = dict[str, Any]
AT_ONCE = 8


@pytest.fixture(scope="module")
def address(archive: Served) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, archive.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/mcp"
    server.shutdown()
    thread.join()


def command(archive: Served) -> Any:
    words = ["-m", "indexer.cli", "mcp", "--home", str(archive.home)]
    return mcp.StdioServerParameters(command=sys.executable, args=words, cwd=str(ROOT), env={"PYTHONIOENCODING": "gbk"})


async def answered(client: Any, name: str, arguments: Json) -> Any:
    """The result of a call; on a machine that says that it is busy it is asked again, as the answer bids."""
    for _ in range(AGAIN):
        result = await client.call_tool(name, arguments)
        if not result.is_error or result.structured_content["error"]["code"] not in OVER:
            break
    return result


async def asked_everything(client: Any, archive: Served) -> dict[str, Json]:
    """Each tool once; `call_tool` raises where an answer is not what its schema says."""
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert tools.keys() == TOOLS.keys()
    assert all(tool.output_schema and tool.annotations.read_only_hint for tool in tools.values())
    answers = {}
    for name, arguments in calls(archive).items():
        result = await answered(client, name, arguments)
        assert not result.is_error, (name, result)
        answers[name] = result.structured_content
    return answers


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_over_http(archive: Served, address: str, mode: str) -> None:
    async def ask() -> None:
        async with mcp.Client(address, mode=mode) as client:
            assert client.server_info.name == "baogao"
            assert (await asked_everything(client, archive))["search"]["total_reports"] == 2

    asyncio.run(ask())


def test_over_the_command(archive: Served) -> None:
    async def ask() -> None:
        async with mcp.Client(command(archive)) as client:
            assert (await asked_everything(client, archive))["search"]["total_reports"] == 2

    asyncio.run(ask())


def test_parts_and_errors(archive: Served, address: str) -> None:
    async def ask() -> None:
        async with mcp.Client(address) as client:
            whole = 0
            cursor: dict[str, str] = {}
            for _ in range(5):
                body = (await answered(client, "concordance", {"query": WORDING, **cursor})).structured_content
                whole += len(body["lines"])
                cursor = {"cursor": body["next_cursor"]}
            assert whole < body["total_matches"]
            for wrong, code in (
                ({"query": WORDING, "cursor": "AAAA"}, "assistant.cursor_unknown"),
                ({"query": '"党建'}, "query.unbalanced_quote"),
                ({}, "assistant.missing_argument"),
            ):
                result = await answered(client, "concordance", wrong)
                assert result.is_error
                assert result.structured_content["error"]["code"] == code
            with pytest.raises(mcp.MCPError) as caught:
                await client.call_tool("eat", {})
            assert caught.value.error.data["code"] == "assistant.no_such_tool"

    asyncio.run(ask())


def test_many_at_once_get_each_their_own_answer(archive: Served, address: str) -> None:
    words = ["河长制", "延时服务", "党建", "上门代办", "三百一十七件", "网格", "从没有写过的话", "制度全了"]

    async def one(word: str) -> tuple[str, int]:
        async with mcp.Client(address) as client:
            body = (await answered(client, "search", {"query": word, "literal": True})).structured_content
            return body["query"], body["total_matches"]

    async def ask(some: list[str]) -> list[tuple[str, int]]:
        return list(await asyncio.gather(*map(one, some)))

    alone = [asyncio.run(ask([word]))[0] for word in words]
    assert asyncio.run(ask(words * (AT_ONCE // len(words) + 1)))[: len(words)] == alone
    assert len({number for _, number in alone}) > 2
