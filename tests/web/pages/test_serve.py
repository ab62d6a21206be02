"""`baogao serve` as a process: where it listens, how it ends, and that many readers are answered at once.

What several processes have in common is tested in `test_processes`.
"""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.served import imported
from tests.served_process import COMMAND, environment, get, serving
from tests.shared_files import SEEDS
from web.http.security import FORWARDED
from web.serving.exposure import is_loopback


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("served") / "home"
    imported(home, SEEDS)
    return home


def read_on_one_connection(address: str) -> None:
    """Pages whose length is not known when their first part is sent, one after the other; a client may end it."""
    found = urlsplit(address)
    connection = http.client.HTTPConnection(str(found.hostname), found.port)

    def asked(method: str, word: str, **headers: str) -> tuple[str | None, bytes]:
        connection.request(method, "/search?q=" + quote(word), headers=headers)
        answer = connection.getresponse()
        assert answer.status == 200
        return answer.getheader("Transfer-Encoding"), answer.read()

    for word in ("一岗双责", "第一责任人", "党建"):
        told, page = asked("GET", word)
        assert told == "chunked"
        assert page.rstrip().endswith(b"</html>")
        assert connection.sock is not None, "it stays open"
    assert asked("HEAD", "形式主义")[1] == b""
    told, page = asked("GET", "监督", Connection="close")
    assert told == "chunked"
    assert page.rstrip().endswith(b"</html>")
    assert connection.sock is None


def test_it_prints_its_address_answers_and_ends_cleanly(home: Path) -> None:
    with serving(home) as (process, address):
        assert address.startswith("http://127.0.0.1:")
        assert json.loads(get(address + "health"))["status"] == "ok"
        assert str(home) in get(address + "about").decode()
        for name in FORWARDED:  # the server hands on what a proxy says, or nobody knew that there is one
            asked = urllib.request.Request(address + "about", headers={name: "for=192.168.1.7"})
            with pytest.raises(urllib.error.HTTPError) as refused:  # others can come in: not without an account
                urllib.request.urlopen(asked)
            assert refused.value.code == 403, name
            assert str(home) not in refused.value.read().decode(), name
            refused.value.close()
        read_on_one_connection(address)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
        assert process.returncode == 0
        assert errors == ""


def test_many_readers_are_answered_at_once_and_alike(home: Path) -> None:
    queries = ["一岗双责", "党建", "主动性 不够", "“两个确立”", "责任 -党建"] * 8
    with serving(home) as (_, address), ThreadPoolExecutor(8) as readers:
        bodies = list(readers.map(lambda query: json.loads(get(f"{address}search.json?q={quote(query)}")), queries))
    totals: dict[str, set[int]] = {query: set() for query in queries}
    for query, body in zip(queries, bodies, strict=True):
        totals[query].add(body["total_matches"])
    assert totals["一岗双责"] == {8}
    assert all(len(found) == 1 for found in totals.values())


def test_a_request_line_without_end_is_refused(home: Path) -> None:
    with serving(home) as (_, address):
        with pytest.raises(urllib.error.HTTPError) as refused:
            get(address + "search?q=" + "%E5%85%9A" * 100_000)
        refused.value.close()
        assert refused.value.code == 431
        assert get(address + "health")


def test_beyond_loopback_only_with_an_administrator(home: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "--port", "0"],
        env=environment(home, BAOGAO_HOST="0.0.0.0"),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "baogao user add 用户名 --admin" in done.stderr


def test_a_port_that_is_taken_is_said_so(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = subprocess.run(
            [*COMMAND, "--port", port], env=environment(home), capture_output=True, text=True, timeout=60
        )
    assert done.returncode == 2
    assert f"端口 {port} 已被占用" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_number_of_processes_that_no_machine_has_is_refused(home: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "--port", "0", "--processes", "5000"],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "“processes”的值不对：5000" in done.stderr


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.0.0.5", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("localhost.evil.example", False),
        ("", False),
    ],
)
def test_what_only_this_machine_reaches(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone
