"""A part of a report (部分) as a condition: 存在问题, 下步打算 … Where parts begin is in the document; how a choice of
parts narrows the wordings beside it is said at `All` in `node`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from archive import model
from indexer.document import Document
from indexer.query.nodes.node import Unmarked

OUTSIDE = "其他"
"""The name of what stands in no part."""

PARTS: tuple[str, ...] = (*get_args(model.Part), OUTSIDE)


@dataclass(frozen=True, slots=True)
class Part(Unmarked):
    """Places that begin in the part `name`, one of `PARTS`; by itself: the report has such a part."""

    name: str

    def matches(self, document: Document) -> bool:
        """Has the report text in this part?"""
        return document.narrowed(self.at_part).has_room

    def at_part(self, part: str | None) -> bool:
        """Is it this one?"""
        return (part or OUTSIDE) == self.name

    @property
    def asks_outline(self) -> bool:
        """True: a part is told by where sections begin."""
        return True

    @property
    def asks_text(self) -> bool:
        """Never: only how the text is divided."""
        return False

    @property
    def picks(self) -> bool:
        """True: it narrows the places of what stands beside it."""
        return True

    def __str__(self) -> str:
        return f"部分:{self.name}"


def part_named(words: str) -> str | None:
    """The part of that name, or the only one whose name holds the folded `words` (打算: 下步打算); None without one."""
    if words in PARTS:
        return words
    holding = [part for part in PARTS if words in part]
    return holding[0] if len(holding) == 1 else None
