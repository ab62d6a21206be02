"""What stores know of folded texts in general: what these may hold, and what tells one from another."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

_NEVER_FOLDED = re.compile("[\0-\x1e A-Z\x7f\u3000\ud800-\udfff]")


def may_stand(phrase: str) -> bool:
    """May folded text hold the phrase at all? What it never holds is never asked."""
    return bool(phrase) and not _NEVER_FOLDED.search(phrase)


def digest_of(passages: Iterable[str]) -> bytes:
    """What tells a report's folded text from another."""
    return hashlib.blake2b("\n".join(passages).encode(), digest_size=16).digest()
