"""A report as the page lays it out: lines with their faces and marks, the outline with counts. No markup of its own.

The text is always the passages' own, so that marks are the spans the searcher gave, in Markdown reports too: there the
rendered page only lends its emphasis (see `render.emphasis`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby, repeat

from markupsafe import Markup

from archive.model import CELL, Passage, Record, Report, Section
from indexer.search.answer import MarkedPassage
from indexer.search.citation import Citations, printed_title
from web.markup import Place, Style, marked

_FIRST = re.compile(r"第.{1,7}[编編章]|[一二三四五六七八九十百]+、")
_SECOND = re.compile(r"[（(][一二三四五六七八九十百]+[）)]|第.{1,7}[节節]")
_ITEM = "是"
_SHORT = 40
_LAST = 12
"""Signature and date are looked for on so many last lines."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row. `column` is the name of its column, to be shown beside its text: it is no part of that."""

    html: Markup
    column: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A passage on the page. `role`: title, addressee, heading, text, row, break, signature. `cells` only of a row."""

    number: int
    role: str
    html: Markup
    places: int
    citation: str
    page: int | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the outline: its words, depth from 1, where it stands, and how many places its section holds."""

    words: str
    depth: int
    passage: int
    part: str | None
    places: int


@dataclass(frozen=True, slots=True)
class Layout:
    """All that the report's page shows of the text. `groups`: lines in order, the rows of a table together."""

    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    outline: tuple[Item, ...]
    places: int
    masks: int


@dataclass
class _Printer:
    record: Record
    marks: Mapping[int, MarkedPassage]
    current: int
    emphasis: Mapping[int, Sequence[Style]]
    faces: dict[int, list[Style]] = field(default_factory=dict)
    number: int = 0

    def places(self, passage: Passage) -> list[Place]:
        found = self.marks.get(passage.number)
        places = []
        for mark in found.marks if found else ():
            self.number += 1
            places.append(Place(mark.start, mark.end, mark.term, self.number, self.number == self.current))
        return places


def layout(
    record: Record, marks: Sequence[MarkedPassage], current: int, emphasis: Mapping[int, Sequence[Style]]
) -> Layout:
    """Lay out a report with its marks; the `current`-th place (from 1) is drawn as such."""
    report = record.report
    printer = _Printer(record, {marked.number: marked for marked in marks}, current, emphasis, _faces(report.sections))
    roles = _roles(report)
    citations = Citations(report, record.source)
    lines = [_line(printer, passage, roles.get(passage.number), citations) for passage in report.passages]
    groups = tuple((kind, tuple(group)) for kind, group in groupby(lines, _kind))
    return Layout(groups, _outline(report.sections, marks), printer.number, _masks(report))


def _kind(line: Line) -> str:
    return "row" if line.role == "row" else ""


def _line(printer: _Printer, passage: Passage, role: str | None, citations: Citations) -> Line:
    places = printer.places(passage)
    styles = (*printer.faces.get(passage.number, ()), *printer.emphasis.get(passage.number, ()))
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
        marked(passage.text, places, styles),
        len(places),
        citations.of(passage.number, places[0].start if places else 0),
        passage.page,
        tuple(_cells(passage, places, styles)) if role == "row" else (),
    )


def _whole(styles: Sequence[Style], passage: Passage) -> bool:
    """Does a heading's face cover all of the passage but a last stop?"""
    return any(
        style.name.startswith("face-") and style.start == 0 and not passage.text[style.end :].strip(" \u3000。")
        for style in styles
    )


def _cells(passage: Passage, places: Sequence[Place], styles: Sequence[Style]) -> list[Cell]:
    cells, start = [], 0
    for cell, column in zip(passage.text.split(CELL), chain(passage.columns, repeat("")), strict=False):
        end = start + len(cell)
        cells.append(Cell(marked(passage.text, places, styles, start=start, end=end), column if cell else ""))
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


def _outline(sections: Sequence[Section], marks: Sequence[MarkedPassage]) -> tuple[Item, ...]:
    counts = _counts(sections, marks)
    return tuple(
        Item(section.heading or section.part or "", section.level, section.passage, section.part, counts[index])
        for index, section in enumerate(sections)
        if section.heading or section.part
    )


def _counts(sections: Sequence[Section], marks: Sequence[MarkedPassage]) -> list[int]:
    """For each section its places, those of the sections below it included: one walk over both in reading order."""
    counts = [0] * len(sections)
    path: list[int] = []
    at = 0
    for passage in marks:
        for mark in passage.marks:
            while at < len(sections) and (sections[at].passage, sections[at].start) <= (passage.number, mark.start):
                while path and sections[path[-1]].level >= sections[at].level:
                    path.pop()
                path.append(at)
                at += 1
            for index in path:
                counts[index] += 1
    return counts


_MASK = re.compile(r"\*+|×{2,}|(?i:x{2,})")


def _masks(report: Report) -> int:
    return sum(1 for passage in report.passages for _ in _MASK.finditer(passage.text))
