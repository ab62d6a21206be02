"""What stands on an Excel sheet in no cell: read where it holds words, else counted and named."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from archive.readers.base import Reading
from archive.readers.sheets import xlsx
from tests.hostile_files import zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWN = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
CHART = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich>'
    "<a:p><a:r><a:t>投资</a:t></a:r><a:r><a:t>走势</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    "<c:ser><c:cat><c:strCache><c:pt><c:v>上湾村</c:v></c:pt></c:strCache></c:cat></c:ser></c:chart></c:chartSpace>"
)


def related(*targets: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{at}" Type="{KINDS}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f"<Relationships>{inside}</Relationships>"


def book(parts: Mapping[str, str], tail: str = "", *targets: tuple[str, str]) -> Reading:
    """A book whose sheet has one row, what stands behind the rows, and what the sheet refers to."""
    row = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1" t="inlineStr"><is><t>乙</t></is></c></row>'
    )
    made = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{KINDS}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": related(("worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData>{tail}</worksheet>',
        "xl/worksheets/_rels/sheet1.xml.rels": related(*targets),
        **parts,
    }
    return xlsx.read(zipped({name: part.encode() for name, part in made.items()}), "a.xlsx")


def drawing(inside: str) -> dict[str, str]:
    return {"xl/drawings/drawing1.xml": f"<xdr:wsDr {DRAWN}><xdr:twoCellAnchor>{inside}</xdr:twoCellAnchor></xdr:wsDr>"}


COMMENT = f'<comments xmlns="{MAIN}"><comment><text><t>{{}}</t></text></comment></comments>'
TO_DRAWING = ("drawing", "../drawings/drawing1.xml")
SHAPE = (
    "<xdr:sp><xdr:txBody><a:p><a:r><a:t>{}</a:t></a:r><a:br/><a:r><a:t>另见附图</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
)
PICTURE = '<xdr:pic><xdr:spPr><a:xfrm><a:ext cx="{}" cy="{}"/></a:xfrm></xdr:spPr></xdr:pic>'


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        pytest.param(book(drawing(SHAPE.format("此表待核")), "", TO_DRAWING), ["此表待核\n另见附图"], id="a text box"),
        pytest.param(
            book(
                drawing(
                    f"<mc:AlternateContent><mc:Choice>{SHAPE.format('新')}</mc:Choice>"
                    f"<mc:Fallback>{SHAPE.format('旧')}</mc:Fallback></mc:AlternateContent>"
                ),
                "",
                TO_DRAWING,
            ),
            ["新\n另见附图"],
            id="two forms of one box: it stands once",
        ),
        pytest.param(
            book(
                {
                    **drawing("<xdr:graphicFrame/>"),
                    "xl/drawings/_rels/drawing1.xml.rels": related(("chart", "../charts/chart1.xml")),
                    "xl/charts/chart1.xml": CHART,
                },
                "",
                TO_DRAWING,
            ),
            ["投资走势"],
            id="a chart: its title, not what it draws of the cells",
        ),
        pytest.param(
            book(
                {"xl/comments1.xml": COMMENT.format("附照片")},
                "",
                ("comments", "../comments1.xml"),
            ),
            ["附照片"],
            id="a comment",
        ),
        pytest.param(
            book(
                {
                    "xl/comments1.xml": COMMENT.format("[线程批注] 三处待核"),
                    "xl/threadedComments/t1.xml": "<ThreadedComments><threadedComment><text>三处待核</text>"
                    "</threadedComment><threadedComment><text>已核</text></threadedComment></ThreadedComments>",
                },
                "",
                ("comments", "../comments1.xml"),
                ("threadedComment", "../threadedComments/t1.xml"),
            ),
            ["三处待核", "已核"],
            id="a conversation, whose old form says the same",
        ),
    ],
)
def test_words_beside_the_cells_are_read_behind_the_rows(reading: Reading, words: list[str]) -> None:
    assert [block.text for block in reading.blocks[1:]] == words
    assert reading.notices == ()


@pytest.mark.parametrize(
    ("reading", "named"),
    [
        pytest.param(book(drawing(PICTURE.format(5_000_000, 3_000_000)), "", TO_DRAWING), "pictures", id="a picture"),
        pytest.param(book(drawing(PICTURE.format(300_000, 300_000)), "", TO_DRAWING), "", id="a small sign"),
        pytest.param(
            book({}, '<oleObjects><oleObject progId="Word.Document.12" shapeId="7"/></oleObjects>'),
            "embedded_files",
            id="a file in it",
        ),
        pytest.param(
            book({}, '<controls><control shapeId="9" name="CheckBox1"/></controls>'), "form_fields", id="a box"
        ),
    ],
)
def test_what_is_not_read_is_named(reading: Reading, named: str) -> None:
    assert [notice.code for notice in reading.notices] == ([f"read.left_out.{named}"] if named else [])


def test_header_and_footer_stand_apart_without_their_codes() -> None:
    header = '<headerFooter><oddHeader>&amp;L&amp;"宋体,常规"&amp;12河湾镇&amp;R内部</oddHeader>'
    reading = book({}, f"{header}<oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>")
    assert reading.apart == ("河湾镇", "内部", "第  页，共  页")
