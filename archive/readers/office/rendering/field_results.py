"""Word's fields in a line: what a field shows stands in the text, its instruction does not.

A field is an instruction, and the result that Word kept of it. Circled characters, combined characters, fractions and
phonetic guides of the Asian layout menu are EQ fields; Word keeps no result of them, so it is made here from the
instruction, as it is for SYMBOL. Names and switches: ECMA-376 part 1, 17.16.5; those of EQ as in Word's help.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.readers.line_joining import shows
from archive.readers.office.rendering.eq_fields import eq_text
from archive.readers.office.rendering.symbol_fonts import symbol

_SHOW_NOTHING = frozenset(
    {"", "XE", "TC", "TA", "RD", "ASK", "SET", "PRIVATE", "ADVANCE", "HYPERLINK", "TOC", "TOA", "INDEX", "PRINT"}
    | {"NEXT", "NEXTIF", "SKIPIF", "BIDIOUTLINE", "ADDIN", "FORMTEXT", "INCLUDEPICTURE", "SHAPE", "EMBED", "CONTROL"}
    | {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF"}
)
"""Fields that print no words of their own: marks for an index, settings, pictures, and numbers of pages."""


@dataclass(slots=True)
class _Field:
    """An open field; `loose` are words inside its instruction, which are text where the field never ends."""

    value: str | None
    instruction: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    result: list[str] = field(default_factory=list)
    has_result: bool = False


class FieldLine:
    """The words of one paragraph as they come; `missing` counts fields whose result the file does not keep."""

    def __init__(self) -> None:
        self.missing = 0
        self._shown: list[str] = []
        self._open: list[_Field] = []

    def add(self, text: str) -> None:
        """Words: of the line, or of the innermost field's result or instruction."""
        if not self._open:
            self._shown.append(text)
        elif self._open[-1].has_result:
            self._open[-1].result.append(text)
        else:
            self._open[-1].instruction.append(text)
            self._open[-1].loose.append(text)

    def instruct(self, text: str) -> None:
        """A piece of an instruction."""
        if self._open and not self._open[-1].has_result:
            self._open[-1].instruction.append(text)

    def begin(self, value: str | None = None) -> None:
        """A field begins; `value` is what stands in its data: the state of a check box, the choice of a list."""
        self._open.append(_Field(value))

    def state(self, value: str) -> None:
        """What the data of the innermost field say, where they come after its beginning."""
        if self._open:
            self._open[-1].value = value

    def separate(self) -> None:
        """The instruction is over, the result follows."""
        if self._open:
            self._open[-1].has_result = True

    def end(self) -> None:
        """The innermost field is over; what it shows stands in the line."""
        if self._open:
            over = self._open.pop()
            shown = field_text("".join(over.instruction), "".join(over.result) if over.has_result else None, over.value)
            self.missing += shown is None
            self.add(shown or "")

    def finish(self) -> str:
        """The line; fields that go on in later paragraphs show what they have so far."""
        while self._open:
            over = self._open.pop()
            self.add("".join(over.result if over.has_result else over.loose))
        return "".join(self._shown)


def field_text(instruction: str, result: str | None, value: str | None = None) -> str | None:
    """What a field shows: the kept `result`, or what its instruction makes where Word keeps none.

    None where it shows something that the file does not hold.
    """
    word, _, rest = instruction.strip().partition(" ")
    kind = word.upper()
    if kind.startswith("EQ"):
        return result if result is not None and shows(result) else eq_text(instruction.strip()[2:])
    if kind == "SYMBOL":
        return _symbol(rest) or result
    if kind in ("MACROBUTTON", "GOTOBUTTON"):
        return result if result else rest.strip().partition(" ")[2].strip()
    if value is not None and kind in ("FORMCHECKBOX", "FORMDROPDOWN"):
        return value
    return "" if result is None and kind in _SHOW_NOTHING else result


def is_embedded(instruction: str) -> bool:
    """Whether the field shows a file inside the file."""
    return instruction.split()[:1] == ["EMBED"]


def _symbol(arguments: str) -> str | None:
    r"""The sign of `SYMBOL 82 \f "Wingdings 2"`; None where it cannot be told."""
    words = arguments.split()
    code = _number(words[0]) if words else None
    if code is None:
        return None
    font = arguments.partition("\\f")[2].strip()
    name = font[1:].partition('"')[0] if font.startswith('"') else font.partition(" ")[0]
    if "\\u" in words:
        return chr(code) if code < 0xD800 else None
    found = symbol(name, code)
    return found if found is not None or name else bytes([code & 0xFF]).decode("cp1252", "replace")


def _number(word: str) -> int | None:
    base = 16 if word.lower().startswith("0x") else 10
    try:
        return int(word, base) if len(word) < 9 else None
    except ValueError:
        return None
