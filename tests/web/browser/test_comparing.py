"""Two texts side by side in the browser: light and dark, desk and phone, with keys and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from indexer.cli.main import main
from tests.indexer.comparison.test_side_by_side import LAST, NOW
from tests.served import served
from tests.web.browser.conftest import (
    DESK,
    PHONE,
    SCREENSHOTS,
    Site,
    listening,
)
from tests.web.browser.test_looks import SMALL


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("pair")
    for year, text in (("2023", LAST), ("2024", NOW)):
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
        given = ["--unit", "东街道党工委", "--year", year]
        assert main(["add", "--home", str(folder / "home"), *given, str(folder / f"{year}.txt")]) == 0
    with served(folder / "home", folder / "2024.txt") as archive, listening(archive) as site:
        yield site


@pytest.mark.looks
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")])
def test_the_page_is_readable_by_all(
    pair: Site, opened: Callable[..., Page], viewport: dict[str, int], scheme: str
) -> None:
    last, now = pair.archive.id_of("2023"), pair.archive.id_of("2024")
    page = opened(f"{pair.address}/compare/{last}/{now}", viewport=viewport, color_scheme=scheme)
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"compare-{viewport['width']}-{scheme}.png", full_page=True)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    if viewport is PHONE:
        assert page.evaluate(SMALL) == []


def test_from_the_report_to_last_years_and_to_the_passage(pair: Site, opened: Callable[..., Page]) -> None:
    page = opened(f"{pair.address}/reports/{pair.archive.id_of('2024')}", java_script_enabled=False)
    page.get_by_role("link", name="与 2023 对照").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("对照")
    expect(page.locator(".laid.added .is").first).to_contain_text("二、整改情况")
    expect(page.locator(".laid.dropped .was")).to_contain_text("深入基层调查研究不多")
    page.locator(".laid.added .is a.at").nth(1).click()
    expect(page.locator(".line:target")).to_contain_text("对去年指出的问题逐条整改，全部办结。")
    page.go_back()
    page.get_by_role("link", name="左右对调").click()
    expect(page.locator(".laid.added .is")).to_contain_text("深入基层调查研究不多")
