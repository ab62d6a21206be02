"""In a browser, without scripts: results stand on the screen while the words apart are still looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

from playwright.sync_api import Browser, expect

from tests.served import served
from tests.web.browser.conftest import listening
from tests.web.pages.test_first_paint import FILES

LONGEST = 30
"""Seconds after which the second part comes in any case."""


def held_back(inner: Callable[..., Iterable[bytes]], released: Event) -> Callable[..., Iterable[bytes]]:
    """`inner`, whose answers to searches stop behind their first piece until `released`."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = inner(environ, start_response)
        return pieces(body) if environ["PATH_INFO"] == "/search" else body

    def pieces(body: Iterable[bytes]) -> Iterator[bytes]:
        for piece in body:
            yield piece
            released.wait(LONGEST)

    return answer


def test_results_are_on_the_screen_before_the_rest_is_made(tmp_path: Path, browser: Browser) -> None:
    folder, released = tmp_path / "files", Event()
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    with served(tmp_path / "home", folder) as archive:
        archive.app.wsgi_app = held_back(archive.app.wsgi_app, released)  # type: ignore[method-assign]
        with listening(archive) as site:
            context = browser.new_context(java_script_enabled=False, locale="zh-CN")
            page = context.new_page()
            page.goto(f"{site.address}/search?q=落实要求", wait_until="commit")
            expect(page.locator("#hits > li")).to_have_count(2)
            expect(page.locator("#hits mark").first).to_be_visible()
            expect(page.locator(".totals")).to_contain_text("2 篇")
            assert page.locator("#also, #filters").count() == 0
            released.set()
            expect(page.locator("#also")).to_contain_text("1 篇")
            expect(page.locator("#filters .facet, #filters details").first).to_be_attached()
            context.close()
