"""A report as a text that reads back as the same passages: plain text where that says it all, Markdown where a heading
or a table has to stay one. Each is read again before it is written, so that what is lost is known and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from archive.errors import ReadError
from archive.model import CELL, Block, Passage, Report
from archive.outline_sections import path_at
from archive.readers.registry import reader_for
from archive.text.fold import fold_text

Form = Literal["txt", "md"]
FORMS: tuple[Form, ...] = get_args(Form)

Kept = Literal["exact", "folded", "changed"]
"""The same to the character, headings and cells too; the same but for what counts as the same (blanks, line ends), so
that every search answers alike; or otherwise.
"""

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!>|])")
"""What Markdown takes for its own unless a backslash stands before it."""


@dataclass(frozen=True, slots=True)
class ReportText:
    """The text and its form, and how faithful it is when it is read again."""

    form: Form
    data: bytes
    kept: Kept


def text_of(report: Report, wanted: Form, *, mark: str = "") -> ReportText:
    """The report in the form that is wanted, or in Markdown where plain text would lose something.

    `mark` stands in a comment at the end of a Markdown text, which tells it from another with the same words.
    """
    plain = wanted == "txt" and all(one.kind == "paragraph" and "\n" not in one.text for one in report.passages)
    if plain:
        made = _written("txt", "\n\n".join(f"　　{text}" for text in report.texts) + "\n", report)
        if made.kept == "exact":
            return made
    pieces = [*_pieces(report), *([f"<!-- {mark} -->"] if mark else [])]
    return _written("md", "\n\n".join(pieces) + "\n", report)


def _written(form: Form, text: str, report: Report) -> ReportText:
    data = text.encode("utf-8", "replace")
    return ReportText(form, data, _kept(report.passages, _read(data, form)))


def _kept(passages: Sequence[Passage], blocks: Sequence[Block]) -> Kept:
    if list(map(_shape, passages)) == list(map(_shape, blocks)):
        return "exact"
    same = [fold_text(one.text) for one in passages] == [fold_text(one.text) for one in blocks]
    return "folded" if same else "changed"


def _read(data: bytes, form: Form) -> list[Block]:
    try:
        blocks = reader_for(f"a.{form}").read(data, f"a.{form}", None).blocks
    except ReadError:
        return []
    return [block for block in blocks if block.kind != "page_break" and block.text]


def _shape(one: Passage | Block) -> tuple[str, int | None, str]:
    """What has to come back: a heading with its level, a row, or a paragraph; and the text."""
    return one.kind, one.level if one.kind == "heading" else None, one.text


def _pieces(report: Report) -> Iterator[str]:
    """Markdown, a piece a passage or table; where the heading path changes it stands in a comment, which is no text."""
    path: tuple[str, ...] = ()
    rows: list[Passage] = []
    for passage in report.passages:
        if rows and (passage.kind != "row" or _width(passage) != _width(rows[0])):
            yield _table(rows)
            rows = []
        here = tuple(section.heading for section in path_at(report.sections, passage.number, 0))
        if here != path and not rows:
            path = here
            yield f"<!-- {' › '.join(here).replace('--', '—')} -->"
        if passage.kind == "row":
            rows.append(passage)
        else:
            yield _paragraph(passage)
    if rows:
        yield _table(rows)


def _width(row: Passage) -> int:
    return row.text.count(CELL)


def _paragraph(passage: Passage) -> str:
    text = "\n".join(map(_escaped, passage.text.split("\n")))
    return f"{'#' * min(6, passage.level or 1)} {text}" if passage.kind == "heading" else text


def _table(rows: Sequence[Passage]) -> str:
    lines = ["| " + " | ".join(map(_cell, row.text.split(CELL))) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * (_width(rows[0]) + 1), *lines[1:]])


def _cell(cell: str) -> str:
    return "<br>".join(map(_escaped, cell.split("\n")))


def _escaped(line: str) -> str:
    return _MARKS.sub(r"\\\1", line).replace("&", "&amp;").replace("<", "&lt;")
