"""Markdown becomes what a person reads on its rendered page, exactly: checked against a full rendering."""

from __future__ import annotations

import random
import re
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from archive.errors import ReadError
from archive.model import CELL, Block
from archive.readers.markup import markdown
from tests.shared_files import shared

INVISIBLE = re.compile("[\\s\u200b\ufeff\x1f]")


def blocks(text: str) -> tuple[Block, ...]:
    return markdown.read(text.encode(), "a.md").blocks


def texts(text: str) -> list[str]:
    return [block.text.replace(CELL, "|") for block in blocks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("**一岗双责**与*党建*", ["一岗双责与党建"], id="emphasis"),
        pytest.param("见[准则](http://x.cn/廉洁 '题')。", ["见准则。"], id="a link's words, not its address"),
        pytest.param("<http://x.cn>", ["http://x.cn"], id="an address that is shown"),
        pytest.param("甲<!-- 乙 -->丙\n\n<!-- INFO END -->\n\n丁", ["甲丙", "丁"], id="comments"),
        pytest.param("a &lt; b &amp;amp; `<c>` \\*", ["a < b &amp; <c> *"], id="entities, code and escapes"),
        pytest.param("第一行\n第二行", ["第一行\n第二行"], id="a soft line end stays inside the paragraph"),
        pytest.param("第一行  \n第二行", ["第一行", "第二行"], id="a hard line end ends the line"),
        pytest.param("3. 甲\n4. 乙\n\n7. 丙", ["3. 甲", "4. 乙", "7. 丙"], id="numbers as the file has them"),
        pytest.param("1. 甲\n    2. 乙\n\n    丙", ["1. 甲", "2. 乙", "丙"], id="lists in lists"),
        pytest.param("- 甲\n- 乙", ["甲", "乙"], id="bullets are no text"),
        pytest.param("    代码 **甲**\n    乙", ["代码 **甲**", "乙"], id="code blocks stay as they are"),
        pytest.param("| 甲 | 乙 |\n|---|---|\n| **丙** | |", ["甲|乙", "丙|"], id="table rows, cells apart"),
        pytest.param("甲\n\n\n\n\n乙", ["甲", "乙"], id="many blank lines"),
        pytest.param("见[1]。\n\n[1]:注释内容", ["见[1]。", "[1]:注释内容"], id="a note is no link's definition"),
        pytest.param("见[1]。\n\n[1]: http://x.cn", ["见1。"], id="a link's definition is not shown"),
        pytest.param("> 引文", ["引文"], id="quotations"),
        pytest.param("<div>块 <b>甲</b></div>\n\n行<span>内</span>", ["块 甲", "行内"], id="raw html as rendered"),
        pytest.param("<script>\n脚本\n</script>\n\n正文<style>样式</style>", ["正文"], id="scripts and styles"),
        pytest.param("甲\x1f乙\x02wzxhzdk:0\x03", ["甲乙wzxhzdk:0"], id="neither our marks nor the library's get in"),
    ],
)
def test_what_is_shown(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_headings_have_their_level() -> None:
    found = blocks("# 条例\n\n## 第一章 总则 ##\n\n小节\n---\n\n文")
    assert [(block.kind, block.level, block.text) for block in found] == [
        ("heading", 1, "条例"),
        ("heading", 2, "第一章 总则"),
        ("heading", 2, "小节"),
        ("paragraph", None, "文"),
    ]


@pytest.mark.parametrize(
    ("text", "count", "first"),
    [
        pytest.param("召开**次会议，走访**户。", 1, "次会议，走访户", id="two masks read as strong"),
        pytest.param("慰问*余人，办理*件。", 1, "余人，办理件", id="two masks read as emphasis"),
        pytest.param("甲\n\n****\n\n乙", 1, "****", id="a line of stars is a rule"),
        pytest.param("坚持**党建引领**，抓好工作。", 0, None, id="true emphasis"),
        pytest.param("召开**次会议。", 0, None, id="one mask stays"),
    ],
)
def test_masks_that_may_have_been_lost_are_told(text: str, count: int, first: str | None) -> None:
    notices = markdown.read(text.encode(), "a.md").notices
    assert [dict(notice.evidence) for notice in notices] == [{"count": count, "first": first}] * (count > 0)


def fully_rendered(text: str) -> str:
    """What the library shows without any of our short cuts, as another parser reads it."""
    page = lxml.html.fromstring("<div>" + Markdown(extensions=["tables", "sane_lists"]).convert(text) + "</div>")
    for comment in page.iter(lxml.html.etree.Comment):
        comment.text = ""
    return INVISIBLE.sub("", "".join(str(text) for text in page.itertext()))


def shown(text: str) -> str:
    return INVISIBLE.sub("", "".join(block.text for block in blocks(text)))


def laws() -> list[Path]:
    return sorted(shared("corpus", "laws").rglob("*.md"))


@pytest.mark.slow
def test_real_laws_read_as_they_render() -> None:
    for path in random.Random(5).sample(laws(), 200):
        text = path.read_text(encoding="utf-8")
        if not re.search(r"^ {0,3}\d+\. ", text, re.MULTILINE):  # the library prints other numbers than the file
            assert shown(text) == fully_rendered(text), path


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="甲乙 \n*_`[]()!#>|-:\\&;<b/", max_size=80))
def test_any_markdown_reads_as_it_renders(text: str) -> None:
    plain = text.replace("<", " < ")  # broken tags are repaired differently by every parser
    if plain.strip() and "]:" not in plain:  # definitions: ours keep notes
        assert shown(plain) == fully_rendered(plain)


@given(st.text(alphabet="甲乙 \n*_`[]()<b>/&amp;1.-", max_size=80))
def test_the_short_cut_changes_nothing(text: str) -> None:
    full = Markdown(extensions=["tables", markdown._AsPrinted()]).convert(text)
    assert markdown.rendered(text) == full


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("[" * 50_000, "read.too_long", id="brackets: quadratic"),
        pytest.param("[" * 10_000, "read.too_long", id="brackets, fewer than the limit of all marks"),
        pytest.param("[a](" * 50_000, "read.too_long", id="open links: quadratic"),
        pytest.param('<a href="' * 50_000, "read.too_long", id="open tags: quadratic"),
        pytest.param("<![CDATA[" * 50_000, "read.too_long", id="open sections: quadratic"),
        pytest.param("- " * 5_000 + "甲", "read.too_deep", id="lists in lists: recursion"),
        pytest.param("*" * 50_000, None, id="stars"),
        pytest.param("\n" * 500_000 + "甲", None, id="blank lines"),
        pytest.param("甲乙\n\n" * 50_000, None, id="many paragraphs"),
    ],
)
@pytest.mark.timeout(30)
def test_hostile_markdown_ends_soon(text: str, code: str | None) -> None:
    if code is None:
        markdown.read(text.encode(), "a.md")
        return
    with pytest.raises(ReadError) as caught:
        markdown.read(text.encode(), "a.md")
    assert caught.value.code == code
