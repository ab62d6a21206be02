"""A term: the wording that a query looks for, folded and as it was typed. What is done with it is said by the nodes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    """`text` folded, `typed` as written without its quotation marks, `quoted`: it had some. Equal where `text` is."""

    text: str
    typed: str = field(compare=False)
    quoted: bool = field(default=False, compare=False)


Refold = Callable[[Term], str]
"""The text that a term has under another fold (逐字, 忽略标点)."""
