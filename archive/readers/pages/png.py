"""Pixels to a PNG file (ISO/IEC 15948), by zlib alone: no library for pictures is needed to show a page."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _RGB = 0, 2


def png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """Rows of `stride` bytes, 8 bits a sample, 1 (grey) or 3 (red, green, blue) samples a pixel."""
    row = width * channels
    # Every row is led by its filter, here none: scans are noisy, filters gain little.
    raw = b"".join(b"\0" + pixels[start : start + row] for start in range(0, height * stride, stride))
    header = struct.pack(">IIBBBBB", width, height, 8, _GREY if channels == 1 else _RGB, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(raw, 6)), _chunk(b"IEND", b""))
    return SIGNATURE + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
