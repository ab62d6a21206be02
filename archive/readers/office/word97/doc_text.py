"""The characters of a binary Word file to blocks: paragraphs, rows, what fields show.

After [MS-DOC] 2.4 (characters and paragraphs) and 2.8.25 (fields). Where characters have their properties from is told
in `doc_properties`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archive.model import Block
from archive.readers.line_joining import shows, visible
from archive.readers.office.rendering.field_results import field_text, is_embedded
from archive.readers.office.soft_breaks import paragraphs
from archive.readers.office.word97.doc_properties import Properties
from archive.readers.office.word97.doc_shapes import Shape, inline
from archive.readers.table_blocks import edged

_DROPPED = dict.fromkeys([*range(0x07), 0x08, 0x1F, *range(0x0E, 0x13)])
_SPECIAL = {**_DROPPED, 0x0B: "\n", 0x1E: "-", 0x0C: "", 0xA0: " "}
_ENDS = "\r\x07\x0c"
_CELL_END = "\x07"
_FIELD, _RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_PICTURE, _DRAWING = "\x01", "\x08"
_MADE_HERE = ("EQ", "SYMBOL")


@dataclass(frozen=True, slots=True)
class Character:
    """A character with its place in the file, in bytes."""

    text: str
    place: int


@dataclass(slots=True)
class _Field:
    instruction: list[str] = field(default_factory=list)
    has_result: bool = False
    shows: bool = False


class Text:
    """Characters to blocks; `left` counts what is shown and not read. Shapes are known by their anchors' places."""

    def __init__(self, properties: Properties, shapes: Mapping[int, Shape], pictures: bytes) -> None:
        self.left: Counter[str] = Counter()
        self._properties = properties
        self._shapes = shapes
        self._pictures = pictures
        self._carried = ""

    def blocks(self, characters: Sequence[Character]) -> Iterator[Block]:
        """Paragraphs, and rows where cells end."""
        rows: list[list[list[Block]]] = []
        starts: list[list[int]] = []
        row: list[list[Block]] = []
        cell: list[Block] = []
        letters: list[Character] = []
        for character in self._shown(characters):
            if character.text not in _ENDS:
                letters.append(character)
                continue
            ends_row = character.text == _CELL_END and self._properties.ends_row(character.place)
            paragraph = list(self._paragraph(letters, character.place, counts=not ends_row))
            letters.clear()
            if character.text != _CELL_END and not self._properties.in_table(character.place):
                yield from edged(rows, starts).blocks()
                rows, starts = [], []
                yield from paragraph
                continue
            cell += paragraph
            if ends_row:
                rows.append(row)
                starts.append(self._properties.cell_starts(character.place))
                row, cell = [], []
            elif character.text == _CELL_END:
                row.append(cell)
                cell = []
        yield from edged([*rows, [*row, cell]] if row or cell else rows, starts).blocks()
        yield from self._paragraph(letters, -1, counts=False)

    def _paragraph(self, letters: Sequence[Character], mark: int, *, counts: bool) -> Iterator[Block]:
        raw = "".join(self._letters(letters, mark))
        whole = raw.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = self._carried + visible(whole.translate(_SPECIAL))
        self._carried = ""
        for shape in self._beside(letters):
            yield from _paragraphs(shape.words.replace("\r", "\n"), None)
        if counts and self._properties.is_deleted(mark):
            self._carried = text
            return
        if counts and (shows(text) or not self._properties.is_unseen(mark, mark)):
            text = self._properties.number(mark) + text
        yield from _paragraphs(text, self._properties.heading(mark))

    def _letters(self, letters: Sequence[Character], mark: int) -> Iterator[str]:
        """What is seen of the characters of a paragraph, signs of symbol fonts as they are drawn."""
        for character in letters:
            if not self._properties.is_unseen(character.place, mark):
                drawn = self._properties.drawn(character.place, character.text)
                self.left["symbols"] += drawn is None
                yield drawn or ""

    def _beside(self, letters: Sequence[Character]) -> Iterator[Shape]:
        for character in letters:
            if character.text == _DRAWING:
                shape = self._shapes.get(character.place)
            elif character.text == _PICTURE:
                place = self._properties.picture(character.place)
                shape = None if place is None else inline(self._pictures, place)
            else:
                continue
            if shape is not None:
                self.left["pictures"] += shape.is_large_picture
                yield shape

    def _shown(self, characters: Sequence[Character]) -> Iterator[Character]:
        """What is seen of fields: their results, not their instructions."""
        fields: list[_Field] = []
        hidden = 0  # fields whose instruction is being read
        for character in characters:
            if character.text == _FIELD:
                fields.append(_Field())
                hidden += 1
            elif character.text == _RESULT and fields:
                hidden -= not fields[-1].has_result
                fields[-1].has_result = True
                self._count(fields[-1])
            elif character.text == _FIELD_END and fields:
                over = fields.pop()
                hidden -= not over.has_result
                for letter in self._made(over):
                    made = Character(letter, character.place)
                    if hidden:
                        fields[-1].instruction.append(letter)
                    else:
                        yield made
            elif hidden:
                self._instruct(fields, character.text)
            else:
                if fields and shows(character.text.translate(_SPECIAL)):
                    fields[-1].shows = True
                if not (fields and character.text == _PICTURE and is_embedded("".join(fields[-1].instruction))):
                    yield character

    @staticmethod
    def _instruct(fields: Sequence[_Field], letter: str) -> None:
        inner = next((one for one in reversed(fields) if not one.has_result), None)
        if inner is not None:
            inner.instruction.append(letter)

    def _count(self, field_: _Field) -> None:
        instruction = "".join(field_.instruction)
        if is_embedded(instruction):
            kind = instruction.split()[1:2]
            self.left["objects" if kind and kind[0].startswith("Equation") else "embedded_files"] += 1

    def _made(self, over: _Field) -> str:
        """What a field shows of which Word keeps no result."""
        instruction = "".join(over.instruction)
        if over.has_result and (over.shows or not instruction.strip().upper().startswith(_MADE_HERE)):
            return ""
        made = field_text(instruction.translate(_DROPPED), None)
        self.left["fields"] += made is None
        return made or ""


def _paragraphs(text: str, level: int | None) -> Iterator[Block]:
    for piece in [text] if level is not None else paragraphs(text):
        shown = "\n".join(line.strip() for line in piece.split("\n")).strip()
        if shows(shown):
            yield Block("paragraph" if level is None else "heading", shown, level)
