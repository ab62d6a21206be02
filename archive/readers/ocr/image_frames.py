"""The pictures in a picture file, no bigger than wanted; the only owner of Pillow. What is read in them: `scan`."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from itertools import islice

import PIL.Image
from PIL import ImageChops, ImageFilter, ImageOps, ImageSequence
from PIL.Image import Image

from archive.errors import ReadError

__all__ = ["Image", "RedInk", "drawn", "pictures", "red_ink"]

_RED = 45
"""By how much red outshines green and blue in red ink, of 255; less is the colour noise of a jpg."""
_DARK = 110
_WHITE, _STRETCH = 165, 1.25
"""In the red channel red ink is nearly white, and what is printed under it is not."""
_CELL = 8
_NEAR = 5
"""Cells of so many pixels a side: red this near to dark ink may be across it."""
_FEW = 8
"""Of 255, a cell's share: as much as a stroke's edge gives."""
_REACH = 0.5
"""Of a line's height, above and below it: what is red there too goes through the line and is no letter of it."""

MAX_PIXELS = 120_000_000
MAX_PICTURES = 500
_BROKEN = (
    *(OSError, ValueError, SyntaxError, TypeError, LookupError, AttributeError, ArithmeticError, EOFError),
    *(struct.error, zlib.error, PIL.Image.DecompressionBombWarning),
)
"""What Pillow raises of damaged files: it has no error of its own for them."""


def pictures(data: bytes, name: str, longest: int) -> Iterator[Image]:
    """The pictures of a png, jpg, tiff or bmp, upright as their file says, at most `longest` pixels on a side.

    Raises `ReadError`: `read.damaged`, `read.too_large`, `read.too_many_pages`.
    """
    PIL.Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with PIL.Image.open(io.BytesIO(data)) as file:
            for number, frame in enumerate(ImageSequence.Iterator(file)):
                if number == MAX_PICTURES:
                    raise ReadError("read.too_many_pages", name=name, limit=MAX_PICTURES)
                if frame.width * frame.height > MAX_PIXELS:
                    raise ReadError("read.too_large", name=name, size=frame.width * frame.height, limit=MAX_PIXELS)
                frame.draft("RGB", (longest, longest))  # a jpg is unpacked no bigger than needed
                picture = ImageOps.exif_transpose(frame).convert("RGB")
                picture.thumbnail((longest, longest))
                yield picture
    except PIL.Image.DecompressionBombError as problem:
        raise ReadError("read.too_large", name=name, size=len(data), limit=MAX_PIXELS) from problem
    except _BROKEN as problem:
        raise ReadError("read.damaged", name=name, problem=str(problem)[:200]) from problem


class RedInk:
    """The red ink of one picture: seals, headings, rules. Boxes are (left, top, right, bottom) in pixels."""

    def __init__(self, picture: Image) -> None:
        self._picture = picture
        red, green, blue = picture.split()
        self._mask = ImageChops.subtract(red, ImageChops.lighter(green, blue)).point(_over(_RED))
        self._channel = red

    def __bool__(self) -> bool:
        return self._mask.getbbox() is not None

    @property
    def near_print(self) -> bool:
        """Is any of it across dark ink, or so near that a recogniser may be led astray?"""
        red, green, blue = self._picture.split()
        dark = ImageChops.lighter(ImageChops.lighter(red, green), blue).point(_under(_DARK))
        near = self._mask.reduce(_CELL).point(_over(_FEW)).filter(ImageFilter.MaxFilter(2 * _NEAR + 1))
        return ImageChops.darker(near, dark.reduce(_CELL).point(_over(_FEW))).getbbox() is not None

    def without(self) -> Image:
        """The picture without it: white, but for what is dark below it."""
        lit = self._channel.point([255 if value >= _WHITE else int(value * _STRETCH) for value in range(256)])
        around = self._mask.filter(ImageFilter.MaxFilter(5))  # the pale edges of strokes too
        plain = self._picture.copy()
        plain.paste(PIL.Image.merge("RGB", (lit, lit, lit)), mask=around)
        return plain

    def touches(self, box: tuple[float, float, float, float]) -> bool:
        """Is there any in the box?"""
        return self._within(box)

    def goes_through(self, box: tuple[float, float, float, float]) -> bool:
        """Does it come from above or below the box and go on in it, as a seal or a pen does?"""
        left, top, right, bottom = box
        reach = (bottom - top) * _REACH
        beside = self._within((left, top - reach, right, top)) or self._within((left, bottom, right, bottom + reach))
        return beside and self._within(box)

    def _within(self, box: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = (round(side) for side in box)
        area = (max(left, 0), max(top, 0), min(right, self._mask.width), min(bottom, self._mask.height))
        return area[0] < area[2] and area[1] < area[3] and self._mask.crop(area).getbbox() is not None


def red_ink(picture: Image) -> RedInk:
    """That of a picture in RGB; false where there is none."""
    return RedInk(picture)


def _over(limit: int) -> list[int]:
    return [255 if value > limit else 0 for value in range(256)]


def _under(limit: int) -> list[int]:
    return [255 if value < limit else 0 for value in range(256)]


def drawn(data: bytes, number: int, longest: int) -> bytes:
    """Picture `number` (from 1) as a PNG. Raises `ReadError` as `pictures`; `read.no_picture`."""
    picture = next(islice(pictures(data, "", longest), number - 1, None), None) if number > 0 else None
    if picture is None:
        raise ReadError("read.no_picture", name="", page=number)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
