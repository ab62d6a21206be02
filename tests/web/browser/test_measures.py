"""How much a reader sees at once: where the first hit begins, how high rows are, what shows only when it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.served import served
from tests.web.browser.conftest import PHONE, Site, listening

pytestmark = pytest.mark.looks  # a browser takes a second for each

OFFICE = {"width": 1366, "height": 900}
"""The commonest screen of an office."""
NAMES = "东风红旗和平新华建设解放人民胜利光明团结友谊幸福安宁长青永兴福田南山城关河西江北"
UNITS = 20
WARN = ("rgb(163, 58, 0)", "rgb(255, 167, 122)")
"""The warning colour, light and dark."""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Twenty reports of twenty units with long titles; one of them without a unit."""
    files = tmp_path_factory.mktemp("many")
    for n in range(UNITS):
        unit = f"{NAMES[2 * n : 2 * n + 2]}街道办事处" if n else ""
        words = f"{unit}关于2024年度落实全面从严治党主体责任和“一岗双责”情况以及下一步工作打算的报告\n\n市委：\n"
        (files / f"{n:02}_一个比较长的文件名称.txt").write_text(
            f"{words}认真落实一岗双责。\n{unit}\n2024年1月5日\n", "utf-8"
        )
    with served(tmp_path_factory.mktemp("archive") / "home", Path(files)) as archive, listening(archive) as site:
        yield site


def top(page: Page, what: str) -> float:
    box = page.locator(what).first.bounding_box()
    assert box
    return box["y"]


@pytest.mark.parametrize(("size", "most"), [(OFFICE, 250), (PHONE, 340)], ids=["desk", "phone"])
def test_the_first_title_is_near_the_top(
    many: Site, opened: Callable[..., Page], size: dict[str, int], most: int
) -> None:
    page = opened(many.address + "/search?q=一岗双责", viewport=size)
    assert top(page, ".hit-title") <= most


def test_titles_and_passages_have_their_sizes(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双责")
    assert page.locator(".quote").first.evaluate("e => getComputedStyle(e).fontSize") == "17px"
    assert page.locator(".hit-title").first.evaluate("e => getComputedStyle(e).fontSize") == "20px"


def test_totals_sort_and_export_stand_on_one_line(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双责", viewport=OFFICE)
    middles = []
    for what in (".totals", ".sorting select", ".outs-menu > summary"):
        box = page.locator(what).bounding_box()
        assert box
        middles.append(box["y"] + box["height"] / 2)
    assert max(middles) - min(middles) < 8


def test_the_tools_of_a_passage_come_with_the_mouse_and_the_keyboard(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双责")
    tools = page.locator(".excerpt .tools").first
    seen = "e => getComputedStyle(e).opacity"
    assert tools.evaluate(seen) == "0"
    page.locator(".excerpt .quote").first.hover()
    assert tools.evaluate(seen) == "1"
    page.mouse.move(0, 0)
    assert tools.evaluate(seen) == "0"
    tools.get_by_role("link", name="找相似").focus()
    assert tools.evaluate(seen) == "1"
    phone = opened(site.address + "/search?q=一岗双责", viewport=PHONE, has_touch=True)
    assert phone.locator(".excerpt .tools").first.evaluate(seen) == "1"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_warning_colour_is_kept_for_what_is_to_be_checked(
    site: Site, opened: Callable[..., Page], scheme: str
) -> None:
    coloured = """colours => [...document.querySelectorAll('main *')]
      .filter(e => colours.includes(getComputedStyle(e).color) && e.innerText.trim()).map(e => e.innerText)"""
    page = opened(site.address + "/search?q=一岗双责", color_scheme=scheme)
    assert all(words.startswith("待核对") for words in page.evaluate(coloured, WARN))
    page.goto(site.address + "/reports")
    assert set(page.evaluate(coloured, WARN)) <= {"待核对"}


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_a_list_shows_twelve_rows(many: Site, opened: Callable[..., Page], locale: str) -> None:
    page = opened(many.address + "/reports", viewport=OFFICE, locale=locale)
    boxes = [row.bounding_box() for row in page.locator(".reports tbody tr").all()]
    assert len(boxes) == UNITS
    assert max(box["height"] for box in boxes if box) <= 48
    assert sum(box["y"] + box["height"] <= OFFICE["height"] for box in boxes if box) >= 12
    widths = page.locator(".reports tbody tr").first.locator("> *").evaluate_all("all => all.map(e => e.offsetWidth)")
    assert widths[1] == max(widths), "the title takes the free width"
    assert page.evaluate("document.documentElement.scrollWidth") <= OFFICE["width"]


def test_rows_are_roomier_where_that_is_chosen(many: Site, opened: Callable[..., Page]) -> None:
    page = opened(many.address + "/reports", viewport=OFFICE)
    row = page.locator(".reports tbody tr").first
    close = row.evaluate("e => e.offsetHeight")
    page.locator(".menu.look > summary").click()
    page.get_by_role("link", name="舒适").click()
    assert row.evaluate("e => e.offsetHeight") > close
    page.locator(".menu.look > summary").click()
    expect(page.get_by_role("link", name="舒适")).to_have_attribute("aria-current", "true")


def test_what_can_be_done_with_ticked_rows_stays_in_view(many: Site, opened: Callable[..., Page]) -> None:
    page = opened(many.address + "/reports", viewport=OFFICE)
    bar = page.locator(".picked")
    expect(bar).to_be_hidden()
    page.locator("input[name=id]").nth(0).check()
    page.locator("input[name=id]").nth(2).check()
    expect(bar).to_contain_text("已选 2 篇")
    box = bar.bounding_box()
    assert box
    assert abs(box["y"] + box["height"] - OFFICE["height"]) < 1
    page.locator("input[name=id]").last.scroll_into_view_if_needed()
    page.locator("input[name=id]").last.check()
    page.locator(".pick-all input").check()
    expect(bar).to_contain_text(f"已选 {UNITS} 篇")
    page.locator(".pick-all input").uncheck()
    expect(bar).to_be_hidden()


def test_ticked_rows_can_be_acted_on_without_scripts(many: Site, opened: Callable[..., Page]) -> None:
    page = opened(many.address + "/reports", java_script_enabled=False)
    page.locator("input[name=id]").first.check()
    page.get_by_role("button", name="移到回收站").click()
    page.wait_for_url(lambda url: "/reports/remove?id=" in url)


@pytest.mark.slow
def test_a_value_is_found_in_a_long_filter(many: Site, opened: Callable[..., Page]) -> None:
    page = opened(many.address + "/reports", viewport=OFFICE)
    units = page.locator(".facet", has_text="单位").first
    units.locator("summary").click()
    units.get_by_role("searchbox").fill("河西")
    expect(units.locator(".rest li:visible")).to_have_text(["河西街道办事处1"])


@pytest.mark.slow
def test_the_order_is_chosen_from_a_list(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双责&mode=verbatim")
    page.get_by_label("排序").select_option("matches")
    page.wait_for_url(lambda url: "sort=matches" in url and "mode=verbatim" in url)
    bare = opened(site.address + "/search?q=一岗双责&period=上半年", java_script_enabled=False)
    bare.get_by_label("排序").select_option("oldest")
    bare.get_by_role("button", name="排序").click()
    bare.wait_for_url(lambda url: "sort=oldest" in url and "period=" in url)
