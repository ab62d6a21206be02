"""What a cell shows: the one entrance of this folder. A format is taken apart once and then used for many cells."""

from __future__ import annotations

import math
from functools import lru_cache

from archive.readers.number_format import han_numerals
from archive.readers.number_format.date_letters import date_text, moment
from archive.readers.number_format.figures import exact, fraction, general, number_text, plain, scientific
from archive.readers.number_format.sections import Condition, Section, sections_of

_TEXT_SECTION = 3
_POSITIVE, _NEGATIVE = Condition(">", 0), Condition("<", 0)


class NumberFormat:
    """One format code, such as `#,##0.00;[Red]-#,##0.00`."""

    def __init__(self, code: str) -> None:
        self.code = code
        sections = sections_of(code)
        self._text: Section | None = None
        if len(sections) > _TEXT_SECTION:
            self._text = sections[_TEXT_SECTION]
            sections = sections[:_TEXT_SECTION]
        elif sections[-1].is_text:
            self._text = sections[-1]
            sections = sections[:-1]
        self._choices = _choices(sections)
        self.is_plain = code in ("", "General", "@")

    def number(self, value: float, *, date_1904: bool = False) -> str:
        """What the cell shows of a number."""
        if self.is_plain or not math.isfinite(value) or not self._choices:
            return general(value) if math.isfinite(value) else str(value)
        for condition, section in self._choices:
            if condition is None or condition.holds(value):
                return _shown(section, value, condition, date_1904=date_1904)
        return general(value)  # no section is for it: Excel shows #### then

    def text(self, text: str) -> str:
        """What the cell shows of a text: as it is, but for the section with `@`."""
        if self.is_plain or self._text is None:
            return text
        return "".join(text if token.kind == "text" else token.text for token in self._text.tokens)

    def stored(self, value: float, *, date_1904: bool = False) -> str:
        """The value itself in its plain form: 35000, 2022-10-16."""
        if not math.isfinite(value):
            return str(value)
        dates = [section for _, section in self._choices if section.kind == "date"]
        if dates:
            found = moment(value, date_1904=date_1904)
            if found is not None and any(token.kind == "elapsed" for token in dates[0].tokens):
                return f"{found.elapsed // 3600}:{found.minute:02}:{found.seconds % 60:02}"
            if found is not None:
                return found.iso
        return plain(value)


@lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat:
    """The format of a code, taken apart once."""
    return NumberFormat(code)


def _choices(sections: tuple[Section, ...]) -> tuple[tuple[Condition | None, Section], ...]:
    """Which section is for which values: by its condition, else positive; negative; zero."""
    given = [section.condition for section in sections]
    if len(sections) < 2:
        return tuple((section.condition, section) for section in sections)
    if not any(given):
        usual = (_POSITIVE, _NEGATIVE, None) if len(sections) > 2 else (Condition(">=", 0), _NEGATIVE)
        return tuple(zip(usual, sections, strict=False))
    if len(sections) > 2:
        return (
            (given[0] or _POSITIVE, sections[0]),
            (given[1] or _NEGATIVE, sections[1]),
            (given[2], sections[2]),
        )
    return ((given[0] or Condition(">=", 0), sections[0]), (given[1], sections[1]))


def _shown(section: Section, value: float, condition: Condition | None, *, date_1904: bool) -> str:
    if section.kind == "date":
        text = date_text(section, value, date_1904=date_1904)
        return general(value) if text is None else text
    sign = "-" if value < 0 and not (condition and condition.negative) else ""
    if section.kind == "scientific":
        return sign + scientific(section, value)
    if section.kind == "fraction":
        return sign + fraction(section, value)
    kinds = {token.kind for token in section.tokens}
    if "general" in kinds or (section.numerals and "digit" not in kinds):
        return sign + _general(section, abs(value))
    text = number_text(section, value)
    return sign + (han_numerals.digits(text, section.numerals) if section.numerals else text) if text else ""


def _general(section: Section, value: float) -> str:
    words = han_numerals.read_out(exact(value), section.numerals) if section.numerals else general(value)
    if all(token.kind != "general" for token in section.tokens):
        return words + "".join(token.text for token in section.tokens)
    return "".join(words if token.kind == "general" else token.text for token in section.tokens)
