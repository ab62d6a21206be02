"""The lists of an OpenDocument text: what number each level prints, and how far each list has counted.

After ISO/IEC 26300 (ODF 1.2), 5.3 (lists), 16.30 (list styles) and 16.34 (outline style). Where the items stand is told
in `odt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.readers.office.rendering.list_counting import spaced
from archive.readers.office.rendering.list_numbers import counted, is_zero_padded
from archive.readers.zip_package import Element

OUTLINE = "outline style"
"""The name that the headings' own style has here; no list style of a file bears it."""

_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "": "none",
    "一, 二, 三, ...": "chineseCounting",
    "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "壹, 貳, 參, ...": "ideographLegalTraditional",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
    "１, ２, ３, ...": "decimalFullWidth",
}
_LEVELS = frozenset({"list-level-style-number", "outline-level-style"})
_PLACE = re.compile("%([1-9]|10)%")
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class _Level:
    """One level: `pattern` is LibreOffice's own (%1%.%2%), which says more than prefix, suffix and levels shown."""

    form: str
    before: str
    after: str
    start: int
    shown: int
    pattern: str | None
    follows: bool


@dataclass(slots=True)
class Counts:
    """How far one list has counted, by level from 0."""

    style: str
    by_level: dict[int, int] = field(default_factory=dict)

    def begin(self, level: int) -> None:
        """A list on `level` begins: it and what is deeper count anew."""
        for deeper in [one for one in self.by_level if one >= level]:
            del self.by_level[deeper]


@dataclass(slots=True)
class ListStyles:
    """The list styles that were met, the lists that count, and which list paragraphs of a style belong to."""

    _levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    _lists: dict[str, Counts] = field(default_factory=dict)
    _last: dict[str, Counts] = field(default_factory=dict)

    def learn(self, styles: Element) -> None:
        """The list styles and the outline style among `styles`."""
        for style in styles.elements():
            if style.name in ("list-style", "outline-style"):
                name = OUTLINE if style.name == "outline-style" else style.attributes.get("name", "")
                for level in style.elements():
                    if level.name in _LEVELS:
                        self._levels[name, _int(level.attributes.get("level"), 1) - 1] = _level(level)

    def open(self, element: Element, style: str) -> tuple[Counts, bool]:
        """The counts of the list `element` on the first level, and whether it goes on with an earlier list."""
        at = element.attributes
        earlier = self._lists.get(at.get("continue-list", ""))
        if earlier is None and at.get("continue-numbering") == "true":
            earlier = self._last.get(style)
        counts = earlier or Counts(style)
        self._last[style] = counts
        if "id" in at:
            self._lists[at["id"]] = counts
        return counts, earlier is not None

    def number(self, counts: Counts, style: str, level: int, start: str | None = None) -> str:
        """The number of the next item on `level`, "" for bullets; `start` is what the item itself counts from."""
        own = self._levels.get((style, level))
        if own is None:
            return ""
        begin = _int(start, own.start) if start is not None else None
        counts.by_level[level] = counts.by_level.get(level, own.start - 1) + 1 if begin is None else begin
        counts.begin(level + 1)
        return spaced(self._label(counts, style, level, own), follows=own.follows)

    def _label(self, counts: Counts, style: str, level: int, own: _Level) -> str:
        if own.pattern is not None:
            return _PLACE.sub(lambda found: self._printed(counts, style, int(found[1]) - 1), own.pattern)
        if own.form == "none":
            return own.before + own.after
        places = range(max(0, level + 1 - own.shown), level + 1)
        return own.before + ".".join(filter(None, self._all_printed(counts, style, places))) + own.after

    def _all_printed(self, counts: Counts, style: str, places: range) -> Iterator[str]:
        return (self._printed(counts, style, place) for place in places)

    def _printed(self, counts: Counts, style: str, level: int) -> str:
        own = self._levels.get((style, level))
        start = own.start if own else 1
        return counted(counts.by_level.get(level, start), own.form if own else "decimal")


def _level(element: Element) -> _Level:
    at = element.attributes
    stated = at.get("num-format", "")
    alignment = element.find("list-level-properties", "list-level-label-alignment")
    return _Level(
        stated if is_zero_padded(stated) else _FORMS.get(stated, "decimal"),
        at.get("num-prefix", ""),
        at.get("num-suffix", ""),
        _int(at.get("start-value"), 1),
        _int(at.get("display-levels"), 1),
        at.get("num-list-format"),
        alignment is not None and alignment.attributes.get("label-followed-by", "listtab") != "nothing",
    )


def _int(value: str | None, default: int) -> int:
    return int(value) if value is not None and value.isdecimal() and int(value[:8]) < _MOST else default
