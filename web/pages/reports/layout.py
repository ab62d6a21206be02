"""A report as the page lays it out: lines with their faces and marks, the outline with counts. No markup of its own.

The text is always the passages' own, so that marks are the spans the searcher gave, in Markdown reports too: there the
rendered page only lends its emphasis (see `render.emphasis`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, groupby, islice, repeat
from operator import attrgetter

from markupsafe import Markup

from archive.errors import UsageError
from archive.model import CELL, Passage, Record, Report, Section
from indexer.passage_kinds import printed_title
from indexer.search.answer import MarkedPassage
from indexer.search.citation import Citations
from web.markup import Place, Style, marked
from web.pages.reports.pieces import Piece, Pieces, pieces_of

_FIRST = re.compile(r"第.{1,7}[编編章]|[一二三四五六七八九十百]+、")
_SECOND = re.compile(r"[（(][一二三四五六七八九十百]+[）)]|第.{1,7}[节節]")
_ITEM = "是"
_SHORT = 40
OUTLINE = 1_500
"""Items of the outline that a page shows at most: some 300 bytes each."""
_LAST = 12
"""Signature and date are looked for on so many last lines."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row. `column` is the name of its column, to be shown beside its text: it is no part of that."""

    html: Markup
    column: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A passage on the page. `role`: title, addressee, heading, text, row, break, signature. `cells` only of a row.

    `doubt`: the part that begins at it, or in it, and is not sure.
    `start`: of a passage that began in an earlier piece, its code point from which on it is shown here.
    """

    number: int
    role: str
    html: Markup
    places: int
    citation: str
    page: int | None = None
    cells: tuple[Cell, ...] = ()
    doubt: str | None = None
    start: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the outline: its words, depth from 1, where it stands and in which piece, the places of its section.

    `doubt`: the part that begins here and is not sure.
    `first`: the number of the first of these places in the report, 0 where there is none. `holds_current`: of all
    sections that hold the place at which the reader stands this is the innermost.
    """

    words: str
    depth: int
    passage: int
    part: str | None
    places: int
    piece: int = 1
    start: int = 0
    doubt: str | None = None
    first: int = 0
    holds_current: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """All that a report's page shows of the text. `groups`: lines in order, the rows of a table together; those of
    `piece`, of all `pieces`. `shortened`: the outline is only that around the piece.
    """

    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    outline: tuple[Item, ...]
    places: int
    masks: int
    piece: Piece
    pieces: Pieces
    shortened: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Where in a report its reader wants to be: a piece by its number, else the place `current` of the query, else a
    passage and a code point of it, else the beginning. 0 stands for none.
    """

    current: int = 0
    piece: int = 0
    passage: int = 0
    start: int = 0


@dataclass
class _Printer:
    record: Record
    marks: Mapping[int, MarkedPassage]
    asked: Asked
    emphasis: Mapping[int, Sequence[Style]]
    piece: Piece
    faces: dict[int, list[Style]] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)
    doubts: Mapping[int, str] = field(default_factory=dict)

    def places(self, passage: Passage, start: int, end: int) -> list[Place]:
        found = self.marks.get(passage.number)
        marks = found.marks if found else ()
        first = bisect_right(marks, start, key=attrgetter("end"))
        last = bisect_left(marks, end, lo=first, key=attrgetter("start"))
        before = self.before.get(passage.number, 0)
        return [
            Place(mark.start, mark.end, mark.term, number, number == self.asked.current)
            for number, mark in enumerate(marks[first:last], before + first + 1)
        ]

    def anchor(self, passage: Passage) -> int:
        return self.asked.start if passage.number == self.asked.passage else 0

    def styles(self, passage: Passage, start: int, end: int) -> list[Style]:
        every = (*self.faces.get(passage.number, ()), *self.emphasis.get(passage.number, ()))
        return [style for style in every if style.start < end and start < style.end]


def layout(
    record: Record, marks: Sequence[MarkedPassage], asked: Asked, emphasis: Mapping[int, Sequence[Style]]
) -> Layout:
    """Lay out the piece of a report that is asked for; the `current`-th place (from 1) is drawn as such.

    Raises UsageError("usage.bad_parameter") for a piece beyond the last.
    """
    report = record.report
    pieces = pieces_of(report.passages, marks)
    piece = _piece(pieces, marks, asked)
    ends = list(accumulate((len(marked.marks) for marked in marks), initial=0))
    before = {marked.number: count for marked, count in zip(marks, ends, strict=False)}
    by_passage = {marked.number: marked for marked in marks}
    doubts = {report.sections[index].passage: part for index, part in doubted_parts(report.sections).items()}
    printer = _Printer(record, by_passage, asked, emphasis, piece, _faces(report.sections), before, doubts)
    roles = _roles(report)
    citations = Citations(report, record.source)
    first, last = piece.passages
    shown = report.passages[first - 1 : last]
    lines = [_line(printer, passage, roles.get(passage.number), citations) for passage in shown]
    groups = tuple((kind, tuple(group)) for kind, group in groupby(lines, _kind))
    outline, shortened = _near(_outline(report.sections, marks, pieces, asked.current), piece)
    return Layout(groups, outline, ends[-1], _masks(report), piece, pieces, shortened)


def _piece(pieces: Pieces, marks: Sequence[MarkedPassage], asked: Asked) -> Piece:
    if asked.piece > len(pieces):
        raise UsageError("usage.bad_parameter", name="piece", value=str(asked.piece))
    if asked.piece:
        return pieces.all[asked.piece - 1]
    if asked.current:
        passage, mark = next(
            islice(((one.number, mark) for one in marks for mark in one.marks), asked.current - 1, None)
        )
        return pieces.at(passage, mark.start)
    return pieces.at(max(1, asked.passage), asked.start)


def _near(items: tuple[Item, ...], piece: Piece) -> tuple[tuple[Item, ...], bool]:
    """An outline that a page can carry: of too many items the highest ones, and all in and around the piece."""
    if len(items) <= OUTLINE:
        return items, False
    inside = [index for index, item in enumerate(items) if item.piece == piece.number][: OUTLINE // 2]
    kept = set(inside)
    for depth in range(1, max(item.depth for item in items) + 1):
        level = [index for index, item in enumerate(items) if item.depth == depth and index not in kept]
        if len(kept) + len(level) > OUTLINE:
            break
        kept.update(level)
    return tuple(items[index] for index in sorted(kept)), True


def _kind(line: Line) -> str:
    return "row" if line.role == "row" else ""


def _line(printer: _Printer, passage: Passage, role: str | None, citations: Citations) -> Line:
    start, end = printer.piece.part_of(passage)
    places = printer.places(passage, start, end)
    styles: Sequence[Style] = printer.styles(passage, start, end)
    if passage.kind == "page_break":
        role = "break"
    elif passage.kind == "row":
        role = "row"
    elif role is None:
        role = "heading" if passage.kind == "heading" or _whole(styles, passage) else "text"
    if role == "heading" and not _whole(styles, passage):
        styles = (Style(0, len(passage.text), name=f"face-{min(passage.level or 3, 3)}"), *styles)
    return Line(
        passage.number,
        role,
        marked(passage.text, places, styles, start=start, end=end, anchor=printer.anchor(passage))
        if role != "row"
        else Markup(),
        len(places),
        citations.of(passage.number, places[0].start if places else start),
        passage.page,
        tuple(_cells(passage, places, styles, start, end, printer.anchor(passage))) if role == "row" else (),
        printer.doubts.get(passage.number),
        start,
    )


def _whole(styles: Sequence[Style], passage: Passage) -> bool:
    """Does a heading's face cover all of the passage but a last stop?"""
    return any(
        style.name.startswith("face-") and style.start == 0 and not passage.text[style.end :].strip(" \u3000。")
        for style in styles
    )


def _cells(
    passage: Passage, places: Sequence[Place], styles: Sequence[Style], first: int, last: int, anchor: int
) -> list[Cell]:
    """The cells of a row as far as they stand in [first, last)."""
    cells, start = [], 0
    for cell, column in zip(passage.text.split(CELL), chain(passage.columns, repeat("")), strict=False):
        end = start + len(cell)
        if first <= end and start <= last:
            inside = {"start": max(start, first), "end": min(end, last), "anchor": anchor}
            cells.append(Cell(marked(passage.text, places, styles, **inside), column if cell else ""))
        start = end + 1
    return cells


def _faces(sections: Sequence[Section]) -> dict[int, list[Style]]:
    """The faces of GB/T 9704 over the headings' own words; 一是 items stay as the text is."""
    faces: dict[int, list[Style]] = {}
    for section in sections:
        if section.start < section.end and not section.number.endswith(_ITEM):
            style = Style(section.start, section.end, name=f"face-{_face(section)}")
            faces.setdefault(section.passage, []).append(style)
    return faces


def _face(section: Section) -> int:
    """1 黑体, 2 楷体, 3 仿宋 bold: by the form of the number, by the level where there is none."""
    if _FIRST.match(section.number):
        return 1
    if _SECOND.match(section.number):
        return 2
    return 3 if section.number else min(section.level, 3)


def _roles(report: Report) -> dict[int, str]:
    """Title, addressee, signature and date lines, where the masthead was read from a line of their own."""
    roles = dict.fromkeys(printed_title(report), "title")
    head = report.masthead
    count = len(report.passages)
    for name in ("addressee", "unit", "person", "date"):
        evidence = head.evidence.get(name)
        if evidence is None or evidence.passage is None or evidence.origin != "text" or evidence.passage in roles:
            continue
        text = report.passages[evidence.passage - 1].text.strip()
        if name == "addressee" and text.endswith(("：", ":")):
            roles[evidence.passage] = "addressee"
        elif name != "addressee" and evidence.passage > max(1, count - _LAST) and len(text) <= _SHORT:
            roles[evidence.passage] = "signature"
    return roles


def _outline(
    sections: Sequence[Section], marks: Sequence[MarkedPassage], pieces: Pieces, current: int
) -> tuple[Item, ...]:
    counts, firsts = _counts(sections, marks)
    told = [index for index, section in enumerate(sections) if section.heading or section.part]
    holding = [index for index in told if current and firsts[index] <= current < firsts[index] + counts[index]]
    innermost = holding[-1] if holding else None
    doubts = doubted_parts(sections)
    return tuple(
        Item(
            section.heading or section.part or "",
            section.level,
            section.passage,
            section.part,
            counts[index],
            pieces.at(section.passage, section.start).number,
            section.start,
            doubts.get(index),
            firsts[index],
            index == innermost,
        )
        for index, section in ((index, sections[index]) for index in told)
    )


def doubted_parts(sections: Sequence[Section]) -> dict[int, str]:
    """By the index of the section where it begins, each part that is not sure."""
    doubts: dict[int, str] = {}
    before: tuple[str | None, str | None] = (None, None)
    for index, section in enumerate(sections):
        here = (section.part, section.part_confidence)
        if section.part and section.part_confidence == "low" and here != before:
            doubts[index] = section.part
        before = here
    return doubts


def _counts(sections: Sequence[Section], marks: Sequence[MarkedPassage]) -> tuple[list[int], list[int]]:
    """For each section its places, those of the sections below it included, and the number of the first: one walk over
    both in reading order.
    """
    counts, firsts = [0] * len(sections), [0] * len(sections)
    path: list[int] = []
    at = number = 0
    for passage in marks:
        for mark in passage.marks:
            number += 1
            while at < len(sections) and (sections[at].passage, sections[at].start) <= (passage.number, mark.start):
                while path and sections[path[-1]].level >= sections[at].level:
                    path.pop()
                path.append(at)
                at += 1
            for index in path:
                counts[index] += 1
                firsts[index] = firsts[index] or number
    return counts, firsts


_MASK = re.compile(r"\*+|×{2,}|(?i:x{2,})")


def _masks(report: Report) -> int:
    return sum(1 for passage in report.passages for _ in _MASK.finditer(passage.text))
