"""For whoever reads with a keyboard, a screen reader, large type or a narrow window: every page, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import Site

OFFICE = {"width": 1366, "height": 900}
NARROW = {"width": 320, "height": 256}
"""1280 × 1024 at 400 % (WCAG 1.4.10)."""
PATHS = (
    *("/", "/search?q=一岗双责", "/search?q=主动性不够", "/search?q=党建 责任&mode=loose"),
    *(
        "/concordance?q=一岗双责",
        "/similar?q=督促班子成员认真落实一岗双责要求",
        "/advanced",
        "/help",
        "/about",
    ),
    *(
        "/reports",
        "/reports?check=1",
        "/reports/{000}?q=一岗双责",
        "/reports/{000}/edit",
        "/reports/edit?id={000}&id={001}",
    ),
    *("/reports/{000}/cite?passage=3", "/compare", "/compare?id={000}", "/compare/{000}/{001}", "/trash"),
    *("/checklist", "/checklist?list=一岗双责%0A两个确立", "/roster", "/register", "/import", "/imports", "/imports/1"),
    *("/terms", "/terms/一岗双责", "/terms?w=一岗双责&w=党建", "/rising", "/numbers?w=党课"),
    *("/imports/unread", "/imports/near", "/clippings", "/saved", "/saved/add?q=党建", "/notes"),
)


def addresses(site: Site) -> list[str]:
    ids = {number: site.archive.id_of(f"{number}_") for number in ("000", "001")}
    return [site.address + path.replace("{000}", ids["000"]).replace("{001}", ids["001"]) for path in PATHS]


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("size", [NARROW, OFFICE], ids=["320", "1366"])
def test_no_page_scrolls_sideways(site: Site, opened: Callable[..., Page], size: dict[str, int], locale: str) -> None:
    page = opened(site.address + "/about", viewport=size, locale=locale)
    wide = []
    for address in addresses(site):
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            wide.append((address.removeprefix(site.address), width))
    assert wide == []


LEFT = """() => {
  const brand = document.querySelector('.brand').getBoundingClientRect().left;
  const seen = e => e.getClientRects().length && e.getBoundingClientRect().width > 1;
  const blocks = 'main h1, main .filters, main .outline, .box, main .band > p, main .band > form';
  const lefts = [...document.querySelectorAll(blocks)]
    .filter(seen).map(e => e.getBoundingClientRect().left);
  return [Math.round(brand), Math.round(Math.min(...lefts))];
}"""


@pytest.mark.slow
def test_all_pages_have_one_left_edge(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/about", viewport=OFFICE)
    edges = {}
    for address in addresses(site):
        page.goto(address)
        brand, left = page.evaluate(LEFT)
        edges[address.removeprefix(site.address)] = left - brand
    assert {path: by for path, by in edges.items() if by} == {}


FOREIGN = """() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!/[\\u4e00-\\u9fff]{2}/.test(node.data)) { continue; }
    if (node.parentElement.closest('script, code, textarea, .understood')) { continue; }
    if (!node.parentElement.closest('[lang]').lang.startsWith('zh')) { found.push(node.data.trim().slice(0, 40)); }
  }
  return found;
}"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["/search?q=一岗双责", "/reports", "/concordance?q=一岗双责", "/reports/{000}?q=一岗双责", "/trash"]
)
def test_chinese_is_called_chinese_under_the_english_interface(
    site: Site, opened: Callable[..., Page], path: str
) -> None:
    page = opened(site.address + path.replace("{000}", site.archive.id_of("000_")), locale="en-GB")
    assert page.evaluate(FOREIGN) == []


def stops(page: Page, until: str, most: int = 30) -> int:
    """Tab stops before the one that is `until`."""
    for number in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("until => document.activeElement.matches(until)", until):
            return number
    raise AssertionError(f"{until} is not reached")


def test_at_most_eight_tab_stops_before_the_first_hit(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双责")
    page.locator("#q").focus()
    assert stops(page, ".hit-title") <= 8


@pytest.mark.parametrize(
    ("name", "target", "next_stop"), [("跳到结果", "#hits", ".hit-title"), ("跳到筛选", "#filters", "#filters a")]
)
def test_skip_links_lead_to_results_and_filters(
    site: Site, opened: Callable[..., Page], name: str, target: str, next_stop: str
) -> None:
    page = opened(site.address + "/search?q=一岗双责")
    link = page.get_by_role("link", name=name)
    link.focus()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert stops(page, next_stop) == 0, target


def test_nothing_covers_the_last_row(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/reports", viewport={"width": 1366, "height": 420})
    page.locator("input[name=id]").first.check()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    row = page.locator(".reports tbody tr").last
    assert row.evaluate("""e => { const box = e.getBoundingClientRect();
      return e.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)); }""")


@pytest.mark.slow
def test_search_read_clip_check_with_the_keyboard_alone(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/")
    page.keyboard.type("一岗双责")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("共 3 篇 8 处")
    page.wait_for_load_state()  # the results stand before the rest of the page has come
    page.get_by_role("link", name="跳到结果").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".paper mark").first).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("mark.now")).to_have_count(1)
    page.keyboard.press("x")
    expect(page.locator(".clip-count").first).to_have_text("（1）")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_have_text("共 3 篇 8 处")
    page.wait_for_load_state()  # the results stand before the rest of the page has come
    page.locator(".nav > .of-places > summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_label("提法", exact=True).focus()
    page.keyboard.insert_text("一岗双责")
    stops(page, "button[type=submit].strong, .checking button.strong", most=40)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("写了")


@pytest.mark.slow
def test_the_tree_of_a_reader_s_way(site: Site, opened: Callable[..., Page]) -> None:
    """What a screen reader is told of search, results, report and checklist."""
    page = opened(site.address + "/search?q=一岗双责")
    tree = page.locator("body").aria_snapshot()
    for told in (
        '- link "跳到结果"',
        '- navigation "主要页面"',
        '- link "检索"',
        "- search:",
        '- combobox "检索词"',
        '- group "检索方式"',
        '- heading "共 3 篇 8 处" [level=1]',
        '- combobox "排序"',
        '- heading "［一年来抓基层党建工作报告］" [level=2]',
        '- button "复制原文和出处',
        '- complementary "筛选"',
    ):
        assert told in tree, told
    page.goto(f"{site.address}/reports/{site.archive.id_of('000_')}?q=一岗双责")
    tree = page.locator("body").aria_snapshot()
    for told in ("[level=1]", "- mark", '- link "返回结果"'):
        assert told in tree, told
    page.goto(site.address + "/checklist?list=一岗双责")
    tree = page.locator("body").aria_snapshot()
    for told in ("- table", "- rowheader", "- columnheader"):
        assert told in tree, told
