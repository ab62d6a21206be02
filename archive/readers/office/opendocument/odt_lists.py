"""The lists of an OpenDocument text: what number each level prints. Where the items stand is told in `odt`."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.readers.office.rendering.list_numbers import counted
from archive.readers.zip_package import Element

_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "": "none",
    "一, 二, 三, ...": "chineseCounting",
    "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
    "１, ２, ３, ...": "decimalFullWidth",
}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    before: str
    after: str
    start: int
    shown: int


@dataclass(slots=True)
class ListStyles:
    """The list styles that were met, and how far each list has counted."""

    _levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def learn(self, styles: Element) -> None:
        """The list styles among `styles`."""
        for style in styles.elements():
            if style.name == "list-style":
                name = style.attributes.get("name", "")
                for level in style.elements():
                    if level.name == "list-level-style-number":
                        self._levels[name, _int(level.attributes.get("level"), 1) - 1] = _level(level)

    def restart(self, style: str, level: int) -> None:
        """A list begins: its level counts anew."""
        self._counts.pop((style, level), None)

    def number(self, style: str, level: int) -> str:
        """The number of the next item of `style` on `level`; "" for bullets."""
        own = self._levels.get((style, level))
        if own is None:
            return ""
        self._counts[style, level] = self._counts.get((style, level), own.start - 1) + 1
        if own.form == "none":
            return ""
        shown = range(max(0, level + 1 - own.shown), level + 1)
        return own.before + ".".join(self._printed(style, place) for place in shown) + own.after

    def _printed(self, style: str, level: int) -> str:
        own = self._levels.get((style, level))
        start = own.start if own else 1
        return counted(self._counts.get((style, level), start), own.form if own else "decimal")


def _level(element: Element) -> _Level:
    at = element.attributes
    form = _FORMS.get(at.get("num-format", ""), "decimal")
    return _Level(
        form,
        at.get("num-prefix", ""),
        at.get("num-suffix", ""),
        _int(at.get("start-value"), 1),
        _int(at.get("display-levels"), 1),
    )


def _int(value: str | None, default: int) -> int:
    return int(value) if value is not None and value.isdecimal() and len(value) < 7 else default
