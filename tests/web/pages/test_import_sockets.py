"""Files over a real socket to the real server: without a length, cut off, far too large; it answers all the while."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hostile_files import docx, flate, page_pdf, zipped

# Real services with all their processes: half a minute that `make slow` has.
pytestmark = pytest.mark.slow

TEXT = "东街道2024年度工作报告\n\n认真履行一岗双责。\n"


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """`baogao serve` over an empty archive: two processes, 4 MB a request."""
    env = {**os.environ, "BAOGAO_MAX_UPLOAD_MB": "4", "BAOGAO_LANG": "zh"}
    words = ["serve", "--home", str(tmp_path / "home"), "--port", "0", "--processes", "2"]
    with subprocess.Popen(
        [sys.executable, "-m", "indexer.cli", *words], stdout=subprocess.PIPE, env=env, text=True
    ) as server:
        assert server.stdout is not None
        found = re.search(r"127\.0\.0\.1:(\d+)", server.stdout.readline())
        assert found
        yield int(found[1])
        server.terminate()
        assert server.wait(60) == 0


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

    def form(self, name: str, data: bytes, *more: tuple[str, bytes]) -> bytes:
        body = f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self.token}\r\n'.encode()
        for called, bytes_ in ((name, data), *more):
            head = f'--b\r\nContent-Disposition: form-data; name="files"; filename="{called}"\r\n\r\n'
            body += head.encode() + bytes_ + b"\r\n"
        return body + b"--b--\r\n"

    def send(self, body: bytes | Iterator[bytes]) -> Answer:
        return self.ask("POST", "/import", body, "multipart/form-data; boundary=b")

    def alive(self) -> None:
        assert self.ask("GET", "/health").status == 200


def test_a_body_without_a_length_is_taken(port: int) -> None:
    client = Client(port)
    answer = client.send(iter([client.form("报告.txt", TEXT.encode())]))  # http.client sends pieces in chunks
    assert (answer.status, answer.location) == (303, "/imports/1")
    while json.loads(client.ask("GET", "/imports/1.json").text)["state"] == "running":
        client.alive()
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


HOSTILE = (
    ("套表.docx", docx("<w:tbl><w:tr><w:tc>" * 3000)),
    ("外部.docx", zipped({"word/document.xml": b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><x>&e;</x>"})),
    ("重.pdf", page_pdf(*flate(b" " * 20_000_000, 2))),
    ("坏.pdf", b"%PDF-1.4\n" + bytes(range(256)) * 40),
    ("深.html", b"<div>" * 300_000),
    ("空.txt", b""),
)


def test_it_answers_quickly_while_hostile_files_are_read(port: int) -> None:
    """Cases 9, 7, 25, 21, 38 and 47 at once, and a good file behind them."""
    client = Client(port)
    (name, data), *more = HOSTILE
    answer = client.send(client.form(name, data, *more, ("报告.txt", TEXT.encode())))
    assert answer.status == 303
    slowest, state = 0.0, "running"
    while state == "running":
        begun = time.monotonic()
        client.alive()
        slowest = max(slowest, time.monotonic() - begun)
        state = json.loads(client.ask("GET", "/imports/1.json").text)["state"]
    assert slowest < 5, "it is only busy with its readers"
    found = json.loads(client.ask("GET", "/imports/1.json").text)
    told = {one["name"]: one["error"] and one["error"]["code"] for one in found["files"]}
    assert told.pop("报告.txt") is None
    assert told.keys() == {name for name, _ in HOSTILE}
    assert all(told.values()), "each with a reason"
    assert (
        json.loads(client.ask("GET", "/search.json?q=%E4%B8%80%E5%B2%97%E5%8F%8C%E8%B4%A3").text)["total_reports"] == 1
    )
