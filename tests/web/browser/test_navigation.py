"""The bar on a phone: four words, the rest folded without scripts; nothing sideways in either language."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import PHONE, Site

BOXES = """[...document.querySelectorAll(".brand, .nav > * > a, .site summary, .quick input")]
    .map(one => one.getBoundingClientRect()).filter(box => box.width).map(box => [box.left, box.right])"""
"""Where what is shown of the bar begins and ends."""
SMALLEST = {"width": 320, "height": 640}


@pytest.mark.parametrize(
    ("locale", "words"), [("zh-CN", "检索 报告 核查 更多"), ("en-GB", "Search Reports Check More")]
)
@pytest.mark.parametrize("size", [SMALLEST, PHONE], ids=["320", "390"])
def test_a_phone_shows_four_places_in_one_line(
    site: Site, opened: Callable[..., Page], locale: str, words: str, size: dict[str, int]
) -> None:
    page = opened(site.address + "/reports", viewport=size, locale=locale, has_touch=True)
    shown = page.locator(".nav > .of-place > a:visible, .nav > .menu > summary:visible")
    assert [text.strip() for text in shown.all_inner_texts()] == words.split()
    assert len({round(box["y"]) for each in shown.all() if (box := each.bounding_box())}) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_what_is_folded_opens_without_scripts(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/trash", viewport=SMALLEST, has_touch=True, java_script_enabled=False)
    more = page.locator(".menu.narrow")
    expect(more.locator("summary")).to_have_attribute("aria-current", "true")
    more.locator("summary").tap()
    expect(more.get_by_role("link", name="回收站")).to_have_attribute("aria-current", "page")
    more.get_by_role("link", name="导入", exact=True).tap()
    expect(page).to_have_url(site.address + "/import")


def test_a_group_opens_by_key_and_closes_by_escape(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/reports")
    page.locator(".nav > .of-places > summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="谁没写")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="谁没写")).to_be_hidden()


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_no_place_of_the_bar_covers_another_however_wide_the_window_is(
    site: Site, opened: Callable[..., Page], locale: str
) -> None:
    """A report's page has the most in it: the places, a field for the next question, the looks."""
    report = site.archive.workspace.catalog.ids()[0]
    page = opened(f"{site.address}/reports/{report}", locale=locale)
    for width in range(320, 1480, 60):
        page.set_viewport_size({"width": width, "height": 600})
        boxes = sorted(page.evaluate(BOXES))
        assert [pair for pair in pairwise(boxes) if pair[0][1] > pair[1][0] + 1] == [], width
        assert boxes[-1][1] <= width, width
