"""A real browser before a real server over the five seeds. Without Chromium these tests are skipped, aloud."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import waitress
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.served import Served, served
from tests.shared_files import ROOT, SEEDS

DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
SCREENSHOTS = ROOT / "screenshots"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder needs the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium here (set CHROMIUM to its path)"))


@dataclass
class Site:
    """An archive that is being served, and the address of its first page without the last slash."""

    archive: Served
    address: str


@contextmanager
def listening(archive: Served) -> Iterator[Site]:
    channels: dict[int, Any] = {}  # what the server's loop waits for: itself, its trigger, each connection
    server = waitress.create_server(archive.app, map=channels, host="127.0.0.1", port=0, threads=8)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Site(archive, f"http://127.0.0.1:{server.effective_port}")
    finally:
        # In the loop's own thread: it may be waiting for the very sockets that would be closed under it.
        server.trigger.pull_trigger(lambda: [channel.close() for channel in [*channels.values()]])
        thread.join(timeout=10)
        server.task_dispatcher.shutdown(timeout=1)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("site") / "home", SEEDS) as archive, listening(archive) as site:
        yield site


@pytest.fixture
def fresh_site(tmp_path: Path) -> Iterator[Site]:
    with served(tmp_path / "home", SEEDS) as archive, listening(archive) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # A disk that another worker's power cuts hold up makes a page late by seconds; it makes none wrong.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages in fresh profiles; at the end none of them may have complained or asked for anything elsewhere."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(address: str, *, status: int = 200, **options: object) -> Page:
        settings: dict[str, object] = {"viewport": DESK, "locale": "zh-CN", "color_scheme": "light", **options}
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{address}: {error}"))
        page.on("console", lambda line: complaints.extend(_said(line, address)))
        page.on("request", lambda sent: complaints.extend(_foreign(sent, address)))
        answer = page.goto(address)
        assert answer
        assert answer.status == status
        if status != 200:
            complaints.clear()  # the browser itself logs an answer that is no 200
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _said(line: ConsoleMessage, address: str) -> list[str]:
    return [f"{address}: {line.text}"] if line.type in ("error", "warning") else []


def _foreign(sent: Request, address: str) -> list[str]:
    ours = sent.url.startswith("/".join(address.split("/")[:3])) or sent.url.startswith("data:")
    return [] if ours else [f"{address} asked for {sent.url}"]
