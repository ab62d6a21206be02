"""The readers' registry: which reader takes a file of which name. Each format's reading lives in its own file."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import PurePath
from typing import cast

from archive.errors import ReadError
from archive.readers.reading import Container, Member, Reader, Reading

__all__ = [
    "CONTAINERS",
    "FORMATS",
    "Container",
    "Member",
    "Reader",
    "Reading",
    "container_for",
    "is_plain",
    "reader_for",
    "suffix_of",
]


FORMATS: Mapping[str, str] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".doc": "doc",
    ".wps": "doc",
    ".rtf": "rtf",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".csv": "csv",
    ".tsv": "csv",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"), "picture"),
    **dict.fromkeys((".xls", ".et", ".ppt", ".pptx", ".dps"), "elsewhere"),
    ".odt": "odt",
    ".ofd": "ofd",
}
"""Suffix in lower case, with its dot, to the module of this room that reads such files."""

CONTAINERS: Mapping[str, str] = {".zip": "zip", ".eml": "eml"}
"""Suffix of files that hold files, to the module whose `members` takes them out."""

_PLAIN = frozenset({"text", "markdown", "html"})


def reader_for(name: str) -> Reader:
    """The reader of a file called `name`, by its suffix. Raises `read.unknown_format`."""
    module = FORMATS.get(suffix_of(name))
    if module is None:
        raise ReadError("read.unknown_format", name=name, known=", ".join(sorted({*FORMATS, *CONTAINERS})))
    # Loaded when asked for: a search must not wait for parsers that it will never use.
    return cast("Reader", import_module(f"{__name__}.{module}"))


def container_for(name: str) -> Container | None:
    """What takes files out of a file called `name`; None where it holds none."""
    module = CONTAINERS.get(suffix_of(name))
    return None if module is None else cast("Container", import_module(f"{__name__}.{module}"))


def is_plain(name: str) -> bool:
    """Whether its reader is our own, for text: safe to run beside others where the file is of modest size."""
    return FORMATS.get(suffix_of(name)) in _PLAIN


def suffix_of(name: str) -> str:
    """The suffix in lower case, with its dot; "" for none."""
    return PurePath(name).suffix.lower()
