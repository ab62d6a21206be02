"""Files over a real socket to the real server: without a length, cut off, far too large; it answers all the while."""

from __future__ import annotations

import http.client
import json
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
import waitress

from indexer.workspace import Workspace
from tests.background import imported
from web import create_app
from web.security import MAX_BODY

TEXT = "东街道2024年度工作报告\n\n认真履行一岗双责。\n"


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """A server over an empty archive, with the limits of `baogao serve` and 4 MB a request."""
    with Workspace(tmp_path / "home", writing=True) as workspace:
        app = create_app(workspace)
        app.config["MAX_UPLOAD"] = 4 << 20
        most = max(MAX_BODY, app.config["MAX_UPLOAD"])
        server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4, max_request_body_size=most)
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        yield server.effective_port
        server.close()
        thread.join(timeout=10)


@dataclass
class Answer:
    """What came back."""

    status: int
    text: str
    location: str
    cookie: str


class Client:
    """One browser."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = ""
        answer = self.ask("GET", "/import")
        self.cookie = answer.cookie.split(";")[0]
        found = re.search('csrf_token" value="([^"]+)', answer.text)
        assert found
        self.token = found[1]

    def ask(self, method: str, path: str, body: bytes | Iterator[bytes] | None = None, kind: str = "") -> Answer:
        headers = {"Cookie": self.cookie, "Content-Type": kind} if body is not None else {"Cookie": self.cookie}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            told = answer.getheader("Location") or "", answer.getheader("Set-Cookie") or ""
            return Answer(answer.status, answer.read().decode(), *told)

    def form(self, name: str, data: bytes) -> bytes:
        head = f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self.token}\r\n'
        file = f'--b\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        return (head + file).encode() + data + b"\r\n--b--\r\n"

    def send(self, body: bytes | Iterator[bytes]) -> Answer:
        return self.ask("POST", "/import", body, "multipart/form-data; boundary=b")

    def alive(self) -> None:
        assert self.ask("GET", "/health").status == 200


def test_a_body_without_a_length_is_taken(port: int) -> None:
    client = Client(port)
    answer = client.send(iter([client.form("报告.txt", TEXT.encode())]))  # http.client sends pieces in chunks
    assert (answer.status, answer.location) == (303, "/imports/1")
    imported(1)
    assert json.loads(client.ask("GET", "/imports/1.json").text)["counts"] == {"added": 1}


@pytest.mark.parametrize("told", [True, False], ids=["with its length", "in chunks without a length"])
def test_a_body_that_is_too_large_is_refused(port: int, told: bool) -> None:
    client = Client(port)
    body = client.form("a.txt", b"x" * (5 << 20))
    try:
        status = client.send(body if told else iter([body[:100], body[100:]])).status
    except (ConnectionError, http.client.HTTPException):  # refused while it was still being sent
        status = 413
    assert status == 413
    client.alive()
    assert json.loads(client.ask("GET", "/imports.json").text)["total"] == 0


def test_two_gigabytes_are_refused_at_their_announcement(port: int) -> None:
    client = Client(port)
    with socket.create_connection(("127.0.0.1", port), timeout=60) as raw:
        raw.sendall(b"POST /import HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2147483648\r\n\r\n--b")
        assert b"413" in raw.recv(100)
    client.alive()


def test_a_client_that_goes_in_the_middle_leaves_nothing(port: int, tmp_path: Path) -> None:
    client = Client(port)
    body = client.form("a.txt", TEXT.encode() * 5000)
    with socket.create_connection(("127.0.0.1", port), timeout=60) as raw:
        head = (
            f"POST /import HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\nCookie: {client.cookie}\r\n"
            "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
        )
        raw.sendall(head.encode() + body[: len(body) // 2])
    client.alive()
    assert [path for path in (tmp_path / "home" / "incoming").rglob("*") if path.is_file()] == []
    assert json.loads(client.ask("GET", "/imports.json").text)["total"] == 0
