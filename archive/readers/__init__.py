"""The readers' registry: which reader takes a file of which name. Each format's reading lives in its own file."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import PurePath
from typing import cast

from archive.errors import ReadError
from archive.readers.reading import Reader, Reading

__all__ = ["FORMATS", "Reader", "Reading", "reader_for"]


FORMATS: Mapping[str, str] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
}
"""Suffix in lower case, with its dot, to the module of this room that reads such files."""

_KNOWN = ".html, .md, .txt"


def reader_for(name: str) -> Reader:
    """The reader of a file called `name`, by its suffix. Raises `read.unknown_format`."""
    module = FORMATS.get(PurePath(name).suffix.lower())
    if module is None:
        raise ReadError("read.unknown_format", name=name, known=_KNOWN)
    # Loaded when asked for: a search must not wait for parsers that it will never use.
    return cast("Reader", import_module(f"{__name__}.{module}"))
