"""Finding in a report while typing, the section of the current place, Esc back to the row, the next difference."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import PHONE, Site


@pytest.mark.parametrize("phone", [False, True])
def test_words_are_found_while_they_are_typed(site: Site, opened: Callable[..., Page], phone: bool) -> None:
    report = site.archive.id_of("004_")
    page = opened(f"{site.address}/reports/{report}?q=一岗双责", **({"viewport": PHONE} if phone else {}))
    expect(page.locator(".paper mark")).to_have_count(5)
    page.locator("details.find summary").click()
    page.locator("#find").fill("落实")
    expect(page.locator(".paper mark")).to_have_count(21)
    expect(page.locator(".step-at")).to_have_text("– / 21")
    page.locator("#find").press("Enter")
    page.locator("#find").press("Enter")
    expect(page.locator(".step-at")).to_have_text("2 / 21")
    expect(page.locator(".outline li.holds")).to_have_count(1)
    page.locator("#find").fill("")
    expect(page.locator(".paper mark").first).to_have_text("一岗双责")
    expect(page.locator(".paper mark")).to_have_count(5)
    expect(page.locator(".find-end")).to_be_hidden()


def test_it_finds_without_scripts(site: Site, opened: Callable[..., Page]) -> None:
    report = site.archive.id_of("004_")
    page = opened(f"{site.address}/reports/{report}?q=一岗双责", java_script_enabled=False)
    page.locator("details.find summary").click()
    page.locator("#find").fill("第一责任人")
    page.get_by_role("button", name="找", exact=True).click()
    expect(page.locator(".paper mark").first).to_have_text("第一责任人")
    page.get_by_role("link", name="不找了").click()
    expect(page.locator(".paper mark").first).to_have_text("一岗双责")


def test_the_section_of_the_place_follows_and_escape_returns_to_the_row(
    site: Site, opened: Callable[..., Page]
) -> None:
    page = opened(site.address + "/search?q=一岗双责")
    page.locator(".hit-title").nth(2).click()
    page.keyboard.press("n")
    held = page.locator(".outline li.holds")
    expect(held).to_have_count(1)
    row = page.url.split("/reports/")[1].split("?")[0]
    page.keyboard.press("Escape")
    expect(page.locator(f"#r-{row}")).to_be_in_viewport()
    assert page.url.endswith(f"#r-{row}")


def test_from_difference_to_difference_by_key_and_by_link(site: Site, opened: Callable[..., Page]) -> None:
    left, right = site.archive.id_of("000_"), site.archive.id_of("001_")
    page = opened(f"{site.address}/compare/{left}/{right}?show=changes")
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(page.locator(".laid.now")).to_have_attribute("id", "d2")
    page.get_by_role("link", name="上一处不同").click()
    expect(page.locator(".diff-steps .now-at")).to_have_text("1")
    bare = opened(f"{site.address}/compare/{left}/{right}?show=changes", java_script_enabled=False)
    bare.locator("#d1 .to-next").click()
    assert bare.url.endswith("#d2")
