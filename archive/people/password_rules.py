"""Which passwords are good enough: long, not one that is tried first, not the name. No mixing of kinds is asked for.

Length and a list are what NIST SP 800-63B (5.1.1.2) asks for; the list is of what Chinese keyboards give first.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

from archive.errors import AccessError
from archive.people.account import folded

SHORTEST, LONGEST = 10, 256
"""Code points of a password."""
FILE = "common_passwords.txt"
DIGITS_ALONE = 16
"""Fewer digits without anything else are birthdays, telephones, numbers of identity cards."""
ROWS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "!@#$%^&*()_+",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
)
"""What lies in a row on a keyboard, or in an order that everybody knows."""
RUN = 5


def typed_twice(password: str, again: str) -> None:
    """Have both been typed alike? Raises AccessError("people.password_differs")."""
    if password != again:
        raise AccessError("people.password_differs")


def check(password: str, name: str) -> None:
    """Raises AccessError: "people.password_short", "…_long", "…_common", "…_name"."""
    normal = unicodedata.normalize("NFKC", password)
    if len(normal) < SHORTEST:
        raise AccessError("people.password_short", least=SHORTEST)
    if len(password) > LONGEST or len(normal) > LONGEST:
        raise AccessError("people.password_long", limit=LONGEST)
    plain = normal.casefold()
    own = folded(name)
    if len(own) > 1 and (own in plain or own[::-1] in plain) and len(plain.replace(own, "").replace(own[::-1], "")) < 9:
        raise AccessError("people.password_name")
    if _guessable(plain):
        raise AccessError("people.password_common")


def _guessable(plain: str) -> bool:
    if re.fullmatch(r"[\d\W_]+", plain, re.ASCII) and sum(map(str.isdigit, plain)) == len(plain) < DIGITS_ALONE:
        return True
    if re.fullmatch(r"(.{1,4}?)\1+.{0,3}", plain):
        return True
    return _core(plain) in _common() or plain in _common() or not _left(plain)


def _core(plain: str) -> str:
    """Without what is put behind a word to make it longer: digits and marks at the ends."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain, flags=re.ASCII)


def _left(plain: str) -> str:
    """What is left when runs of `ROWS`, forward and backward, are taken out; up to three characters are nothing."""
    rest = plain
    for row in (*ROWS, *(row[::-1] for row in ROWS)):
        for length in range(min(len(row), len(rest)), RUN - 1, -1):
            for start in range(len(row) - length + 1):
                rest = rest.replace(row[start : start + length], "")
    return rest if len(rest) > 3 else ""


@lru_cache(1)
def _common() -> frozenset[str]:
    lines = files("archive.people").joinpath(FILE).read_text(encoding="utf-8").split()
    return frozenset(lines)
