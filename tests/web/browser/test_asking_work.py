"""Asking as a reader does it: suggestions and keys, options, words within results, similar sentences, the form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.browser.conftest import Site

TOTALS = "共 3 篇 8 处"
SUGGESTED = ".suggestions [role=option]"
COMPOSED = """e => {
  e.value = 'yi';
  e.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
}"""
"""What the box sees while an input method is at work."""


@pytest.fixture(autouse=True)
def listed(site: Site) -> None:
    site.archive.workspace.suggester.suggest("一")  # the first list is made; nobody on the page waits for that


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_suggestions_are_chosen_with_keys(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/")
    box = page.get_by_role("combobox", name="检索词")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("ygsz")
    options = page.locator(SUGGESTED)
    expect(options.first).to_contain_text("一岗双责")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    expect(box).to_have_value("一岗双责")
    page.keyboard.press("ArrowUp")
    expect(box).to_have_value("ygsz")
    expect(box).not_to_have_attribute("aria-activedescendant", "")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_value("ygsz")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    heading(page, TOTALS)


def test_a_suggestion_is_taken_with_a_click(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=党建")
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("一岗")
    page.locator(SUGGESTED, has_text="一岗双责").first.click()
    heading(page, TOTALS)


def test_enter_without_a_choice_searches_what_was_typed(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/")
    page.locator("#q").press_sequentially("一岗双")
    expect(page.locator(SUGGESTED).first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".understood")).to_have_text("检索式：“一岗双”")


def test_while_a_word_is_composed_nothing_is_suggested(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/")
    page.clock.install()
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "/api/suggest" in sent.url else None)
    box = page.locator("#q")
    box.focus()
    box.dispatch_event("compositionstart")
    box.evaluate(COMPOSED)
    page.clock.run_for(1000)
    assert asked == []
    box.evaluate("e => { e.value = '一岗'; }")
    box.dispatch_event("compositionend")
    page.clock.run_for(1000)
    expect(page.locator(SUGGESTED).first).to_contain_text("一岗双责")
    assert len(asked) == 1


def test_a_late_answer_does_not_open_the_list_again(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/")
    held: list[Route] = []
    page.route("**/api/suggest*", lambda route: held.append(route))  # a bound method is refused
    with page.expect_request("**/api/suggest*"):
        page.locator("#q").fill("一岗")
    page.locator(".brand").focus()
    with page.expect_response("**/api/suggest*"):
        held[0].continue_()
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "false")
    assert page.locator("#q-suggestions li").count() == 0


def test_options_go_along_and_are_taken_away(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/")
    page.locator("#q").fill("党建 责任")
    expect(page.locator(SUGGESTED).first).to_be_visible()
    page.keyboard.press("Escape")  # the list lies over the options
    page.locator(".options > summary").click()
    page.get_by_label("忽略标点").check()
    page.get_by_label("范围").select_option(label="同段")
    page.get_by_role("button", name="检索", exact=True).click()
    expect(page.locator(".understood")).to_have_text("检索式：同段:(“党建” “责任”)")
    narrow = page.get_by_role("heading", level=1).inner_text()
    page.locator(".chip", has_text="忽略标点").click()
    page.locator(".chip", has_text="范围").click()
    expect(page.locator(".chip")).to_have_count(0)
    assert page.get_by_role("heading", level=1).inner_text() != narrow
    assert "scope" not in page.url


def test_searching_within_results(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双责")
    page.locator(".options > summary").click()
    page.get_by_label("在结果中检索").check()
    box = page.locator("#q")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    page.keyboard.insert_text("第一责任人")
    page.keyboard.press("Enter")
    expect(page.locator(".understood")).to_have_text("检索式：“一岗双责” “第一责任人”")
    expect(box).to_have_value("一岗双责 第一责任人")


def test_from_nothing_to_what_was_meant(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双则")
    page.locator(".meant").get_by_role("link", name="一岗双责").click()
    heading(page, TOTALS)


def test_similar_sentences_from_a_passage(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(f"{site.address}/reports/{site.archive.id_of('004_')}?q=一岗双责#m1")
    page.locator(".paper mark").first.click()
    page.get_by_role("link", name="找相似").click()
    assert "一岗双责" in page.locator("#sentence").input_value()
    expect(page.locator(".similar")).to_contain_text("这一篇不参加比对")


def test_the_form_writes_while_it_is_filled_in(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/advanced")
    query = page.locator(".written-query")
    expect(query).to_have_text("还没有填。")
    page.get_by_label("全部包含").fill("一岗双责")
    expect(query).to_have_text("一岗双责")
    expect(page.locator(".written-count")).to_have_text(TOTALS)
    page.get_by_label("不包含").fill("乡村振兴")
    page.get_by_label("同句").check()
    expect(query).to_have_text("同句:(一岗双责 -乡村振兴)")
    page.get_by_role("button", name="检索", exact=True).click()
    expect(page.locator(".understood")).to_have_text("检索式：同句:(“一岗双责” -“乡村振兴”)")


def test_without_scripts_all_of_asking_works(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/advanced", java_script_enabled=False)
    page.locator("#a-all").fill("一岗双责")
    page.get_by_role("button", name="写成检索式").click()
    expect(page.locator(".written-query")).to_have_text("一岗双责")
    page.get_by_role("button", name="检索", exact=True).click()
    heading(page, TOTALS)
    page.locator(".options > summary").click()
    page.locator("input[name=within]").check()
    page.locator("#q").fill("第一责任人")
    page.get_by_role("button", name="检索", exact=True).click()
    expect(page.locator(".understood")).to_have_text("检索式：“一岗双责” “第一责任人”")
    page.get_by_role("link", name="找相似").last.click()
    expect(page.locator(".similar")).to_contain_text("取自")
    page.locator("#sentence").fill("督促班子成员认真落实一岗双则要求")
    page.get_by_role("button", name="找相似").click()
    expect(page.locator(".likeness").first).to_be_visible()


def test_the_words_apart_are_open_again_after_reading_one(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=责任党建 抓")
    page.locator("#also .hit-title").first.click()
    expect(page.locator(".paper.loose mark").first).to_be_attached()
    page.get_by_role("link", name="返回结果").click()
    expect(page.locator("#also .hit-title").first).to_be_visible()
    expect(page.locator(".understood")).to_have_text("检索式：“责任党建” “抓”")
