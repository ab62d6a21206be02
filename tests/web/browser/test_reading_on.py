"""Reading across reports in the browser: on from place to place, list and report side by side, all of it by keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.served import served
from tests.web.browser.conftest import Site, listening

WIDE = {"width": 1680, "height": 900}


def test_n_goes_on_into_the_next_report_and_p_comes_back(site: Site, opened: Callable[..., Page]) -> None:
    first, second = site.archive.id_of("004_"), site.archive.id_of("000_")
    page = opened(f"{site.address}/reports/{first}?q=一岗双责&at=5#m5", reduced_motion="reduce")
    page.keyboard.press("n")
    page.wait_for_url(lambda url: second in url)
    expect(page.locator(".now-at")).to_have_text("1")
    expect(page.locator("mark.now")).to_be_in_viewport()
    page.keyboard.press("p")
    page.wait_for_url(lambda url: first in url)
    expect(page.locator(".now-at")).to_have_text("5")
    expect(page.locator("mark.now")).to_be_in_viewport()


def test_the_links_do_the_same_without_scripts(site: Site, opened: Callable[..., Page]) -> None:
    first, second = site.archive.id_of("004_"), site.archive.id_of("000_")
    page = opened(f"{site.address}/reports/{first}?q=一岗双责&at=5#m5", java_script_enabled=False)
    page.get_by_role("link", name="下一处").click()
    page.wait_for_url(lambda url: second in url)
    expect(page.locator("mark.now")).to_be_in_viewport()


def test_on_a_wide_screen_the_list_stands_beside_the_report(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(f"{site.address}/reports/{site.archive.id_of('004_')}?q=一岗双责&at=1#m1", viewport=WIDE)
    beside = page.locator(".siblings")
    expect(beside.get_by_role("link")).to_have_count(3)
    expect(beside.locator("[aria-current]")).to_contain_text("［一年来抓基层党建工作报告］")
    assert Axe().run(page, options={"resultTypes": ["violations"]}).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDE["width"]
    beside.get_by_role("link").nth(1).click()
    page.wait_for_url(lambda url: site.archive.id_of("000_") in url)
    expect(page.locator("mark.now")).to_be_in_viewport()
    page.set_viewport_size({"width": 1280, "height": 860})
    expect(page.locator(".siblings")).to_be_hidden()


def test_the_list_of_results_is_walked_by_keys(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/search?q=一岗双责")
    page.locator("main").focus()
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(page.locator(".excerpt").nth(1).locator("a.tool").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("mark.now")).to_be_in_viewport()


def test_the_question_mark_shows_every_key(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(f"{site.address}/reports/{site.archive.id_of('004_')}?q=一岗双责")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="快捷键")
    for key in ("/", "Enter、F3、n", "Shift+Enter、Shift+F3、p", "[、]", "c", "Esc", "?"):
        expect(dialog.locator("dt", has_text=key).first).to_be_visible()


def test_the_address_of_a_passage_opens_exactly_there(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(f"{site.address}/reports/{site.archive.id_of('003_')}#p5")
    expect(page.locator("#p5:target")).to_be_in_viewport()
    expect(page.locator("#p5")).to_have_class("line text here")


def test_a_source_pasted_into_the_box_opens_its_passage(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address + "/", java_script_enabled=False)
    page.locator("#q").fill("——［一年来抓基层党建工作报告］（2022年），一、3.第1段")
    page.locator("form.box button[type=submit]").first.click()
    expect(page.locator(".line:target")).to_contain_text("督促班子成员认真落实“一岗双责”要求")
    expect(page.locator(".line:target")).to_be_in_viewport()


CLIPBOARD = """async () => {
  const [item] = await navigator.clipboard.read();
  const read = async type => (await (await item.getType(type)).text()).replace(/\\r\\n/g, '\\n');
  return [await read('text/plain'), await read('text/html')];
}"""


def test_what_is_copied_are_bare_paragraphs_and_text(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(
        f"{site.address}/reports/{site.archive.id_of('004_')}?q=一岗双责&at=2#m2",
        permissions=["clipboard-read", "clipboard-write"],
        color_scheme="dark",
    )
    page.keyboard.press("c")
    expect(page.locator(".toast")).to_have_text("已复制，可直接粘贴到 Word 或 WPS。")
    text, html = page.evaluate(CLIPBOARD)
    words, source = text.split("\n")
    assert "督促班子成员认真落实“一岗双责”要求" in words
    assert source == "——［一年来抓基层党建工作报告］（2022年），一、3.第1段"
    body = html.partition("<p>")
    assert "<p>" + body[2].partition("<!--EndFragment")[0].partition("</body>")[0].strip() == (
        f"<p>{words}</p><p>{source}</p>"
    )
    assert not any(sign in html for sign in ("style", "color", "font", "<mark", "<span", "<a "))


SELECT = """words => {
  const line = [...document.querySelectorAll('.paper .line')].find(each => each.textContent.includes(words));
  const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let seen = 0; const from = line.textContent.indexOf(words);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (seen <= from && from < seen + node.length) { range.setStart(node, from - seen); }
    const to = from + words.length - seen;
    if (0 < to && to <= node.length) { range.setEnd(node, to); }
    seen += node.length;
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  line.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
}"""


@pytest.mark.parametrize(
    ("selected", "words"),
    [
        pytest.param(None, None, id="the sentence of the place"),
        pytest.param(
            "督促班子成员认真落实“一岗", "督促班子成员认真落实“一岗双责”", id="the selection, no quotation cut"
        ),
        pytest.param("班子成员认真落实", "班子成员认真落实", id="the selection"),
    ],
)
def test_copying_and_clipping_take_the_same_extent(
    fresh_site: Site, opened: Callable[..., Page], selected: str | None, words: str | None
) -> None:
    site = fresh_site
    page = opened(
        f"{site.address}/reports/{site.archive.id_of('004_')}?q=一岗双责&at=2#m2",
        permissions=["clipboard-read", "clipboard-write"],
    )
    if selected:
        page.evaluate(SELECT, selected)
    page.locator(".copy-line").click()
    expect(page.locator(".toast")).to_have_text("已复制，可直接粘贴到 Word 或 WPS。")
    copied = page.evaluate("navigator.clipboard.readText()").split("\n")[0]
    page.locator(".line-tools .clip-link").click()
    expect(page.locator(".line-tools .clip-link")).to_have_class(re.compile("clipped"))
    clipped = page.evaluate("fetch('/clippings.json').then(answer => answer.json())")["clippings"][0]["text"]
    assert clipped == copied
    if selected:
        assert copied == words
    else:
        assert copied.endswith("。")
        assert "督促班子成员认真落实“一岗双责”要求" in copied


SELECT_ROWS = """() => {
  const rows = document.querySelectorAll('.paper tr'), range = document.createRange();
  range.setStart(rows[1].cells[1].firstChild, 1);
  range.setEnd(rows[2].cells[0].firstChild, 2);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  rows[1].dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
}"""


@pytest.mark.looks
def test_the_edge_of_a_short_row_is_no_part_of_what_is_copied(tmp_path: Path, opened: Callable[..., Page]) -> None:
    (tmp_path / "表.html").write_text(
        "<h1>表</h1><table><tr><td>甲<td>乙<td>丙</tr><tr><td>东村<td>修路</tr><tr><td>西村<td>建桥<td>好</tr></table>",
        "utf-8",
    )
    with served(tmp_path / "home", tmp_path / "表.html") as archive, listening(archive) as own:
        page = opened(f"{own.address}/reports/{archive.id_of('表')}", permissions=["clipboard-read", "clipboard-write"])
        assert page.locator(".paper tr").nth(1).locator("td").count() == 3
        page.evaluate(SELECT_ROWS)
        page.locator(".copy-line").click()
        expect(page.locator(".toast")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()").replace("\r", "").split("\n")[::2] == ["路", "西村"]


def test_every_form_of_the_source_is_a_click_away(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(
        f"{site.address}/reports/{site.archive.id_of('004_')}?q=一岗双责&at=2#m2",
        permissions=["clipboard-read", "clipboard-write"],
    )
    page.get_by_role("link", name="更多出处格式").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("出处")
    page.get_by_role("button", name="复制 GB/T 7714").click()
    expect(page.locator(".toast")).to_have_text("已复制，可直接粘贴到 Word 或 WPS。")
    assert page.evaluate("navigator.clipboard.readText()") == "［一年来抓基层党建工作报告］[R]. ([2022])."
