"""What a file holds that its reader does not read: counted and named, never passed over in silence.

A report with any of these counts as partly read (读不全): that a wording is absent is never claimed of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from archive.model import Notice

PREFIX = "read.left_out."

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "characters": "characters of a font's own, whose reading the file does not give",
        "comments": "remarks in the margin, whoever's",
        "embedded_files": "a file inside the file: a workbook in a Word file, an attachment of a pdf",
        "pictures": "pictures large enough to hold text: a page pasted as a picture",
        "form_fields": "fields of a form whose value is not in the text",
        "hidden_cells": "filled cells of rows, columns and sheets that a book hides",
        "formulas": "cells whose formula has no kept value",
        "fields": "fields of a text whose result is not kept in the file",
        "symbols": "signs of a font that is not known",
        "macros_and_scripts": "what only a running program would show",
        "objects": "drawings, charts, equations of a kind that the reader does not know",
        "parts": "other parts of the package that hold text",
    }
)
"""Name of a kind of content to what it is; each has its message `read.left_out.NAME` with `count` in both languages."""

CODES = frozenset(PREFIX + kind for kind in KINDS)

PARTLY_READ = CODES | {"read.pages_without_text", "read.recognised", "read.under_seal"}
"""Codes of the notices after which absence is never claimed: text that was not read, or that may be misread by a
character."""


def left_out(kind: str, count: int) -> tuple[Notice, ...]:
    """The notice that `count` of `kind` were not read; none where there are none. KeyError for an unknown kind."""
    assert kind in KINDS, kind
    return (Notice(PREFIX + kind, {"count": count}),) if count else ()
