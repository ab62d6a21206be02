"""Which reader takes a file of which name: suffix to module, loaded when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import PurePath
from typing import cast

from archive.errors import ReadError
from archive.readers.base import Container, Reader

FORMATS: Mapping[str, str] = {
    ".txt": "text",
    ".md": "markup.markdown",
    ".markdown": "markup.markdown",
    ".html": "markup.html",
    ".htm": "markup.html",
    ".mht": "markup.mht",
    ".mhtml": "markup.mht",
    ".docx": "office.docx",
    ".docm": "office.docx",
    ".doc": "office.doc",
    ".wps": "office.doc",
    ".rtf": "office.rtf",
    ".pdf": "pages.pdf",
    ".xlsx": "sheets.xlsx",
    ".xlsm": "sheets.xlsx",
    ".xlsb": "sheets.xlsx",
    ".ods": "sheets.ods",
    ".xml": "sheets.xml_2003",
    ".csv": "sheets.csv",
    ".tsv": "sheets.csv",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"), "ocr.picture"),
    **dict.fromkeys((".xls", ".et"), "sheets.xls"),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".msg"), "unsupported"),
    ".odt": "office.odt",
    ".ofd": "pages.ofd",
}
"""Suffix in lower case, with its dot, to the module below `archive.readers` that reads such files."""

CONTAINERS: Mapping[str, str] = {".zip": "containers.zip", ".eml": "containers.eml"}
"""Suffix of files that hold files, to the module whose `members` takes them out."""

_PLAIN = frozenset({"text", "markup.markdown", "markup.html"})


def reader_for(name: str) -> Reader:
    """The reader of a file called `name`, by its suffix. Raises `read.unknown_format`."""
    module = FORMATS.get(suffix_of(name))
    if module is None:
        raise ReadError("read.unknown_format", name=name, known=", ".join(sorted({*FORMATS, *CONTAINERS})))
    # Loaded when asked for: a search must not wait for parsers that it will never use.
    return cast("Reader", import_module(f"archive.readers.{module}"))


def container_for(name: str) -> Container | None:
    """What takes files out of a file called `name`; None where it holds none."""
    module = CONTAINERS.get(suffix_of(name))
    return None if module is None else cast("Container", import_module(f"archive.readers.{module}"))


def is_plain(name: str) -> bool:
    """Whether its reader is our own, for text: safe to run beside others where the file is of modest size."""
    return FORMATS.get(suffix_of(name)) in _PLAIN


def suffix_of(name: str) -> str:
    """The suffix in lower case, with its dot; "" for none."""
    return PurePath(name).suffix.lower()
