"""A format code taken apart: its sections, each with its condition and its tokens (ECMA-376 part 1, 18.8.31)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal[
    "literal", "digit", "point", "comma", "percent", "slash", "exponent", "text", "general", "date", "elapsed", "half"
]
SectionKind = Literal["number", "date", "fraction", "scientific"]

MAX_CODE = 255
"""Characters of a code that are looked at: Excel takes no longer one."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|[\\!](?P<escaped>.)"
    r"|_(?P<pad>.)"
    r"|\*(?P<fill>.)"
    r"|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<half>AM/PM|A/P|上午/下午)"
    r"|(?P<exponent>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|a{3,4}|e+|g+)"
    r"|(?P<digit>[0#?])"
    r"|(?P<mark>[.,%/@;])"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_MARKS: dict[str, TokenKind] = {".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "text"}
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]*)?)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_NUMERALS = re.compile(r"DBNum([123])", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)(?:-([0-9A-F]+))?", re.IGNORECASE)
_CHINESE = frozenset({"804", "404", "1004", "C04", "1404"})
_LOCALE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a section; `text` is what is written out of a literal, else how it stands in the code."""

    kind: TokenKind
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """`[>=100]`: for which values a section is."""

    sign: str
    limit: float

    def holds(self, value: float) -> bool:
        """Whether `value` meets it."""
        if self.sign in ("=", "<>"):
            return (value == self.limit) == (self.sign == "=")
        if self.sign in (">", ">="):
            return value > self.limit or (self.sign == ">=" and value == self.limit)
        return value < self.limit or (self.sign == "<=" and value == self.limit)

    @property
    def negative(self) -> bool:
        """Whether it holds for negative values only: then the section writes the minus, if any."""
        return (self.sign == "<" and self.limit <= 0) or (self.sign in ("<=", "=") and self.limit < 0)


@dataclass(frozen=True, slots=True)
class Section:
    """One of up to four. `numerals`: 1 一二三, 2 壹贰叁, 3 wide digits, 0 as usual. `chinese`: names in Chinese."""

    tokens: tuple[Token, ...]
    kind: SectionKind
    condition: Condition | None = None
    numerals: int = 0
    chinese: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it shows text as it stands: it holds `@`."""
        return any(token.kind == "text" for token in self.tokens)


def sections_of(code: str) -> tuple[Section, ...]:
    """The sections of a code, one for an empty code."""
    builder = _Builder()
    sections = []
    for found in _TOKEN.finditer(code[:MAX_CODE]):
        if found["mark"] == ";":
            sections.append(builder.section())
            builder = _Builder()
        else:
            builder.take(found)
    return (*sections, builder.section())


class _Builder:
    def __init__(self) -> None:
        self._tokens: list[Token] = []
        self._condition: Condition | None = None
        self._numerals = 0
        self._chinese = False

    def take(self, found: re.Match[str]) -> None:
        kind = found.lastgroup
        text = found[kind] if kind else ""
        if kind == "bracket":
            self._bracket(text)
        elif kind == "pad":
            self._tokens.append(Token("literal", " "))
        elif kind == "mark":
            self._tokens.append(Token(_MARKS[text], text))
        elif kind in ("quoted", "escaped", "other"):
            self._tokens.append(Token("literal", text))
        elif kind == "date":
            self._tokens.append(Token("date", text.lower()))
        elif kind == "digit":
            self._tokens.append(Token("digit", text))
        elif kind == "half":
            self._tokens.append(Token("half", text))
        elif kind == "general":
            self._tokens.append(Token("general", text))
        elif kind == "exponent":
            self._tokens.append(Token("exponent", text))
        # What fills the width of the column (`*-`) depends on that width, so it is no text.

    def _bracket(self, text: str) -> None:
        if condition := _CONDITION.fullmatch(text.strip()):
            self._condition = Condition(condition[1], float(condition[2]))
        elif _ELAPSED.fullmatch(text):
            self._tokens.append(Token("elapsed", text.lower()))
        elif numerals := _NUMERALS.fullmatch(text):
            self._numerals = int(numerals[1])
        elif currency := _CURRENCY.fullmatch(text):
            self._chinese = self._chinese or (currency[2] or "")[-_LOCALE_DIGITS:].lstrip("0").upper() in _CHINESE
            if currency[1]:
                self._tokens.append(Token("literal", currency[1]))
        # Anything else is a colour.

    def section(self) -> Section:
        tokens = tuple(self._tokens)
        return Section(tokens, _kind(tokens), self._condition, self._numerals, self._chinese)


def _kind(tokens: tuple[Token, ...]) -> SectionKind:
    kinds = [token.kind for token in tokens]
    if any(kind in ("date", "elapsed", "half") for kind in kinds):
        return "date"
    if "exponent" in kinds:
        return "scientific"
    if "slash" in kinds and "digit" in kinds[: kinds.index("slash")]:
        return "fraction"
    return "number"
