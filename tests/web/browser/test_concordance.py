"""逐处 in the browser: its own search finds every line of a full page, lines stand below each other, keys walk them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.served import served
from tests.web.browser.conftest import PHONE, Site, listening

FIND = "text => { getSelection().removeAllRanges(); return window.find(text, true, false, true); }"
LEFTS = "() => [...document.querySelectorAll('.run .to')].map(link => link.getBoundingClientRect().left)"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """1,203 places, each in words of its own."""
    folder = tmp_path_factory.mktemp("full")
    signs = "甲乙丙丁戊己庚辛壬癸"
    for report in range(3):
        lines = [
            f"第{signs[report]}{''.join(signs[int(digit)] for digit in f'{number:03}')}组落实“一岗双责”要求。"
            for number in range(401)
        ]
        (folder / f"{report}.txt").write_text("\n".join(lines), encoding="utf-8")
    with served(folder / "home", *folder.glob("*.txt")) as archive, listening(archive) as site:
        yield site


@pytest.mark.parametrize(
    "scripts", [pytest.param(True, id="scripts"), pytest.param(False, id="no scripts", marks=pytest.mark.looks)]
)
def test_the_browsers_own_search_finds_every_line_of_a_page(
    full: Site, opened: Callable[..., Page], scripts: bool
) -> None:
    page = opened(full.address + "/concordance?q=一岗双责", java_script_enabled=scripts)
    expect(page.locator(".row")).to_have_count(1000)
    lines = page.locator(".run").all_text_contents()
    assert sum(line.count("一岗双责") for line in lines) == 1000
    if scripts:
        for line in (*lines[::91], lines[-1]):  # across the wording's edges, and far below what is in view
            assert page.evaluate(FIND, line), line
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".row")).to_have_count(203)


@pytest.mark.parametrize("phone", [False, True])
def test_the_wordings_stand_below_each_other(site: Site, opened: Callable[..., Page], phone: bool) -> None:
    options: dict[str, object] = {"viewport": PHONE, "has_touch": True} if phone else {}
    page = opened(site.address + "/concordance?q=一岗双责", **options)
    lefts = page.evaluate(LEFTS)
    assert len(lefts) == 8
    assert max(lefts) - min(lefts) <= 8  # half a character: where a face has no half-width digits


def test_keys_walk_the_lines_and_enter_opens_the_place(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/concordance?q=一岗双责")
    page.locator("main").focus()
    page.keyboard.press("n")
    page.keyboard.press("n")
    page.keyboard.press("n")
    page.keyboard.press("p")
    focused = page.locator(".row").nth(1).locator(".to")
    expect(focused).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("mark.now")).to_be_in_viewport()
    expect(page.locator(".paper")).to_contain_text("党建述职评议考核，督促党委班子成员落实“一岗双责”，切实把责任压力")


def test_from_the_list_to_the_lines_to_a_neighbour(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双责", java_script_enabled=False)
    page.get_by_role("link", name="逐处").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("共 3 篇 8 处")
    page.get_by_label("排序").select_option(label="按年度排")
    page.get_by_role("button", name="排序").click()
    assert "by=year" in page.url
    expect(page.locator(".row")).to_have_count(8)
    page.get_by_role("link", name="落实", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("共 2 篇 3 处")
    page.get_by_role("link", name="按篇", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("共 2 篇 3 处")
