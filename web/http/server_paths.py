"""Where files lie on the server is for those who bring files in. Everybody else gets the same answers without it.

The guard says who may know (`g.sees_server_paths`); a request that came by no guard gets nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from flask import g

from archive.errors import ArchiveError

NAMED = frozenset({"path", "home", "where", "folder"})
"""Evidence of errors that is a path or an address of the server's."""
HIDDEN = "…"
IN_WORDS = re.compile(r"(?:postgres(?:ql)?://|https?://|(?<![\w/:.])(?:/|[A-Za-z]:[\\/]|\\\\))[^\s'\"“”，。；：（）)]+")
"""A path or an address in what the system or a server says."""


def shown() -> bool:
    """May whoever sends the current request know them?"""
    sees = g.get("sees_server_paths")
    return sees is not None and bool(sees())


def for_reader(error: ArchiveError) -> ArchiveError:
    """The error as the current request's sender may know it: the same code and position."""
    if shown():
        return error
    evidence = {name: HIDDEN if name in NAMED and _is_place(value) else value for name, value in error.evidence.items()}
    said = evidence.get("problem")
    if isinstance(said, str):  # with a path the system's words are of that machine as well
        evidence["problem"] = IN_WORDS.sub(HIDDEN, said) if HIDDEN not in evidence.values() else HIDDEN
    return type(error)(error.code, position=error.position, **evidence)


def without(body: Any) -> Any:  # whatever JSON holds
    """An answer's JSON without the folders that its files came from: what is left is each file's own name."""
    return body if shown() else _without(body)


def _without(body: Any) -> Any:  # as above
    if isinstance(body, Mapping):
        kept = {name: _without(value) for name, value in body.items()}
        if "source" in kept and _is_path(kept.get("location")):
            kept["location"] = kept["source"]
        return kept
    return [_without(value) for value in body] if isinstance(body, list | tuple) else body


def _is_place(value: object) -> bool:
    return _is_path(value) or "://" in str(value)


def _is_path(value: object) -> bool:
    text = str(value)
    return PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute() or text.startswith("\\\\")
