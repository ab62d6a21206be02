"""Tools that read: a report or a passage in its place, two reports side by side, the list of reports, the help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from archive.catalog import Entry
from archive.errors import CatalogError, UsageError
from archive.model import Passage, Record
from indexer.assistants.answer_page import Part
from indexer.assistants.answer_schema import (
    LOOKED_THROUGH,
    NUMBER,
    NUMBER_OR_NULL,
    PLACE,
    SHARE,
    TEXT,
    TEXT_OR_NULL,
    YES,
    answer,
    counted,
    row,
    several,
    thing,
)
from indexer.assistants.argument_check import switch, text, whole
from indexer.assistants.links import link, named
from indexer.assistants.tool import Caller, Json, Tool
from indexer.comparison.side_by_side import Row
from indexer.comparison.side_by_side import compare as beside
from indexer.query.help import TOPICS
from indexer.search.citation import Citations
from indexer.search.citation_lookup import LONGEST, find

Given = Mapping[str, Any]

STEP = 2_000
"""Code points of a passage told at once."""
BESIDE = 20
"""Passages before and after at most."""
COMPARING = 5.0
"""Seconds of the processor for two reports side by side."""
REPORT = text("A report's id, or the address (link) of it or of one of its passages.", 400)


def read(caller: Caller, given: Given, first: int) -> Part:
    """A passage with what stands before and after it, or a report from its first passage on."""
    record, passage = _asked_for(caller, given)
    citations = Citations(record.report, record.source)
    if given["outline"]:
        return Part(_head(caller, record), "headings", _headings(caller, record, first))
    numbers = range(1, len(record.report.passages) + 1)
    if passage is not None:
        if passage not in numbers:
            raise UsageError("assistant.no_such_passage", id=record.id, passage=passage, passages=len(numbers))
        low, high = max(1, passage - given["before"]), min(len(numbers), passage + given["after"])
        numbers = range(low, high + 1)
    pieces = [
        (record.report.passages[number - 1], start)
        for number in numbers
        for start in range(0, max(1, len(record.report.passages[number - 1].text)), STEP)
    ]
    told = (_piece(caller, citations, record.id, one, start, passage) for one, start in pieces[first:])
    return Part({**_head(caller, record), "asked": passage}, "passages", told)


def _asked_for(caller: Caller, given: Given) -> tuple[Record, int | None]:
    """The report and the passage. Raises UsageError where neither is named or the 出处 names none."""
    if "source" in given:
        pasted = given["source"].strip()
        cited = find(caller.catalog, pasted if "——" in pasted else f"——{pasted}")
        if cited is None:
            raise UsageError("assistant.no_such_source", source=pasted[:120])
        return caller.record(cited.report_id), given.get("passage", cited.passage)
    if "report" not in given:
        raise UsageError("assistant.missing_argument", name="report")
    name = named(given["report"])
    return caller.record(name.report_id), given.get("passage", name.passage)


def _head(caller: Caller, record: Record) -> Json:
    head = record.report.masthead
    return {
        "id": record.id,
        "version": record.version,
        "title": head.title,
        "unit": head.unit,
        "year": head.year,
        "date": head.date,
        "number": head.number,
        "type": head.type,
        "file": record.source,
        "partly_read": record.id in caller.searcher.partly_read(),
        "passages_in_report": len(record.report.passages),
        "link": link(caller.address, record.id),
    }


def _piece(
    caller: Caller, citations: Citations, report_id: str, passage: Passage, start: int, asked: int | None
) -> Json:
    where = (
        "" if asked is None else ("asked" if passage.number == asked else ("before", "after")[passage.number > asked])
    )
    return {
        **caller.place(citations, report_id, passage.number, start),
        **({"stands": where} if where else {}),
        "page": passage.page,
        "recognised_from_scan": bool(passage.scan),
        "start": start,
        "characters": len(passage.text),
        "text": passage.text[start : start + STEP],
    }


def _headings(caller: Caller, record: Record, first: int) -> Iterator[Json]:
    for section in record.report.sections[first:]:
        yield {
            "heading": section.heading,
            "level": section.level,
            "part": section.part,
            "confidence": section.confidence,
            "passage": section.passage,
            "link": link(caller.address, record.id, section.passage, section.start),
        }


def compare(caller: Caller, given: Given, first: int) -> Part:
    """Two reports side by side: the passages that differ, or all of them."""
    left, right = (caller.record(named(given[side]).report_id) for side in ("left", "right"))
    found = beside(left, right)
    rows = [row for row in found.rows if given["everything"] or row.kind != "same"]
    sides = [(record, Citations(record.report, record.source)) for record in (left, right)]
    head = {
        "left": _head(caller, left),
        "right": _head(caller, right),
        "equal": found.equal,
        "share_the_same": round(found.share, 4),
        "counts": dict(found.counts),
    }
    return Part(head, "rows", (_row(caller, row, sides) for row in rows[first:]))


def _row(caller: Caller, row: Row, sides: Sequence[tuple[Record, Citations]]) -> Json:
    told: Json = {"kind": row.kind}
    for name, number, (record, citations) in zip(("left", "right"), (row.left, row.right), sides, strict=True):
        if number is not None:
            whole_text = record.report.passages[number - 1].text
            told[name] = {**caller.place(citations, record.id, number), "text": whole_text}
    changed = [[piece.left, piece.right] for piece in row.pieces if not piece.same]
    return {**told, "differences": changed, "numbers": [list(pair) for pair in row.numbers]}


def list_reports(caller: Caller, given: Given, first: int) -> Part:
    """The reports of the archive, the newest first, narrowed by unit, year, type and period."""
    names = {"unit": "unit", "year": "year_known", "type": "type", "period": "period", "title": "title"}
    where = {field: given[name] for name, field in names.items() if name in given}
    head = {"total_reports": caller.catalog.count(where), "archive": caller.base()}
    entries = caller.catalog.list(where, sort="newest", offset=first)
    return Part(head, "reports", (_entry(caller, entry) for entry in entries))


def _entry(caller: Caller, entry: Entry) -> Json:
    named_here = ("id", "title", "unit", "person", "year", "date", "number", "type", "period")
    told = {name: getattr(entry, name) for name in named_here}
    return {**told, "file": entry.source, "link": link(caller.address, entry.id)}


def explain(caller: Caller, _: Given, first: int) -> Part:
    """The query language by examples, and what the answers mean."""
    head = {"about": caller.say("assistant.about")}
    rows = [
        {"syntax": one.syntax, "example": one.example, "meaning": one.meaning[caller.language]}
        for one in TOPICS[first:]
    ]
    return Part(head, "query_language", iter(rows))


def report_named(caller: Caller, name: str) -> Record:
    """The report of an id or an address. Raises CatalogError."""
    found = named(name)
    if not found.report_id:
        raise CatalogError("catalog.no_such_report", id=name[:80])
    return caller.record(found.report_id)


_HEAD: Mapping[str, Json] = {
    "id": TEXT,
    "version": NUMBER,
    "title": TEXT_OR_NULL,
    "unit": TEXT_OR_NULL,
    "year": NUMBER_OR_NULL,
    "date": TEXT_OR_NULL,
    "number": TEXT_OR_NULL,
    "type": TEXT_OR_NULL,
    "file": TEXT,
    "partly_read": YES,
    "passages_in_report": NUMBER,
    "link": TEXT,
}
_READ = answer(
    "passages",
    {**_HEAD, "asked": NUMBER_OR_NULL},
    {**PLACE, "page": NUMBER_OR_NULL, "recognised_from_scan": YES, "start": NUMBER, "characters": NUMBER, "text": TEXT},
    {"stands": {"type": "string", "enum": ["before", "asked", "after"]}},
)
_OUTLINE = answer(
    "headings",
    _HEAD,
    {"heading": TEXT, "level": NUMBER, "part": TEXT_OR_NULL, "confidence": TEXT, "passage": NUMBER, "link": TEXT},
)
READ: Json = {
    "type": "object",
    "properties": {**_READ["properties"], **_OUTLINE["properties"]},
    "anyOf": [*_READ["anyOf"], *_OUTLINE["anyOf"][:1]],
}
"""With `outline` headings stand in place of passages."""
COMPARED = answer(
    "rows",
    {
        "left": thing(_HEAD),
        "right": thing(_HEAD),
        "equal": YES,
        "share_the_same": SHARE,
        "counts": counted("Rows of each kind."),
    },
    {"kind": TEXT, "differences": several(row(TEXT, TEXT)), "numbers": several(row(TEXT, TEXT))},
    {"left": thing({**PLACE, "text": TEXT}), "right": thing({**PLACE, "text": TEXT})},
)
LISTED = answer(
    "reports",
    {"total_reports": NUMBER, "archive": LOOKED_THROUGH},
    {
        "id": TEXT,
        "title": TEXT_OR_NULL,
        "unit": TEXT_OR_NULL,
        "person": TEXT_OR_NULL,
        "year": NUMBER_OR_NULL,
        "date": TEXT_OR_NULL,
        "number": TEXT_OR_NULL,
        "type": TEXT_OR_NULL,
        "period": TEXT_OR_NULL,
        "file": TEXT,
        "link": TEXT,
    },
)
EXPLAINED = answer("query_language", {"about": TEXT}, {"syntax": TEXT, "example": TEXT, "meaning": TEXT})

TOOLS = (
    Tool(
        "read",
        "Read",
        "A passage letter for letter with what stands before and after it, by its 出处 (source) or by report id or "
        "link and passage number; without a passage the report from its beginning; with outline its headings.",
        read,
        {
            "report": REPORT,
            "source": text("A 出处 as answers give it; the words quoted may stand before it.", LONGEST),
            "passage": whole("The number of the passage, from 1.", 1, 10_000_000),
            "before": whole("Passages before it.", 0, BESIDE, 1),
            "after": whole("Passages after it.", 0, BESIDE, 1),
            "outline": switch("The headings of the report in place of its text."),
        },
        READ,
    ),
    Tool(
        "compare",
        "Compare",
        "Two reports side by side: which passages are the same, changed, moved, added or dropped, and which figures "
        "changed.",
        compare,
        {"left": REPORT, "right": REPORT, "everything": switch("Also the passages that are the same.")},
        COMPARED,
        ("left", "right"),
        COMPARING,
    ),
    Tool(
        "list_reports",
        "List reports",
        "The reports of the archive, the newest first, by unit, year, type, period or title.",
        list_reports,
        {
            "unit": text("Of this unit.", 120),
            "year": whole("Of this year.", 1, 9999),
            "type": text("Of this type.", 120),
            "period": text("Of this period.", 120),
            "title": text("With this very title.", 300),
        },
        LISTED,
    ),
    Tool(
        "help",
        "Help",
        "How to ask: the query language by examples, and what exact, apart, absent and the totals mean.",
        explain,
        {},
        EXPLAINED,
    ),
)
