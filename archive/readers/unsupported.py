"""Formats of old tables and of slides: nobody here reads them, so they are named, kept and listed, with what to do.

A file that only bears such a name is read as what its bytes are: WPS and portals save pages and new books so.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from archive.errors import ReadError
from archive.readers.base import Reader, Reading, check_size
from archive.readers.office.compound_file import SIGNATURE, BrokenFileError, CompoundFile

FORMAT = "elsewhere"
EDITION = 1

_MAIL = ".msg"
_SLIDES = (".ppt", ".pptx", ".dps")
_ENCRYPTED = "EncryptedPackage"


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """Raises `ReadError`: `import.old_table`, `import.slides`, `import.outlook_message`, `import.encrypted`,
    `read.empty`, and what the reader of the format raises that the bytes are of.
    """
    check_size(data, name)
    if not data:
        raise ReadError("read.empty", name=name)
    if data.startswith(SIGNATURE) and _is_encrypted(data):
        raise ReadError("import.encrypted", name=name)
    if name.lower().endswith(_MAIL):
        raise ReadError("import.outlook_message", name=name)
    if name.lower().endswith(_SLIDES):
        raise ReadError("import.slides", name=name)
    other = _of(data)
    if other is None:
        raise ReadError("import.old_table", name=name)
    return cast("Reader", import_module(f"archive.readers.{other}")).read(data, name, encoding)


def _of(data: bytes) -> str | None:
    """The module for what the bytes are; None for an old table."""
    if data.startswith(b"PK\x03\x04"):
        return "sheets.xlsx"
    return "markup.html" if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<" else None


def _is_encrypted(data: bytes) -> bool:
    try:
        return _ENCRYPTED in CompoundFile(data)
    except BrokenFileError:
        return False
