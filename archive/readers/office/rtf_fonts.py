"""The fonts of an RTF: how the bytes written in each are decoded, and which of them draw signs for letters."""

from __future__ import annotations

from archive.readers.office.rendering.symbol_fonts import drawn, is_symbol_font
from archive.readers.office.rtf_words import CHARSETS


class Fonts:
    """The font table as it is read; a font is known by its number."""

    def __init__(self) -> None:
        self._codecs: dict[int, str] = {}
        self._names: dict[int, str] = {}
        self._number = -1
        self._letters = b""

    def open(self, number: int) -> None:
        """The entry of a font begins."""
        self._number = number

    def charset(self, number: int) -> None:
        """The character set of the font whose entry is open."""
        self._codecs[self._number] = CHARSETS.get(number, "")

    def name(self, letters: bytes) -> None:
        """Letters of its name, which ends with a semicolon."""
        self._letters += letters
        if b";" in letters:
            self._names[self._number] = self._letters.partition(b";")[0].decode("latin-1").strip()
            self._letters = b""

    def codec(self, number: int) -> str:
        """The codec of a font's bytes; "" where the document's own holds."""
        return "latin-1" if is_symbol_font(self._names.get(number, "")) else self._codecs.get(number, "")

    def drawn(self, number: int, text: str) -> str:
        """`text` as the font draws it."""
        return drawn(self._names.get(number, ""), text)
