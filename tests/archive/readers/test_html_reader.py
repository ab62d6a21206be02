"""A saved page becomes what a person reads on it: no scripts, menus or markup, tables as rows, its own statements."""

from __future__ import annotations

import re

import pytest

from archive.errors import ReadError
from archive.model import CELL
from archive.readers.markup import html
from archive.text.fold import fold
from tests.shared_files import shared

HIDDEN = "脚本里的文字不应被检索到"


def texts(page: str) -> list[str]:
    return [block.text.replace(CELL, "|") for block in html.read(page.encode(), "a.html").blocks]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<script>var a = '<p>{}</p>';</script>", id="script"),
        pytest.param("<SCRIPT type=x>{}", id="script without an end"),
        pytest.param("<style>/* {} */</style>", id="style"),
        pytest.param("<template><p>{}</p></template>", id="template"),
        pytest.param("<noscript><p>{}</p></noscript>", id="noscript"),
        pytest.param("<!-- <p>{}</p> -->", id="comment"),
        pytest.param("<!-- {}", id="comment without an end"),
        pytest.param("<nav><ul><li>{}</ul></nav>", id="menu"),
        pytest.param("<header><div>{}</div></header>", id="head of the site"),
        pytest.param("<footer><footer>甲</footer>{}</footer>", id="foot of the site, nested"),
        pytest.param("<p style='color:red; DISPLAY : none'>{}</p>", id="hidden by style"),
        pytest.param(
            "<p STYLE='display:none' style='color:red'>{}</p>", id="hidden by style in capitals; the first counts"
        ),
        pytest.param("<div hidden><div>甲</div>{}</div>", id="hidden by attribute"),
        pytest.param("<select><option>{}</select>", id="choice"),
        pytest.param("<form action=x>{}<input value=y></form>", id="search box"),
        pytest.param("<p title='{}' onclick=\"alert('{}')\">", id="attributes"),
        pytest.param("<iframe src=x>{}</iframe>", id="frame"),
        pytest.param("<title>{}</title>", id="title: metadata, not text"),
    ],
)
def test_what_is_not_shown_is_not_text(page: str) -> None:
    assert texts(f"<p>前文。</p>{page.replace('{}', HIDDEN)}")[0] == "前文。"
    assert HIDDEN not in "".join(texts(f"<p>前文。</p>{page.replace('{}', HIDDEN)}"))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("<p>一岗<b>双</b><i>责</i></p>", ["一岗双责"], id="inline tags cut nothing"),
        pytest.param("<div>甲<p>乙<p>丙</div>丁", ["甲", "乙", "丙", "丁"], id="block tags cut, closed or not"),
        pytest.param("甲<br>乙<br/>丙", ["甲", "乙", "丙"], id="br ends a line"),
        pytest.param(
            "制定《<br><a href=x>行政许可法</a><br>》。", ["制定《\n行政许可法\n》。"], id="br inside a sentence"
        ),
        pytest.param("<h2>一、履职<br>情况</h2>", ["一、履职\n情况"], id="a heading over two lines is one"),
        pytest.param(
            "<p>a &lt; b &amp; 甲&nbsp;乙&#26376;&#x1f;</p>", ["a < b & 甲\xa0乙月"], id="entities, none for our mark"
        ),
        pytest.param("<p>1 < 2 且 3 <5 </p>", ["1 < 2 且 3 <5"], id="a bare less-than sign is text"),
        pytest.param("<p>\u200b</p><p>甲", ["甲"], id="a paragraph of invisible characters"),
        pytest.param("<pre>甲\n  乙</pre>", ["甲", "乙"], id="pre keeps its lines"),
        pytest.param("<p>甲\n   乙</p>", ["甲 乙"], id="a line end of the source is a blank"),
        pytest.param("<ol start=3><li>甲<li value=7>乙<li>丙</ol>", ["3. 甲", "7. 乙", "8. 丙"], id="printed numbers"),
        pytest.param("<ul><li>甲<ol><li>乙</ol><li>丙</ul>", ["甲", "1. 乙", "丙"], id="lists in lists"),
        pytest.param(
            "<a href=1>首页</a><p><a href=2>新闻</a><p><a>公开</a><p>正文。", ["正文。"], id="a run of links is a menu"
        ),
        pytest.param("<p><a>附件1</a><p><a>乙</a><p><a>丙</a>", ["附件1", "乙", "丙"], id="annexes are no menu"),
        pytest.param("<article><header><h1>标题</h1></header>文</article>", ["标题", "文"], id="an article's own head"),
        pytest.param(f"<form><p>{'文' * 400}</p></form>", ["文" * 400], id="a form around the whole page"),
        pytest.param("<p title='a>b' x=\"'>\">甲", ["甲"], id="signs inside attributes"),
        pytest.param("<div><span hidden>甲</div>乙", ["乙"], id="what encloses a hidden part ends it"),
        pytest.param(
            "<ul><li hidden>甲<ul><li>丙</ul><li>乙</ul>", ["乙"], id="a hidden item ends where the next begins"
        ),
        pytest.param("<p hidden>甲<p>乙", ["乙"], id="a hidden paragraph ends where the next begins"),
    ],
)
def test_what_is_shown(page: str, expected: list[str]) -> None:
    assert texts(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("<tr><td>产品<td>产量<tr><td>泵<td>52", ["产品|产量", "泵|52"], id="rows, without end tags"),
        pytest.param("<tr><td>甲</td><td></td><td>丙</td></tr>", ["甲||丙"], id="an empty cell keeps its place"),
        pytest.param("<tr><td>单<br>位</td><td>数</td></tr>", ["单\n位|数"], id="a line end inside a cell"),
        pytest.param("<tr><td><p>甲。<p>乙。</td></tr>", ["甲。", "乙。"], id="one cell is layout"),
        pytest.param(
            "<tr><td>左<td><table><tr><td>a<td>b</table>", ["左", "a|b"], id="a table around a table is layout"
        ),
        pytest.param(
            f"<tr><td>菜单<td>{('<p>' + '文' * 99) * 4}", ["菜单", *["文" * 99] * 4], id="whole texts in a cell"
        ),
    ],
)
def test_tables(page: str, expected: list[str]) -> None:
    assert texts(f"<table>{page}</table>") == expected


def test_headings_have_their_level() -> None:
    blocks = html.read("<h1>题</h1><h3>节</h3><p>文</p>".encode(), "a.html").blocks
    assert [(block.kind, block.level) for block in blocks] == [("heading", 1), ("heading", 3), ("paragraph", None)]


@pytest.mark.parametrize(
    ("stated", "stored", "encoding", "noticed"),
    [
        pytest.param("utf-8", "utf-8", "utf-8", False, id="true"),
        pytest.param("gb2312", "gb18030", "gb18030", False, id="GB2312 means GB18030"),
        pytest.param("utf-8", "gb18030", "gb18030", True, id="says UTF-8, is GBK"),
        pytest.param("gbk", "utf-8", "utf-8", True, id="says GBK, is UTF-8"),
        pytest.param("iso-8859-1", "gb18030", "gb18030", False, id="a server's default says nothing"),
        pytest.param("big5", "big5", "big5", False, id="Big5 must be believed"),
        pytest.param("big5", "gb18030", "gb18030", True, id="says Big5, is GBK"),
        pytest.param("nonsense", "utf-8", "utf-8", False, id="an unknown word"),
    ],
)
def test_the_stated_encoding_is_checked(stated: str, stored: str, encoding: str, *, noticed: bool) -> None:
    page = f"<meta http-equiv=Content-Type content='text/html; charset={stated}'><p>工作人民代表大会</p>"
    page = page.replace("会", "會") if stored == "big5" else page + "深化改革，履职尽责。"
    page = "".join(c for c in page if c.encode(stored, "ignore"))
    reading = html.read(page.encode(stored), "a.html")
    assert reading.encoding == encoding
    assert reading.blocks[0].text.startswith("工作人民代表大")
    assert [notice.code for notice in reading.notices] == ["read.wrong_charset"] * noticed


def test_bytes_that_fit_no_encoding_are_refused() -> None:
    with pytest.raises(ReadError) as caught:
        html.read("<meta charset=gbk><p>甲".encode() + b"\xff\xff<p>", "a.html")
    assert caught.value.code == "read.undecodable"


def test_a_page_states_its_masthead() -> None:
    page = """<title>通知 </title><meta name="PubDate" content="2019-01-22">
        <table><tr><td><b>发文机关：</b><td>国务院<td>成文日期：<td>2019年1月9日<tr><td>发文字号：<td>国办发〔2019〕3号
        <td>标　　题：<td>&nbsp;<tr><td>索引号：<td>主题分类：<td>综合</table><p>主 题 词：<p>正文。"""
    assert html.read(page.encode(), "a.html").metadata == {
        "title": "通知",
        "PubDate": "2019-01-22",
        "发文机关": "国务院",
        "成文日期": "2019年1月9日",
        "发文字号": "国办发〔2019〕3号",
        "主题分类": "综合",
    }


def test_real_pages_hold_every_line_of_their_text_and_none_of_their_scripts() -> None:
    pages = sorted(shared("corpus", "policies", "html").glob("*.html"))
    lines = found = 0
    for path in pages:
        page = path.read_text(encoding="utf-8").replace("</p>", f"</p><script>{HIDDEN}</script>", 3)
        folded = [fold(block.text).text for block in html.read(page.encode(), path.name).blocks]
        assert not any(fold(HIDDEN).text in text or re.search("function|</?[a-z]+>", text) for text in folded)
        for line in shared("corpus", "policies", "txt", path.stem + ".txt").read_text(encoding="utf-8").splitlines():
            if line.strip():
                lines += 1
                found += any(fold(line).text in text for text in folded)
    assert (len(pages), found) == (41, lines)


def test_saved_pages_lose_their_menus_and_keep_their_tables() -> None:
    path = shared("corpus", "formats", "html_万载县2015年统计公报_网页另存.html")
    reading = html.read(path.read_bytes(), path.name)
    shown = [block.text for block in reading.blocks]
    assert CELL.join(["产品名称", "计量单位", "产量", "较上年±%"]) in shown
    assert "新闻中心" not in shown
    assert "景德镇市人民政府" not in shown
    assert reading.metadata["ArticleTitle"] == "万载县2015年国民经济和社会发展统计公报"
