"""Numbers by the digit placeholders of a section: thousands, decimals, per cent, powers of ten, fractions.

Excel keeps 15 significant figures and rounds halves away from zero, on the decimal figures that it shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

from archive.readers.number_format.sections import Section, Token

_WIDTH = 11
"""Characters that General has for a number that is no whole one, its point included."""
_MOST_DECIMALS = 30
_MOST_POWER = 330
_WIDE = Context(prec=400)
"""A double has 309 figures before its point."""
_PAD = {"0": "0", "?": " ", "#": ""}


def exact(value: float) -> Decimal:
    """The 15 significant figures that Excel keeps."""
    return Decimal(f"{value:.15g}")


def plain(value: float) -> str:
    """A value in full, never as a power of ten: 441202199001011000."""
    text = f"{value:.15g}"
    return _plain(Decimal(text)) if "e" in text else text


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def general(value: float) -> str:
    """As `General` prints it: whole numbers in full, others in 11 characters, a very small one as a power of ten."""
    text = plain(value)
    if len(text.lstrip("-")) <= _WIDTH:
        return text
    number = exact(value)
    if number == number.to_integral_value() or abs(number) >= 10**_WIDTH:
        return text
    decimals = max(_WIDTH - 1 - len(str(int(abs(number)))), 0)
    if abs(number) >= Decimal("0.0001"):
        return _plain(_rounded(number, decimals))
    return scientific_general(number)


def scientific_general(number: Decimal) -> str:
    """Five decimals and a power of ten, as `General` prints 0.00000123456789: 1.23457E-06."""
    power = number.adjusted()
    mantissa = _plain(_rounded(number.scaleb(-power), 5))
    return f"{mantissa}E{'-' if power < 0 else '+'}{abs(power):02}"


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)


@dataclass(frozen=True, slots=True)
class Plain:
    """A section such as `"第"#,##0.00"万元"`: words, one run of figures, words. Most formats are so."""

    before: str
    behind: str
    least: int
    grouped: bool
    scale: int
    unit: Decimal

    def text(self, value: float) -> str:
        """A value, its sign left out."""
        number = exact(value).copy_abs()
        number = (number.scaleb(self.scale, _WIDE) if self.scale else number).quantize(self.unit, ROUND_HALF_UP, _WIDE)
        figures = f"{number:,f}" if self.grouped else f"{number:f}"
        if self.least != 1:
            whole, point, decimals = figures.partition(".")
            figures = ("" if whole == "0" else whole).zfill(self.least) + point + decimals
        return f"{self.before}{figures}{self.behind}"


@lru_cache(maxsize=1024)
def plain_section(section: Section) -> Plain | None:
    """The section as a plain one; None where its placeholders ask for more."""
    letters = "".join(_LETTERS.get(token.kind, token.text) for token in section.tokens)
    found = _PLAIN.fullmatch(letters)
    if found is None or not found["whole"].strip(",") or (found["whole"].count("0") > 1 and "," in found["whole"]):
        return None
    tokens = section.tokens
    before, after = (tuple(tokens[slice(*found.span(part))]) for part in ("before", "behind"))
    scale = 2 * letters.count("%") - 3 * len(found["scaled"])
    decimals = min(len(found["decimals"] or ""), _MOST_DECIMALS)
    return Plain(
        "".join(token.text for token in before),
        "".join(token.text for token in after),
        found["whole"].count("0"),
        "," in found["whole"],
        scale,
        Decimal(1).scaleb(-decimals),
    )


_LETTERS = {"literal": "x", "general": "g", "text": "t", "exponent": "e", "date": "d", "elapsed": "d", "half": "d"}
_PLAIN = re.compile(r"(?P<before>[x%]*)(?P<whole>#*(?:#,)?#*0*)(?:\.(?P<decimals>0+))?(?P<scaled>,*)(?P<behind>[x%]*)")


def number_text(section: Section, value: float) -> str:
    """A value, its sign left out, by a section of placeholders."""
    simple = plain_section(section)
    return _laid_out(section, value) if simple is None else simple.text(value)


def _laid_out(section: Section, value: float) -> str:
    """The same, placeholder by placeholder."""
    tokens = section.tokens
    point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    before, after = tokens[:point], tokens[point + 1 :]
    scale = sum(2 for token in tokens if token.kind == "percent") - 3 * _scaling(before, after)
    slots = sum(token.kind == "digit" for token in after)
    number = _rounded(abs(exact(value)).scaleb(scale), min(slots, _MOST_DECIMALS))
    whole, _, decimals = format(number, "f").partition(".")
    text = _whole_part(before, whole.lstrip("0"), grouped=_is_grouped(before))
    if slots and not any(token.kind == "digit" for token in before):
        text += whole.lstrip("0")  # `.00` has no place for 12 of 12.50, but shows it
    return text + ("." if point < len(tokens) else "") + _decimals(after, decimals)


def _scaling(before: Sequence[Token], after: Sequence[Token]) -> int:
    """How many commas follow the last placeholder of the whole part, or of the decimals: each divides by 1,000."""
    commas = 0
    for part in (before, after):
        last = max((at for at, token in enumerate(part) if token.kind == "digit"), default=-1)
        for token in part[last + 1 :] if last >= 0 else ():
            if token.kind != "comma":
                break
            commas += 1
    return commas


def _is_grouped(before: Sequence[Token]) -> bool:
    places = [at for at, token in enumerate(before) if token.kind == "digit"]
    return bool(places) and any(token.kind == "comma" for token in before[places[0] : places[-1]])


def _whole_part(tokens: Sequence[Token], figures: str, *, grouped: bool) -> str:
    """The figures laid over the placeholders from the right, what is left over before the leftmost."""
    first = next((at for at, token in enumerate(tokens) if token.kind == "digit"), -1)
    out: list[str] = []
    written = 0
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token.kind != "digit":
            out.append(_beside(token)[::-1])
            continue
        taken = figures if at == first else figures[-1:]
        figures = figures[: len(figures) - len(taken)]
        for figure in reversed(taken or _PAD[token.text]):
            if grouped and written and written % 3 == 0 and figure != " ":
                out.append(",")
            out.append(figure)
            written += 1
    return "".join(out)[::-1]


def _decimals(tokens: Sequence[Token], figures: str) -> str:
    slots = [token.text for token in tokens if token.kind == "digit"]
    shown = list(figures.ljust(len(slots), "0")[: len(slots)])
    for at in range(len(slots) - 1, -1, -1):
        if shown[at] != "0" or slots[at] == "0":
            break
        shown[at] = _PAD[slots[at]]
    rest = iter(shown)
    return "".join(next(rest) if token.kind == "digit" else _beside(token) for token in tokens)


def _beside(token: Token) -> str:
    """What a token that is no placeholder prints inside a number."""
    return "" if token.kind == "comma" else token.text


def scientific(section: Section, value: float) -> str:
    """A value, its sign left out, as a mantissa and a power of ten: 0.00E+00, ##0.0E+0."""
    at = next(at for at, token in enumerate(section.tokens) if token.kind == "exponent")
    mantissa, behind = section.tokens[:at], section.tokens[at + 1 :]
    point = next((place for place, token in enumerate(mantissa) if token.kind == "point"), len(mantissa))
    places = [token.text for token in mantissa[:point] if token.kind == "digit"]
    decimals = min(sum(token.kind == "digit" for token in mantissa[point:]), _MOST_DECIMALS)
    number = abs(exact(value))
    power = _power(number, places)
    scaled = _rounded(number.scaleb(-power), decimals)
    if scaled and scaled.adjusted() >= max(len(places), 1):  # 9.999 rounds to 10.00
        power = _power(scaled.scaleb(power), places)
        scaled = _rounded(number.scaleb(-power), decimals)
    whole, _, figures = format(scaled, "f").partition(".")
    text = _whole_part(mantissa[:point], whole.lstrip("0"), grouped=False)
    text += ("." if point < len(mantissa) else "") + _decimals(mantissa[point + 1 :], figures)
    sign = "-" if power < 0 else "+" if section.tokens[at].text.endswith("+") else ""
    return text + "E" + sign + _whole_part(behind, str(abs(power)).lstrip("0"), grouped=False)


def _power(number: Decimal, places: Sequence[str]) -> int:
    if not number:
        return 0
    size, power = max(len(places), 1), number.adjusted()
    return power // size * size if "#" in places else power - (size - 1)


def fraction(section: Section, value: float) -> str:
    """A value, its sign left out, as a fraction: # ?/?, # ??/??, # ?/8, ?/?."""
    tokens = section.tokens
    slash = next(at for at, token in enumerate(tokens) if token.kind == "slash")
    end = slash + 1
    while end < len(tokens) and (tokens[end].kind == "digit" or tokens[end].text.isdecimal()):
        end += 1
    start = slash
    while start > 0 and tokens[start - 1].kind == "digit":
        start -= 1
    below = "".join(token.text for token in tokens[slash + 1 : end])
    number = Fraction(abs(exact(value)))
    last = max((at for at in range(start) if tokens[at].kind == "digit"), default=-1)
    whole = int(number) if last >= 0 else 0
    top, bottom = _approximated(number - whole, below)
    if last >= 0 and top == bottom:
        whole, top = whole + 1, 0
    pieces = ([str(whole)] if last >= 0 and (whole or not top) else []) + (
        [f"{top}/{bottom}"] if top or last < 0 else []
    )
    first = next(at for at, token in enumerate(tokens) if token.kind == "digit")
    around = "".join(token.text for token in tokens[:first]), "".join(_beside(token) for token in tokens[end:])
    return around[0] + " ".join(pieces) + around[1]


def _approximated(part: Fraction, below: str) -> tuple[int, int]:
    """Numerator and denominator: the nearest with so many figures below, or over the very number that stands there."""
    if below.strip("0#?"):
        bottom = max(int(below.replace("#", "0").replace("?", "0")[:_LONGEST_BELOW]), 1)
        return int(part * bottom + Fraction(1, 2)), bottom
    near = part.limit_denominator(10 ** min(max(len(below), 1), _LONGEST_BELOW) - 1)
    return near.numerator, near.denominator


_LONGEST_BELOW = 7
