"""Printed lines and pages, as the libraries for pdf find them: values only. What they make is told in `paragraphs`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

MAX_PAGES = 5_000
MAX_CHARACTERS = 20_000_000


ASIDE = 3
"""The first of the columns that stand aside."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One line of a page: its text and where it stands, in points from the lower left corner; `size` of its letters.

    `column` is 0 where it has the page's width, else 1 or 2; from 3 on it stands aside: turned, or laid upon the page.
    `confidence` is a recogniser's, None where text was text. `first` is the width of what a line end may not part at
    its beginning, 0 where it is not known.
    `block` is 0 in the flow of the text; what stands for itself (a table's row, its cells parted by `CELL`) has
    a number of its own: its lines are one paragraph, and no other paragraph goes over into it.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    size: float
    column: int = 0
    confidence: float | None = None
    block: int = 0
    first: float = 0.0


@dataclass(slots=True)
class Pages:
    """What was found: lines in the file's order, heights and widths of pages by number, pages that are only pictures.

    `damaged` of them are none, but their text is nonsense. `unmapped` of `characters` have no reading in the file's
    fonts. `apart` is what lies behind or across the text: watermarks. `left_out` counts what was not read, by the kinds
    of `archive.readers.left_out`.
    `under_seals`: the page of each line that has a seal on it.
    """

    lines: list[Printed] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    pictures: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    characters: int = 0
    unmapped: int = 0
    apart: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    under_seals: list[int] = field(default_factory=list)


class CannotReadError(Exception):
    """A library does not take the file; another one may."""
