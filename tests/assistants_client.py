"""A client of MCP of our own for the tests: sends a message through a door and holds the answer to its limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from indexer.assistants.json_rpc import TOOLS
from indexer.deadline import OVER
from tests.json_schema import misfits
from tests.shared_files import ROOT

Json = Any
MOST = 6_000
AGAIN = 20


class Client:
    """Over one door. `send`: the bytes of a message -> those of its answer, b"" for none."""

    def __init__(self, send: Callable[[bytes], bytes]) -> None:
        self.send = send
        self.number = 0

    def ask(self, method: str, **params: Json) -> Json:
        self.number += 1
        message = {"jsonrpc": "2.0", "id": self.number, "method": method, "params": params}
        answer = json.loads(self.send(json.dumps(message, ensure_ascii=False).encode()).decode("utf-8"))
        assert (answer["jsonrpc"], answer["id"]) == ("2.0", self.number)
        return answer

    def result(self, tool: str, **arguments: Json) -> Json:
        """The result of a call, the same facts in text and data, neither over its limit, and as its schema says."""
        result = self.ask("tools/call", name=tool, arguments=arguments)["result"]
        (content,) = result["content"]
        assert json.loads(content["text"]) == result["structuredContent"]
        assert len(content["text"]) <= MOST
        assert len(json.dumps(result["structuredContent"], ensure_ascii=False)) <= MOST
        assert misfits(result["structuredContent"], TOOLS[tool].answers) == []
        return result

    def call(self, tool: str, **arguments: Json) -> Json:
        """What a tool answers. A machine that says that it is busy is asked again, as its answer bids."""
        for _ in range(AGAIN):
            result = self.result(tool, **arguments)
            if not result["isError"] or result["structuredContent"]["error"]["code"] not in OVER:
                break
        assert result["isError"] is False, result
        return result["structuredContent"]

    def fails(self, tool: str, **arguments: Json) -> Json:
        result = self.result(tool, **arguments)
        assert result["isError"] is True, result
        return result["structuredContent"]["error"]

    def all(self, tool: str, key: str, **arguments: Json) -> list[Json]:
        """The items of all parts."""
        items: list[Json] = []
        cursor: dict[str, str] = {}
        while True:
            body = self.call(tool, **arguments, **cursor)
            items += body[key]
            if "next_cursor" not in body:
                return items
            assert body[key], "a part that tells nothing and has more would never end"
            cursor = {"cursor": body["next_cursor"]}


def over_http(client: FlaskClient) -> Client:
    def send(message: bytes) -> bytes:
        answer = client.post("/mcp", data=message, content_type="application/json")
        assert answer.status_code in (200, 202)
        data: bytes = answer.data
        return data

    return Client(send)


@contextmanager
def over_stdio(home: Path, **environment: str) -> Iterator[Client]:
    """A real `baogao mcp`. What wants no answer must not be sent through it by `ask`."""
    command = [sys.executable, "-m", "indexer.cli", "mcp", "--home", str(home)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, **environment}
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        into, out = process.stdin, process.stdout

        def send(message: bytes) -> bytes:
            into.write(message + b"\n")
            into.flush()
            answer: bytes = out.readline()
            return answer

        yield Client(send)
        into.close()
        assert out.read() == b""
        assert process.wait(timeout=20) == 0
