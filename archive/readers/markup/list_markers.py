"""The numbers that a browser prints before the items of a list (CSS Counter Styles 3; HTML standard, 4.4.5 and 4.4.8).

Which style a list has is told by its own attributes; style sheets are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from archive.readers.office.rendering.list_numbers import counted

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_INTEGER = re.compile(r"\s*(-?[0-9]{1,6})")
_BY_TYPE = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_UNNUMBERED = frozenset({"none", "disc", "circle", "square", "disclosure-open", "disclosure-closed"})


def _letters(value: int) -> str:
    """A … z, aa, ab."""
    if value < 1:
        return str(value)
    written = ""
    while value:
        value, place = divmod(value - 1, 26)
        written = chr(ord("a") + place) + written
    return written


def _as_word(form: str) -> Callable[[int], str]:
    return lambda value: counted(value, form)


_CHINESE = ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "japanese-informal")
_FORMAL = ("simp-chinese-formal", "trad-chinese-formal")
_STYLES: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimal-leading-zero": lambda value: f"{value:02}",
    "lower-alpha": _letters,
    "lower-latin": _letters,
    "upper-alpha": lambda value: _letters(value).upper(),
    "upper-latin": lambda value: _letters(value).upper(),
    "lower-roman": _as_word("lowerRoman"),
    "upper-roman": _as_word("upperRoman"),
    **dict.fromkeys(_CHINESE, _as_word("chineseCounting")),
    **dict.fromkeys(_FORMAL, _as_word("chineseLegalSimplified")),
    "cjk-decimal": _as_word("ideographDigital"),
    "cjk-heavenly-stem": _as_word("ideographTraditional"),
    "cjk-earthly-branch": _as_word("ideographZodiac"),
}
_PAUSED = frozenset({*_CHINESE, *_FORMAL, "cjk-decimal", "cjk-heavenly-stem", "cjk-earthly-branch"})
"""Styles whose numbers end in 、; the others end in a full stop and a blank."""


@dataclass(slots=True)
class ListCounter:
    """One open list: the style of its numbers, the number of the next item, and whether it counts down."""

    style: str
    next: int = 1
    step: int = 1

    def marker(self, attributes: Mapping[str, str]) -> str:
        """What stands before the next item, whose element has these attributes; "" for a bullet or nothing."""
        number = integer(attributes.get("value"), self.next)
        self.next = number + self.step
        return marker(number, _style(attributes) or self.style)


def opened(name: str, attributes: Mapping[str, str], items: int | None = None) -> ListCounter:
    """The counter of a list that begins; `items` is the number of its items, where it counts down from there."""
    style = _style(attributes) or ("decimal" if name == "ol" else "disc")
    reversed_ = name == "ol" and "reversed" in attributes
    return ListCounter(style, integer(attributes.get("start"), items or 1), -1 if reversed_ else 1)


def marker(number: int, style: str) -> str:
    """The number as printed, with what ends it. A style that is not known counts as `decimal`, as in a browser."""
    if style in _UNNUMBERED:
        return ""
    return _STYLES.get(style, str)(number) + ("、" if style in _PAUSED else ". ")


def integer(value: str | None, default: int) -> int:
    """An attribute that is an integer; the default where it is none."""
    found = _INTEGER.match(value) if value is not None else None
    return int(found[1]) if found else default


def _style(attributes: Mapping[str, str]) -> str | None:
    """The style that an element names itself; of several in `list-style` the one that is a style of numbers."""
    named = _STYLE.findall(attributes["style"]) if "style" in attributes else []
    for word in named[-1].lower().split() if named else ():
        if word in _STYLES or word in _UNNUMBERED:
            return str(word)
    told = attributes.get("type", "").strip()
    return _BY_TYPE.get(told) or (told.lower() if told.lower() in _UNNUMBERED else None)
