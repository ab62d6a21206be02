"""Pdfs with Chinese text, built when a test asks: each text at its place, in a font that every reader knows."""

from __future__ import annotations

from collections.abc import Sequence

from tests.hostile_files import pdf, stream

_FONT = b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>"
_INNER = (
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
    b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/FontDescriptor 5 0 R>>"
)
_ABOUT = (
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
    b"/Descent -120/CapHeight 880/StemV 93>>"
)
FIRST = 6
"""The number of the first object that a test may add; the pages' own come behind."""


def drawn(text: str, left: float, bottom: float, size: float = 16, turn: str = "1 0 0 1") -> bytes:
    """The operators that draw `text`; `turn` is the four numbers of the matrix."""
    code = text.encode("utf-16-be").hex().encode()
    return b"BT /F1 %g Tf %s %g %g Tm <%s> Tj ET\n" % (size, turn.encode(), left, bottom, code)


def lines(rows: Sequence[tuple[str, float]], top: float = 700, left: float = 72, pitch: float = 28) -> bytes:
    """Lines of sixteen points below each other: text and indent in characters."""
    return b"".join(drawn(text, left + 16 * indent, top - pitch * row) for row, (text, indent) in enumerate(rows))


def printed(
    *pages: bytes,
    objects: Sequence[bytes] = (),
    page: bytes = b"",
    resources: bytes = b"",
    catalog: bytes = b"",
    box: bytes = b"0 0 595 842",
) -> bytes:
    """A pdf of pages with these contents; `objects` are numbered from FIRST; the others are entries of dictionaries."""
    first = FIRST + len(objects)
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(pages)))
    made = []
    for number, content in enumerate(pages):
        made += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Resources<</Font<</F1 3 0 R>>%s>>/Contents %d 0 R%s>>"
            % (box, resources, first + 2 * number + 1, page),
            stream(content),
        ]
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        _FONT,
        _INNER,
        _ABOUT,
        *objects,
        *made,
    )


def text_string(text: str) -> bytes:
    """A string of a dictionary, as UTF-16."""
    return b"<feff%s>" % text.encode("utf-16-be").hex().encode()
