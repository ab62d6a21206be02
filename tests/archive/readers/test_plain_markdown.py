"""Whatever way Markdown takes to its blocks, past the library or by its tree, they are those of the written page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Block
from archive.readers.decoding import decode
from archive.readers.line_joining import visible
from archive.readers.markup import markdown
from archive.readers.markup.blocks import blocks_of
from archive.readers.markup.plain_markdown import blocks_of_plain
from archive.readers.markup.tokenizer import tokens
from tests.shared_files import shared

PIECES = st.sampled_from(
    [
        *("甲", "乙。", "a", "1", ".", " ", "  ", "\t", "\n", "\n\n", "\n\n\n", "\u3000", "\u00a0", "\u200b", "\u2028"),
        *(
            "#",
            "##",
            "# ",
            "\n# ",
            "\n## 丙 ##",
            "\n#######",
            "1. ",
            "\n1. ",
            "\n-",
            "\n---\n",
            "\n===\n",
            "\n- ",
            "+ ",
        ),
        *(
            "\n+",
            "\n>",
            "> ",
            "<!-- 源 -->",
            "\n\n<!-- 源 -->\n\n",
            "\n<!-- 源 -->\n",
            "\n<!--",
            "-->",
            "-",
            "=",
            "\n=",
            '"',
            "'",
            "\x1f",
        ),
    ]
)
MARKED = st.sampled_from(
    [
        *("**", "*", "_", "`", "[甲](乙)", "[", "]", "&amp;", "&lt;", "&", "&nbsp", "&#12288;", "<b>", "</b>", "<div>"),
        *(
            "\n- 甲",
            "\n\n    乙",
            "\n> 丙",
            "\n|甲|乙|\n|-|-|\n|丙|*丁*|\n",
            "  \n",
            "<br>",
            "\\*",
            "<http://x.cn/?a&b>",
        ),
        *("![图](a.png)", "\n```\n码\n```\n", "[1]: http://x.cn\n", "\n3. 甲\n\n    - 乙\n", "\n***\n", "|"),
    ]
)


def as_the_page(text: str) -> tuple[Block, ...]:
    """The long way: the page is written, and read as any page."""
    return blocks_of(tokens(markdown.rendered(text)), "", keep_lines=True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# 报告 #\n\n一、甲\n乙\n## 二\n丙", id="headings with and without blank lines"),
        pytest.param("<!-- 来源 -->\n\n# 条例", id="a comment in the first line"),
        pytest.param("甲\n\n<!-- *来源* | & -->\n\n乙", id="a comment between"),
        pytest.param("甲\n<!-- 来源 -->\n乙", id="a comment in the midst of lines, which it parts"),
        pytest.param("# 甲\n<!-- 一 -->\n<!-- 二 -->  \n乙", id="two of them below a heading"),
        pytest.param("　　甲  乙\n　　丙", id="wide blanks in front, narrow ones within"),
        pytest.param("甲 > 乙 = 丙 - 丁 + 1.5", id="signs inside a line"),
        pytest.param("1.甲\n2.乙", id="numbers without a blank make no list"),
        pytest.param("#\n##\n\n######", id="headings without words"),
        pytest.param("# 1. 甲", id="a number in a heading"),
    ],
)
def test_headings_and_paragraphs_go_past_the_library(text: str) -> None:
    assert blocks_of_plain(text) == as_the_page(text)


@pytest.mark.parametrize(
    "text",
    [
        "甲*乙*",
        "- 甲",
        "1. 甲",
        "甲\n---",
        "甲\n===",
        "> 甲",
        "    甲",
        "|甲|",
        "甲  \n乙",
        "甲&lt;",
        "<b>甲</b>",
        "####### 甲",
    ],
)
def test_what_may_be_more_is_left_to_the_library(text: str) -> None:
    assert blocks_of_plain(text) is None


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join).map(visible))
def test_what_goes_past_the_library_is_what_the_library_says(text: str) -> None:
    assert blocks_of_plain(text) in (None, as_the_page(text))


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | MARKED, max_size=14).map("".join).map(visible))
def test_a_tree_is_read_as_the_page_that_it_becomes(text: str) -> None:
    assert markdown.read(text.encode(), "a.md", "utf-8").blocks == as_the_page(text)


@pytest.mark.slow
def test_every_markdown_file_of_the_corpus_gives_the_same_blocks() -> None:
    plain = 0
    every = sorted(Path(shared("corpus")).rglob("*.md"))
    for path in every:
        data = path.read_bytes()
        text = visible(decode(data, path.name, None).text)
        blocks, page = blocks_of_plain(text), as_the_page(text)
        assert blocks in (None, page), path
        assert markdown.read(data, path.name).blocks == page, path
        plain += blocks is not None
    assert plain > 0.9 * len(every), "nearly every file goes past the library"
