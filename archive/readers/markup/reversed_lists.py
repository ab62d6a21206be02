"""Lists that count down (`<ol reversed>`): their first number is that of their items, which only their end tells."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.readers.markup.tokenizer import Tag

MAX_INSIDE = 8
"""Lists that count down inside each other; beyond, each token would be held too often."""

_LISTS = ("ol", "ul")


@dataclass(slots=True)
class HeldList:
    """The tokens of such a list, held until it ends."""

    opening: Tag
    tokens: list[str | Tag] = field(default_factory=list)
    items: int = 0
    _depth: int = 1

    def take(self, token: str | Tag) -> bool:
        """Holds the next token; whether the list has ended with it."""
        self.tokens.append(token)
        if not isinstance(token, Tag):
            return False
        if token.name in _LISTS:
            self._depth += -1 if token.closing else 1
        elif token.name == "li" and not token.closing:
            self.items += self._depth == 1
        return self._depth == 0
