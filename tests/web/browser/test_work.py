"""What a reader does in an hour: search, open, go from place to place, copy, correct; with keys, without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import PHONE, Site

SOURCE = "——［一年来抓基层党建工作报告］（2022年），一、2.第1段"


def test_from_the_first_page_to_the_place(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/")
    page.get_by_role("combobox", name="检索词").fill("一岗双责")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("共 3 篇 8 处")
    expect(page.locator(".facet", has_text="部分")).to_contain_text("履职情况4")
    expect(page.locator(".facet", has_text="部分")).to_contain_text("下步打算4")
    page.get_by_role("link", name="［一年来抓基层党建工作报告］", exact=True).click()
    expect(page.locator(".paper mark")).to_have_count(5)
    expect(page.locator(".now-at")).to_have_text("1")
    expect(page.locator("mark.now")).to_be_in_viewport()
    page.get_by_role("link", name="返回结果").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("共 3 篇 8 处")


def test_going_from_place_to_place_with_buttons_and_keys(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(f"{site.address}/reports/{site.archive.id_of('004_')}?q=一岗双责", reduced_motion="reduce")
    at = page.locator(".now-at")
    page.get_by_role("link", name="下一处").click()
    expect(at).to_have_text("1")
    for key, place in (("n", 2), ("F3", 3), ("Enter", 4), ("p", 3), ("Shift+F3", 2), ("Shift+Enter", 1), ("p", 5)):
        page.locator("body").evaluate("document.activeElement.blur()")
        page.keyboard.press(key)
        expect(at).to_have_text(str(place))
        expect(page.locator("mark.now")).to_have_count(1)
        expect(page.locator("mark.now")).to_have_attribute("id", f"m{place}")
        expect(page.locator("mark.now")).to_be_in_viewport()
    assert page.url.endswith("at=5#m5")
    page.reload()
    expect(at).to_have_text("5")
    page.keyboard.press("]")
    expect(page).not_to_have_url(page.url.replace("#", "##"))
    page.wait_for_url(lambda url: site.archive.id_of("000_") in url)
    page.keyboard.press("[")
    page.wait_for_url(lambda url: site.archive.id_of("004_") in url)
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "/search?" in url)


def test_the_count_agrees_with_the_browsers_own_search(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(f"{site.address}/reports/{site.archive.id_of('004_')}?q=党建工作")
    text = page.locator(".paper").inner_text()
    assert (
        text.count("党建工作") - page.locator(".doc-title").inner_text().count("党建工作")
        == page.locator(".paper mark").count()
    )


def test_copying_gives_bare_text_with_its_source(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双责", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制原文和出处").first.click()
    expect(page.locator(".toast")).to_have_text("已复制，可直接粘贴到 Word 或 WPS。")
    copied = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    words, source = copied.split("\n")
    assert words.startswith("自觉把党建作为“第一保障”纳入总体工作布局，健全政府党组班子“一岗双责”党建责任制")
    assert source == SOURCE


PLAIN_HTTP = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
"""What a page on a local net's plain http finds: no clipboard."""


def test_copying_without_a_clipboard_uses_the_old_way(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/", permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(PLAIN_HTTP)
    page.goto(f"{site.address}/reports/{site.archive.id_of('004_')}?q=一岗双责#m1")
    page.evaluate("document.addEventListener('copy', e => { window.got = e.clipboardData; }, true)")
    page.keyboard.press("c")
    expect(page.locator(".toast")).to_have_text("已复制，可直接粘贴到 Word 或 WPS。")
    other = opened(site.address + "/", permissions=["clipboard-read"])
    assert other.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n").endswith("\n" + SOURCE)


def test_copying_that_is_forbidden_shows_the_text_selected(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/")
    page.add_init_script(PLAIN_HTTP + "; document.execCommand = () => false;")
    page.goto(site.address + "/search?q=一岗双责")
    page.get_by_role("button", name="复制原文和出处").first.click()
    expect(page.locator(".toast")).to_contain_text("请按 Ctrl+C")
    field = page.locator(".manual-copy")
    expect(field).to_be_focused()
    value = field.input_value()
    assert value.endswith("\n" + SOURCE)
    assert field.evaluate("e => e.selectionEnd - e.selectionStart") == len(value)


def test_a_selection_copied_by_hand_has_no_colours(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(
        f"{site.address}/reports/{site.archive.id_of('004_')}?q=一岗双责",
        permissions=["clipboard-read", "clipboard-write"],
    )
    page.locator(".paper mark").first.evaluate("e => getSelection().selectAllChildren(e.parentNode)")
    page.keyboard.press("ControlOrMeta+c")
    html = page.evaluate(
        "navigator.clipboard.read().then(items => items[0].getType('text/html')).then(blob => blob.text())"
    )
    assert "一岗双责" in html
    assert "<mark" not in html
    assert "background" not in html


def test_correcting_a_year_changes_the_filter(fresh_site: Site, opened: Callable[..., Page]) -> None:
    page = opened(f"{fresh_site.address}/reports/{fresh_site.archive.id_of('000_')}?q=一岗双责")
    page.get_by_role("link", name="修改信息").first.click()
    page.get_by_label("年度", exact=True).fill("2019")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".notice.done")).to_contain_text("已改")
    expect(page.locator(".facts")).to_contain_text("2019")
    page.get_by_role("link", name="返回结果").click()
    year = page.locator(".facet", has_text="年度").first
    expect(year).to_contain_text("2019")
    year.get_by_role("link", name="2019").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("共 1 篇 2 处")
    page.locator(".chip").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("共 3 篇 8 处")


def test_correcting_many_at_once(fresh_site: Site, opened: Callable[..., Page]) -> None:
    page = opened(fresh_site.address + "/reports")
    page.get_by_label("选择本页全部").check()
    page.get_by_role("button", name="修改所选各篇的信息").click()
    page.get_by_label("单位").fill("东街道党工委")
    page.get_by_role("button", name="同批一起改（5 篇）").click()
    expect(page.locator(".notice.done")).to_contain_text("已改 5 篇")
    expect(page.locator("td[data-name='单位']").first).to_have_text("东街道党工委")


@pytest.mark.slow
def test_without_scripts_all_of_it_works(fresh_site: Site, opened: Callable[..., Page]) -> None:
    page = opened(fresh_site.address + "/", java_script_enabled=False)
    page.locator("#q").fill("一岗双责")
    page.locator("form.box button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("共 3 篇 8 处")
    expect(page.get_by_role("button", name="复制原文和出处")).to_have_count(0)
    page.locator(".facet").get_by_role("link", name="上半年").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("共 2 篇 3 处")
    page.locator(".hit-title").first.click()
    page.get_by_role("link", name="下一处").click()
    expect(page.locator("mark.now")).to_have_attribute("id", "m1")
    page.get_by_role("link", name="下一处").click()
    expect(page.locator("mark.now")).to_have_attribute("id", "m2")
    page.get_by_role("link", name="修改信息").first.click()
    page.locator("#f-unit").fill("东街道")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".facts")).to_contain_text("东街道")


def test_while_a_word_is_composed_nothing_happens(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/")
    box = page.locator("#q")
    box.fill("yigang")
    sent = box.evaluate(
        """e => { const key = new KeyboardEvent('keydown',
             {key: 'Enter', keyCode: 229, isComposing: true, bubbles: true, cancelable: true});
           return e.dispatchEvent(key); }"""
    )
    assert sent is False  # the form never sees that Enter
    page.goto(f"{site.address}/reports/{site.archive.id_of('004_')}?q=一岗双责")
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'n', isComposing: true, bubbles: true}))")
    expect(page.locator(".now-at")).to_have_text("–")


def test_letters_are_letters_inside_the_box_and_can_be_switched_off(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双责")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.locator("#q").fill("")
    page.keyboard.type("n?/c")
    assert page.locator("#q").input_value() == "n?/c"
    page.locator("#q").blur()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="快捷键")
    expect(dialog).to_be_visible()
    dialog.get_by_label("启用单字母快捷键").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.reload()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()


def test_the_first_tab_leads_to_the_text(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/reports")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_recent_searches_stay_in_this_browser(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=两个确立")
    page.goto(site.address + "/")
    expect(page.locator(".recent a")).to_have_text(["两个确立"])
    page.locator(".recent a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("共 2 篇 3 处")


def test_english(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双责", locale="en-GB")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 reports, 8 places")
    page.locator(".hit-title").first.click()
    expect(page.get_by_role("link", name="Back to results")).to_be_visible()


@pytest.mark.parametrize("key", ["n", "p"])
def test_one_hand_on_the_phone_goes_round(site: Site, opened: Callable[..., Page], key: str) -> None:
    page = opened(f"{site.address}/reports/{site.archive.id_of('001_')}?q=一岗双责", viewport=PHONE, has_touch=True)
    page.locator(".step.next" if key == "n" else ".step.previous").tap()
    expect(page.locator(".now-at")).to_have_text("1")
    expect(page.locator("mark.now")).to_be_in_viewport()
