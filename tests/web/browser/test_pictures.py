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


TEXTS = """() => [...document.querySelectorAll('svg.year-bars, .chart.wide')]
  .flatMap(picture => { const box = picture.getBoundingClientRect();
    return [...picture.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()])
      .filter(([, at]) => at.left < box.left - 0.5 || box.right + 0.5 < at.right).map(([words]) => words); })"""
MEETING = """() => { const texts = [...document.querySelectorAll('.year-bars text')];
  const boxes = texts.map(each => each.getBoundingClientRect());
  return boxes.filter((one, at) => boxes.slice(at + 1).some(other => one.left < other.right && other.left < one.right
    && one.top + 2 < other.bottom && other.top + 2 < one.bottom)).length; }"""
UNDER = """bar => { const box = bar.getBoundingClientRect(), y = box.bottom - 2;
  return [0.1, 0.5, 0.9].map(at => document.elementFromPoint(box.left + box.width * at, y).closest('a'))
    .map(link => link.getAttribute('href')); }"""


@pytest.fixture(scope="module")
def century(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Seventy years of which most have no report, one eleven, the next twelve."""
    folder = tmp_path_factory.mktemp("century")
    for at, year in enumerate((1953, *[2018] * 11, *[2019] * 12, 2021, 2022)):
        (folder / f"{at}.txt").write_text(f"{year}年度述职报告\n\n第{at}份，落实要求。\n", encoding="utf-8")
    with served(folder / "home", *folder.glob("*.txt")) as archive, listening(archive) as site:
        yield site


def test_the_bars_of_many_years_keep_their_numbers_and_fingers_apart(
    century: Site, opened: Callable[..., Page]
) -> None:
    page = opened(century.address + "/", viewport=DESK)
    assert "1953" in page.locator(".year-bars text").all_text_contents()
    assert page.evaluate(TEXTS) == []
    assert page.evaluate(MEETING) == 0
    links = page.locator(".year-bars a")
    for at in range(links.count()):
        href = links.nth(at).get_attribute("href")
        assert links.nth(at).locator(".bar").evaluate(UNDER) == [href] * 3


def test_the_numbers_of_the_axis_are_whole(century: Site, opened: Callable[..., Page]) -> None:
    page = opened(century.address + "/terms/落实要求", viewport=DESK)
    assert "10\u202f000" in page.locator(".chart.wide .y").all_text_contents()
    assert page.evaluate(TEXTS) == []


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
