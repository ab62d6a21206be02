"""Pictures and objects of an RTF, which are counted: their sizes as printed, and what kind of object each is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from archive.readers.office.rendering.picture_size import TWIP, holds_text

MEASURES = {b"picwgoal": 0, b"pichgoal": 1, b"picscalex": 2, b"picscaley": 3}
OBJECTS = {
    b"objemb": "embedded_files",
    b"objocx": "form_fields",
    b"objlink": "objects",
    b"objautlink": "objects",
}
"""Word for the kind of an object to what it counts as."""


@dataclass(slots=True)
class _Picture:
    """An open picture: the depth of its group, its measures in twips, its scales in per cent."""

    depth: int
    measures: list[int]

    def is_large(self) -> bool:
        width, height, across, down = self.measures
        return holds_text(abs(width) * across / 100 * TWIP, abs(height) * down / 100 * TWIP)


class Pictures:
    """The pictures whose groups are open; those large enough to hold text are added to `left`."""

    def __init__(self, left: Counter[str]) -> None:
        self._left = left
        self._open: list[_Picture] = []

    def open(self, depth: int) -> None:
        """A picture begins whose group is `depth` deep."""
        self._open.append(_Picture(depth, [0, 0, 100, 100]))

    def measure(self, word: bytes, number: int) -> None:
        """A measure of the innermost picture."""
        if self._open:
            self._open[-1].measures[MEASURES[word]] = number

    def close(self, depth: int) -> None:
        """A group ends, and with it the picture whose group it was."""
        if self._open and depth < self._open[-1].depth:
            self._left["pictures"] += self._open.pop().is_large()
