"""How a folded phrase is asked for: every two neighbouring characters are one token of FTS5. Runs no SQL."""

from __future__ import annotations

import operator


def pairs(text: str) -> list[str]:
    """Every two neighbouring characters."""
    return list(map(operator.add, text, text[1:]))


def match(phrase: str) -> str:
    """FTS5's query for a phrase, one character as a prefix. Inside its quotation marks only those need care."""
    asked = " ".join(pairs(phrase)) if len(phrase) > 1 else phrase
    return '"' + asked.replace('"', '""') + '"' + ("*" if len(phrase) == 1 else "")
