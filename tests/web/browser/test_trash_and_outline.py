"""The trash, the choice of a report to compare, and a long law's outline: readable by all, and at work."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from archive.catalog import Arrival
from archive.errors import ReadError
from tests.served import served
from tests.shared_files import SEEDS
from tests.web.browser.conftest import DESK, PHONE, SCREENSHOTS, Site, listening
from tests.web.browser.test_looks import EVERY_LOOK, LOOKS, SMALL

DIGITS = "一二三四五六七八九"
LAW = "\n\n".join(
    ["某某工作条例"]
    + [
        "\n\n".join(
            [f"第{DIGITS[chapter]}章　{DIGITS[chapter]}号规定"]
            + [
                f"第{DIGITS[chapter]}十{DIGITS[article]}条　各级机关应当按照本条规定认真做好各项工作，并且定期报告。"
                * 1
                for article in range(9)
            ]
        )
        for chapter in range(9)
    ]
)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The seeds and a law; one of the seeds lies in the trash."""
    folder = tmp_path_factory.mktemp("used")
    (folder / "law.txt").write_text(LAW, encoding="utf-8")
    with served(folder / "home", SEEDS, folder / "law.txt") as archive, listening(archive) as site:
        for name in ("空一.txt", "空二.txt"):
            error = ReadError("read.empty", name=name)
            failed = Arrival(f"/made/{name}", name, b"", hashlib.sha256().hexdigest(), None, error)
            archive.workspace.catalog.add([failed])
        archive.workspace.catalog.set_aside("/made/空二.txt", "扫描件只有一页空白")
        archive.workspace.catalog.remove(archive.id_of("004_"))
        archive.workspace.catch_up()
        yield site


def addresses(site: Site) -> dict[str, str]:
    trashed = next(entry.id for entry in site.archive.workspace.catalog.list(removed=True))
    other = site.archive.id_of("000_")
    return {
        "trash": "/trash",
        "purge": f"/trash/{trashed}/purge",
        "remove": f"/reports/remove?id={other}",
        "choose": f"/compare?id={other}",
        "law": f"/reports/{site.archive.id_of('law')}",
        "listed": "/reports",
        "set-aside": "/imports/unread",
    }


@pytest.mark.parametrize("look", EVERY_LOOK)
@pytest.mark.parametrize("name", ["trash", "purge", "remove", "choose", "law", "listed", "set-aside"])
def test_a_page_is_readable_by_all_and_fits(used: Site, opened: Callable[..., Page], name: str, look: str) -> None:
    page = opened(used.address + addresses(used)[name], reduced_motion="reduce", **LOOKS[look])
    page.wait_for_load_state("load")
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{look}.png")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.looks
@pytest.mark.parametrize("name", ["trash", "purge", "remove", "choose", "set-aside"])
def test_on_the_phone_every_target_is_high_enough(used: Site, opened: Callable[..., Page], name: str) -> None:
    page = opened(used.address + addresses(used)[name], viewport=PHONE, has_touch=True)
    assert page.evaluate(SMALL) == []


def test_a_long_outline_folds_by_key_follows_the_reader_and_jumps(used: Site, opened: Callable[..., Page]) -> None:
    page = opened(used.address + addresses(used)["law"], viewport=DESK)
    shown = page.locator(".outline li:visible")
    expect(page.locator(".outline .fold")).to_have_count(9)
    folded = shown.count()
    assert 9 <= folded < 30
    page.locator(".outline .fold").nth(4).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".outline .fold").nth(4)).to_have_attribute("aria-expanded", "true")
    assert shown.count() == folded + 9
    page.locator(".outline a", has_text="第八章").click()
    expect(page.locator('.outline a[aria-current="location"]')).to_contain_text("八")
    page.locator(".fold-all").click()
    assert shown.count() == page.locator(".outline li").count()


def test_an_outline_without_scripts_is_a_plain_list(used: Site, opened: Callable[..., Page]) -> None:
    page = opened(used.address + addresses(used)["law"], viewport=DESK, java_script_enabled=False)
    assert page.locator(".outline li:visible").count() == page.locator(".outline li").count() > 80
    assert page.locator(".outline button").count() == 0
