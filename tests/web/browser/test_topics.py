"""专题 and feeds in the browser: made, narrowed to, followed without scripts; readable by all, on a small phone too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import DESK, Site
from tests.web.browser.test_looks import SMALL

SMALLEST = {"width": 320, "height": 720}


def test_ticked_rows_become_a_topic_that_is_searched(fresh_site: Site, opened: Callable[..., Page]) -> None:
    page = opened(fresh_site.address + "/reports", java_script_enabled=False)
    for number in (0, 1):
        page.locator("input[name=id]").nth(number).check()
    page.get_by_role("button", name="加入专题").click()
    page.get_by_label("新专题的名称").fill("重点材料")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_have_text("已放进“重点材料” 2 篇。")
    page.get_by_role("searchbox", name="在专题内检索 重点材料").fill("党建")
    page.locator(".inline-form").get_by_role("button", name="检索").first.click()
    expect(page.locator(".chip").first).to_contain_text("专题 重点材料")
    assert page.locator("ol.hits > li[id]").count() <= 2


def test_a_search_is_followed_and_its_address_revoked(fresh_site: Site, opened: Callable[..., Page]) -> None:
    page = opened(fresh_site.address + "/saved/add?q=一岗双责", java_script_enabled=False)
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="给阅读器的地址 一岗双责").click()
    address = page.locator(".copied").input_value()
    assert page.request.get(address).status == 200
    page.get_by_role("link", name="常用检索").last.click()
    page.get_by_role("button", name="停用地址 一岗双责").click()
    expect(page.get_by_role("status")).to_contain_text("已停用")
    assert page.request.get(address).status == 404


@pytest.mark.slow
@pytest.mark.parametrize(("viewport", "scheme"), [(DESK, "light"), (SMALLEST, "dark")])
@pytest.mark.parametrize("address", ["/topics", "/help", "/topics/add?q=一岗双责"])
def test_pages_are_readable_by_all(
    site: Site, opened: Callable[..., Page], address: str, viewport: dict[str, int], scheme: str
) -> None:
    site.archive.workspace.catalog.topics.save("一岗双责专题", "q=一岗双责")
    page = opened(site.address + address, viewport=viewport, color_scheme=scheme)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    if viewport is SMALLEST and address != "/help":
        assert page.evaluate(SMALL) == []


def test_the_readers_bar_fits_the_smallest_phone(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(f"{site.address}/reports/{site.archive.id_of('004_')}?q=一岗双责&at=2", viewport=SMALLEST)
    for link in page.locator(".bar .sheet-link, .bar .step, .bar .find summary").all():
        box = link.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= SMALLEST["width"]
        assert min(box["width"], box["height"]) >= 24
