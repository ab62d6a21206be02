"""The browser before 300 texts of the open corpus: long papers, many filters, pages of results."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.served import served
from tests.web.browser.conftest import (
    DESK,
    PHONE,
    Site,
    listening,
)
from tests.web.pages.test_corpus import texts

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def corpus_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("many") / "home", *texts(300)) as archive, listening(archive) as site:
        yield site


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/", "/search?q=人民政府", "/reports", "/search?q=人民政府 监督&sort=newest&page=2"])
@pytest.mark.parametrize("viewport", [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")])
def test_pages_of_many_reports(
    corpus_site: Site, opened: Callable[..., Page], path: str, viewport: dict[str, int]
) -> None:
    page = opened(corpus_site.address + path, viewport=viewport)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


@pytest.mark.slow
def test_from_page_to_page_by_filters_and_back(corpus_site: Site, opened: Callable[..., Page]) -> None:
    page = opened(corpus_site.address + "/search?q=人民政府")
    totals = page.get_by_role("heading", level=1)
    all_of_them = totals.inner_text()
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".pager")).to_contain_text("第 2 页")
    expect(totals).to_have_text(all_of_them)
    link = page.locator(".facet", has_text="类型").locator("li > a").first
    count = link.locator(".n").inner_text()
    link.click()
    expect(totals).to_contain_text(f"共 {count} 篇")
    page.get_by_role("link", name="清除筛选").click()
    expect(totals).to_have_text(all_of_them)


@pytest.mark.slow
def test_the_longest_paper(corpus_site: Site, opened: Callable[..., Page]) -> None:
    catalog = corpus_site.archive.workspace.catalog
    longest = max(catalog.texts(), key=lambda pair: sum(map(len, pair[1])))[0]
    page = opened(f"{corpus_site.address}/reports/{longest}?q=人民&at=1#m1", reduced_motion="reduce")
    total = int(page.locator(".bar").get_attribute("data-total") or 0)
    json = page.request.get(f"{corpus_site.address}/reports/{longest}.json?q=人民").json()
    assert page.locator(".paper mark").count() == json["matches"] == total
    expect(page.locator("mark.now")).to_be_in_viewport()
    page.goto(f"{corpus_site.address}/reports/{longest}?q=人民&at={total}#m{total}")
    page.locator(".step.previous").click()
    expect(page.locator(".now-at")).to_have_text(str(total - 1))
    expect(page.locator("mark.now")).to_be_in_viewport()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
