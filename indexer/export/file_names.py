"""Names of files that every disk and every unpacking program takes: Windows' reserved names, GBK, and length."""

from __future__ import annotations

import unicodedata

_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"}
    | {f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"}
)
"""Names of devices (Microsoft, Naming Files, Paths, and Namespaces): with any suffix, in any case."""
MOST_BYTES = 120
"""Of a name in GBK or UTF-8, whichever is longer: with a suffix and a number it stays below 255 in a deep folder."""


def safe_name(title: str) -> str:
    """`title` as the stem of a file's name; "_" where nothing of it can be kept.

    Characters that GBK lacks become _: unpacking programs in China read names so.
    """
    kept = "".join(map(_safe, unicodedata.normalize("NFC", title)))
    name = _cut(" ".join(kept.split())).strip(" .")
    if not name:
        return "_"
    return f"_{name}" if name.split(".")[0].rstrip().upper() in _RESERVED else name


def _safe(character: str) -> str:
    if character in _FORBIDDEN or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return "_" if character in _FORBIDDEN else " "
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return "_"
    return character


def _cut(name: str) -> str:
    while len(name.encode("utf-8")) >= MOST_BYTES:  # one is left for what may stand before it
        name = name[:-1]
    return name
