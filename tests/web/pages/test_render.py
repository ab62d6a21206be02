"""The laws of marked text: nothing is lost, nothing is markup, a match is one mark."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Passage
from indexer.search.answer import Mark, MarkedPassage
from web.markup import (
    Place,
    Style,
    emphasis,
    marked,
)
from web.state.excerpts import AFTER, BEFORE, excerpts_of

TEXT = st.text(alphabet="党建一岗双责<>&\"'*。，ab 1", min_size=1, max_size=40)


class Reader(HTMLParser):
    """What a browser makes of it: the text, the marks, and whether tags nest."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.marks: list[str] = []
        self.open: list[str] = []
        self.nested = True
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 # the library's signature
        self.nested &= tag != "mark" or not self.open
        self.open.append(tag)
        if tag == "mark":
            self.marks.append("")

    def handle_endtag(self, tag: str) -> None:
        self.nested &= bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self.open:
            self.marks[-1] += data


@st.composite
def drawings(draw: st.DrawFn) -> tuple[str, list[Place], list[Style]]:
    text = draw(TEXT)
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    places = [Place(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    spans = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=4))
    return text, places, [Style(min(span), max(span), "strong") for span in spans if span[0] != span[1]]


@given(drawings())
def test_a_match_is_one_mark_and_no_character_is_lost(drawn: tuple[str, list[Place], list[Style]]) -> None:
    text, places, styles = drawn
    read = Reader(str(marked(text, places, styles)))
    assert read.text == text
    assert read.marks == [text[place.start : place.end] for place in places]
    assert read.nested
    assert not read.open


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("加强\n党建", "加强党建", id="a line end between Han is nothing"),
        pytest.param("big\ndata", "big\ndata", id="between Latin words it is a blank"),
        pytest.param("a\0b\x1bc", "a�b�c", id="control characters are a sign"),
        pytest.param("<b>&\"'", "&lt;b&gt;&amp;&#34;&#39;", id="markup is text"),
        pytest.param("甲\x1f乙", '甲<span class="cell"> │ </span>乙', id="cells"),
    ],
)
def test_text(text: str, html: str) -> None:
    assert marked(text) == html


def passages(*texts: str) -> list[Passage]:
    return [Passage(number, text) for number, text in enumerate(texts, 1)]


def test_emphasis_is_laid_over_the_passages() -> None:
    html = "<h1>题<em>目</em></h1><ol><li value=1>第<strong>一</strong> 项</li></ol><p>别的</p>"
    styles = emphasis(html, passages("题目", "1. 第一 项", "别的"))
    assert styles == {1: (Style(1, 2, "em"),), 2: (Style(4, 5, "strong"),)}


def test_a_passage_that_is_not_found_has_no_styles_and_harms_no_other() -> None:
    styles = emphasis("<p>甲<b>乙</b></p><p>丙<b>丁</b></p>", passages("甲乙", "没有这段", "丙丁"))
    assert styles == {1: (Style(1, 2, "b"),), 3: (Style(1, 2, "b"),)}


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", " javascript:x", "JaVaScRiPt:x", "file:///etc"]
)
def test_only_links_to_pages_are_kept(link: str) -> None:
    assert emphasis(f'<p><a href="{link}">附件</a></p>', passages("附件")) == {}


SENTENCES = "第一句话在这里。" * 3 + "落实“一岗双责”要求，" + "很长的话" * 60 + "。最后一岗双责一句。"


def marks_of(text: str, word: str) -> tuple[Mark, ...]:
    starts = [start for start in range(len(text)) if text.startswith(word, start)]
    return tuple(Mark(start, start + len(word), ()) for start in starts)


def test_an_excerpt_is_the_sentence_and_says_where_it_was_cut() -> None:
    first, last = excerpts_of(MarkedPassage(3, (), SENTENCES, marks_of(SENTENCES, "一岗双责")))
    assert first.quotation.startswith("落实“一岗双责”要求，很长的话")
    assert (first.cut_before, first.cut_after) == (False, True)
    assert first.quotation in SENTENCES  # what is copied is the whole sentence
    assert first.quotation.endswith("。")
    assert last.quotation == "最后一岗双责一句。"


def test_an_excerpt_is_not_cut_inside_a_number() -> None:
    before, behind = "部门从40" + "个" * (BEFORE - 1), "月" * (AFTER - 1) + "1,250.5%"
    text = "很长的话" * 20 + before + "一岗双责" + behind + "很长的话" * 20
    (only,) = excerpts_of(MarkedPassage(1, (), text, marks_of(text, "一岗双责")))
    assert text[only.start : only.end] == before.removeprefix("部门从") + "一岗双责" + behind
    assert (only.cut_before, only.cut_after) == (True, True)


@given(st.text(alphabet="一岗。，", max_size=300))
def test_excerpts_hold_their_marks_and_never_overlap(text: str) -> None:
    marks = marks_of(text, "一岗")
    passage = MarkedPassage(1, (), text, marks)
    excerpts = excerpts_of(passage)
    assert [excerpts_of(passage, most) for most in (1, 2, 3)] == [excerpts[:most] for most in (1, 2, 3)]
    held = [mark for excerpt in excerpts for mark in excerpt.marks]
    assert held == list(marks[: len(held)])
    for excerpt in excerpts:
        assert all(excerpt.start <= mark.start and mark.end <= excerpt.end for mark in excerpt.marks)
    assert all(left.end <= right.start for left, right in pairwise(excerpts))
