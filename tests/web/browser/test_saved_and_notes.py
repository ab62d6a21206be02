"""常用检索 and 批注 in the browser, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import (
    DESK,
    PHONE,
    SCREENSHOTS,
    Site,
)
from tests.web.browser.test_looks import SMALL


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [pytest.param(DESK, "light", id="desk"), pytest.param(PHONE, "dark", id="phone", marks=pytest.mark.looks)],
)
def test_a_search_is_saved_and_opened_and_a_passage_noted(
    site: Site, opened: Callable[..., Page], viewport: dict[str, int], scheme: str, scripts: bool
) -> None:
    page = opened(
        site.address + "/search?q=一岗双责", viewport=viewport, color_scheme=scheme, java_script_enabled=scripts
    )
    page.locator(".outs-menu summary").click()
    page.get_by_role("link", name="存为常用检索").click()
    page.get_by_label("名称").fill("责任制")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".saved-name a")).to_have_text("责任制")
    looked_at(page, f"saved-{viewport['width']}", viewport, scripts)
    page.get_by_role("button", name="查看，并记为已看").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("共 3 篇 8 处")
    page.goto(f"{site.address}/reports/{site.archive.id_of('004_')}/note?passage=5")
    page.get_by_label("批注", exact=True).fill("与去年相同")
    looked_at(page, f"note-{viewport['width']}", viewport, scripts)
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".line:target")).to_be_visible()
    page.goto(site.address + "/notes")
    expect(page.locator(".note-words")).to_have_text("与去年相同")
    looked_at(page, f"notes-{viewport['width']}", viewport, scripts)


def looked_at(page: Page, name: str, viewport: dict[str, int], scripts: bool) -> None:
    if not scripts:
        return
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    if viewport is PHONE:
        assert page.evaluate(SMALL) == []


def test_the_note_stands_beside_its_passage(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(f"{site.address}/reports/{site.archive.id_of('001_')}#p4")
    page.locator(".line-tools").get_by_role("link", name="批注").click()
    page.get_by_label("批注", exact=True).fill("再核一下")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".facts .fact-note")).to_contain_text("再核一下")
    page.locator(".facts .fact-note a").click()
    expect(page.locator("#p4")).to_be_in_viewport()
