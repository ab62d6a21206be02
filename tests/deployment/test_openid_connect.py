"""Sign-on by a real OpenID Connect provider (npm: oidc-provider) in a real Chromium: `make test-sign-on`.

The provider is reached as 127.0.0.1 and Baogao as localhost: for a browser these are two sites, as in an office.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.loopback_ports import free
from tests.shared_files import ROOT

pytestmark = pytest.mark.deployment

VERSION = "9.13.3"
PACKAGE = ROOT / "build" / "oidc-provider"
MODULE = PACKAGE / "node_modules" / "oidc-provider" / "lib" / "index.js"
SCRIPT = ROOT / "tests" / "deployment" / "provider.mjs"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
PASSWORD = "山高 水长 日月 同辉"
COMMAND = [sys.executable, "-m", "indexer.cli"]


@dataclass
class Office:
    """Baogao's port and home, and how it is served there."""

    home: Path
    port: int
    issuer_port: int
    environment: dict[str, str]

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def told(self, *words: str) -> str:
        """What a command says of the home."""
        done = subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=True, env=self.environment)
        return done.stdout


@contextmanager
def running(words: list[str], sign: str, environment: dict[str, str]) -> Iterator[None]:
    """A process whose first line says that it listens."""
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            lines = []
            for line in process.stdout:
                lines.append(line)
                if sign in line:
                    break
            assert lines, words
            assert sign in lines[-1], "".join(lines)
            yield
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Served with an administrator and two groups, told of a provider that is not there yet."""
    home, port, issuer_port = tmp_path_factory.mktemp("office") / "home", free(), free()
    environment = {
        **os.environ,
        "BAOGAO_HOME": str(home),
        "BAOGAO_LANG": "zh",
        "BAOGAO_OIDC": f"http://127.0.0.1:{issuer_port}",
        "BAOGAO_OIDC_PASSWORD": "a-secret-of-the-office",
        "BAOGAO_OIDC_SCOPE": "profile groups",
        "BAOGAO_SIGN_ON_GROUPS": "Office Staff=综合组",
    }
    made = Office(home, port, issuer_port, environment)
    subprocess.run(
        [*COMMAND, "user", "add", "管理员", "--admin"], input=PASSWORD, text=True, check=True, env=environment
    )
    for group in ("办公室", "综合组", "领导"):
        made.told("group", "add", group)
    with running([*COMMAND, "serve", "--port", str(port)], str(port), environment):
        yield made


@contextmanager
def provider(office: Office, *, issuer: str = "") -> Iterator[None]:
    """The provider, listening; `issuer`: another port, which it then names as its own."""
    if not MODULE.exists():
        PACKAGE.mkdir(parents=True, exist_ok=True)
        install = ["npm", "install", "--no-audit", "--no-fund", "--silent", f"oidc-provider@{VERSION}"]
        subprocess.run(install, cwd=PACKAGE, check=True)
    node = shutil.which("node")
    assert node, "Node.js is not installed"
    back = f"{office.address}/login/office/back"
    with running(
        [node, str(SCRIPT), str(MODULE), issuer or str(office.issuer_port), back], "listening", {**os.environ}
    ):
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: Browser, office: Office) -> Iterator[Callable[[str], Page]]:
    """A page of Baogao in a fresh profile."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(60_000)

    def open_at(path: str) -> Page:
        page = context.new_page()
        page.goto(office.address + path)
        return page

    yield open_at
    context.close()


def signed_on(page: Page, name: str) -> None:
    """By the link of the login page, and through the pages of the provider."""
    page.get_by_role("link", name="用单位账号登录").click()
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", "any")
    page.get_by_role("button").click()
    page.get_by_role("button", name="Continue").click()


def test_a_provider_that_is_away_is_a_page_and_passwords_go_on(office: Office, opened: Callable[[str], Page]) -> None:
    page = opened("/login")
    page.get_by_role("link", name="用单位账号登录").click()
    assert "单位的登录系统现在没有应答" in page.get_by_role("alert").inner_text()
    page.fill("#name", "管理员")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto(office.address + "/account")
    assert "管理员" in page.inner_text("main")


def test_another_issuer_is_believed_nothing(office: Office, opened: Callable[[str], Page]) -> None:
    """What listens at the address calls itself otherwise: 127.0.0.1 for localhost is enough."""
    other = {**office.environment, "BAOGAO_OIDC": f"http://localhost:{office.issuer_port}"}
    port = free()
    with provider(office), running([*COMMAND, "serve", "--port", str(port)], str(port), other):
        page = opened("/login")
        page.goto(f"http://localhost:{port}/login/office")
        assert page.url.startswith(f"http://localhost:{port}/")
        assert "没有应答" in page.get_by_role("alert").inner_text()


def test_somebody_signs_on_with_chinese_groups(office: Office, opened: Callable[[str], Page]) -> None:
    with provider(office):
        page = opened("/about")
        assert page.url.endswith("/login?next=/about") or "next=%2Fabout" in page.url
        signed_on(page, "zhang")
        page.wait_for_url(office.address + "/about")
        page.goto(office.address + "/account")
        told = page.inner_text("main")
        assert "张三" in told
        assert "办公室" in told
        assert "综合组" in told
        assert "保密室" not in told
        listed = office.told("user", "list", "--json")
        assert '"张三"' in listed
        cookies = {one["name"]: one for one in page.context.cookies(office.address)}
        assert cookies["baogao_login"]["sameSite"] == "Lax"
        assert cookies["baogao_login"]["httpOnly"]


def test_signed_on_twice_it_is_one_account_and_a_disabled_one_stays_out(
    office: Office, opened: Callable[[str], Page]
) -> None:
    with provider(office):
        page = opened("/login")
        signed_on(page, "li")
        page.wait_for_url(office.address + "/")
        page.goto(office.address + "/login/office")  # logged in here and there: no question asked
        page.goto(office.address + "/account")
        assert "li" in page.inner_text("main")
        assert office.told("user", "list").count("li") == 1
        office.told("user", "disable", "li")
        page.goto(office.address + "/login/office")
        assert page.get_by_role("alert").count() == 1
        page.goto(office.address + "/account")
        assert "/login" in page.url


def test_an_account_of_this_place_is_taken_when_an_administrator_says_so(
    office: Office, opened: Callable[[str], Page]
) -> None:
    """Somebody whom the provider calls as an account here: a page that says so, and nobody has come in."""
    subprocess.run(
        [*COMMAND, "user", "add", "王五", "--role", "audit"],
        input=PASSWORD,
        text=True,
        check=True,
        env=office.environment,
    )
    with provider(office):
        page = opened("/login")
        signed_on(page, "wang")
        assert "不会自动归您" in page.get_by_role("alert").inner_text()
        page.goto(office.address + "/account")
        assert "/login" in page.url
        office.told("user", "sign-on", "王五")
        page.goto(office.address + "/login/office")
        page.goto(office.address + "/account")
        assert "王五" in page.inner_text("main")
        assert "王五 (2)" not in office.told("user", "list")


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("code=x&state=y", id="a state that was not ours"),
        pytest.param("error=access_denied&error_description=no", id="refused there"),
        pytest.param("code=x&iss=https://evil.example", id="of another issuer"),
        pytest.param("", id="nothing"),
        pytest.param("state=&code=", id="empty"),
    ],
)
def test_what_comes_back_wrongly_is_a_page(office: Office, opened: Callable[[str], Page], query: str) -> None:
    page = opened(f"/login/office/back?{query}")
    told = page.get_by_role("alert").inner_text()
    assert re.search("没有确认这次登录|没有应答", told)
    page.goto(office.address + "/account")
    assert "/login" in page.url
