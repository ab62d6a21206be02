"""An answer as a file: Word, Excel, csv, JSON lines. What it says is `findings`'; how a kind of file is made is told in
`docx_writer` and `spreadsheet`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from archive.errors import UsageError
from archive.known_year import year_basis, year_known
from archive.model import CELL
from indexer.document import Card
from indexer.export import spreadsheet
from indexer.export.printed_record import (
    Finding,
    Findings,
    Head,
    Item,
    findings,
)
from indexer.export.record_lines import Reference, program
from indexer.export.spreadsheet import Table
from indexer.forms.answer import ExportHeadForm, ExportLineForm, copies_form, passage_form
from indexer.forms.form import to_json
from indexer.search.answer import Copies, Request
from indexer.search.citation import part_told, title_of, year_told
from indexer.search.searcher import Searcher

if TYPE_CHECKING:
    from indexer.export.docx_writer import WordFile

FORMS = ("docx", "xlsx", "csv", "jsonl")
MOST = {"docx": 3_000, "xlsx": 20_000, "csv": 50_000, "jsonl": 50_000}
"""Passages in a file: what takes some seconds to write. A Word file of 3,000 has some 700 pages."""
COLUMNS = (
    "title",
    "unit",
    "person",
    "year",
    "period",
    "type",
    "part",
    "place",
    "page",
    "text",
    "places",
    "source",
    "file",
)


class Say(Protocol):
    """The words of the reader's language, by code."""

    def __call__(self, code: str, /, **evidence: object) -> str:
        """A text of the message table."""


@dataclass(frozen=True, slots=True)
class File:
    """A file's bytes, what it should be called, and the head of what stands in it."""

    data: bytes
    name: str
    head: Head


def file(searcher: Searcher, request: Request, form: str, say: Say) -> File:
    """The whole answer as a file of that form. Raises QueryError, UsageError("usage.unknown_form")."""
    if form not in FORMS:
        raise UsageError("usage.unknown_form", path=f".{form}", known=" ".join(f".{known}" for known in FORMS))
    found = findings(searcher, request, most=MOST[form])
    return File(_data(found, form, say), file_name(found.head, form, say), found.head)


def _data(found: Findings, form: str, say: Say) -> bytes:
    if form == "docx":
        return _word(found, say)
    if form == "jsonl":
        return _json_lines(found)
    return spreadsheet.data(table_of(found, say), form)


def file_name(head: Head, form: str, say: Say) -> str:
    """What the file is called: the wording and the day, without what a disk cannot take."""
    wording = "".join(one for one in head.request.query if one.isprintable() and one not in '<>:"/\\|?*')
    return f"{say('export.name')}_{wording.strip(' .')[:40] or '_'}_{head.at[:10]}.{form}"


def head_lines(head: Head, say: Say) -> list[tuple[str, str]]:
    """What makes the count evidence, a label and a value a line."""
    request = head.request
    mode = say("export.literal") if request.literal else ""
    more = say("export.ignoring") if request.ignore_punctuation else ""
    lines = [
        (say("export.query"), request.query.strip()),
        (say("export.understood"), head.understood),
        (say("export.mode"), say("export.list").join(filter(None, (say(f"web.mode.{request.mode}"), mode, more)))),
        (say("export.scope"), scope(head.reports, head.unread, head.set_aside, head.partly, head.at, say)),
    ]
    if request.filters:
        lines.append((say("export.filters"), say("export.list").join(_filters(request, say))))
    lines.append((say("export.total"), say("export.total.value", r=head.total_reports, m=head.total_matches)))
    if request.copies == "hide":
        lines.append((say("export.copies"), copies_said(head.copies, say)))
    if request.mode == "loose":
        lines.append((say("export.also"), say("export.also.value", r=head.also_reports)))
    if not head.whole:
        lines.append((say("export.cut"), say("export.cut.value", r=head.listed_reports, p=head.listed_passages)))
    lines.append((say("export.program"), f"baogao {program()}"))
    return lines


def scope(reports: int, unread: int, set_aside: int, partly: int, at: str, say: Say) -> str:
    """In what was searched, and when: files without text were not, and of some reports not all was."""
    said = [say("export.scope.value", n=reports, at=at)]
    said += [say("export.scope.unread", n=unread)] if unread else []
    said += [say("export.scope.set_aside", n=set_aside)] if set_aside else []
    said += [say("export.scope.partly", n=partly)] if partly else []
    return "".join(said)


def copies_said(copies: Copies, say: Say) -> str:
    """What was hidden as a copy, and of how many reports that is not known."""
    said = say("copies.hidden", r=copies.reports, m=copies.matches)
    return said + (say("copies.unknown", n=copies.unknown) if copies.unknown else "")


def _filters(request: Request, say: Say) -> Iterator[str]:
    for name, values in request.filters.items():
        yield f"{say(f'web.facet.{name}')} {'/'.join(value or say('register.unset') for value in values)}"


def table_of(found: Findings, say: Say) -> Table:
    """A row a passage."""
    rows = [_row(one, item, say) for one in found.reports for item in one.items]
    columns = tuple(say(f"export.column.{name}") for name in COLUMNS)
    return Table(
        say("export.name"),
        columns,
        rows,
        head=tuple(head_lines(found.head, say)),
        record=found.head.record,
        record_title=say("record.lines"),
    )


def _row(one: Finding, item: Item, say: Say) -> list[str | int | None]:
    card, passage = one.card, item.passage
    return [
        title_of(card.title, card.title_derived, card.source),
        card.unit,
        card.person,
        card.year or year_told(card, say) or None,
        card.period,
        card.type,
        "、".join(part_told(part, sure, say) for part, sure in item.parts),
        " › ".join(passage.path),
        passage.page,
        passage.text.replace(CELL, "\t"),
        len(passage.marks),
        item.citation.removeprefix("——"),
        card.source,
    ]


def _json_lines(found: Findings) -> bytes:
    """The head on the first line, then a passage a line, marks and all."""
    lines: list[object] = [_head_form(found.head)]
    known = {one.id: one for one in found.head.references}
    lines += [_line_form(one.card, item, known[one.card.id]) for one in found.reports for item in one.items]
    return "".join(json.dumps(to_json(line), ensure_ascii=False) + "\n" for line in lines).encode("utf-8", "replace")


def _head_form(head: Head) -> ExportHeadForm:
    request = head.request
    return ExportHeadForm(
        query=request.query,
        understood=head.understood,
        mode=request.mode,
        literal=request.literal,
        ignore_punctuation=request.ignore_punctuation,
        filters=request.filters,
        sort=request.sort,
        total_reports=head.total_reports,
        total_matches=head.total_matches,
        also_reports=head.also_reports,
        archive_reports=head.reports,
        archive_unread=head.unread,
        archive_partly_read=head.partly,
        archive_set_aside=head.set_aside,
        at=head.at,
        copies=copies_form(request, head.copies),
        listed_reports=head.listed_reports,
        listed_passages=head.listed_passages,
        program=program(),
        record=head.record,
    )


def _line_form(card: Card, item: Item, reference: Reference) -> ExportLineForm:
    passage = passage_form(item.passage)
    return ExportLineForm(
        number=passage.number,
        path=passage.path,
        text=passage.text,
        marks=passage.marks,
        id=card.id,
        title=card.title,
        unit=card.unit,
        person=card.person,
        year=card.year,
        year_known=year_known(card),
        year_basis=year_basis(card),
        period=card.period,
        type=card.type,
        source=card.source,
        citation=item.citation,
        version=reference.version,
        sha256=reference.sha256,
        imported=reference.added,
    )


def write_record(document: WordFile, record: Sequence[str], say: Say) -> None:
    """The lines by which the file can be verified, at its end."""
    document.heading(say("record.lines"))
    for line in record:
        document.paragraph(line)


def _word(found: Findings, say: Say) -> bytes:
    from indexer.export.docx_writer import WordFile

    head = found.head
    document = WordFile(say("export.word.title", q=head.request.query.strip()))
    for label, value in head_lines(head, say):
        document.paragraph(say("export.pair", label=label, value=value))
    for number, one in enumerate(found.reports, 1):
        title = title_of(one.card.title, one.card.title_derived, one.card.source)
        count = say("export.word.places", m=one.matches) if one.matches or head.request.mode != "loose" else ""
        document.heading(f"{number}.{title}{count}")
        where = ""
        for item in one.items:
            parts = "".join(f"〔{part_told(say(f'web.part.{part}'), sure, say)}〕" for part, sure in item.parts)
            here = " › ".join(item.passage.path) + parts
            if here and here != where:
                document.heading(here, 2)
            where = here
            document.paragraph(item.passage.text)
            document.paragraph(item.citation)
    write_record(document, head.record, say)
    return document.data()
