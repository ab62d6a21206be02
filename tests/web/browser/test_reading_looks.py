"""The reading room's pages in light and dark, at the desk and on the phone: readable by all, nothing sideways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.browser.conftest import PHONE, SCREENSHOTS, Site
from tests.web.browser.test_looks import EVERY_LOOK, LOOKS, SMALL

PAGES = {
    "concordance": "/concordance?q=一岗双责",
    "concordance-two-terms": "/concordance?q=党建 责任&by=right",
    "concordance-none": "/concordance?q=绝无此语甲乙",
    "clippings-none": "/clippings",
    "cite": "/reports/{004}/cite?passage=5",
}


def address(site: Site, name: str) -> str:
    path = PAGES[name]
    for number in ("000", "001", "003", "004"):
        if f"{{{number}}}" in path:
            path = path.replace(f"{{{number}}}", site.archive.id_of(number + "_"))
    return site.address + path


@pytest.mark.parametrize("look", EVERY_LOOK)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_readable_by_all_and_fits(site: Site, opened: Callable[..., Page], name: str, look: str) -> None:
    page = opened(address(site, name), reduced_motion="reduce", **LOOKS[look])
    page.wait_for_load_state("load")
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{look}.png")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
def test_on_the_phone_every_target_is_high_enough(site: Site, opened: Callable[..., Page], name: str) -> None:
    page = opened(address(site, name), viewport=PHONE, has_touch=True)
    assert page.evaluate(SMALL) == []
