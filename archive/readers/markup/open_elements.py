"""Elements of a page that are open: one that is not shown, and one whose name says that it holds no text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from archive.readers.markup.elements import ENCLOSING, VOID, is_ended_by
from archive.readers.markup.furniture import NAMED
from archive.readers.markup.tokenizer import Tag


@dataclass(slots=True)
class Hidden:
    """An element that is not shown: its name, "" where none is open, and what is open inside."""

    name: str = ""
    drawing_has_words: bool = False
    _inside: Counter[str] = field(default_factory=Counter)

    def open(self, name: str) -> None:
        """Note that the element has begun and is not yet ended."""
        self.name = name
        self.drawing_has_words = False
        self._inside.clear()

    def take(self, tag: Tag) -> Literal["inside", "last", "after"]:
        """Whether the next tag is inside the element, its end tag, or the first one after an element whose end tag is
        left out, where a browser sees its end.
        """
        if self._ends_before(tag):
            self.name = ""
            return "after"
        if not tag.closing:
            self._inside[tag.name] += tag.name not in VOID
            self.drawing_has_words |= self.name == "svg" and tag.name == "text"
        elif self._inside[tag.name]:
            self._inside[tag.name] -= 1
        elif tag.name == self.name:
            self.name = ""
            return "last"
        return "inside"

    def _ends_before(self, tag: Tag) -> bool:
        if tag.closing:  # the end of something that was open before
            return tag.name != self.name and not self._inside[tag.name] and tag.name in ENCLOSING
        if not is_ended_by(self.name, tag.name):
            return False
        return self.name == "p" or not any(self._inside[name] for name in ENCLOSING)


@dataclass(slots=True)
class Region:
    """An element with a name as in `NAMED`: "" where none is open; the number of its kind that are open inside."""

    name: str = ""
    _depth: int = 0

    def enter(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note that an element begins inside those that are open."""
        if self.name:
            self._depth += name == self.name
        elif name != "body" and any(NAMED.search(attributes[key]) for key in ("class", "id") if key in attributes):
            self.name, self._depth = name, 1

    def leave(self, name: str) -> None:
        """Note that the innermost open element of that name ends, and those inside it."""
        self._depth -= name == self.name
        if not self._depth:
            self.name = ""
