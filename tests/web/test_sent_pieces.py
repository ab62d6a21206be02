"""What a reader gets of an answer is what the application gave, however slowly it is read and in whatever pieces."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from web.serving import http_server
from web.serving.listener import opened

PIECES = {
    "/one": [b"x" * 70_000],
    "/steps": [b"first", b"", b"y" * 200_000, b"end"],
    "/large": [bytes([65 + n]) * 3_000_000 for n in range(6)] + [b"z"] * 3,
}


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    pieces = PIECES[environ["PATH_INFO"]]
    length = [("Content-Length", str(len(pieces[0])))] if len(pieces) == 1 else []
    start_response("200 OK", [("Content-Type", "text/plain"), *length])
    return iter(pieces)


@contextmanager
def listening() -> Iterator[int]:
    """The port of a server in a thread; it ends with the process."""
    doors = opened("127.0.0.1", 0)
    threading.Thread(
        target=http_server.serve,
        args=(application, doors),
        kwargs={"threads": 2, "most_body": 1000, "in_turn": {"/steps"}},
        daemon=True,
    ).start()
    yield doors[0].getsockname()[1]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with listening() as port:
        yield port


def small_buffer(port: int) -> http.client.HTTPConnection:
    """A reader whose machine takes a few kilobytes at a time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.sock = socket.socket()
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.sock.connect(("127.0.0.1", port))
    return connection


@pytest.mark.parametrize("path", PIECES)
@pytest.mark.parametrize("slow", [False, True])
def test_all_of_it_comes_in_its_order(port: int, path: str, slow: bool) -> None:
    connection = small_buffer(port) if slow else http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(2):  # over one connection
        connection.request("GET", path)
        answer = connection.getresponse()
        whole = b"".join(PIECES[path])
        assert answer.read() == whole
        assert (answer.getheader("Transfer-Encoding") == "chunked") == (len(PIECES[path]) > 1)
    connection.close()


def test_the_head_and_the_first_piece_come_together(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(b"GET /steps HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(1000).partition(b"\r\n\r\n")[2].startswith(b"5\r\nfirst\r\n")


def test_who_leaves_in_the_middle_takes_nobody_along(port: int) -> None:
    for _ in range(4):
        connection = small_buffer(port)
        connection.request("GET", "/large")
        assert connection.sock is not None
        connection.sock.close()
    after = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    after.request("GET", "/one")
    assert after.getresponse().read() == PIECES["/one"][0]
    after.close()
