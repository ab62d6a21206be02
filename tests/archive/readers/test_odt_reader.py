"""OpenDocument texts: lists and headings count as LibreOffice prints them; what is hidden or not read."""

from __future__ import annotations

import pytest

from archive.model import CELL
from archive.readers.office import odt
from tests.hostile_files import zipped
from tests.sample_files import OFFICE, opendocument
from tests.shared_files import shared

CHINESE = 'style:num-format="一, 二, 三, ..."'


def texts(body: str, styles: str = "") -> list[str]:
    return [block.text for block in odt.read(opendocument(body, styles), "a.odt").blocks]


def left(body: str, styles: str = "") -> dict[str, object]:
    notices = odt.read(opendocument(body, styles), "a.odt").notices
    return {notice.code.removeprefix("read.left_out."): notice.evidence["count"] for notice in notices}


def level(number: int, attributes: str) -> str:
    aligned = (
        '<style:list-level-properties><style:list-level-label-alignment text:label-followed-by="space"/>'
        "</style:list-level-properties>"
    )
    return f'<text:list-level-style-number text:level="{number}" {attributes}>{aligned}</text:list-level-style-number>'


STYLE = (
    '<text:list-style style:name="L">'
    + level(1, f'{CHINESE} style:num-suffix="、"')
    + level(2, f'{CHINESE} style:num-prefix="（" style:num-suffix="）"')
    + level(3, 'style:num-format="1" text:display-levels="2" style:num-suffix="."')
    + "</text:list-style>"
)


def item(*inside: str, attributes: str = "") -> str:
    return f"<text:list-item {attributes}>{''.join(inside)}</text:list-item>"


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def listed(*items: str, attributes: str = 'text:style-name="L"') -> str:
    return f"<text:list {attributes}>{''.join(items)}</text:list>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            listed(item(p("甲"), listed(item(p("子")), item(p("丑")), attributes="")), item(p("乙"))),
            ["一、甲", "（一）子", "（二）丑", "二、乙"],
            id="levels",
        ),
        pytest.param(listed(item(p("甲"), p("再"))), ["一、甲", "再"], id="one number an item"),
        pytest.param(listed(item(p("")), item(p("乙"))), ["一、", "二、乙"], id="an empty item counts"),
        pytest.param(
            listed(item(listed(item(p("子")), attributes="")), item(p("甲"))),
            ["（一）子", "一、甲"],
            id="a level left out",
        ),
        pytest.param(listed(item(p("甲"))) + p("间") + listed(item(p("乙"))), ["一、甲", "间", "一、乙"], id="anew"),
        pytest.param(
            listed(item(p("甲")))
            + listed(item(p("乙")), attributes='text:style-name="L" text:continue-numbering="true"'),
            ["一、甲", "二、乙"],
            id="going on",
        ),
        pytest.param(
            listed(item(p("甲")), attributes='text:style-name="L" xml:id="a"')
            + listed(item(p("别")))
            + listed(item(p("乙")), attributes='text:style-name="L" text:continue-list="a"'),
            ["一、甲", "一、别", "二、乙"],
            id="going on with the list before last",
        ),
        pytest.param(
            listed(item(p("甲"), listed(item(p("子")), attributes="")))
            + listed(
                item(listed(item(p("丑")), attributes="")),
                item(p("乙")),
                attributes='text:style-name="L" text:continue-numbering="true"',
            ),
            ["一、甲", "（一）子", "（二）丑", "二、乙"],
            id="going on inside an item",
        ),
        pytest.param(
            listed(item(p("甲"), attributes='text:start-value="5"'), item(p("乙"))), ["五、甲", "六、乙"], id="a start"
        ),
        pytest.param(
            listed("<text:list-header><text:p>题</text:p></text:list-header>", item(p("甲"))),
            ["题", "一、甲"],
            id="a head",
        ),
        pytest.param(
            listed(item(p("甲"), listed(item(p("子"), listed(item(p("细")), attributes="")), attributes=""))),
            ["一、甲", "（一）子", "一.1.细"],
            id="levels shown",
        ),
        pytest.param(
            f"<table:table><table:table-row><table:table-cell>{listed(item(p('')))}</table:table-cell><table:table-cell>"
            f"{p('修渠')}</table:table-cell></table:table-row></table:table>",
            [f"一、{CELL}修渠"],
            id="in a cell",
        ),
    ],
)
def test_lists(body: str, expected: list[str]) -> None:
    assert texts(body, STYLE) == expected


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        pytest.param('style:num-format="001, 002, 003, ..."', "001 项", id="filled up with zeros"),
        pytest.param('loext:num-list-format="第%1%条" style:num-format="1"', "第1条 项", id="a pattern"),
        pytest.param('style:num-format="" style:num-prefix="附："', "附：项", id="only a prefix"),
        pytest.param('style:num-format="①, ②, ③, ..." text:start-value="3"', "③ 项", id="in rings"),
    ],
)
def test_formats(attributes: str, expected: str) -> None:
    style = f'<text:list-style style:name="L" xmlns:loext="l">{level(1, attributes)}</text:list-style>'
    assert texts(listed(item(p("项"))), style) == [expected]


def with_styles(body: str, styles: str) -> bytes:
    content = (
        f'<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:text="{OFFICE}:text:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    named = (
        f'<office:document-styles xmlns:office="{OFFICE}:office:1.0" xmlns:text="{OFFICE}:text:1.0"'
        f' xmlns:style="{OFFICE}:style:1.0"><office:styles>{styles}</office:styles></office:document-styles>'
    )
    return zipped({"content.xml": content.encode(), "styles.xml": named.encode()})


def test_headings_count_by_the_outline_style_of_the_other_part() -> None:
    outline = (
        f'<text:outline-style><text:outline-level-style text:level="1" {CHINESE} style:num-prefix="第"'
        ' style:num-suffix="章"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="1" style:num-suffix="."/>'
        "</text:outline-style>" + STYLE
    )
    body = "".join(
        f'<text:h text:outline-level="{depth}" {more}>{words}</text:h>'
        for depth, words, more in (
            (1, "总则", ""),
            (2, "目的", ""),
            (1, "前言", 'text:is-list-header="true"'),
            (1, "分则", ""),
            (2, "范围", 'text:restart-numbering="true" text:start-value="4"'),
        )
    )
    found = odt.read(with_styles(body + listed(item(p("甲"))), outline), "a.odt").blocks
    assert [block.text for block in found] == ["第一章总则", "1.目的", "前言", "第二章分则", "4.范围", "一、甲"]


def test_what_is_hidden_and_signs() -> None:
    styles = (
        '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="K" style:family="text" style:parent-style-name="H"/>'
        '<style:style style:name="W" style:family="text"><style:text-properties style:font-name="Wingdings 2"/>'
        "</style:style>"
    )
    body = (
        '<text:p>公开<text:span text:style-name="K">名次</text:span>完</text:p>'
        '<text:section text:display="none"><text:p>隐</text:p></text:section>'
        '<text:p><text:span text:style-name="W">R\uf0a3</text:span>满意</text:p>'
    )
    assert texts(body, styles) == ["公开完", "☑□满意"]


def test_what_is_not_read_is_counted() -> None:
    remark = "<text:p>文<office:annotation><text:p>待核</text:p></office:annotation></text:p>"
    assert left(remark) == {"comments": 1}
    frame = '<text:p>图<draw:frame svg:width="%s" svg:height="10cm" xmlns:svg="s">%s</draw:frame></text:p>'
    assert left(frame % ("15cm", "<draw:image/>")) == {"pictures": 1}
    assert left(frame % ("0.1in", "<draw:image/>")) == {}
    assert left(frame % ("15cm", "<draw:object/><draw:image/>")) == {"embedded_files": 1}
    assert left('<office:forms xmlns:form="f"><form:form><form:text/></form:form></office:forms>' + p("文")) == {
        "form_fields": 1
    }


@pytest.mark.corpus
def test_a_file_of_another_program() -> None:
    path = shared("cases", "files", "odt-numbers", "a.odt")
    assert [block.text for block in odt.read(path.read_bytes(), path.name).blocks] == [
        "水利工作小结",
        "一、抓修渠",
        "（一）勘察",
        "（二）施工",
        "二、抓管护",
        "（一）巡线",
    ]
