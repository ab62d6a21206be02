"""What Word shows of less common things in a file, in the line or beside it; and what is named as not read."""

from __future__ import annotations

import pytest

from archive.model import CELL
from archive.readers.office import docx as reader
from tests.hostile_files import WORD, docx, docx_parts, paragraph, relations, zipped

NS = f'xmlns:w="{WORD}"'
DRAWING = 'xmlns:a="a" xmlns:wp="wp" xmlns:r="r" xmlns:c="c" xmlns:dgm="dgm" xmlns:wps="wps" xmlns:v="v" xmlns:o="o"'


def texts(data: bytes) -> list[str]:
    return [block.text for block in reader.read(data, "a.docx").blocks]


def left(data: bytes) -> dict[str, object]:
    notices = reader.read(data, "a.docx").notices
    return {notice.code.removeprefix("read.left_out."): notice.evidence["count"] for notice in notices}


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def complex_field(instruction: str, result: str | None = None) -> str:
    kept = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>{kept}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


RING = complex_field(r"eq \o\ac(○,7)")
SIGNS = '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'


def with_parts(body: str, kind: str, target: str, data: bytes, **parts: str) -> bytes:
    """A Word file whose relationship `rX` leads to another part."""
    held = docx_parts(body, **parts)
    listed = held["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rX" Type="http://x/{kind}" Target="{target}"/></Relationships>'.encode(),
    )
    return zipped({**held, "word/_rels/document.xml.rels": listed, f"word/{target}": data})


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(f"<w:p>{run('附件')}{RING}{run('号')}</w:p>", ["附件⑦号"], id="a ring"),
        pytest.param(rf'<w:p><w:fldSimple w:instr="EQ \f(1,3)"/>{run("亩")}</w:p>', ["1/3亩"], id="a simple EQ field"),
        pytest.param(f"<w:p>{complex_field('REF a', '第二条')}</w:p>", ["第二条"], id="a kept result"),
        pytest.param('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>', ["☑"], id="a sign"),
        pytest.param('<w:p><w:r><w:sym w:font="宋体" w:char="2460"/></w:r></w:p>', ["①"], id="a sign of Unicode"),
        pytest.param(
            f"<w:p>{run('S', SIGNS)}{run('否')}</w:p>",
            ["☒否"],
            id="a letter in a symbol font",
        ),
        pytest.param(
            '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>'
            '</w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/>'
            f"</w:r>{run('已办')}</w:p>",
            ["☑已办"],
            id="a form's box",
        ),
        pytest.param(
            '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
            '<w:listEntry w:val="甲"/><w:listEntry w:val="乙"/></w:ddList></w:ffData></w:fldChar></w:r>'
            "<w:r><w:instrText>FORMDROPDOWN</w:instrText>"
            '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
            ["乙"],
            id="the chosen entry of a form's list",
        ),
        pytest.param(
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('单击输入')}</w:sdtContent></w:sdt>"
            f"<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('选择')}</w:sdtContent></w:sdt>"
            f"{run('完')}</w:p>",
            ["完"],
            id="words that ask to be replaced are nobody's",
        ),
        pytest.param(
            f'<w:p><w:pPr><w:framePr w:dropCap="margin"/></w:pPr>{run("春")}</w:p>{paragraph("灌开始")}',
            ["春灌开始"],
            id="a drop capital in the margin",
        ),
        pytest.param(
            f'<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr>{run("春")}</w:p><w:tbl><w:tr><w:tc>{paragraph("甲")}'
            f"</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr></w:tbl>",
            ["春", f"甲{CELL}乙"],
            id="a drop capital with no paragraph behind",
        ),
        pytest.param(
            "<w:p><m:oMath xmlns:m='m'><m:r><m:t>x=</m:t></m:r><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den>"
            "<m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath></w:p>",
            ["x=a/b"],
            id="an equation",
        ),
        pytest.param(
            "<w:p><m:oMath xmlns:m='m'><m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=')'/></m:dPr><m:e><m:r><m:t>0"
            "</m:t></m:r></m:e></m:d><m:rad><m:deg/><m:e><m:r><m:t>2</m:t></m:r></m:e></m:rad></m:oMath></w:p>",
            ["[0)√2"],
            id="brackets and a root",
        ),
    ],
)
def test_in_the_line(body: str, expected: list[str]) -> None:
    assert texts(docx(body)) == expected


def test_fields_and_signs_that_cannot_be_told_are_counted() -> None:
    body = f"<w:p>{run('见')}{complex_field('REF a')}{complex_field('XE b')}</w:p>"
    assert left(docx(body)) == {"fields": 1}
    assert left(docx('<w:p><w:r><w:t>甲</w:t><w:sym w:font="公章字库" w:char="F041"/></w:r></w:p>')) == {"symbols": 1}


HIDDEN = (
    f'<w:styles {NS}><w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="h2"><w:basedOn w:val="h"/></w:style>'
    '<w:style w:type="character" w:styleId="s"><w:basedOn w:val="h"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="p"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
)


@pytest.mark.parametrize(
    ("style", "run_properties", "shown"),
    [
        pytest.param("", '<w:rStyle w:val="h"/>', False, id="a style of characters"),
        pytest.param("", '<w:rStyle w:val="h2"/>', False, id="a style based on it"),
        pytest.param("", '<w:rStyle w:val="s"/>', True, id="a style based on it that takes it back"),
        pytest.param("", '<w:rStyle w:val="h"/><w:vanish w:val="false"/>', True, id="the run takes it back"),
        pytest.param('<w:pStyle w:val="p"/>', "", False, id="a style of paragraphs"),
        pytest.param('<w:pStyle w:val="p"/>', '<w:rStyle w:val="h"/>', True, id="both undo each other (17.7.3)"),
        pytest.param(
            '<w:pStyle w:val="p"/>', '<w:rStyle w:val="h"/><w:vanish/>', False, id="the run has the last word"
        ),
    ],
)
def test_hidden_by_a_style(style: str, run_properties: str, shown: bool) -> None:
    body = f"<w:p><w:pPr>{style}</w:pPr>{run('名次', run_properties)}</w:p>{paragraph('后')}"
    assert texts(docx(body, styles=HIDDEN)) == (["名次", "后"] if shown else ["后"])


def numbering(level: str, more: str = "") -> str:
    return (
        f'<w:numbering {NS} xmlns:mc="mc"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">{level}</w:lvl>'
        f'</w:abstractNum>{more}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


ITEM = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
CHINESE = '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/>'


def test_an_empty_numbered_paragraph_counts_and_shows_its_number() -> None:
    body = paragraph("甲", ITEM) + f"<w:p><w:pPr>{ITEM}</w:pPr></w:p>" + paragraph("乙", ITEM)
    assert texts(docx(body, numbering=numbering(CHINESE))) == ["一、甲", "二、", "三、乙"]


def test_a_deleted_paragraph_does_not_count() -> None:
    gone = f"<w:p><w:pPr>{ITEM}<w:rPr><w:del/></w:rPr></w:pPr><w:del>{run('删')}</w:del></w:p>"
    body = paragraph("甲", ITEM) + gone + paragraph("乙", ITEM)
    assert texts(docx(body, numbering=numbering(CHINESE))) == ["一、甲", "二、乙"]


def test_a_hidden_empty_paragraph_does_not_count() -> None:
    gone = f"<w:p><w:pPr>{ITEM}<w:rPr><w:vanish/></w:rPr></w:pPr></w:p>"
    body = paragraph("甲", ITEM) + gone + paragraph("乙", ITEM)
    assert texts(docx(body, numbering=numbering(CHINESE))) == ["一、甲", "二、乙"]


def test_numbers_of_empty_cells_but_not_of_covered_ones() -> None:
    def row(merged: str, text: str) -> str:
        cell = f"<w:tc><w:tcPr>{merged}</w:tcPr><w:p><w:pPr>{ITEM}</w:pPr></w:p></w:tc>"
        return f"<w:tr>{cell}<w:tc>{paragraph(text)}</w:tc></w:tr>"

    rows = row('<w:vMerge w:val="restart"/>', "甲") + row("<w:vMerge/>", "乙") + row("", "丙")
    assert texts(docx(f"<w:tbl>{rows}</w:tbl>", numbering=numbering(CHINESE))) == [
        f"一、{CELL}甲",
        f"{CELL}乙",
        f"二、{CELL}丙",
    ]


@pytest.mark.parametrize(
    ("level", "third"),
    [
        pytest.param(
            '<mc:AlternateContent><mc:Choice><w:numFmt w:val="custom" w:format="0001, 0002, 0003, ..."/></mc:Choice>'
            '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1号"/>',
            "0003号 项",
            id="four figures",
        ),
        pytest.param('<w:numFmt w:val="custom" w:format="01, 02, ..."/><w:lvlText w:val="%1"/>', "03 项", id="two"),
        pytest.param('<w:numFmt w:val="custom" w:format="alpha"/><w:lvlText w:val="%1."/>', "3.项", id="not known"),
        pytest.param('<w:start w:val="8"/><w:numFmt w:val="decimalZero"/><w:lvlText w:val="%1."/>', "10.项", id="zero"),
    ],
)
def test_custom_formats_of_numbers(level: str, third: str) -> None:
    assert texts(docx(paragraph("项", ITEM) * 3, numbering=numbering(level)))[2] == third


def test_a_style_bound_to_a_level_and_a_list_by_its_style() -> None:
    styles = (
        f'<w:styles {NS}><w:style w:type="numbering" w:styleId="ls"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="b"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style></w:styles>"
    )
    lists = (
        f'<w:numbering {NS}><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="ls"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="ls"/><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:pStyle w:val="b"/><w:numFmt w:val="upperLetter"/>'
        '<w:lvlText w:val="%2)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    body = paragraph("甲", ITEM) + paragraph("乙", '<w:pStyle w:val="b"/>') * 2
    assert texts(docx(body, styles=styles, numbering=lists)) == ["1.甲", "A)乙", "B)乙"]


def test_notes_as_other_programs_write_them() -> None:
    body = '<w:p><w:r><w:t>文</w:t><w:footnoteReference w:id="2"/><w:endnoteReference w:id="1"/></w:r></w:p>'
    foot = (
        f'<w:footnotes {NS}><w:footnote w:type="separator" w:id="0">{paragraph("线")}</w:footnote>'
        f'<w:footnote w:type="normal" w:id="2">{paragraph("脚注")}</w:footnote></w:footnotes>'
    )
    end = f'<w:endnotes {NS}><w:endnote w:id="1">{paragraph("尾注")}</w:endnote></w:endnotes>'
    assert texts(docx(body, footnotes=foot, endnotes=end)) == ["文", "脚注", "尾注"]


def test_word_art_stands_above_and_other_drawings_below() -> None:
    art = f'<w:r><w:pict {DRAWING}><v:shape><v:textpath string="某镇人民政府文件"/></v:shape></w:pict></w:r>'
    new = (
        f"<w:r><w:drawing {DRAWING}><wps:wsp><wps:txbx><w:txbxContent>{paragraph('某县水务局文件')}</w:txbxContent>"
        '</wps:txbx><wps:bodyPr><a:prstTxWarp prst="textPlain"/></wps:bodyPr></wps:wsp></w:drawing></w:r>'
    )
    box = (
        f"<w:r><w:pict {DRAWING}><v:textbox><w:txbxContent>{paragraph('框')}</w:txbxContent></v:textbox></w:pict></w:r>"
    )
    assert texts(docx(f"<w:p>{box}{run('字')}{art}{new}</w:p>")) == ["某镇人民政府文件", "某县水务局文件", "字", "框"]


def test_diagrams_and_charts() -> None:
    graphic = f"<w:p>{run('如图')}<w:r><w:drawing {DRAWING}>%s</w:drawing></w:r></w:p>"
    diagram = (
        f"<dgm:dataModel {DRAWING}><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>总</a:t></a:r><a:r><a:t>指挥</a:t></a:r>"
        '</a:p></dgm:t></dgm:pt><dgm:pt type="pres"><dgm:t><a:p><a:r><a:t>样式</a:t></a:r></a:p></dgm:t></dgm:pt>'
        "</dgm:ptLst></dgm:dataModel>"
    )
    data = with_parts(graphic % '<dgm:relIds r:dm="rX"/>', "diagramData", "diagrams/d.xml", diagram.encode())
    assert texts(data) == ["如图", "总指挥"]
    chart = (
        f"<c:chartSpace {DRAWING}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>用水量</a:t></a:r>"
        "</a:p></c:rich></c:tx>"
        "</c:title><c:plotArea><c:ser><c:tx><c:strRef><c:strCache><c:pt><c:v>今年</c:v></c:pt></c:strCache>"
        "</c:strRef></c:tx>"
        '<c:dLbls><c:showVal val="1"/></c:dLbls><c:cat><c:pt><c:v>东村</c:v></c:pt><c:pt><c:v>西村</c:v></c:pt></c:cat>'
        "<c:val><c:pt><c:v>12</c:v></c:pt><c:pt><c:v>15</c:v></c:pt></c:val></c:ser></c:plotArea></c:chart></c:chartSpace>"
    )
    data = with_parts(graphic % '<c:chart r:id="rX"/>', "chart", "charts/c.xml", chart.encode())
    assert texts(data) == ["如图", "用水量", f"东村{CELL}西村", f"今年{CELL}12{CELL}15"]


@pytest.mark.parametrize(
    ("target", "data", "expected"),
    [
        pytest.param("c.htm", "<p>甲段</p><p>乙段</p>".encode(), ["甲段", "乙段"], id="a page"),
        pytest.param("c.txt", "甲段\n乙段".encode("gb18030"), ["甲段", "乙段"], id="plain text"),
        pytest.param("c.docx", docx(paragraph("甲段")), ["甲段"], id="a Word file"),
        pytest.param("c.rtf", b"{\\rtf1\\ansi\\ansicpg936 \\u30002?\\par}", ["甲"], id="an RTF"),
    ],
)
def test_chunks_stand_at_their_place(target: str, data: bytes, expected: list[str]) -> None:
    body = paragraph("前") + '<w:altChunk r:id="rX" xmlns:r="r"/>' + paragraph("后")
    file = with_parts(body, "aFChunk", target, data)
    assert (texts(file), left(file)) == (["前", *expected, "后"], {})
    row = f'<w:tbl><w:tr><w:tc><w:altChunk r:id="rX" xmlns:r="r"/></w:tc><w:tc>{paragraph("乙")}</w:tc></w:tr></w:tbl>'
    assert expected[0] in texts(with_parts(row, "aFChunk", target, data))[0]


def test_chunks_that_cannot_be_read_are_counted() -> None:
    chunk = '<w:p/><w:altChunk r:id="rX" xmlns:r="r"/>' + paragraph("后")
    assert left(with_parts(chunk, "aFChunk", "c.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)) == {
        "embedded_files": 1
    }
    inner = docx(paragraph("底"))
    for _ in range(5):
        inner = with_parts(paragraph("层") + chunk, "aFChunk", "c.docx", inner)
    assert left(inner) == {"embedded_files": 1}
    assert texts(inner).count("层") == 4


def test_what_is_not_read_is_counted() -> None:
    comments = f"<w:comments {NS}><w:comment>{paragraph('核')}</w:comment><w:comment><w:p/></w:comment></w:comments>"
    assert left(docx(paragraph("文"), comments=comments)) == {"comments": 1}
    ole = (
        f"<w:p><w:r><w:t>表</w:t><w:object {DRAWING}>"
        '<o:OLEObject Type="Embed" ProgID="%s" r:id="rX"/></w:object></w:r>'
        "</w:p>"
    )
    assert left(docx(ole % "Excel.Sheet.12")) == {"embedded_files": 1}
    assert left(docx(ole % "Equation.3")) == {"objects": 1}
    assert left(docx(f"<w:p><w:r><w:t>表</w:t><w:object {DRAWING}><w:control/></w:object></w:r></w:p>")) == {
        "form_fields": 1
    }
    picture = (
        f'<w:p><w:r><w:t>图</w:t><w:drawing {DRAWING}><wp:inline><wp:extent cx="%d" cy="%d"/><a:blip/></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )
    assert left(docx(picture % (5_400_000, 3_600_000))) == {"pictures": 1}  # 15 by 10 cm
    assert left(docx(picture % (1_440_000, 1_440_000))) == {}  # a seal of 4 cm
    old = (
        f'<w:p><w:r><w:t>图</w:t><w:pict {DRAWING}><v:shape style="width:%s;height:200pt"><v:imagedata/></v:shape>'
        "</w:pict></w:r></w:p>"
    )
    assert left(docx(old % "400pt")) == {"pictures": 1}
    assert left(docx(old % "1pt")) == {}


def test_other_parts_with_text_are_counted() -> None:
    parts = docx_parts(paragraph("文"))
    known = {"docProps/app.xml": "<a>某公司</a>".encode(), "customXml/item1.xml": "<a>数据</a>".encode()}
    assert left(zipped({**parts, **known})) == {}
    assert left(zipped({**parts, "word/other.xml": "<a>何处</a>".encode(), "word/none.xml": b"<a/>"})) == {"parts": 1}
    named = relations(("glossaryDocument", "glossary/document.xml"))
    glossary = {"word/_rels/document.xml.rels": named, "word/glossary/document.xml": "<a>积木</a>".encode()}
    assert left(zipped({**parts, **glossary})) == {}
