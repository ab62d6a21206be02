"""Names of files inside files, as text that can be shown and be part of a place; never a path on a disk."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(name: str) -> str:
    """A name from inside a file, fit to be shown and to be part of a place: no control characters, no way out."""
    parts = _CONTROL.sub("_", name).replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", "..")) or "_"


def distinct(name: str, taken: set[str]) -> str:
    """`name`, or with a number where another member has it already."""
    stem, dot, suffix = name.rpartition(".")
    unused, number = name, 1
    while unused in taken:
        number += 1
        unused = f"{stem} ({number}){dot}{suffix}" if dot else f"{name} ({number})"
    taken.add(unused)
    return unused
