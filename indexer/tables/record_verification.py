"""Does the archive still say what a record says? Its question is asked again, and each report looked up by its number.

That a file was not altered by hand is not proved: its lines bear no signature. What is compared is the archive.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from archive.catalog import ReadCatalog, Roster
from archive.errors import ArchiveError, ReadError, UsageError
from archive.model import CELL
from archive.readers.registry import reader_for
from indexer.export.record_lines import NOT_ASKED, RecordLines, Reference, StateRow, read, references
from indexer.processes import sandbox
from indexer.processes.wire_format import error_of, read_error
from indexer.search.answer import Request
from indexer.search.searcher import Searcher
from indexer.tables.checklist import Wording, check
from indexer.tables.checklist_table import By, Checklist
from indexer.tables.receipts import Receipts, receipts

What = Literal["gone", "version", "original", "places", "new", "total", "state"]
"""A report is no longer there, has another version, another original, another number of places; it is new in the
answer; a total, or the state of a row, is another.
"""
FORMS = (".docx", ".xlsx", ".csv", ".jsonl", ".html", ".htm")


@dataclass(frozen=True, slots=True)
class Difference:
    """What the archive says otherwise: of which report, total or row, what the record has, and what is now."""

    what: What
    of: str
    before: str | None
    now: str | None


def verify(searcher: Searcher, record: RecordLines) -> list[Difference]:
    """Everything in which the archive differs from the record; nothing where it says the same. Raises QueryError."""
    found = list(_reports(searcher.catalog, record.references))
    return found + list({"answer": _answer, "checklist": _checklist, "roster": _roster}[record.kind](searcher, record))


def record_in(data: bytes, name: str) -> RecordLines:
    """The lines of a file that was written, printed into a page or exported.

    Raises UsageError: "usage.unknown_form", "record.none", "record.damaged"; ReadError as its reader does.
    """
    kind = next((form for form in FORMS if name.lower().endswith(form)), None)
    if kind is None:
        raise UsageError("usage.unknown_form", path=name, known=" ".join(FORMS))
    if kind == ".jsonl":
        return read(_first_line(data), name)
    try:
        body = json.loads(b"".join(sandbox.run(_texts, data, name)))
    except sandbox.StoppedError as stopped:
        raise error_of(stopped, name) from stopped
    if "code" in body:
        raise read_error(body)
    return read(body["texts"], name)


def _texts(data: bytes, name: str) -> Iterator[bytes]:
    """In the child: all paragraphs and cells."""
    try:
        blocks = reader_for(name).read(data, name, None).blocks
        body: dict[str, object] = {"texts": [cell for block in blocks for cell in block.text.split(CELL)]}
    except ArchiveError as error:
        body = {"code": error.code, "evidence": dict(error.evidence)}
    yield json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _first_line(data: bytes) -> list[str]:
    try:
        return [str(line) for line in json.loads(data.split(b"\n", 1)[0]).get("record", ())]
    except (ValueError, AttributeError) as problem:
        raise ReadError("read.damaged", name="jsonl", problem="JSON") from problem


def _reports(catalog: ReadCatalog, references: Sequence[Reference]) -> Iterator[Difference]:
    entries = {entry.id: entry for entry in catalog.entries([one.id for one in references])}
    for one in references:
        entry = entries.get(one.id)
        if entry is None:
            yield Difference("gone", one.id, f"v{one.version}", None)
        elif entry.sha256 != one.sha256:
            yield Difference("original", one.id, one.sha256, entry.sha256)
        elif entry.version != one.version:
            yield Difference("version", one.id, f"v{one.version}", f"v{entry.version}")


def _answer(searcher: Searcher, record: RecordLines) -> Iterator[Difference]:
    known = {one.name for one in fields(Request)} - set(NOT_ASKED)
    asked: dict[str, Any] = {name: value for name, value in record.asked.items() if name in known}
    asked["filters"] = {name: tuple(values) for name, values in asked.get("filters", {}).items()}
    tally = searcher.tally(Request(**asked))
    yield from _totals(record.totals, {"reports": tally.total_reports, "matches": tally.total_matches})
    now = {row.card.id: row.matches for row in tally.listed}
    before = {one.id: one.places for one in record.references}
    for name, count in before.items():
        if name in now and now[name] != count:
            yield Difference("places", name, str(count), str(now[name]))
        elif name not in now and searcher.catalog.record(name) is not None:
            yield Difference("places", name, str(count), "0")
    if record.totals["listed"] == record.totals["reports"] + record.totals.get("also", 0):
        yield from (Difference("new", name, None, str(count)) for name, count in now.items() if name not in before)


def _checklist(searcher: Searcher, record: RecordLines) -> Iterator[Difference]:
    asked: dict[str, Any] = dict(record.asked)
    by: By = "report" if asked["by"] == "report" else "unit"
    wordings = [Wording(text, text in record.lists["literal"]) for text in record.lists["wordings"]]
    when, hiding = {"year": asked["year"], "period": asked["period"]}, asked.get("copies") == "hide"
    roster, topic = record.lists["roster"], asked.get("topic")
    table = check(searcher, wordings, by=by, roster=roster, hiding=hiding, topic=topic, **when)
    yield from _totals(record.totals, {"reports": table.reports})
    yield from _compared(record.rows, rows_of_checklist(table))


def _roster(searcher: Searcher, record: RecordLines) -> Iterator[Difference]:
    asked: dict[str, Any] = dict(record.asked)
    found = receipts(searcher, Roster(asked["name"], record.lists["roster"], asked["year"], asked["period"]))
    yield from _compared(record.rows, rows_of_receipts(found))


def checklist_record(catalog: ReadCatalog, table: Checklist, at: str) -> tuple[str, ...]:
    """The lines by which a 核查表 can be verified."""
    places = {entry.id: 0 for row in table.rows for entry in row.reports}
    for row in table.rows:
        for cell in row.cells:
            for name, count in cell.where:
                places[name] = places.get(name, 0) + count
    lists = {
        "wordings": tuple(wording.text for wording in table.wordings),
        "literal": tuple(wording.text for wording in table.wordings if wording.literal),
        "roster": table.roster,
    }
    asked = {"by": table.by, "year": table.year, "period": table.period}
    asked |= {"copies": "hide"} if table.hiding else {}
    asked |= {"topic": table.topic} if table.topic else {}
    made = RecordLines(
        "checklist",
        at,
        asked,
        {"reports": table.reports},
        references(catalog, places),
        rows_of_checklist(table),
        lists,
    )
    return made.lines()


def roster_record(catalog: ReadCatalog, found: Receipts) -> tuple[str, ...]:
    """The lines by which a 收件情况 can be verified."""
    roster = found.roster
    asked = {"name": roster.name, "year": roster.year, "period": roster.period}
    named = references(catalog, {entry.id: 0 for row in found.rows for entry in row.reports})
    made = RecordLines("roster", found.at, asked, {}, named, rows_of_receipts(found), {"roster": roster.units})
    return made.lines()


def rows_of_checklist(table: Checklist) -> tuple[StateRow, ...]:
    """The rows with the states of their cells; one of a report bears its number."""
    return tuple(
        StateRow(
            " ".join([row.name, *(entry.id for entry in row.reports if table.by == "report")]),
            tuple(f"{cell.state} {cell.places}" if cell.places else cell.state for cell in row.cells),
            row.due,
        )
        for row in table.rows
    )


def rows_of_receipts(found: Receipts) -> tuple[StateRow, ...]:
    """A row a unit, with its one state."""
    return tuple(StateRow(row.unit, (row.state,), row.due) for row in found.rows)


def _totals(before: Mapping[str, int], now: Mapping[str, int]) -> Iterator[Difference]:
    for name, count in now.items():
        if before.get(name) != count:
            yield Difference("total", name, str(before.get(name)), str(count))


def _compared(before: Sequence[StateRow], now: Sequence[StateRow]) -> Iterator[Difference]:
    then, today = ({row.name: row.states for row in rows} for rows in (before, now))
    for name in dict.fromkeys((*then, *today)):
        if then.get(name) != today.get(name):
            yield Difference("state", name, _said(then.get(name)), _said(today.get(name)))


def _said(states: tuple[str, ...] | None) -> str | None:
    return None if states is None else ", ".join(states)
