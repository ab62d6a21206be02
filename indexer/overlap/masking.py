"""What is compared when names and numbers are ignored: folded text in which each of them is one sign."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

NUMBER, NAME = "\ue000", "\ue001"
"""Private characters that the fold of a text never leaves."""
_HAN = "一二三四五六七八九十百千万亿〇零两"
_NUMBER = re.compile(
    rf"[0-9]+(?:[.,][0-9]+)*|[{_HAN}]{{2,}}|(?<=第)[{_HAN}]|[{_HAN}](?=[次名人个项篇级家户件起条亩场])|\*+"
)
LEAST = 3
"""Folded characters of a name; shorter ones are words too."""


class Masking:
    """Masks texts by the names of a register. The folded text without its marks is what is compared and measured.

    Raises nothing; an archive without names masks numbers alone.
    """

    def __init__(self, names: Collection[str]) -> None:
        longest_first = sorted((name for name in names if len(name) >= LEAST), key=len, reverse=True)
        self._names = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def masked(self, folded: str) -> tuple[str, Sequence[int]]:
        """The text with a sign for each name and number, and where each of its characters begins in `folded`; behind
        the last one, where `folded` ends.
        """
        spans = [(match.start(), match.end(), NAME) for match in self._names.finditer(folded)] if self._names else []
        taken = [(start, end) for start, end, _ in spans]
        spans += [
            (match.start(), match.end(), NUMBER)
            for match in _NUMBER.finditer(folded)
            if not any(start < match.end() and match.start() < end for start, end in taken)
        ]
        kept: list[str] = []
        starts: list[int] = []
        at = 0
        for start, end, sign in sorted(spans):
            kept.append(folded[at:start] + sign)
            starts.extend(range(at, start + 1))
            at = end
        kept.append(folded[at:])
        starts.extend(range(at, len(folded) + 1))
        return "".join(kept), starts
