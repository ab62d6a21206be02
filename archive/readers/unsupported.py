"""Slides and Outlook messages: nobody here reads them, so they are named, kept and listed, with what to do."""

from __future__ import annotations

from archive.errors import ReadError
from archive.readers.base import Reading, check_size
from archive.readers.office.compound_file import SIGNATURE, BrokenFileError, CompoundFile

FORMAT = "elsewhere"
EDITION = 1

_MAIL = ".msg"
_ENCRYPTED = "EncryptedPackage"


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # nothing is decoded
    """Raises `ReadError`: `import.slides`, `import.outlook_message`, `import.encrypted`, `read.empty`."""
    check_size(data, name)
    if not data:
        raise ReadError("read.empty", name=name)
    if data.startswith(SIGNATURE) and _is_encrypted(data):
        raise ReadError("import.encrypted", name=name)
    raise ReadError("import.outlook_message" if name.lower().endswith(_MAIL) else "import.slides", name=name)


def _is_encrypted(data: bytes) -> bool:
    try:
        return _ENCRYPTED in CompoundFile(data)
    except BrokenFileError:
        return False
