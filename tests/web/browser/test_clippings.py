"""摘录 in the browser: a click clips and takes out, x does, all are copied at once as paragraphs or as a table."""

from __future__ import annotations

import re
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
from tests.web.browser.test_reading_on import CLIPBOARD

COPIES = ["clipboard-read", "clipboard-write"]


def test_a_click_clips_and_another_takes_it_out(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双责")
    first = page.locator("a.clip-link").first
    first.click()
    expect(first).to_have_text("已加入")
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".clip-count").first).to_have_text("（1）")
    page.reload()
    expect(page.locator(".clip-count").first).to_have_text("（1）")
    expect(page.locator("a.clip-link").first).to_have_text("已加入")
    expect(page.locator("a.clip-link").nth(1)).to_have_text("加入摘录")
    page.locator("a.clip-link").first.click()
    expect(page.locator("a.clip-link").first).to_have_text("加入摘录")
    expect(page.locator(".clip-count").first).to_have_text("")


def test_x_clips_the_sentence_of_the_place_that_is_read(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(f"{site.address}/reports/{site.archive.id_of('004_')}?q=一岗双责&at=2#m2")
    page.keyboard.press("x")
    expect(page.locator(".toast")).to_have_text("已加入摘录。")
    expect(page.locator(".line-tools .clip-word")).to_have_text("已加入")
    page.keyboard.press("n")
    expect(page.locator(".line-tools .clip-word")).to_have_text("加入摘录")
    page.goto(site.address + "/clippings")
    expect(page.locator(".clip .quote")).to_have_text(
        re.compile("^同时，督促班子成员认真落实“一岗双责”要求.*风清气正。$")
    )
    page.locator(".clip-from a").click()
    expect(page.locator(".line:target")).to_contain_text("3.突出抓廉政建设")


def filled(page: Page, site: Site) -> None:
    for place in (0, 1):
        page.locator("a.clip-link").nth(place).click()
        expect(page.locator("a.clip-link").nth(place)).to_have_text("已加入")
    page.goto(site.address + "/clippings")
    expect(page.locator(".clip")).to_have_count(2)


def test_all_are_copied_at_once(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双责", permissions=COPIES)
    filled(page, site)
    page.get_by_role("button", name="下移").first.click()
    texts = page.locator(".clip .words").all_text_contents()
    assert texts[0].startswith("同时，督促班子成员认真落实“一岗双责”要求")
    page.get_by_role("button", name="复制原文和出处").click()
    expect(page.locator(".toast")).to_contain_text("已复制")
    text, html = page.evaluate(CLIPBOARD)
    lines = text.split("\n")
    assert lines[::2] == texts
    assert lines[1] == "——［一年来抓基层党建工作报告］（2022年），一、3.第1段"
    assert html.count("<p>") == 4
    page.get_by_role("button", name="只复制原文").click()
    page.wait_for_function("async () => !(await navigator.clipboard.readText()).includes('——')")
    page.get_by_role("button", name="复制为表格").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('原文')")
    text, html = page.evaluate(CLIPBOARD)
    assert text.split("\n")[0] == "原文\t单位\t年度\t位置\t出处"
    assert html.count("<tr>") == 3
    assert html.count("<td>") == 15
    assert not any(sign in html for sign in ("style", "color", "font"))


def test_without_scripts_it_is_two_clicks(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/concordance?q=一岗双责", java_script_enabled=False)
    page.locator("input[name=place]").nth(0).check()
    page.locator("input[name=place]").nth(3).check()
    page.locator(".chosen-bar").get_by_role("button", name="加入摘录").click()
    expect(page.locator(".clip")).to_have_count(2)
    page.get_by_role("button", name="加入摘录（2 条）").click()
    expect(page.locator(".notice.done")).to_have_text("已加入摘录，新增 2 条。")
    expect(page.locator(".clip-count").first).to_have_text("（2）")
    page.get_by_role("button", name="移出").first.click()
    expect(page.locator(".clip")).to_have_count(1)
    expect(page.get_by_role("link", name="复制原文和出处")).to_be_visible()


def test_the_chosen_lines_are_counted_and_copied(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/concordance?q=一岗双责", permissions=COPIES)
    page.locator("main").focus()
    page.keyboard.press("n")
    page.keyboard.press("x")
    page.keyboard.press("n")
    page.keyboard.press("x")
    expect(page.locator(".chosen-count")).to_have_text("已选 2 处")
    page.locator(".chosen-bar").get_by_role("button", name="复制原文和出处").click()
    expect(page.locator(".toast")).to_contain_text("已复制")
    text, _ = page.evaluate(CLIPBOARD)
    assert [line.startswith("——") for line in text.split("\n")] == [False, True, False, True]


@pytest.mark.looks
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")])
def test_the_page_is_readable_by_all(
    site: Site, opened: Callable[..., Page], viewport: dict[str, int], scheme: str
) -> None:
    page = opened(site.address + "/search?q=一岗双责", viewport=viewport, color_scheme=scheme)
    filled(page, site)
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"clippings-{viewport['width']}-{scheme}.png")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    if viewport is PHONE:
        assert page.evaluate(SMALL) == []


def test_without_scripts_a_paragraph_of_a_report_is_clipped_by_its_number(
    site: Site, opened: Callable[..., Page]
) -> None:
    page = opened(f"{site.address}/reports/{site.archive.id_of('004_')}", java_script_enabled=False)
    page.get_by_role("link", name="各种格式，逐段可取").click()
    page.get_by_label("第几段").fill("5")
    page.get_by_role("button", name="看这一段的出处").click()
    page.get_by_role("link", name="加入摘录").click()
    page.get_by_role("button", name="加入摘录（1 条）").click()
    expect(page.locator(".clip .quote")).to_contain_text("3.突出抓廉政建设")
