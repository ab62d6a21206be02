"""An RTF file to blocks: its words, tables and headings; pictures, fields' instructions and all else is passed over.

After the RTF specification 1.9.1. One pass, no recursion: groups are a stack of states, and its depth is bounded.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from archive.errors import ReadError
from archive.readers.base import Reading, check_size
from archive.readers.line_joining import shows, visible
from archive.readers.office.rtf_layout import Layout

FORMAT = "rtf"

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_UNSEEN = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"fldinst", b"themedata", b"datastore"}
    | {b"listtable", b"listoverridetable", b"rsidtbl", b"generator", b"xmlnstbl", b"latentstyles", b"filetbl"}
    | {b"annotation", b"atnid", b"atnauthor", b"revtbl", b"bkmkstart", b"bkmkend", b"colorschememapping", b"nonshppict"}
    | {b"pgdsctbl", b"mmathPr", b"template", b"userprops", b"wgrffmtfilter", b"objdata", b"sp", b"do", b"pn", b"falt"}
)
_APART = frozenset({b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf"})
_SHOWN_STARRED = frozenset({b"shptxt", b"shpinst"})
_CHARACTERS: Mapping[bytes, str] = {
    b"tab": "\t",
    b"line": "\n",
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"emspace": "\u2003",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"enspace": "\u2002",
}
_ENCODINGS = frozenset({b"uc", b"ansicpg", b"fcharset", b"f"})
_SYMBOLS = {b"\\": "\\", b"{": "{", b"}": "}", b"~": " ", b"_": "-", b"-": ""}
_CHARSETS = {134: "gb18030", 136: "big5", 128: "cp932", 129: "cp949", 0: "cp1252", 204: "cp1251", 161: "cp1253"}
_MAX_GROUPS = 1_000


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group; `sink` is where its words go: the text, a note behind the paragraph, or apart."""

    unseen: bool = False
    stand_in: int = 1  # how many characters follow a \\u for programs that do not know it
    codec: str = ""
    fonts: bool = False
    sink: str = "text"


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # fonts say their charset
    """The blocks of an RTF. Raises `ReadError`: `read.wrong_format`, `read.too_deep`, `read.too_large`."""
    check_size(data, name)
    body = data.lstrip(b"\xef\xbb\xbf \r\n\t\0")
    if not body.startswith(b"{\\rtf"):
        raise ReadError("read.wrong_format" if body else "read.empty", name=name, expected="rtf", found="?")
    document = _Document(name)
    document.take(body)
    return Reading(tuple(document.layout.blocks), apart=tuple(document.apart))


class _Document:
    """Takes the tokens in order; what they lay out is `layout`'s."""

    def __init__(self, name: str) -> None:
        self.layout = Layout()
        self.apart: list[str] = []
        self._name = name
        self._state = _State()
        self._stack: list[_State] = []
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = -1
        self._words: dict[str, list[str]] = {"text": [], "note": [], "apart": []}
        self._notes: list[str] = []
        self._bytes = bytearray()
        self._passing = 0
        self._half = ""
        self._starred = False

    def take(self, data: bytes) -> None:
        """The whole file."""
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
        if not self._state.unseen and not self._state.fonts:
            self._bytes += raw[passed:]

    def _flush(self) -> None:
        """Bytes so far as text: a character's two bytes may come in two tokens, never around a word."""
        if self._bytes:
            codec = self._state.codec or self._codec
            self._words[self._state.sink].append(self._bytes.decode(codec, "replace"))
            self._bytes.clear()

    def _write(self, text: str) -> None:
        self._flush()
        if not self._state.unseen and not self._state.fonts:
            self._words[self._state.sink].append(text)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
        elif symbol in _SYMBOLS:
            if symbol in b"\\{}":
                self._add_bytes(symbol)
            else:
                self._write(_SYMBOLS[symbol])
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
            before, self._state = self._state, self._stack.pop()
            if before.sink != self._state.sink:
                self._end_sink(before.sink)

    def _end_sink(self, sink: str) -> None:
        text = visible("".join(self._words[sink])).strip()
        self._words[sink].clear()
        if shows(text):
            (self._notes if sink == "note" else self.apart).append(text)

    def _word(self, word: bytes, number: int | None) -> None:
        self._flush()
        starred, self._starred = self._starred, False
        if word == b"u":
            self._unicode(number or 0)
        elif word in _UNSEEN or (starred and word not in _SHOWN_STARRED):
            self._state = replace(self._state, unseen=word != b"fonttbl", fonts=word == b"fonttbl")
        elif word in (b"deleted", b"v"):
            self._state = replace(self._state, unseen=number != 0)
        elif word in _APART or word == b"footnote":
            self._state = replace(self._state, sink="note" if word == b"footnote" else "apart")
        elif word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        elif word in _ENCODINGS:
            self._encoding(word, number or 0)
        elif not self._state.unseen:
            self._laid_out(word, number)

    def _laid_out(self, word: bytes, number: int | None) -> None:
        if word in (b"par", b"sect", b"page"):
            self._end_paragraph()
        elif word in (b"cell", b"nestcell"):
            self._end_paragraph(in_cell=True)
            self.layout.end_cell()
        elif word in (b"row", b"nestrow"):
            self.layout.end_row()
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
            self._codec = _codec(number) or self._codec
        elif word == b"fcharset" and self._state.fonts:
            self._fonts[self._font] = _CHARSETS.get(number, "")
        elif self._state.fonts:
            self._font = number
        else:
            self._state = replace(self._state, codec=self._fonts.get(number, ""))

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
            self._words[self._state.sink].append("\n")
            return
        self.layout.paragraph("".join(self._words["text"]), in_cell=in_cell)
        self._words["text"].clear()
        for note in self._notes:
            self.layout.note(note)
        self._notes.clear()


def _codec(page: int) -> str | None:
    """The codec of a Windows code page; 936 is read as the larger GB18030."""
    named = {936: "gb18030", 65001: "utf-8", 10008: "gb18030"}.get(page, f"cp{page}")
    try:
        return codecs.lookup(named).name
    except LookupError:
        return None
