"""The pictures in a picture file, no bigger than wanted; the only owner of Pillow. What is read in them: `scan`."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from itertools import islice

import PIL.Image
from PIL import ImageOps, ImageSequence
from PIL.Image import Image

from archive.errors import ReadError

__all__ = ["Image", "drawn", "pictures"]

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


def drawn(data: bytes, number: int, longest: int) -> bytes:
    """Picture `number` (from 1) as a PNG. Raises `ReadError` as `pictures`; `read.no_picture`."""
    picture = next(islice(pictures(data, "", longest), number - 1, None), None) if number > 0 else None
    if picture is None:
        raise ReadError("read.no_picture", name="", page=number)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
