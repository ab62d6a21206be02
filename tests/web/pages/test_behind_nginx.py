"""A real nginx in front, on this machine, so that Baogao is asked from the loopback: who comes through it is nobody's
owner, logs in by TLS with a certificate of `baogao cert`, and stands in the record by their own address.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from archive.people.audit import Audit, Wanted
from archive.people.opening import open_people
from indexer.cli.main import main
from tests.loopback_ports import answers, free
from tests.office import GOOD, TOKEN, office
from tests.served_process import serving, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("nginx") and not os.environ.get("CI"), reason="nginx is not installed"),
]

NAME = "baogao.example.org"
PLACES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
BARE = "proxy_pass http://127.0.0.1:{port};"
USUAL = BARE + " proxy_http_version 1.1; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;"
OURS = (
    BARE + " proxy_http_version 1.1; proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr;"
    ' proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host ""; proxy_set_header Forwarded "";'
    ' proxy_set_header X-Real-IP "";'
)


@contextmanager
def nginx(folder: Path, location: str, listen: str = "") -> Iterator[int]:
    """nginx with one server; its port."""
    port, folder = free(), folder / f"nginx{free()}"
    folder.mkdir(parents=True)
    places = " ".join(f"{place}_temp_path {folder}/{place};" for place in PLACES)
    server = f"server {{ listen 127.0.0.1:{port}{listen}; location / {{ {location} }} }}"
    (folder / "conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {places} {server} }}\n",
        encoding="utf-8",
    )
    with subprocess.Popen(["nginx", "-c", str(folder / "conf")], stderr=subprocess.DEVNULL) as running:
        try:
            until(lambda: answers(port))
            yield port
        finally:
            running.terminate()


@dataclass
class Browser:
    """Asks nginx from an address of the loopback, by TLS where there is an authority to trust."""

    port: int
    source: str = "127.0.0.1"
    authority: Path | None = None
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, path: str, form: dict[str, str] | None = None, **headers: str
    ) -> tuple[int, str, http.client.HTTPMessage]:
        with socket.create_connection(("127.0.0.1", self.port), 60, (self.source, 0)) as plain:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.sock = plain
            if self.authority is not None:
                trusting = ssl.create_default_context(cafile=str(self.authority))
                connection.sock = trusting.wrap_socket(plain, server_hostname=NAME)
            told = {"Host": NAME, "Cookie": "; ".join(map("=".join, self.cookies.items())), **headers}
            if form is not None:
                told |= {"Referer": f"https://{NAME}/", "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("GET" if form is None else "POST", path, urlencode(form) if form else None, told)
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
        for given in answer.headers.get_all("Set-Cookie") or ():
            key, _, value = given.partition(";")[0].partition("=")
            self.cookies[key] = value
        return answer.status, text, answer.headers

    def log_in(self, name: str, password: str = GOOD, **headers: str) -> tuple[int, http.client.HTTPMessage]:
        found = TOKEN.search(self.ask("/login")[1])
        assert found
        form = {"csrf_token": found[1], "name": name, "password": password}
        status, _, told = self.ask("/login", form, **headers)
        return status, told


@pytest.mark.parametrize("location", [BARE, USUAL, OURS], ids=["as few lines as possible", "as usual", "our example"])
def test_without_an_account_nobody_comes_through_a_proxy(tmp_path: Path, location: str) -> None:
    """Baogao listens on the loopback and is asked from there: it is the proxy that asks, for the whole network."""
    home = tmp_path / "home"
    (tmp_path / "甲.txt").write_text("甲局2023年度工作报告\n落实“一岗双责”。\n", encoding="utf-8")
    assert main(["add", "--home", str(home), str(tmp_path / "甲.txt")]) == 0
    with (
        serving(home, BAOGAO_TRUSTED_HOSTS=NAME) as (_, address),
        nginx(tmp_path, location.format(port=port_of(address))) as port,
    ):
        for path in ("/", "/reports", "/reports.json", "/search?q=工作", "/setup", "/import"):
            status, text, _ = Browser(port).ask(path.replace("工作", "%E5%B7%A5%E4%BD%9C"))
            assert status == 403, path
            assert "甲局" not in text
        status, text, _ = Browser(port).ask("/health")
        assert (status, json.loads(text)) == (200, {"status": "ok"})


def port_of(address: str) -> int:
    found = re.search(r":(\d+)/", address)
    assert found
    return int(found[1])


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int, Path]]:
    """The home, nginx's port, and the authority that readers trust."""
    folder = tmp_path_factory.mktemp("behind")
    home = folder / "home"
    with office(home):
        pass
    assert main(["cert", "--home", str(home), NAME]) == 0
    tls = home / "tls"
    secure = f" ssl; server_name {NAME}; ssl_certificate {tls}/cert.pem; ssl_certificate_key {tls}/key.pem"
    with (
        serving(home, BAOGAO_TRUSTED_PROXY="127.0.0.1", BAOGAO_TRUSTED_HOSTS=NAME) as (_, address),
        nginx(folder, OURS.format(port=port_of(address)), secure) as port,
    ):
        yield home, port, tls / "ca.pem"


def test_who_comes_through_logs_in_with_a_cookie_for_this_host_alone(behind: tuple[Path, int, Path]) -> None:
    home, port, authority = behind
    browser = Browser(port, "127.0.0.2", authority)
    status, _, told = browser.ask("/reports")
    assert (status, told["Location"]) == (303, "/login?next=%2Freports")
    assert browser.ask("/reports.json")[0] == 401
    status, told = browser.log_in("张")
    assert status == 303
    (cookie,) = (one for one in told.get_all("Set-Cookie") or () if one.startswith("__Host-baogao_login="))
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    status, text, _ = browser.ask("/reports.json")
    assert (status, json.loads(text)["total"]) == (200, 1)
    assert "secret-folder" not in text
    assert "127.0.0.2" in browser.ask("/account")[1], "where the session began"
    people = open_people(home, read_only=True)
    try:
        lines = Audit(people).recent(Wanted(who="张"), limit=50)
    finally:
        people.close()
    assert {line.deed.address for line in lines} == {"127.0.0.2"}
    assert {line.deed.kind for line in lines} >= {"login", "search"}


def test_a_forged_address_neither_unlocks_nor_is_recorded(behind: tuple[Path, int, Path]) -> None:
    home, port, authority = behind
    browser = Browser(port, "127.0.0.3", authority)
    for number in range(5):
        forged = {"X-Forwarded-For": f"10.9.9.{number}", "X-Real-IP": "10.9.9.9", "Forwarded": "for=10.9.9.9"}
        assert browser.log_in("李", "wrong", **forged)[0] == 401
    assert browser.log_in("李", **{"X-Forwarded-For": "10.9.9.77"})[0] == 401, "the right one, too late"
    assert Browser(port, "127.0.0.4", authority).log_in("李")[0] == 303
    people = open_people(home, read_only=True)
    try:
        addresses = {line.deed.address for line in Audit(people).recent(limit=200)}
    finally:
        people.close()
    assert "127.0.0.3" in addresses
    assert not any(address.startswith("10.9.9.") for address in addresses)


def test_another_host_gets_no_page(behind: tuple[Path, int, Path]) -> None:
    _, port, authority = behind
    status, text, _ = Browser(port, authority=authority).ask("/login", None, **{"X-Forwarded-Host": "evil.example"})
    assert status == 200
    assert "evil.example" not in text
    status, text, _ = Browser(port, authority=authority).ask("/login", Host="evil.example")
    assert status == 400
    assert "evil" not in text
