"""No reader keeps the others out: connections that are idle, dripping or deaf, by the thousand, and a page in a second.

Sockets on loopback; the clock is the server's own, so what is closed for being late is waited for, bounded.
"""

from __future__ import annotations

import resource
import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.broken_program import broken
from tests.served import imported
from tests.served_process import get, serving
from tests.shared_files import SEEDS
from web.serving import http_server
from web.serving.command import THREADS

IDLE, DRIPPING = 300, 60
MANY_IDLE, MANY_DRIPPING = 1000, 200

# Real services with all their processes: half a minute that `make slow` has.
pytestmark = pytest.mark.slow

SECOND = 1.0
PATIENCE = 3 * SECOND
"""For a test beside many others; the whole load is measured against one second by itself."""
ANSWERED = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("connections") / "home"
    imported(home, SEEDS)
    return home


def connected(address: str, first: bytes = b"") -> socket.socket:
    found = urlsplit(address)
    made = socket.create_connection((found.hostname, found.port), timeout=60)
    if first:
        made.sendall(first)
    return made


def answer_of(connection: socket.socket) -> bytes:
    """The head and the body of one answer."""
    came = b""
    while b"\r\n\r\n" not in came:
        piece = connection.recv(65536)
        assert piece, came
        came += piece
    head, _, body = came.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return head


@contextmanager
def crowd(address: str, count: int, join: Callable[[str], socket.socket]) -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        yield [stack.enter_context(join(address)) for _ in range(count)]


def kept_alive(address: str) -> socket.socket:
    """Somebody who has been answered and leaves the connection open."""
    connection = connected(address, ANSWERED)
    assert b" 200 " in answer_of(connection)
    return connection


def dripping(address: str) -> socket.socket:
    """Somebody whose request never becomes whole."""
    return connected(address, b"GET /search HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")


def page_seconds(address: str) -> float:
    begun = time.monotonic()
    assert b"</html>" in get(address + "search?q=%E4%B8%80%E5%B2%97%E5%8F%8C%E8%B4%A3")
    return time.monotonic() - begun


def slowest_beside(address: str, idle: int, drops: int) -> float:
    page_seconds(address)  # the first page of a process loads what the others share
    with crowd(address, idle, kept_alive), crowd(address, drops, dripping) as slow:
        for connection in slow:
            connection.sendall(b"a")
        return max(page_seconds(address) for _ in range(5))


def test_a_page_comes_beside_many_who_are_idle_or_drip(home: Path) -> None:
    with serving(home, "--processes", "1") as (_, address):
        assert slowest_beside(address, IDLE, DRIPPING) < PATIENCE


def test_a_page_comes_within_a_second_beside_a_thousand_idle_and_two_hundred_dripping(home: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        for processes in ("1", "2"):
            with serving(home, "--processes", processes) as (_, address):
                slowest = slowest_beside(address, MANY_IDLE, MANY_DRIPPING)
                assert slowest < SECOND, f"{processes} processes: {slowest:.2f} s"
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def closed_within(connection: socket.socket, seconds: float, drip: bytes = b"") -> float:
    """After how many seconds the server closes; it is fed `drip` all the while."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if select.select([connection], [], [], 0.2)[0]:
            try:
                if not connection.recv(65536):
                    break
            except ConnectionError:
                break
        try:
            connection.sendall(drip)
        except (BrokenPipeError, ConnectionError):
            break
    else:
        raise AssertionError(f"open after {seconds} s")
    return time.monotonic() - begun


BODY = b"POST /import HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
CHUNKS = b"POST /import HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("first", "drip"),
    [
        pytest.param(ANSWERED, b"", id="idle after an answer"),
        pytest.param(b"", b"", id="never asked"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ", b"a", id="headers that drip"),
        pytest.param(BODY, b"a", id="a body that drips"),
        pytest.param(BODY + b"b" * 3000, b"", id="a body that stops"),
        pytest.param(
            BODY.replace(b"Content-Length: 100000", b"Transfer-Encoding: chunked"), b"1\r\na\r\n", id="chunks"
        ),
    ],
)
def test_who_is_late_is_closed_in_time(home: Path, first: bytes, drip: bytes) -> None:
    with serving(home, "--processes", "1") as (_, address), connected(address, first) as connection:
        least = http_server.IDLE_SECONDS
        assert least - 2 < closed_within(connection, least + 25, drip) < least + 20


def test_beyond_the_limit_who_is_idle_longest_makes_room(home: Path) -> None:
    """Few files, so that the limit is small: the reader is answered, the first idle one is closed, the last is not."""
    few = broken(home.parent / "few", "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (400, 400))")
    limit = 400 - http_server.SPARE_FILES
    with serving(home, "--processes", "1", **few) as (_, address):
        with crowd(address, limit + 20, kept_alive) as idle:
            assert page_seconds(address) < PATIENCE
            first, last = idle[0], idle[-1]
            first.settimeout(5)
            assert first.recv(1) == b"", "the one that has been idle longest is closed"
            last.sendall(ANSWERED)
            assert b" 200 " in answer_of(last), "and not the one that came last"
        with crowd(address, limit + 20, dripping):
            assert page_seconds(address) < PATIENCE


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("localhost", 200, id="as a reader writes it"),
        pytest.param("LOCALHOST", 200, id="in capitals"),
        pytest.param("LocalHost:8000", 200, id="with a port"),
        pytest.param("127.0.0.1", 200, id="a number"),
        pytest.param("", 400, id="empty"),
        pytest.param(" ", 400, id="a blank"),
        pytest.param(":8000", 400, id="a port alone"),
        pytest.param("EVIL.example", 400, id="a stranger in capitals"),
        pytest.param("localhost.evil.example", 400, id="a stranger that begins so"),
        pytest.param(None, 400, id="none at all, which HTTP/1.1 forbids"),
    ],
)
def test_the_name_that_a_reader_calls(served_address: str, host: str | None, status: int) -> None:
    line = "" if host is None else f"Host: {host}\r\n"
    with connected(served_address, f"GET /health HTTP/1.1\r\n{line}\r\n".encode()) as connection:
        assert f" {status} ".encode() in answer_of(connection)


@pytest.fixture(scope="module")
def served_address(home: Path) -> Iterator[str]:
    with serving(home, "--processes", "1") as (_, address):
        yield address


LONG_ANSWERS = """
from web.serving import http_server

http_server.READ_SECONDS = 2.0
serve = http_server.serve
SIZE = 40_000_000

def with_long_answers(app, doors, **more):
    def called(environ, start_response):
        if environ["PATH_INFO"] != "/long":
            return app(environ, start_response)
        start_response("200 OK", [("Content-Length", str(SIZE))])
        return [bytes(SIZE // 40)] * 40

    serve(called, doors, **more)

http_server.serve = with_long_answers
"""


def test_who_asks_and_does_not_read_holds_no_thread_for_long(home: Path) -> None:
    """More than there are threads ask for what no buffer holds, and take nothing of it."""
    long = broken(home.parent / "long", LONG_ANSWERS)

    def deaf(address: str) -> socket.socket:
        return connected(address, b"GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n")

    with serving(home, "--processes", "1", **long) as (_, address):
        page_seconds(address)
        with crowd(address, THREADS + 2, deaf):
            assert page_seconds(address) < 10 * PATIENCE
