"""A saved page becomes what a person reads on it: no scripts, menus or markup, tables as rows, its own statements."""

from __future__ import annotations

import re
import time

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
        pytest.param("<p>单位：<input value=水利站 readonly></p>", ["单位：水利站"], id="a field that is filled in"),
        pytest.param(
            "<p>意见：<textarea>\n同意。\n另报县局。</textarea>",
            ["意见：", "同意。", "另报县局。"],
            id="lines of a field",
        ),
        pytest.param(
            "<p>级别：<select><option>一级<option selected>二级</select>水库</p>",
            ["级别：二级水库"],
            id="what is chosen",
        ),
        pytest.param(
            "<form><p>编号：<input disabled value=7号><button>提交</button></form>文",
            ["编号：7号", "文"],
            id="a filled form",
        ),
        pytest.param(
            "<p><input type=submit value=提交><input type=hidden value=暗><input name=keyword value=词>"
            "<input placeholder=请输入 value=水><input type=checkbox value=on checked>文",
            ["文"],
            id="buttons, hidden fields, a search",
        ),
        pytest.param(
            "<p>赴<ruby>圩<rt>wéi<rp>)</rp>垸<rt>yuàn</ruby>查看", ["赴圩垸查看"], id="readings, tags left out"
        ),
        pytest.param("<p><ruby><rb>圩</rb><rtc><rt>wéi</rt></rtc></ruby>堤", ["圩堤"], id="readings of more sorts"),
        pytest.param("<details><summary>附注<p>收起的文字。</details>", ["附注", "收起的文字。"], id="details"),
        pytest.param("<table><caption>表一<tr><td>甲<td>乙</table>", ["表一", "甲|乙"], id="a caption"),
        pytest.param("<dialog>提示</dialog><dialog open>公告</dialog>", ["公告"], id="dialogs"),
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


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("<ol style='list-style-type: simp-chinese-informal'>", ["一、", "二、", "三、"], id="Chinese"),
        pytest.param(
            "<ol style='list-style:cjk-ideographic inside' start=10>", ["十、", "十一、", "十二、"], id="from ten"
        ),
        pytest.param("<ol style='list-style-type:simp-chinese-formal'>", ["壹、", "贰、", "叁、"], id="formal"),
        pytest.param("<ol type=A start=26>", ["Z. ", "AA. ", "AB. "], id="letters"),
        pytest.param("<ol type=a>", ["a. ", "b. ", "c. "], id="small letters"),
        pytest.param("<ol type=I start=3>", ["III. ", "IV. ", "V. "], id="Roman"),
        pytest.param("<ol type=i>", ["i. ", "ii. ", "iii. "], id="small Roman"),
        pytest.param("<ol style='list-style-type:decimal-leading-zero'>", ["01. ", "02. ", "03. "], id="zeros"),
        pytest.param("<ol style='list-style-type:cjk-heavenly-stem'>", ["甲、", "乙、", "丙、"], id="stems"),
        pytest.param("<ol style='list-style:none'>", ["", "", ""], id="no numbers"),
        pytest.param("<ol type=none>", ["", "", ""], id="no numbers, an old way"),
        pytest.param("<ol reversed>", ["3. ", "2. ", "1. "], id="down from their number"),
        pytest.param("<ol reversed start=9>", ["9. ", "8. ", "7. "], id="down from a number"),
        pytest.param("<ul>", ["", "", ""], id="bullets"),
        pytest.param(
            "<ul style='list-style-type:decimal'>", ["1. ", "2. ", "3. "], id="numbers where bullets are usual"
        ),
        pytest.param("<ol style='list-style-type:my-own'>", ["1. ", "2. ", "3. "], id="a style of the page's own"),
    ],
)
def test_lists_print_their_numbers(page: str, expected: list[str]) -> None:
    end = f"</{page[1:3]}>"
    assert texts(f"{page}<li>东<li>西<li>南{end}") == [
        number + words for number, words in zip(expected, "东西南", strict=True)
    ]


def test_a_list_inside_one_that_counts_down() -> None:
    inner = "<ol reversed><li>子</li><li>丑</li></ol>"
    assert texts(
        f"<ol reversed><li>东{inner}</li><li style='list-style-type:none'>西</li><li value=9>南</li></ol>"
    ) == [
        "3. 东",
        "2. 子",
        "1. 丑",
        "西",
        "9. 南",
    ]


def test_lists_that_count_down_inside_each_other_take_no_longer_than_their_length() -> None:
    begun = time.process_time()
    assert texts("<ol reversed><li>" * 20_000 + "深")[-1].endswith("深")
    assert time.process_time() - begun < 10


BODY = (
    "<h1>关于春灌的通知</h1><p>各村要抓紧勘察，落实劳力，确保春灌之前完工。</p>"
    "<p>河湾镇人民政府</p><p>2023年10月8日</p>"
)
SHOWN = ["关于春灌的通知", "各村要抓紧勘察，落实劳力，确保春灌之前完工。", "河湾镇人民政府", "2023年10月8日"]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        pytest.param("<p>当前位置：<a href=/>首页</a> > <a href=/z>政务</a> > 正文</p>", "", id="the way"),
        pytest.param("<div>网站首页 » 政府信息公开 » 规划计划</div>", "", id="the way without a label"),
        pytest.param(
            "<div>河湾镇网</div><div>您的位置: <a>首页</a>/<a>公告</a></div>", "", id="the site above the way"
        ),
        pytest.param("", "<div>分享到：<a>微信</a> <a>新浪微博</a> <a>QQ空间</a></div>", id="a bar to share"),
        pytest.param(
            "<span>【字体：<a>大</a> <a>中</a> <a>小</a>】</span><p>打印本页</p>", "<p>关闭窗口</p>", id="tools"
        ),
        pytest.param("", "<p>微信扫一扫分享</p><p>扫码浏览此页</p><p>扫一扫在手机打开当前页</p>", id="codes to scan"),
        pytest.param("", "<p>上一篇：<a>关于甲的通知</a></p><p>下一篇：没有了</p>", id="neighbours"),
        pytest.param("", "<h4>相关新闻</h4><ul><li><a>乙事通报</a></ul><p>【打印】【关闭】</p>", id="other pages"),
        pytest.param("", "<div>主办：河湾镇政府　承办：党政办</div><p>湘ICP备1号</p><p>智能问答</p>", id="the foot"),
        pytest.param("", "<div class=footer><p>主办单位：河湾镇人民政府</p></div>", id="a foot that is named so"),
        pytest.param(
            "<div class=share-box>分享</div>", "<p>版权所有：河湾镇，未经许可不得转载。</p>", id="a foot of a sentence"
        ),
    ],
)
def test_what_stands_beside_the_text_is_apart(above: str, below: str) -> None:
    reading = html.read((above + BODY + below).encode(), "a.html")
    assert [block.text for block in reading.blocks] == SHOWN
    apart = re.sub(r"\s", "", "".join(reading.apart))
    assert apart == re.sub(r"<[^>]*>|\s", "", above + below)  # nothing is lost


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("当前位置：坝顶高程一百二十米", id="a place"),
        pytest.param("分享到户的收益共三万元", id="shares"),
        pytest.param("主办单位：河湾镇水利站", id="a host in the text"),
        pytest.param("扫一扫二维码缴费的村民有三十户", id="scanning"),
        pytest.param("打印、复印费用由村委会承担", id="printing"),
        pytest.param("相关附件：水利设施登记表", id="annexes"),
        pytest.param("抄送：县水利局，县发改局", id="copies"),
        pytest.param("大中小", id="sizes of something"),
    ],
)
def test_words_like_those_are_text(words: str) -> None:
    for page in (
        f"<p>{words}</p>{BODY}",
        f"{BODY}<p>{words}</p>",
        f"{BODY}<p>{words}</p><p>后文还有一句完整的话在这里可以读到。</p>",
    ):
        assert words in texts(page)


def test_furniture_between_sentences_is_text_unless_its_element_is_named_so() -> None:
    inside = BODY + "{}<p>后文还有一句完整的话在这里可以读到。</p>"
    assert "打印本页" in texts(inside.format("<p>打印本页</p>"))
    assert "打印本页" not in texts(inside.format("<div class='share'><p>打印本页</p></div>"))


def test_links_to_annexes_stay() -> None:
    page = BODY + "<h4>相关链接</h4><ul><li><a>登记表.docx</a><li><a>乙事通报</a></ul><p>湘ICP备1号</p>"
    assert "登记表.docx" in texts(page)


def test_the_record_is_apart_but_for_title_and_number() -> None:
    record = (
        "<table><tr><td>索 引 号：<td>0143/2019<td>主题分类：<td>水利</tr><tr><td>标题：<td>关于春灌的通知"
        "<tr><td>文号：<td>河政发〔2019〕3号<td>发文日期：<td>2019-01-22</table>"
        "<table><tr><td>主 题 词：<td><td></table>"
    )
    reading = html.read((record + "<p>关于春灌</p>" + BODY).encode(), "a.html")
    assert [block.text.replace(CELL, "|") for block in reading.blocks] == [
        "标题：|关于春灌的通知",
        "文号：|河政发〔2019〕3号|发文日期：|2019-01-22",
        "关于春灌",
        *SHOWN,
    ]
    assert reading.metadata["索引号"] == "0143/2019"


def test_the_last_line_of_a_record_without_a_table_may_be_the_texts_first() -> None:
    record = "<p>索引号：<p>0143/2019<p>发布机构：<p>河湾镇<p>发文日期：<p>2019-01-22<p>主题词：<p>河政发〔2019〕3号"
    reading = html.read((record + BODY).encode(), "a.html")
    assert [block.text for block in reading.blocks] == ["主题词：", "河政发〔2019〕3号", *SHOWN]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(f"{BODY}<img src=a.png width=800 height=600>", {"pictures": 1}, id="a large picture"),
        pytest.param(f"{BODY}<img src=a.png style='width:20px'><img src=b.png>", {}, id="small ones, or of no size"),
        pytest.param(f"{BODY}<img src='data:image/png;base64,{'A' * 50_000}'>", {"pictures": 1}, id="in the page"),
        pytest.param("<img src=1.jpg><img src=2.jpg>", {"pictures": 2}, id="a page of pictures"),
        pytest.param(
            f"{BODY}<img src=1.jpg alt='水利设施统一收费标准公示牌'>", {"pictures": 1}, id="said to show words"
        ),
        pytest.param(
            f"{BODY}<img src=1.jpg alt='关于春灌的通知'><img src=2.jpg alt='标志'>", {}, id="words of the text"
        ),
        pytest.param(
            f"{BODY}<iframe src=b.html></iframe><object data=c.pdf></object>", {"embedded_files": 2}, id="pages"
        ),
        pytest.param(
            f"{BODY}<iframe></iframe><iframe src=x width=0 height=0></iframe><iframe hidden src=y></iframe>"
            "<iframe src=z style='position: fixed'></iframe>",
            {},
            id="frames that show nothing of the text",
        ),
        pytest.param(
            f"{BODY}<p><math><mi>x</mi></math></p><svg><text>渠</text><text>首</text></svg>",
            {"objects": 2},
            id="drawings",
        ),
        pytest.param(f"{BODY}<svg><path d='M0 0'/></svg><canvas width=150 height=150></canvas>", {}, id="signs"),
        pytest.param(
            "<p>加载中</p><script src=app.js></script><script>x</script>", {"macros_and_scripts": 2}, id="scripts"
        ),
        pytest.param(f"{BODY * 2}<script>x</script>", {}, id="a page with scripts and text"),
    ],
)
def test_what_is_not_in_the_text_is_named(page: str, expected: dict[str, int]) -> None:
    notices = html.read(page.encode(), "a.html").notices
    assert {notice.code.removeprefix("read.left_out."): notice.evidence["count"] for notice in notices} == expected


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


@pytest.mark.parametrize("stated", ["gb2312", "GB_2312-80", "gbk", "gb18030"])
@pytest.mark.parametrize(
    "text", ["朱镕基同志视察，落实责任。", "新建厂房500㎡，ⅰ类。", "书记李𬱖报告。", "阿沛·阿旺晋美——主席"]
)
def test_a_label_of_the_gb_family_means_all_of_it(stated: str, text: str) -> None:
    reading = html.read(f'<meta charset="{stated}"><p>{text}</p>'.encode("gb18030"), "a.html")
    assert [block.text for block in reading.blocks] == [text]


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
