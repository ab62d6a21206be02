"""Every page in light and dark, at the desk and on the phone: readable by all (axe), nothing sideways, a picture."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.browser.conftest import (
    DESK,
    PHONE,
    SCREENSHOTS,
    Site,
)

PAGES = {
    "home": "/",
    "results": "/search?q=一岗双责",
    "two-terms": "/search?q=党建 责任&period=上半年",
    "none": "/search?q=主动性不够",
    "as-typed": '/search?q="一岗双责',
    "unasked": "/search?q=“”",
    "report": "/reports/{004}?q=一岗双责&at=2#m2",
    "report-plain": "/reports/{003}",
    "list": "/reports",
    "to-check": "/reports?check=1",
    "edit": "/reports/{000}/edit",
    "edit-many": "/reports/edit?id={000}&id={001}",
    "help": "/help",
    "lost": "/nowhere",
}
STATUS = {"unasked": 400, "lost": 404}
LOOKS: dict[str, dict[str, object]] = {
    "desk-light": {"viewport": DESK},
    "desk-dark": {"viewport": DESK, "color_scheme": "dark"},
    "phone-light": {"viewport": PHONE, "has_touch": True},
    "phone-dark": {"viewport": PHONE, "color_scheme": "dark", "has_touch": True},
}
DAILY = {(name, "desk-light") for name in ("home", "two-terms", "report", "list", "edit", "lost")}
"""The pages and the look of `make test`, one of each kind; all others are looked at by `make looks`."""
EACH_LOOK = [
    pytest.param(name, look, id=f"{name}-{look}", marks=() if (name, look) in DAILY else pytest.mark.looks)
    for name in PAGES
    for look in LOOKS
]
EVERY_LOOK = [pytest.param(look, marks=pytest.mark.looks) for look in LOOKS]
"""For the further pages: a browser takes a second for each, and `make looks` runs wherever `make test` does on CI."""


def address(site: Site, name: str) -> str:
    path = PAGES[name]
    for number in ("000", "001", "003", "004"):
        if f"{{{number}}}" in path:
            path = path.replace(f"{{{number}}}", site.archive.id_of(number + "_"))
    return site.address + path


@pytest.mark.parametrize(("name", "look"), EACH_LOOK)
def test_a_page_is_readable_by_all_and_fits(site: Site, opened: Callable[..., Page], name: str, look: str) -> None:
    page = opened(address(site, name), status=STATUS.get(name, 200), reduced_motion="reduce", **LOOKS[look])
    page.wait_for_load_state("load")
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{look}.png", full_page=not name.startswith("report"))
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


SMALL = """() => [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), label')]
  .filter(e => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (!box.width || style.visibility === 'hidden' || e.closest('.unseen, .skip') || e.closest('svg')) return false;
    if (e.matches('input') && e.closest('label')) return false;  // the label is the target
    if (e.matches('.paper p a, .notice a, .evidence a')) return false;  // inside a sentence (WCAG 2.5.8, inline)
    if (e.matches('label') && !e.querySelector('input')) return false;
    return box.height < 43.5;
  }).map(e => e.outerHTML.slice(0, 120) + ' ' + e.getBoundingClientRect().height)"""


@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
def test_on_the_phone_every_target_is_high_enough(site: Site, opened: Callable[..., Page], name: str) -> None:
    page = opened(address(site, name), status=STATUS.get(name, 200), viewport=PHONE, has_touch=True)
    assert page.evaluate(SMALL) == []


FORMS = (
    *("/overlap", "/proof", "/checklist", "/roster", "/register", "/terms", "/rising", "/numbers", "/advanced"),
    *("/similar", "/import", "/topics", "/reports", "/compare", "/saved", "/notes", "/admin/backups", "/admin/record"),
    *("/admin/people", "/imports/near"),
)
FIELDS = """() => document.querySelectorAll('details').forEach(each => each.open = true)
  || [...document.querySelectorAll('textarea, select, input')]
  .filter(each => !/checkbox|radio|file|hidden|submit|range/.test(each.type) && each.getBoundingClientRect().width)
  .map(each => [each.id || each.name, getComputedStyle(each).backgroundColor])"""
OUR_OWN = {"rgb(27, 31, 36)", "rgb(21, 24, 28)", "rgba(0, 0, 0, 0)"}
"""Panel, page and nothing in the dark; a browser's own field is grey."""


@pytest.mark.looks
def test_every_field_has_the_colours_of_its_page(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/", color_scheme="dark")
    for path in FORMS:
        page.goto(site.address + path)
        assert [one for one in page.evaluate(FIELDS) if one[1] not in OUR_OWN] == [], path


@pytest.mark.looks
def test_on_the_phone_the_name_of_a_sum_stands_above_its_figures(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/admin/storage", viewport=PHONE)
    name, figure = (page.locator(f"tfoot {cell}").first.bounding_box() for cell in ("th", "td"))
    assert name
    assert figure
    assert name["y"] + name["height"] <= figure["y"]


@pytest.mark.parametrize("sheet", ["filters", "outline", "facts"])
def test_sheets_open_from_below_on_the_phone(site: Site, opened: Callable[..., Page], sheet: str) -> None:
    name = "results" if sheet == "filters" else "report"
    page = opened(address(site, name), viewport=PHONE, has_touch=True)
    panel = page.locator(f"#{sheet}")
    assert not panel.is_visible()
    page.locator(f"a[href='#{sheet}']:visible:not(.skip)").first.click()
    box = panel.bounding_box()
    assert box
    assert abs(box["y"] + box["height"] - PHONE["height"]) < 2
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    panel.locator(".sheet-close a").click()
    assert not panel.is_visible()


def test_the_look_is_kept_in_the_browser(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双责")
    page.locator(".menu.look > summary").click()
    page.get_by_role("link", name="深色").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert "q=" in page.url
    assert "theme" not in page.url
    page.goto(site.address + "/reports")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(21, 24, 28)"
    page.locator(".menu.look > summary").click()
    page.get_by_role("link", name="大", exact=True).click()
    assert page.locator("html").get_attribute("data-size") == "large"


def test_on_paper_only_the_paper_is_printed(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(address(site, "report"))
    page.emulate_media(media="print")
    for hidden in (".site", ".bar", ".outline", ".facts"):
        assert not page.locator(hidden).first.is_visible()
    size = page.evaluate("getComputedStyle(document.querySelector('.paper')).fontSize")
    assert abs(float(size.removesuffix("px")) - 16 * 96 / 72) < 0.1
    mark = page.locator(".paper mark").first
    assert mark.evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert "underline" in mark.evaluate("e => getComputedStyle(e).textDecorationLine")
    assert page.pdf().startswith(b"%PDF")
