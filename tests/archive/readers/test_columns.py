"""Two columns on a page are read one after the other, whatever order the file draws them in; tables stay in rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import pytest

from archive.readers.pages import pdf
from archive.readers.pages.columns import gutter
from archive.readers.pages.page_lines import Printed
from tests.hostile_files import pdf as pdf_of
from tests.hostile_files import stream
from tests.shared_files import shared

SIZE, PITCH = 12, 20
Drawn = tuple[float, float, str]

LEFT = "为深入贯彻落实上级决策部署，现将本单位第一栏的有关工作情况报告如下，请予审议。" * 6
RIGHT = "下一步，我们将继续落实“一岗双责”，把第二栏的责任压实到每一个支部和每一名党员身上。" * 6


def page(drawn: Sequence[Drawn]) -> bytes:
    """A pdf of one page with a Chinese font that every reader knows (not embedded); each text at its place."""
    font = b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>>"
    inner = (
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/FontDescriptor 6 0 R>>"
    )
    about = (
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 880/StemV 93>>"
    )
    words = b"".join(
        b"BT /F1 %d Tf 1 0 0 1 %.1f %.1f Tm <%s> Tj ET\n"
        % (SIZE, left, bottom, text.encode("utf-16-be").hex().encode())
        for left, bottom, text in drawn
    )
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 7 0 R>>",
        font,
        inner,
        about,
        stream(words),
    )


def column(text: str, left: float, top: float = 700, width: int = 18) -> list[Drawn]:
    """A paragraph indented by two, `width` characters a line."""
    rows = [(left + 2 * SIZE, text[: width - 2])]
    rows += [(left, text[start : start + width]) for start in range(width - 2, len(text), width)]
    return [(place, top - PITCH * number, words) for number, (place, words) in enumerate(rows)]


def texts(drawn: Sequence[Drawn]) -> list[str]:
    return [block.text for block in pdf.read(page(drawn), "a.pdf").blocks]


def by_rows(*columns: Sequence[Drawn]) -> list[Drawn]:
    return [piece for row in zip_longest(*columns) for piece in row if piece]


TITLE: Drawn = (150, 760, "关于某某街道二〇二一年度工作情况的报告")


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param([*column(LEFT, 70), *column(RIGHT, 310)], id="column by column"),
        pytest.param(by_rows(column(LEFT, 70), column(RIGHT, 310)), id="row by row"),
        pytest.param([*column(RIGHT, 310), *column(LEFT, 70)], id="the right one first"),
    ],
)
def test_prose_in_two_columns(drawn: list[Drawn]) -> None:
    assert texts([TITLE, *drawn]) == [TITLE[2], LEFT, RIGHT]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    whole = LEFT + LEFT
    lines = column(whole, 70)
    half = len(lines) // 2
    right = [(left + 240, bottom + PITCH * half, text) for left, bottom, text in lines[half:]]
    assert texts(by_rows(lines[:half], right)) == [whole]


def test_one_column_stays_one() -> None:
    assert texts([TITLE, *column(LEFT, 70, width=36), *column(RIGHT, 70, top=400, width=36)]) == [TITLE[2], LEFT, RIGHT]


def test_a_table_stays_row_by_row() -> None:
    cells = [(f"第{number}支部", f"完成{number}项" + "整改" * (number % 3)) for number in range(1, 9)]
    drawn = [
        piece
        for number, (one, other) in enumerate(cells)
        for piece in ((70.0, 700.0 - PITCH * number, one), (330.0, 700.0 - PITCH * number, other))
    ]
    read = "".join("".join(text.split()) for text in texts(drawn))
    assert read == "".join(one + other for one, other in cells)


def test_articles_with_a_wide_blank_are_no_columns() -> None:
    """第十条 and its words: a real law looked so, and half of its lines cross the place."""
    lines = [Printed("第二百六十五条", 1, 114, 198, 700 - 40 * row, 12) for row in range(8)]
    lines += [
        Printed("集体所有的财产受法律保护，禁止任何组织" * 2, 1, 210, 505, 700 - 40 * row, 12) for row in range(8)
    ]
    lines += [Printed("律、行政法规以及章程、村规民约向本集体" * 2, 1, 90, 505, 680 - 40 * row, 12) for row in range(8)]
    assert gutter(lines, 420) is None


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["pdf_民法典.pdf", "pdf_网络安全法.pdf", "pdf_深圳社会性别统计报告_2021.pdf"])
def test_real_pages_of_one_column_are_taken_as_such(name: str) -> None:
    path: Path = shared("corpus", "formats", name)
    assert {line.column for line in pdf.pages_of(path.read_bytes(), name).lines} == {0}
