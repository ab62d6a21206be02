"""A scan in the browser: readable by all, fits the phone, and put right without a script."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from archive.catalog import Arrival
from archive.ingest import ingest
from archive.model import Report, ScanLine
from tests.hostile_files import text_pdf
from tests.sample_files import PLAIN
from tests.served import served
from tests.shared_files import SEEDS
from tests.web.browser.conftest import (
    PHONE,
    SCREENSHOTS,
    Site,
    listening,
)
from tests.web.browser.test_looks import EVERY_LOOK, LOOKS, SMALL

pytestmark = pytest.mark.looks  # a browser takes a second for each

PAGES = {"scan": "/reports/{}/scan", "scan-report": "/reports/{}"}


def scan() -> Report:
    read = ingest(PLAIN, "a.txt")
    passages = tuple(
        replace(passage, page=1, scan=(ScanLine(0, 0.99 if passage.number < 4 else 0.6, 1),))
        for passage in read.passages
    )
    return replace(read, passages=passages, format="pdf")


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = text_pdf()
    with served(tmp_path_factory.mktemp("scan") / "home", SEEDS) as archive, listening(archive) as site:
        archive.workspace.catalog.add([Arrival("/x/a.pdf", "a.pdf", data, hashlib.sha256(data).hexdigest(), scan())])
        archive.workspace.catch_up()
        yield site


def address(site: Site, name: str) -> str:
    return site.address + PAGES[name].format(site.archive.id_of("a.pdf"))


@pytest.mark.parametrize("look", EVERY_LOOK)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_readable_by_all_and_fits(scanned: Site, opened: Callable[..., Page], name: str, look: str) -> None:
    page = opened(address(scanned, name), reduced_motion="reduce", **LOOKS[look])
    page.wait_for_load_state("load")
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{look}.png", full_page=True)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.parametrize("name", PAGES)
def test_on_the_phone_every_target_is_high_enough(scanned: Site, opened: Callable[..., Page], name: str) -> None:
    page = opened(address(scanned, name), viewport=PHONE, has_touch=True)
    assert page.evaluate(SMALL) == []


def test_text_is_put_right_without_a_script(scanned: Site, opened: Callable[..., Page]) -> None:
    page = opened(address(scanned, "scan-report"), java_script_enabled=False)
    page.locator(".scan-badge a").click()
    picture = page.locator(".scan-picture img")
    assert picture.is_visible()
    page.locator("textarea").nth(1).fill("各位同志：")
    page.get_by_role("button", name="保存").click()
    assert "已保存" in page.locator("main, body").first.inner_text()
    page.goto(f"{scanned.address}/search?q=“各位同志”")
    assert page.locator("mark").first.inner_text() == "各位同志"
