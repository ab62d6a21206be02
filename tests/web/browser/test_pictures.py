"""Pictures in the browser: folded in one line, drawn under the page's own policy, large enough to press."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.served import served
from tests.web.browser.conftest import DESK, Site, listening

pytestmark = pytest.mark.looks  # a browser takes a second for each

SMALLEST = """() => Math.min(...[...document.querySelectorAll('.year-fold a, .year-fold summary')]
  .map(each => each.getBoundingClientRect()).filter(box => box.width)
  .flatMap(box => [box.width, box.height]))"""
WIDTHS = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
STROKES = """() => [...document.querySelectorAll('.wide .line')].map(each => getComputedStyle(each))
  .map(style => [style.stroke, style.strokeDasharray])"""


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("years")
    for year in range(2012, 2023):
        text = f"{year}年度述职报告\n\n" + "落实“一岗双责”要求，深刻领悟“两个确立”。\n\n" * (year % 4 + 1)
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    with served(folder / "home", *folder.glob("*.txt")) as archive, listening(archive) as site:
        yield site


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (320, "dark"),
        (1280, "light"),
        *(pytest.param(*one, marks=pytest.mark.slow) for one in ((320, "light"), (390, "dark"), (1280, "dark"))),
    ],
)
def test_the_curve_opens_and_fits(years: Site, opened: Callable[..., Page], width: int, scheme: str) -> None:
    page = opened(
        years.address + "/concordance?q=一岗双责 或 两个确立",
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        java_script_enabled=width != 390,
    )
    fold = page.locator(".year-fold")
    expect(fold.locator(".chart").first).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.locator(".chart.wide" if width > 760 else ".chart.narrow")).to_be_visible()
    expect(fold.locator(".chart.narrow" if width > 760 else ".chart.wide")).to_be_hidden()
    if width != 390:
        scrolled, seen = page.evaluate(WIDTHS)
        assert scrolled <= seen
        assert page.evaluate(SMALLEST) >= 24


def test_lines_differ_by_dash_and_colour_and_the_dark_has_its_own(years: Site, opened: Callable[..., Page]) -> None:
    address = years.address + "/concordance?q=一岗双责 或 两个确立"
    light, dark = (opened(address, color_scheme=scheme).evaluate(STROKES) for scheme in ("light", "dark"))
    assert len({tuple(style) for style in (*light, *dark)}) == 4
    assert len({dash for _, dash in light}) == 2


def test_folded_it_takes_one_line_of_the_results(years: Site, opened: Callable[..., Page]) -> None:
    page = opened(years.address + "/search?q=一岗双责", viewport=DESK)
    box = page.locator(".year-fold").bounding_box()
    assert box
    assert box["height"] <= 32


def test_a_year_is_pressed_in_the_picture(years: Site, opened: Callable[..., Page]) -> None:
    page = opened(years.address + "/search?q=一岗双责", java_script_enabled=False)
    page.locator(".year-fold summary").click()
    page.get_by_role("link", name="2019 · 1 篇").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("共 1 篇 4 处")
