"""Days and times by a section of date letters: what a serial number of days means, and how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from archive.readers.number_format import han_numerals
from archive.readers.number_format.sections import Section, Token

LAST_SERIAL = 2_958_465
"""9999-12-31, the last day that a sheet knows."""
_LAST_SERIAL_1904 = LAST_SERIAL - 1462
_DAY = 86_400
_LEAP_DAY = 60
"""Excel counts a 29 February 1900 that never was."""
_MOST_SUBSECONDS = 3
_NOON = 12
_DAYS = "一二三四五六日"
_MONTHS_HAN = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTHS = str.split("January February March April May June July August September October November December")
_WEEKDAYS = str.split("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")


@dataclass(frozen=True, slots=True)
class Moment:
    """A serial number taken apart. `weekday` from 0 for Monday; `subseconds` in units of the last figure shown."""

    year: int
    month: int
    day: int
    weekday: int
    seconds: int
    subseconds: int
    elapsed: int

    @property
    def hour(self) -> int:
        """Hours of the day."""
        return self.seconds // 3600

    @property
    def minute(self) -> int:
        """Minutes of the hour."""
        return self.seconds // 60 % 60

    @property
    def iso(self) -> str:
        """The plain form: a day, a time of day, or both."""
        time = f"{self.hour:02}:{self.minute:02}" + (f":{self.seconds % 60:02}" if self.seconds % 60 else "")
        if self.elapsed < _DAY:
            return time
        day = f"{self.year:04}-{self.month:02}-{self.day:02}"
        return f"{day} {time}" if self.seconds else day


@lru_cache(maxsize=8192)
def moment(serial: float, *, date_1904: bool, figures: int = 0) -> Moment | None:
    """The moment of a serial number, to `figures` decimals of a second; None outside the days that a sheet knows."""
    if not 0 <= serial < (_LAST_SERIAL_1904 if date_1904 else LAST_SERIAL) + 1:
        return None
    unit = 10**figures
    total = round(serial * _DAY * unit)
    days, rest = divmod(total, _DAY * unit)
    year, month, day, weekday = _day(days, date_1904=date_1904)
    return Moment(year, month, day, weekday, rest // unit, rest % unit, total // unit)


def _day(days: int, *, date_1904: bool) -> tuple[int, int, int, int]:
    if date_1904:
        found = date(1904, 1, 1) + timedelta(min(days, _LAST_SERIAL_1904))
        return found.year, found.month, found.day, found.weekday()
    if days == 0:
        return 1900, 1, 0, 5  # as Excel shows a time of day in a date's format: 1900/1/0
    if days == _LEAP_DAY:
        return 1900, 2, 29, 2
    found = date(1899, 12, 31 if days < _LEAP_DAY else 30) + timedelta(min(days, LAST_SERIAL))
    return found.year, found.month, found.day, (days - 2) % 7


def serial_of(iso: str, *, date_1904: bool) -> float | None:
    """The serial number of a moment in ISO 8601 (2022-10-16, 2022-10-16T08:30:00); None where it is none."""
    try:
        found = datetime.fromisoformat(iso.removesuffix("Z")).replace(tzinfo=None)
    except ValueError:
        return None
    first = datetime(1904, 1, 1) if date_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 # sheets know no zones
    return (found - first).total_seconds() / _DAY


def date_text(section: Section, serial: float, *, date_1904: bool) -> str | None:
    """A serial number by a section of date letters; None where it is no moment: Excel shows #### then."""
    tokens = _with_minutes(section.tokens)
    figures = min(_subsecond_places(tokens), _MOST_SUBSECONDS)
    found = moment(serial, date_1904=date_1904, figures=figures)
    if found is None:
        return None
    twelve = any(token.kind == "half" for token in tokens)
    writer = _Writer(section, found, twelve=twelve, figures=figures)
    return "".join(writer.text(tokens, at) for at in range(len(tokens)))


def _with_minutes(tokens: Sequence[Token]) -> list[Token]:
    """`m` behind hours or before seconds are minutes: written `n` from here on."""
    out = list(tokens)
    letters = [at for at, token in enumerate(out) if token.kind in ("date", "elapsed")]
    for place, at in enumerate(letters):
        if out[at].kind != "date" or out[at].text not in ("m", "mm"):
            continue
        before = out[letters[place - 1]].text[0] if place else ""
        after = out[letters[place + 1]].text[0] if place + 1 < len(letters) else ""
        if before == "h" or after == "s":
            out[at] = Token("date", out[at].text.replace("m", "n"))
    return out


def _subsecond_places(tokens: Sequence[Token]) -> int:
    point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    places = 0
    while point + 1 + places < len(tokens) and tokens[point + 1 + places].text == "0":
        places += 1
    return places


class _Writer:
    def __init__(self, section: Section, found: Moment, *, twelve: bool, figures: int) -> None:
        self._section, self._moment = section, found
        self._hour = (found.hour % _NOON or _NOON) if twelve else found.hour
        self._subseconds = f"{found.subseconds:0{figures}}" if figures else ""

    def text(self, tokens: Sequence[Token], at: int) -> str:
        token = tokens[at]
        if token.kind == "date":
            return self._part(token.text)
        if token.kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
            return f"{self._moment.elapsed // unit:0{len(token.text)}}"
        if token.kind == "half":
            return self._half(token.text)
        if token.kind == "digit":  # decimals of a second stand together behind their point
            return self._subseconds if tokens[at - 1].kind == "point" else ""
        return "" if token.kind == "general" else token.text

    def _half(self, text: str) -> str:
        morning = self._moment.hour < _NOON
        if self._section.chinese or text.startswith("上"):
            return "上午" if morning else "下午"
        return text.split("/")[0 if morning else 1]

    def _part(self, text: str) -> str:
        letter, moment_ = text[0], self._moment
        if letter in "ye":
            year = f"{moment_.year:04}" if letter == "e" or len(text) > 2 else f"{moment_.year % 100:02}"
            return han_numerals.digits(year, self._section.numerals) if self._section.numerals else year
        if letter == "a":
            name = "星期" if len(text) > 3 else ""
            return name + _DAYS[moment_.weekday]
        if letter == "g":
            return ""  # the era, which our calendar does not name
        if letter in "md" and len(text) > 2:
            return self._named(letter, len(text))
        value = {
            "m": moment_.month,
            "d": moment_.day,
            "h": self._hour,
            "n": moment_.minute,
            "s": moment_.seconds % 60,
        }[letter]
        if self._section.numerals:
            return han_numerals.day(value, self._section.numerals)
        return f"{value:02}" if len(text) > 1 else str(value)

    def _named(self, letter: str, length: int) -> str:
        place = self._moment.month - 1 if letter == "m" else self._moment.weekday
        if self._section.chinese:
            return f"{_MONTHS_HAN[place]}月" if letter == "m" else ("星期" if length > 3 else "周") + _DAYS[place]
        name = (_MONTHS if letter == "m" else _WEEKDAYS)[place]
        return name[:1] if length == 5 else name if length > 3 else name[:3]
