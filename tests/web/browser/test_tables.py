"""核查表, 登记表 and 核查单 in a real browser: readable by all, on every screen, with and without scripts, on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import (
    DESK,
    PHONE,
    SCREENSHOTS,
    Site,
)
from tests.web.browser.test_looks import EVERY_LOOK, LOOKS, SMALL

LIST = "list=一岗双责%0A两个确立%0A第一责任人%0A没有人写过的话"
PAGES = {
    "checklist-form": "/checklist",
    "checklist": f"/checklist?{LIST}",
    "checklist-roster": f"/checklist?{LIST}&roster=东街道%0A西街道&by=report",
    "checklist-record": f"/checklist/record?{LIST}",
    "record": "/record?q=一岗双责",
    "register": "/register",
}


@pytest.mark.parametrize("look", EVERY_LOOK)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_readable_by_all_and_fits(site: Site, opened: Callable[..., Page], name: str, look: str) -> None:
    page = opened(site.address + PAGES[name], reduced_motion="reduce", **LOOKS[look])
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{look}.png", full_page=True)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
def test_on_the_phone_every_target_is_high_enough(site: Site, opened: Callable[..., Page], name: str) -> None:
    page = opened(site.address + PAGES[name], viewport=PHONE, has_touch=True)
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_pasted_list_to_the_place(fresh_site: Site, opened: Callable[..., Page], scripts: bool) -> None:
    page = opened(fresh_site.address + "/checklist", java_script_enabled=scripts)
    page.get_by_label("提法", exact=True).fill("一岗双责\n没有人写过的话\n")
    page.get_by_label("应交名单", exact=True).fill("东街道\n西街道")
    page.get_by_label("存为期次").check()
    page.get_by_label("期次名称").fill("2022年度述职")
    page.get_by_role("button", name="核查", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2022年度述职")
    assert "roster=" not in page.url
    expect(page.locator(".turnout")).to_contain_text("应交 2 家，已交 0，未交 2")
    page.locator(".states td a", has_text="8 处").click()  # papers without a unit are one row
    expect(page.locator(".totals")).to_contain_text("3 篇 8 处")
    assert "unit=none" in page.url


def test_head_and_first_column_stay_while_the_table_moves(site: Site, opened: Callable[..., Page]) -> None:
    wordings = "%0A".join(f"一岗双责 或 词{number}" for number in range(30))
    roster = "%0A".join(f"第{number}街道" for number in range(60))
    page = opened(f"{site.address}/checklist?list={wordings}&roster={roster}", viewport=DESK)
    table = page.locator(".sheet-wide")
    table.evaluate("e => { e.scrollTop = 900; e.scrollLeft = 700; }")
    frame = table.bounding_box()
    head, first = (
        page.locator(".states thead th").nth(8).bounding_box(),
        page.locator(".states tbody th").nth(30).bounding_box(),
    )
    assert frame
    assert head
    assert first
    assert abs(head["y"] - frame["y"]) < 3
    assert abs(first["x"] - frame["x"]) < 3


def test_a_register_is_filled_in_looked_at_and_taken(
    fresh_site: Site, opened: Callable[..., Page], tmp_path: Path
) -> None:
    page = opened(fresh_site.address + "/reports")
    with page.expect_download() as download:
        page.locator(".outs-menu > summary").click()
        page.get_by_role("link", name="导出登记表").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    book = openpyxl.load_workbook(file)
    for row in range(2, 7):
        book.active.cell(row, 3).value = "东街道党工委"
    book.save(file)
    page.get_by_role("link", name="导入登记表").click()
    page.get_by_label("登记表文件").set_input_files(file)
    page.get_by_role("button", name="预览改动").click()
    expect(page.locator(".register-table tbody tr")).to_have_count(5)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    page.get_by_role("button", name="改这 5 项").click()
    expect(page.locator(".notice.done")).to_contain_text("已改 5 篇的 5 项")
    expect(page.locator(".facet", has_text="单位")).to_have_count(0)  # all of one unit: no filter takes room
    expect(page.locator("td[data-name='单位']").first).to_have_text("东街道党工委")


def test_results_are_saved_as_a_word_file(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双责")
    with page.expect_download() as download:
        page.locator(".outs-menu > summary").click()
        page.get_by_role("link", name="导出 Word").click()
    assert download.value.suggested_filename.startswith("检索结果_一岗双责_20")
    assert download.value.suggested_filename.endswith(".docx")


@pytest.mark.parametrize("name", ["record", "checklist-record"])
def test_on_paper_there_is_nothing_but_the_record(site: Site, opened: Callable[..., Page], name: str) -> None:
    page = opened(site.address + PAGES[name])
    expect(page.get_by_role("button", name="打印")).to_be_visible()
    page.emulate_media(media="print")
    assert not page.locator(".site").is_visible()
    assert not page.locator(".record-tools").is_visible()
    expect(page.locator(".record-sign")).to_be_visible()
    if name == "record":
        mark = page.locator(".record mark").first
        assert "underline" in mark.evaluate("e => getComputedStyle(e).textDecorationLine")
        assert mark.evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
