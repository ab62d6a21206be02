r"""Word's EQ fields to the characters of the line: a number in a ring, two words one over the other, a fraction.

The switches are those of Word's help (EQ: \a array, \b bracket, \d displace, \f fraction, \i integral, \l list,
\o overstrike, \r radical, \s super- or subscript, \x box). Readings above a character are no text; what is written
one over the other reads from top to bottom.
"""

from __future__ import annotations

import re

from archive.readers.office.rendering.list_numbers import counted

_FORMATTING = re.compile(r'\\\*\s*(?:"[^"]*"|[^\s\\(),]+)')
_SWITCH = re.compile(r"\\([a-zA-Z]+)\s*")
_OPTION = re.compile(r"\\([a-zA-Z]{2})\s*(-?[0-9]*)\s*(?:(?<=\\[blrfv]c)\\(.))?\s*")
_BRACKET_OPTIONS = ("bc", "lc", "rc")
_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">", "（": "）", "【": "】", "〔": "〕", "〈": "〉"}
_RINGS = "○〇◯"
_BOXES = "□☐▢"
_FRAMES = "△◇"
_TICKS = {"√": "☑", "✓": "☑", "✔": "☑", "×": "☒", "✕": "☒", "✗": "☒", "✘": "☒"}
_SEPARATORS = ",;，；"
_SIGNS = {"su": "∑", "pr": "∏", "in": "∫"}
_MAX_DEPTH = 24


def eq_text(instruction: str) -> str:
    """What the instruction, without the word EQ, shows in the line."""
    return _Parser(_FORMATTING.sub("", instruction)).sequence(0, ends="")[0].strip()


class _Parser:
    """Takes the instruction once from left to right; what stands deeper than `_MAX_DEPTH` is left out."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0

    def sequence(self, depth: int, ends: str) -> tuple[str, bool]:
        """The text up to one of `ends`, and whether it is only raised or lowered."""
        parts: list[str] = []
        shifted = plain = False
        while self._place < len(self._text) and self._text[self._place] not in ends:
            character = self._text[self._place]
            if character == "\\":
                name, words = self._switch(depth)
                parts.append(words)
                shifted, plain = shifted or name == "s", plain or (name != "s" and bool(words.strip()))
                continue
            self._place += 1
            if character == "(" and depth < _MAX_DEPTH:  # a bracket that is text
                inner, _ = self.sequence(depth + 1, ")")
                self._place += 1
                character = f"({inner})"
            parts.append(character)
            plain = plain or bool(character.strip())
        return "".join(parts), shifted and not plain

    def _switch(self, depth: int) -> tuple[str, str]:
        found = _SWITCH.match(self._text, self._place)
        if found is None:  # \, \( \) \\ are the characters themselves
            self._place += 2
            return "", self._text[self._place - 1 : self._place]
        name = found[1][0].lower()
        self._place = found.end() if len(found[1]) == 1 else self._place + 2
        options: dict[str, str] = {}
        while (option := _OPTION.match(self._text, self._place)) is not None:
            options[option[1].lower()] = option[3] or ""
            self._place = option.end()
        if self._place >= len(self._text) or self._text[self._place] != "(" or depth >= _MAX_DEPTH:
            return name, ""
        return name, _laid_out(name, options, self._arguments(depth))

    def _arguments(self, depth: int) -> list[tuple[str, bool]]:
        found = []
        while self._place < len(self._text) and self._text[self._place] != ")":
            self._place += 1  # the opening bracket, or what parts two arguments
            found.append(self.sequence(depth + 1, ")" + _SEPARATORS))
        self._place += 1
        return [(text.strip(), shifted) for text, shifted in found]


def _laid_out(name: str, options: dict[str, str], arguments: list[tuple[str, bool]]) -> str:
    words = [text for text, _ in arguments]
    if name == "o":
        return _over_each_other(arguments)
    if name == "f":
        return "/".join(words)
    if name == "r":
        return f"{words[0]}√{words[1]}" if len(words) > 1 else "√" + "".join(words)
    if name == "i":
        return next((sign for key, sign in _SIGNS.items() if key in options), "∫") + "".join(words)
    if name == "b":
        left = options.get("bc") or options.get("lc") or ("" if "rc" in options else "(")
        right = options.get("rc") or ("" if "lc" in options else _PAIRS.get(left, left))
        return left + "".join(words) + right
    return (" " if name == "a" else "," if name == "l" else "").join(words)


def _over_each_other(arguments: list[tuple[str, bool]]) -> str:
    words = [text for text, _ in arguments]
    ring = next((text for text in words if text and text in _RINGS + _BOXES + _FRAMES), None)
    if ring is not None and len(words) == 2:
        inside = words[1] if words[0] == ring else words[0]
        if ring in _BOXES:
            return _TICKS.get(inside, inside or ring)
        circled = ring in _RINGS and re.fullmatch("[1-9][0-9]?", inside) is not None
        return counted(int(inside), "decimalEnclosedCircle") if circled else inside or ring
    if any(text and not shifted for text, shifted in arguments):  # the rest is the reading above
        return "".join(text for text, shifted in arguments if not shifted)
    return "".join(words)
