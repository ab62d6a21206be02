"""Compressed RTF, in which Outlook keeps a mail's text ([MS-OXRTFCP]): LZ77 over a ring of 4,096 bytes."""

from __future__ import annotations

import struct

_RING = 4096
_COMPRESSED, _STORED = b"LZFu", b"MELA"
_KNOWN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What stands in the ring at the beginning (2.1.2.1)."""


def inflated(data: bytes, limit: int) -> bytes:
    """The RTF, no more than `limit` bytes of it; b"" for bytes that are none. What is cut off ends where it ends."""
    if len(data) < 16:
        return b""
    size, form = struct.unpack_from("<I", data, 4)[0], data[8:12]
    if form == _STORED:
        return data[16 : 16 + min(size, limit)]
    return _inflated(data, min(size, limit)) if form == _COMPRESSED else b""


def _inflated(data: bytes, size: int) -> bytes:
    ring = bytearray(_KNOWN.ljust(_RING, b"\0"))
    write, at = len(_KNOWN), 16
    out = bytearray()
    while at < len(data) and len(out) < size:
        control = data[at]
        at += 1
        for bit in range(8):
            if not control >> bit & 1:
                piece, at = data[at : at + 1], at + 1
            else:
                token = int.from_bytes(data[at : at + 2], "big")
                at += 2
                offset, length = token >> 4, (token & 15) + 2
                if offset == write or at > len(data):  # the end, said or cut off
                    return bytes(out[:size])
                for step in range(length):  # it may overlap what it writes
                    one = ring[(offset + step) % _RING]
                    ring[write] = one
                    write = (write + 1) % _RING
                    out.append(one)
                continue
            if piece:
                ring[write] = piece[0]
                write = (write + 1) % _RING
                out += piece
    return bytes(out[:size])
