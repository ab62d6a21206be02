"""What a whole text comes to, whatever its format, encoding and line ends: two reports of one digest are copies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from archive.text.fold import FINGERPRINT, fold_text

FOLD = FINGERPRINT
"""Digests of different folds cannot be compared."""


def digest_of(passages: Iterable[str]) -> str:
    """SHA-256 of the folded text of all passages as one; "" where nothing is left of it.

    Where passages end does not count, as a line break is white space: a page of print breaks where a file does not.
    Punctuation and the borders of a table's cells count: 3.5 is not 35, and 3 beside 5 is not 35 either.
    """
    return of_folded(fold_text("\n".join(passages)))


def of_folded(text: str) -> str:
    """The same of a text that is folded as a whole."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""
