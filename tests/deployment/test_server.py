"""The examples for a server: the unit judged by systemd-analyze, Baogao behind nginx and Caddy with TLS.

`make test-server`; it needs the programs themselves (Debian: nginx, caddy, systemd, openssl) and no network.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.loopback_ports import answers, free
from tests.shared_files import ROOT

pytestmark = pytest.mark.deployment

SERVER = ROOT / "docs" / "deploy" / "server"
NAME = "baogao.example.org"
PASSWORD = "山高 水长 日月 同辉"
MOST_EXPOSED = 1.5
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)')
NGINX = "daemon off; pid {0}/nginx.pid; error_log {0}/error.log; events {{}}\nhttp {{ access_log off;\n{1}\n{2}}}\n"
PARTS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass
class Office:
    """Where Baogao listens, and which certificates there are."""

    folder: Path
    port: int

    def filled(self, name: str, plain: int, safe: int) -> str:
        """An example with our ports and certificates in it."""
        text = (SERVER / name).read_text("utf-8")
        for old, new in (
            ("127.0.0.1:8000", f"127.0.0.1:{self.port}"),
            ("/etc/baogao/tls", str(self.folder)),
            ("listen 80;", f"listen 127.0.0.1:{plain};"),
            ("listen 443 ", f"listen 127.0.0.1:{safe} "),
            ("\n\tadmin off\n", f"\n\tadmin off\n\thttp_port {plain}\n\thttps_port {safe}\n\tdefault_bind 127.0.0.1\n"),
        ):
            text = text.replace(old, new)
        return text


@dataclass
class Browser:
    """Asks the proxy by TLS, trusts our own authority alone, keeps cookies."""

    port: int
    authority: Path
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: bytes = b"", *, name: str = NAME, headers: dict[str, str] | None = None
    ) -> tuple[int, str, http.client.HTTPMessage]:
        """Status, body, headers."""
        trusting = ssl.create_default_context(cafile=str(self.authority))
        with socket.create_connection(("127.0.0.1", self.port), 60) as plain:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.sock = trusting.wrap_socket(plain, server_hostname=name)
            cookies = "; ".join(map("=".join, self.cookies.items()))
            told = {"Host": name, "Referer": f"https://{NAME}/", "Cookie": cookies}
            connection.request(method, path, body or None, {**told, **(headers or {})})
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            connection.close()
        for given in answer.headers.get_all("Set-Cookie") or ():
            key, _, value = given.partition(";")[0].partition("=")
            self.cookies[key] = value
        return answer.status, text, answer.headers

    def anew(self) -> Browser:
        """Another one, which nobody has logged in with."""
        return Browser(self.port, self.authority)

    def token(self, path: str) -> str:
        """The token in the form of a page."""
        found = TOKEN.search(self.ask("GET", path)[1])
        assert found, path
        return found[1]

    def log_in(self, headers: dict[str, str] | None = None) -> http.client.HTTPMessage:
        """As the administrator; the headers of the answer."""
        form = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        body = urlencode({"csrf_token": self.token("/login"), "name": "管理员", "password": PASSWORD, "next": "/"})
        status, text, told = self.ask("POST", "/login", body.encode(), headers=form)
        assert status == 303, text
        return told


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Baogao behind a proxy on this machine, with an administrator; an authority and a certificate of our own."""
    folder = tmp_path_factory.mktemp("office")
    certified(folder)
    plain = {**os.environ, "BAOGAO_HOME": str(folder / "home"), "BAOGAO_TRUSTED_PROXY": "127.0.0.1"}
    plain["BAOGAO_TRUSTED_HOSTS"] = NAME
    command = [sys.executable, "-m", "indexer.cli"]
    subprocess.run([*command, "user", "add", "管理员", "--admin"], input=PASSWORD, text=True, check=True, env=plain)
    serving = [*command, "serve", "--port", "0"]
    with subprocess.Popen(serving, stdout=subprocess.PIPE, text=True, env=plain) as server:
        try:
            assert server.stdout is not None
            found = re.search(r":(\d+)/", server.stdout.readline())
            assert found
            yield Office(folder, int(found[1]))
        finally:
            server.terminate()


def certified(folder: Path) -> None:
    """ca.pem, and cert.pem with key.pem for our name, good for a day."""
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    ours = ["-keyout", f"{folder}/ca.key", "-out", f"{folder}/ca.pem", "-subj", "/CN=Office CA"]
    signed = ["-CA", f"{folder}/ca.pem", "-CAkey", f"{folder}/ca.key", "-subj", f"/CN={NAME}"]
    named = ["-addext", f"subjectAltName=DNS:{NAME}", "-addext", "basicConstraints=critical,CA:FALSE"]
    site = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"]
    for words in ([*new, *ours], [*new, *signed, *named, *site]):
        subprocess.run(words, check=True, capture_output=True)


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(request: pytest.FixtureRequest, office: Office) -> Iterator[Browser]:
    """One of the two, by our example; its plain port is the next one."""
    name = str(request.param)
    program = shutil.which(name)
    if program is None:
        pytest.fail(f"{name} is not installed")
    plain, safe = free(), free()
    folder = office.folder / name
    folder.mkdir()
    if name == "nginx":
        places = " ".join(f"{part}_temp_path {folder}/{part};" for part in PARTS)
        (folder / "conf").write_text(NGINX.format(folder, places, office.filled("nginx.conf", plain, safe)), "utf-8")
        words = [program, "-c", str(folder / "conf")]
    else:
        (folder / "conf").write_text(office.filled("Caddyfile", plain, safe), "utf-8")
        words = [program, "run", "--adapter", "caddyfile", "--config", str(folder / "conf")]
    running = subprocess.Popen(words, env={**os.environ, "HOME": str(folder)}, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while not answers(safe):
            assert running.poll() is None, f"{name} ended"
            assert time.monotonic() < until, f"{name} does not listen"
            time.sleep(0.1)  # another program's start
        yield Browser(safe, office.folder / "ca.pem")
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)


def test_the_unit_is_little_exposed_and_without_a_mistake() -> None:
    unit = SERVER / "baogao.service"
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", str(unit)], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", judged)
    assert found, judged
    assert float(found[1]) <= MOST_EXPOSED, judged
    told = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False).stderr
    assert [line for line in told.splitlines() if "baogao" in line and "is not executable" not in line] == []


def test_who_logs_in_gets_a_cookie_for_tls_alone(proxy: Browser) -> None:
    proxy = proxy.anew()
    told = proxy.log_in()
    cookie = next(one for one in told.get_all("Set-Cookie") or () if "baogao_login" in one)
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie
    status, text, _ = proxy.ask("GET", "/account")
    assert status == 200
    assert "管理员" in text


def test_what_a_client_says_of_itself_is_not_believed(proxy: Browser) -> None:
    """The address of a session is shown on the page of its account."""
    fresh = proxy.anew()
    forged = {"X-Forwarded-For": "6.6.6.6", "X-Real-IP": "6.6.6.6", "Forwarded": "for=6.6.6.6;host=evil.test"}
    fresh.log_in({**forged, "X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "http"})
    status, text, _ = fresh.ask("GET", "/account")
    assert status == 200
    assert "6.6.6.6" not in text
    assert "127.0.0.1" in text
    assert "evil.test" not in fresh.ask("GET", "/about", headers={"X-Forwarded-Host": "evil.test"})[1]


def test_a_large_file_comes_through(proxy: Browser) -> None:
    proxy = proxy.anew()
    proxy.log_in()
    content = ("走访群众听取意见，建立台账销号管理。" * 60_000).encode()  # three megabytes
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{proxy.token("/import")}\r\n'.encode(),
        '--x\r\nContent-Disposition: form-data; name="files"; filename="大.txt"\r\n\r\n'.encode(),
        content + b"\r\n--x--\r\n",
    ]
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    status, text, told = proxy.ask("POST", "/import", b"".join(parts), headers=form)
    assert status == 303, text[-500:]
    assert told["Location"].startswith(("/imports/", f"https://{NAME}/imports/"))


def test_another_name_gets_no_page(proxy: Browser) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError)):
        proxy.ask("GET", "/login", name="evil.test")
    status, text, _ = proxy.ask("GET", "/login", headers={"Host": "evil.test"})
    assert status != 200 or not text


def test_counters_are_not_passed_on_and_pages_are_whole(proxy: Browser) -> None:
    assert proxy.ask("GET", "/metrics")[0] == 404
    assert proxy.ask("GET", "/login")[0] == 200
    assert proxy.ask("GET", "/reports")[0] in (200, 303)
