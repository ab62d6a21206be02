"""The readers' registry: which reader takes a file of which name. Each format's reading lives in its own file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

from archive.errors import ReadError
from archive.readers.reading import Reader, Reading

__all__ = ["FORMATS", "Reader", "Reading", "reader_for"]


def _text() -> Reader:
    from archive.readers import text

    return text


def _markdown() -> Reader:
    from archive.readers import markdown

    return markdown


def _html() -> Reader:
    from archive.readers import html

    return html


# Functions, not modules: a search must not wait for parsers that it will never use.
FORMATS: Mapping[str, Callable[[], Reader]] = {
    ".txt": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
}
"""Suffix in lower case, with its dot, to the function that loads the reader."""

_KNOWN = ".html, .md, .txt"


def reader_for(name: str) -> Reader:
    """The reader of a file called `name`, by its suffix. Raises `read.unknown_format`."""
    load = FORMATS.get(PurePath(name).suffix.lower())
    if load is None:
        raise ReadError("read.unknown_format", name=name, known=_KNOWN)
    return load()
