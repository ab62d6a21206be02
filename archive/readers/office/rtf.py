"""An RTF file to blocks: its words, tables and headings; what is drawn and embedded is counted.

After the RTF specification 1.9.1. One pass, no recursion: groups are a stack of states, and its depth is bounded. What
the words of the format mean is told in `rtf_words`, what is laid out in `rtf_layout`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from archive.errors import ReadError
from archive.readers.base import Reading, check_size
from archive.readers.left_out import KINDS, left_out
from archive.readers.line_joining import shows, visible
from archive.readers.office.rtf_fonts import Fonts
from archive.readers.office.rtf_layout import Layout
from archive.readers.office.rtf_lines import CLASS, INSTRUCTION, LINES, PROPERTY, VALUE, Lines
from archive.readers.office.rtf_pictures import MEASURES, OBJECTS, Pictures
from archive.readers.office.rtf_words import (
    APART,
    CHARACTERS,
    ENCODINGS,
    SHOWN_STARRED,
    SYMBOLS,
    UNSEEN,
    codec_of,
)

FORMAT = "rtf"
EDITION = 3

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_MAX_GROUPS = 1_000


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group; `sink` is where its words go: the text, a note behind the paragraph, apart, or what
    is no text but is looked at: a field's instruction, the name and value of a shape's property, an object's class.
    """

    unseen: bool = False
    stand_in: int = 1  # how many characters follow a \u for programs that do not know it
    fonts: bool = False
    sink: str = "text"
    font: int = -1


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # fonts say their charset
    """The blocks of an RTF. Raises `ReadError`: `read.wrong_format`, `read.too_deep`, `read.too_large`."""
    check_size(data, name)
    body = data.lstrip(b"\xef\xbb\xbf \r\n\t\0")
    if not body.startswith(b"{\\rtf"):
        raise ReadError("read.wrong_format" if body else "read.empty", name=name, expected="rtf", found="?")
    document = _Document(name)
    document.take(body)
    notices = tuple(notice for kind in KINDS for notice in left_out(kind, document.left[kind]))
    return Reading(tuple(document.layout.blocks), notices=notices, apart=tuple(document.apart))


class _Document:
    """Takes the tokens in order; what they lay out is `layout`'s."""

    def __init__(self, name: str) -> None:
        self.layout = Layout()
        self.apart: list[str] = []
        self.left: Counter[str] = Counter()
        self._name = name
        self._state = _State()
        self._stack: list[_State] = []
        self._codec = "cp1252"
        self._fonts = Fonts()
        self._lines = Lines(self.left)
        self._pictures = Pictures(self.left)
        self._notes: list[str] = []
        self._bytes = bytearray()
        self._passing = 0
        self._half = ""
        self._starred = False

    def take(self, data: bytes) -> None:
        """Take all tokens of the file, one after the other, to blocks."""
        place = 0
        while place < len(data):
            found = _TOKEN.match(data, place)
            if found is None:  # a lone backslash at the end
                place += 1
                continue
            place = found.end()
            word, figures, code, symbol, brace, plain = found.groups()
            if word is not None:
                number = None if figures is None else int(figures)
                self._word(word, number)
                if word == b"bin":
                    place += max(0, number or 0)
            elif code is not None or plain is not None:
                self._add_bytes(plain if plain is not None else bytes([int(code, 16)]))
            elif symbol is not None:
                self._symbol(symbol)
            elif brace is not None:
                self._brace(opening=brace == b"{")
        self._end_paragraph()
        self.layout.end_table()

    def _add_bytes(self, raw: bytes) -> None:
        passed = min(self._passing, len(raw))
        self._passing -= passed
        if self._state.unseen:
            return
        if self._state.fonts:
            self._fonts.name(raw[passed:])
            return
        self._bytes += raw[passed:]

    def _flush(self) -> None:
        """Bytes so far as text: a character's two bytes may come in two tokens, never around a word."""
        if self._bytes:
            codec = self._fonts.codec(self._state.font) or self._codec
            text = self._bytes.decode(codec, "replace")
            self._bytes.clear()
            self._say(text)

    def _say(self, text: str) -> None:
        """Words go where the group's words go, letters of a symbol font as they are drawn."""
        self._lines.say(self._state.sink, self._fonts.drawn(self._state.font, text))

    def _write(self, text: str) -> None:
        self._flush()
        if not self._state.unseen and not self._state.fonts:
            self._say(text)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
        elif symbol in SYMBOLS:
            if symbol in b"\\{}":
                self._add_bytes(symbol)
            else:
                self._write(SYMBOLS[symbol])
        elif symbol in b"\r\n":
            self._end_paragraph()

    def _brace(self, *, opening: bool) -> None:
        self._flush()
        self._passing = 0
        self._starred = False
        if opening:
            if len(self._stack) >= _MAX_GROUPS:
                raise ReadError("read.too_deep", name=self._name, limit=_MAX_GROUPS)
            self._stack.append(self._state)
        elif self._stack:
            self._close()

    def _close(self) -> None:
        """A group ends, and the field, the picture or the note that it was."""
        before, self._state = self._state, self._stack.pop()
        depth = len(self._stack)
        self._lines.close_field(depth)
        self._pictures.close(depth)
        if before.sink != self._state.sink:
            self._end_sink(before.sink)

    def _end_sink(self, sink: str) -> None:
        if sink not in LINES:
            self._lines.end(sink)
            return
        if self._state.sink == INSTRUCTION:  # the result of a field in the instruction of another
            return
        text = visible(self._lines.finished(sink)).strip()
        if shows(text):
            (self._notes if sink == "note" else self.apart).append(text)

    def _word(self, word: bytes, number: int | None) -> None:
        self._flush()
        starred, self._starred = self._starred, False
        if word == b"u":
            self._unicode(number or 0)
        elif word in UNSEEN or (starred and word not in SHOWN_STARRED):
            self._state = replace(self._state, unseen=word != b"fonttbl", fonts=word == b"fonttbl")
        elif word in (b"deleted", b"v"):
            self._state = replace(self._state, unseen=number != 0)
        elif word in APART or word == b"footnote":
            self._state = replace(self._state, sink="note" if word == b"footnote" else "apart")
        elif word in CHARACTERS:
            self._write(CHARACTERS[word])
        elif word in ENCODINGS:
            self._encoding(word, number or 0)
        elif not self._beside(word, number) and not self._state.unseen:
            self._laid_out(word, number)

    def _beside(self, word: bytes, number: int | None) -> bool:
        """Takes words that are of fields, pictures, objects and remarks; whether it was one."""
        seen = not self._state.unseen
        if word in MEASURES and number is not None:
            self._pictures.measure(word, number)
        elif word in (b"fftype", b"ffres", b"ffdefres"):
            self._lines.form(word, number or 0)
        elif word in (b"pict", b"object", b"annotation", b"moMath"):
            self._open(word, seen=seen)
        elif word in OBJECTS:
            self.left[OBJECTS[word]] += 1
        elif word == b"objclass":
            self._state = replace(self._state, unseen=False, sink=CLASS)
        elif word in (b"sn", b"sv") and seen:
            self._state = replace(self._state, sink=PROPERTY if word == b"sn" else VALUE)
        else:
            return seen and self._field(word)
        return True

    def _open(self, word: bytes, *, seen: bool) -> None:
        """What is counted and not read; copies for other programs are not seen."""
        if word == b"pict" and seen:
            self._pictures.open(len(self._stack))
        elif seen and word != b"object":
            self.left["comments" if word == b"annotation" else "objects"] += 1
        self._state = replace(self._state, unseen=True)

    def _field(self, word: bytes) -> bool:
        """Takes the words of fields; whether it was one."""
        if word == b"field":
            self._lines.open_field(len(self._stack), self._state.sink)
        elif word == b"fldinst" and self._lines.has_field():
            self._state = replace(self._state, sink=INSTRUCTION)
        elif word == b"fldrslt" and (sink := self._lines.result()) is not None:
            self._state = replace(self._state, sink=sink)
        else:
            return False
        return True

    def _laid_out(self, word: bytes, number: int | None) -> None:
        if word in (b"par", b"sect", b"page"):
            self._end_paragraph()
        elif word in (b"cell", b"nestcell"):
            self._end_paragraph(in_cell=True)
            self.layout.end_cell()
        elif word in (b"row", b"nestrow"):
            self.layout.end_row()
        elif word == b"trowd":
            self.layout.define_row()
        elif word in (b"trleft", b"cellx"):
            self.layout.edge(number or 0, left=word == b"trleft")
        elif word == b"pard":
            self.layout.in_table, self.layout.level = False, None
        elif word == b"intbl":
            self.layout.in_table = True
        elif word == b"outlinelevel" and number is not None and 0 <= number <= 8:
            self.layout.level = number + 1

    def _encoding(self, word: bytes, number: int) -> None:
        if word == b"uc":
            self._state = replace(self._state, stand_in=min(max(number, 0), 16))
        elif word == b"ansicpg":
            self._codec = codec_of(number) or self._codec
        elif word == b"fcharset" and self._state.fonts:
            self._fonts.charset(number)
        elif self._state.fonts:
            self._fonts.open(number)
        else:
            self._state = replace(self._state, font=number)

    def _unicode(self, number: int) -> None:
        unit = chr(number % 0x10000)
        if "\ud800" <= unit < "\udc00":
            self._half = unit
        elif "\udc00" <= unit < "\ue000":
            pair = (self._half + unit).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            self._write(pair)
            self._half = ""
        else:
            self._write(unit)
        self._passing = self._state.stand_in

    def _end_paragraph(self, *, in_cell: bool = False) -> None:
        self._flush()
        if self._state.sink != "text":
            self._say("\n")
            return
        for head in self._lines.heads:
            self.layout.note(head)
        self._lines.heads.clear()
        self.layout.paragraph(self._lines.finished("text"), in_cell=in_cell)
        for note in self._notes:
            self.layout.note(note)
        self._notes.clear()
