"""The lines that an RTF's words go into: text, notes, running heads; and what is no text but is looked at.

What fields show is made in `field_results`; which words of the format lead here is told in `rtf`.
"""

from __future__ import annotations

from collections import Counter

from archive.readers.line_joining import shows, visible
from archive.readers.office.rendering.field_results import FieldLine

LINES = ("text", "note", "apart")
INSTRUCTION, PROPERTY, VALUE, CLASS = "instruction", "property", "value", "class"
"""What is no text: a field's instruction, the name and the value of a shape's property, an object's class."""

_WORD_ART = "gtextUNICODE"
_BOX, _AS_AT_FIRST = 1, 25


class Lines:
    """The lines so far; `left` counts fields without a result and objects, `heads` are words of WordArt."""

    def __init__(self, left: Counter[str]) -> None:
        self.heads: list[str] = []
        self._left = left
        self._lines = {sink: FieldLine() for sink in LINES}
        self._said = {PROPERTY: "", VALUE: "", CLASS: ""}
        self._fields: list[tuple[int, str]] = []  # depth of the field's group, and the line that it stands in
        self._form: dict[bytes, int] = {}

    def say(self, sink: str, text: str) -> None:
        """Words of a line, or of what is looked at."""
        if sink == INSTRUCTION:
            self._of_field().instruct(text)
        elif sink in self._said:
            self._said[sink] += text
        else:
            self._lines[sink].add(text)

    def finished(self, sink: str) -> str:
        """A line; the next one begins."""
        line, self._lines[sink] = self._lines[sink], FieldLine()
        text = line.finish()
        self._left["fields"] += line.missing
        return text

    def end(self, sink: str) -> None:
        """What was looked at is over."""
        if sink == CLASS:
            if self._said[CLASS].strip().startswith("Equation") and self._left["embedded_files"]:
                self._left["embedded_files"] -= 1  # an equation is no file
                self._left["objects"] += 1
            self._said[CLASS] = ""
        elif sink == VALUE:
            if self._said[PROPERTY].strip() == _WORD_ART and shows(self._said[VALUE]):
                self.heads.append(visible(self._said[VALUE]).strip())
            self._said[PROPERTY] = self._said[VALUE] = ""

    def open_field(self, depth: int, sink: str) -> None:
        """A field begins whose group is `depth` deep; in an instruction it belongs to the line of the outer field."""
        line = sink if sink in LINES else self._line_of_field()
        self._fields.append((depth, line))
        self._form.clear()
        self._lines[line].begin()

    def result(self) -> str | None:
        """The result of the innermost field follows: the line that it goes to."""
        if not self._fields:
            return None
        self._of_field().separate()
        return self._line_of_field()

    def close_field(self, depth: int) -> None:
        """A group ends, and with it the field whose group it was."""
        if self._fields and depth < self._fields[-1][0]:
            self._of_field().end()
            self._fields.pop()

    def has_field(self) -> bool:
        """Whether a field is open."""
        return bool(self._fields)

    def form(self, word: bytes, number: int) -> None:
        """What a form field's data say: a check box shows its state, or the one at first where nobody touched it."""
        self._form[word] = number
        state = self._form.get(b"ffres", _AS_AT_FIRST)
        state = self._form.get(b"ffdefres", 0) if state == _AS_AT_FIRST else state
        if self._fields and self._form.get(b"fftype") == _BOX:
            self._of_field().state("☑" if state else "☐")

    def _line_of_field(self) -> str:
        return self._fields[-1][1] if self._fields else "text"

    def _of_field(self) -> FieldLine:
        return self._lines[self._line_of_field()]
