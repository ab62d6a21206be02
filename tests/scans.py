"""Scans made of real pages: drawn by pdfium, worn as a scanner wears them, wrapped as files people send."""

from __future__ import annotations

import io
import random
import struct
from pathlib import Path

from PIL import Image, ImageFilter

from archive.readers.pages.pdfium.pdfium_pages import drawn
from archive.readers.pages.png import SIGNATURE
from tests.hostile_files import pdf, stream
from tests.shared_files import shared

LAW = "pdf_网络安全法.pdf"


def law() -> Path:
    return shared("corpus", "formats", LAW)


def law_page(number: int, longest: int = 2000) -> bytes:
    """A page of a real law as a PNG."""
    return drawn(law().read_bytes(), number, longest)


def worn(picture: bytes, turn: float = 0.6) -> bytes:
    """As it comes from an office's scanner: a little askew, blurred, grey, with specks, as a JPEG."""
    page = Image.open(io.BytesIO(picture)).convert("L")
    page = page.rotate(turn, expand=False, fillcolor=255, resample=Image.Resampling.BICUBIC)
    page = page.filter(ImageFilter.GaussianBlur(0.7)).point(lambda value: 40 + value * 0.8)
    random_ = random.Random(6)
    for _ in range(600):
        page.putpixel((random_.randrange(page.width), random_.randrange(page.height)), 90)
    return saved(page, "JPEG", quality=55)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def turned(picture: bytes, degrees: int) -> bytes:
    return saved(Image.open(io.BytesIO(picture)).rotate(degrees, expand=True), "PNG")


def two_page_tiff(*pictures: bytes) -> bytes:
    first, *others = [Image.open(io.BytesIO(picture)).convert("L") for picture in pictures]
    return saved(first, "TIFF", save_all=True, append_images=others, compression="tiff_deflate")


def scanned_pdf(*pictures: bytes, text: bytes = b"") -> bytes:
    """A pdf whose pages are these PNGs and nothing else, but for `text` (ASCII) on the first, as a page number is.

    Where there is no PNG the page has text.
    """
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids = []
    for place, picture in enumerate(pictures):
        width, height, data = _inside(picture) if picture else (1, 1, b"")
        words = b"BT /F1 9 Tf 280 20 Td (" + text + b") Tj ET" if text and not place else b""
        show = b"q 595 0 0 842 0 0 cm /I Do Q " + words
        if not picture:
            show = b"BT /F1 12 Tf 72 700 Td (A page with words of its own, more than forty characters of them.) Tj ET"
        page, number = len(objects) + 1, len(objects) + 2
        kids.append(b"%d 0 R" % page)
        image = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8" % (
            width,
            height,
        )
        predictor = b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors 3/Columns %d>>" % width
        font = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</XObject<</I %d 0 R>>%s>>>>"
            % (number + 1, number, font),
            stream(data, image + predictor),
            stream(show),
        ]
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    return pdf(*objects)


def _inside(picture: bytes) -> tuple[int, int, bytes]:
    """Width, height and compressed rows of a PNG of ours: a pdf takes them as they are."""
    width, height = struct.unpack(">II", picture[len(SIGNATURE) + 8 : len(SIGNATURE) + 16])
    at, rows = len(SIGNATURE), b""
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        if picture[at + 4 : at + 8] == b"IDAT":
            rows += picture[at + 8 : at + 8 + length]
        at += 12 + length
    return width, height, rows
