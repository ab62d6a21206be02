"""A Word file comes out whole and in order: what Word shows, and nothing that it does not."""

from __future__ import annotations

import io

import docx as python_docx
import pytest
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from archive.model import CELL
from archive.readers.office import docx as reader
from archive.readers.office.rendering.list_numbers import counted
from tests.hostile_files import WORD, docx, paragraph
from tests.shared_files import shared

NS = f'xmlns:w="{WORD}"'


def texts(data: bytes) -> list[str]:
    return [block.text for block in reader.read(data, "a.docx").blocks]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(paragraph("甲") + paragraph("乙"), ["甲", "乙"], id="paragraphs"),
        pytest.param(f"<w:p>{run('一岗')}{run('双责')}</w:p>", ["一岗双责"], id="runs are no border"),
        pytest.param(
            f"<w:p>{run('留')}<w:del>{run('删')}</w:del><w:ins>{run('增')}</w:ins></w:p>", ["留增"], id="tracked"
        ),
        pytest.param(
            f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('一岗')}</w:p>{paragraph('双责')}",
            ["一岗双责"],
            id="a paragraph's end that was deleted joins it to the next",
        ),
        pytest.param(
            f"<w:p><w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo></w:p>", ["新"], id="moved"
        ),
        pytest.param(f"<w:p>{run('见')}{run('隐', '<w:vanish/>')}</w:p>", ["见"], id="hidden text is not shown"),
        pytest.param(
            f"<w:p>{run('显', '<w:vanish w:val=&quot;0&quot;/>'.replace('&quot;', chr(34)))}</w:p>",
            ["显"],
            id="not hidden",
        ),
        pytest.param("<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r></w:p>", ["甲\t乙"], id="a tab"),
        pytest.param(
            '<w:p><w:r><w:t>党</w:t><w:br w:type="page"/><w:t>建</w:t></w:r></w:p>',
            ["党建"],
            id="a page break is no gap",
        ),
        pytest.param(
            f'<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>{run("3")}</w:p>',
            ["3"],
            id="a field's instruction is not text",
        ),
        pytest.param(
            f"<w:sdt><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>", ["控件"], id="a content control"
        ),
        pytest.param(f"<w:p><w:hyperlink>{run('链接')}</w:hyperlink></w:p>", ["链接"], id="a link's words"),
        pytest.param(
            f"<w:p><w:r><w:ruby><w:rt>{run('pīn')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby></w:r></w:p>",
            ["拼"],
            id="not the reading above a character",
        ),
        pytest.param(
            "<w:p><w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:txbxContent>"
            f"{paragraph('框')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{paragraph('框')}</w:txbxContent>"
            "</mc:Fallback></mc:AlternateContent></w:r></w:p>",
            ["框"],
            id="a text box is written twice and read once",
        ),
        pytest.param(paragraph(" ") + "<w:p/>", [], id="what shows nothing"),
        pytest.param(
            f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('删')}</w:tc><w:tc>{paragraph('去')}</w:tc></w:tr>"
            f"<w:tr><w:tc>{paragraph('甲')}{paragraph('乙')}</w:tc><w:tc>{paragraph('丙')}</w:tc></w:tr></w:tbl>",
            [f"甲\n乙{CELL}丙"],
            id="a row that was deleted",
        ),
    ],
)
def test_what_word_shows(body: str, expected: list[str]) -> None:
    assert texts(docx(body)) == expected


def numbered(levels: dict[int, tuple[str, str]], items: list[int]) -> list[str]:
    lvls = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in levels.items()
    )
    numbering = (
        f'<w:numbering {NS}><w:abstractNum w:abstractNumId="5">{lvls}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="5"/></w:num></w:numbering>'
    )
    body = "".join(
        paragraph("项", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>') for level in items
    )
    return texts(docx(body, numbering=numbering))


def test_automatic_numbers_are_written_out_as_reports_use_them() -> None:
    levels = {
        0: ("chineseCounting", "%1、"),
        1: ("chineseCounting", "（%2）"),
        2: ("decimal", "%3."),
        3: ("decimal", "（%4）"),
    }
    assert numbered(levels, [0, 1, 2, 2, 3, 1, 0, 1]) == [
        "一、项",
        "（一）项",
        "1.项",
        "2.项",
        "（1）项",
        "（二）项",
        "二、项",
        "（一）项",
    ]


def test_articles_are_numbered_with_a_blank_behind() -> None:
    assert numbered({0: ("chineseCounting", "第%1条")}, [0] * 12)[10:] == ["第十一条 项", "第十二条 项"]


def test_levels_within_levels_and_bullets() -> None:
    assert numbered({0: ("decimal", "%1."), 1: ("decimal", "%1.%2")}, [0, 1, 1]) == ["1.项", "1.1 项", "1.2 项"]
    assert numbered({0: ("bullet", "\uf0b7")}, [0]) == ["项"]


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        pytest.param(10, "chineseCounting", "十", id="十 has no 一"),
        pytest.param(21, "chineseCountingThousand", "二十一", id="tens"),
        pytest.param(105, "chineseCounting", "一百零五", id="a gap"),
        pytest.param(1010, "chineseCounting", "一千零一十", id="一十 inside"),
        pytest.param(12, "chineseLegalSimplified", "壹拾贰", id="of money"),
        pytest.param(3, "decimalEnclosedCircle", "③", id="circled"),
        pytest.param(51, "decimalEnclosedCircle", "51", id="beyond the circles"),
        pytest.param(4, "upperRoman", "IV", id="Roman"),
        pytest.param(28, "lowerLetter", "bb", id="letters again"),
        pytest.param(3, "ideographTraditional", "丙", id="stems"),
        pytest.param(2, "noSuchFormat", "2", id="a format nobody knows"),
    ],
)
def test_how_word_counts(value: int, form: str, expected: str) -> None:
    assert counted(value, form) == expected


def test_a_style_brings_heading_and_number() -> None:
    styles = (
        f'<w:styles {NS}><w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 2"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:name w:val="我的"/><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    numbering = (
        f'<w:numbering {NS}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        "</w:numbering>"
    )
    blocks = reader.read(
        docx(paragraph("党建", '<w:pStyle w:val="b"/>') + paragraph("正文"), styles=styles, numbering=numbering),
        "a.docx",
    ).blocks
    assert [(block.kind, block.level, block.text) for block in blocks] == [
        ("heading", 2, "（一）党建"),
        ("paragraph", None, "正文"),
    ]


def test_headers_and_footers_stand_apart() -> None:
    header = f"<w:hdr {NS}>{paragraph('内部资料')}</w:hdr>"
    reading = reader.read(docx(paragraph("正文"), header1=header), "a.docx")
    assert [block.text for block in reading.blocks] == ["正文"]
    assert reading.apart == ("内部资料",)


def test_a_nested_table_keeps_its_order() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('内')}</w:tc><w:tc>{paragraph('里')}</w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{paragraph('前')}{inner}{paragraph('后')}</w:tc></w:tr></w:tbl>"
    assert texts(docx(body)) == ["前", f"内{CELL}里", "后"]


def library_texts(document: Document) -> list[str]:
    """What python-docx reads of a file without boxes, notes and changes."""
    found: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, Paragraph):
            found.append(item.text)
        else:
            assert isinstance(item, Table)
            found += [paragraph.text for row in item.rows for cell in row.cells for paragraph in cell.paragraphs]
    return ["".join(text.split()) for text in found if text.strip()]


@pytest.mark.corpus
@pytest.mark.parametrize("pattern", ["docx_民法典*", "docx_师范*", "docx_GBT*"])  # docx_公共* it cannot open
def test_real_files_read_as_python_docx_reads_them(pattern: str) -> None:
    (path,) = shared("corpus", "formats").glob(pattern)
    ours = "".join("".join(text.replace(CELL, "").split()) for text in texts(path.read_bytes()))
    assert ours == "".join(library_texts(python_docx.Document(io.BytesIO(path.read_bytes()))))
