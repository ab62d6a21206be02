"""How a report gets its id: from the bytes of its first version, so that every archive of the same file agrees."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

SHORTEST = 10
"""Characters of base 32: 50 bits, one collision in a million reports is a chance of 1 in 2,000."""


def in_fonds(sha256: str, fonds: str) -> str:
    """What the id of a report is made of that begins in this 分库: so whoever brings the same file elsewhere does not
    learn from the id's length that it is here, too. In the archive's own, "", the bytes alone.
    """
    return hashlib.sha256(f"{fonds}\n{sha256}".encode()).hexdigest() if fonds else sha256


def new_id(sha256: str, taken: Callable[[str], bool]) -> str:
    """The shortest free id: the first ten or more characters of the lower-case base 32 of `sha256` (hexadecimal).

    Should every length be taken (the same bytes began many reports), a number is appended.
    """
    whole = base64.b32encode(bytes.fromhex(sha256)).decode("ascii").rstrip("=").lower()
    for length in range(SHORTEST, len(whole) + 1):
        if not taken(whole[:length]):
            return whole[:length]
    number = 2
    while taken(f"{whole}-{number}"):
        number += 1
    return f"{whole}-{number}"
