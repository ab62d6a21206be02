"""The record as a file for another system: csv for a spreadsheet, JSON lines for a log server. All fields."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields

from archive.people.audit_chain import Line
from indexer.audit.audit_form import AuditLineForm, line_form
from indexer.forms.form import to_json

FORMS = ("csv", "jsonl")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run (OWASP, CSV injection)."""


def rows(lines: Iterable[Line]) -> Iterator[str]:
    """As csv, with a head and the mark of UTF-8 that spreadsheets look for, a line at a time."""
    names = [one.name for one in fields(AuditLineForm)]
    yield "\ufeff" + _row(names)
    for line in lines:
        told = {**to_json(line_form(line)), "what": line.deed.what}
        yield _row([_cell(str(told[name])) for name in names])


def objects(lines: Iterable[Line]) -> Iterator[str]:
    """As one JSON object a line."""
    for line in lines:
        yield json.dumps(to_json(line_form(line)), ensure_ascii=False) + "\n"


def _cell(value: str) -> str:
    return "'" + value if value.startswith(FORMULA) else value


def _row(values: list[str]) -> str:
    made = io.StringIO()
    csv.writer(made).writerow(values)
    return made.getvalue()
