"""The pages of asking in light and dark, at the desk and on the phone: readable by all, nothing sideways, a picture."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import PHONE, SCREENSHOTS, Site
from tests.web.browser.test_looks import EVERY_LOOK, LOOKS, SMALL

PAGES = {
    "narrowed": "/search?q=党建 责任&period=上半年&person=none&scope=paragraph&ignore_punctuation=1",
    "hidden": "/search?q=一岗双责&year=1999",
    "meant": "/search?q=一岗双则",
    "too-long": "/search?q=" + "党建工作" * 600,
    "similar": "/similar?q=督促班子成员认真落实一岗双则要求，全年安排分管部门党风廉政建设工作",
    "similar-form": "/similar",
    "advanced": "/advanced?all=党建 责任&none=廉政&scope=sentence&part=存在问题",
    "advanced-wrong": "/advanced?none=廉政",
    "apart": "/search?q=责任党建 抓&apart=1",
}
STATUS = {"too-long": 400}


@pytest.fixture(autouse=True)
def listed(site: Site) -> None:
    site.archive.workspace.suggester.suggest("一")  # the first list is made; nobody on the page waits for that


@pytest.mark.parametrize("look", EVERY_LOOK)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_readable_by_all_and_fits(site: Site, opened: Callable[..., Page], name: str, look: str) -> None:
    page = opened(site.address + PAGES[name], status=STATUS.get(name, 200), reduced_motion="reduce", **LOOKS[look])
    page.wait_for_load_state("load")
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{look}.png", full_page=not name.startswith("advanced"))
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
def test_on_the_phone_every_target_is_high_enough(site: Site, opened: Callable[..., Page], name: str) -> None:
    page = opened(site.address + PAGES[name], status=STATUS.get(name, 200), viewport=PHONE, has_touch=True)
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("look", EVERY_LOOK)
def test_suggestions_are_readable_by_all(site: Site, opened: Callable[..., Page], look: str) -> None:
    page = opened(site.address + "/", reduced_motion="reduce", **LOOKS[look])
    page.locator("#q").press_sequentially("党建")
    expect(page.locator(".suggestions [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.screenshot(path=SCREENSHOTS / f"suggestions-{look}.png")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
