"""The forms of the record: `audit --json` and its addresses."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from archive.people.audit_chain import Kind, Line, Verdict, Way, Wrong
from indexer.search.page import Page


@dataclass(frozen=True, slots=True)
class AuditLineForm:
    """A deed in its place in the record."""

    number: int
    at: Annotated[str, "UTC."]
    kind: Kind
    act: Annotated[str, "The page's endpoint, or the verb."]
    who: Annotated[str, "The account; at the terminal the name that the system knows. Empty where nobody is known."]
    way: Way
    address: str
    view: Annotated[str, "Which part of the archive was readable; empty for all of it."]
    what: Annotated[Mapping[str, object], "Which reports, which question. Never a report's text."]
    outcome: Annotated[str, "done, nothing, or an error's code."]
    before: Annotated[str, "SHA-256 of the line before."]
    hash: str


@dataclass(frozen=True, slots=True)
class AuditForm:
    """A page of the record, the latest first."""

    total: int
    page: int
    pages: int
    lines: Sequence[AuditLineForm]


@dataclass(frozen=True, slots=True)
class FaultForm:
    """The first thing that is wrong with the record."""

    wrong: Wrong
    number: int


@dataclass(frozen=True, slots=True)
class VerdictForm:
    """Whether the record is whole. `number`, `hash`: of its last line, to be written down elsewhere."""

    sound: bool
    lines: int
    first: Annotated[int, "The first line that is kept; what was before was old enough to go."]
    number: int
    hash: str
    fault: FaultForm | None


def line_form(line: Line) -> AuditLineForm:
    """A line as programs get it."""
    one = line.deed
    return AuditLineForm(
        *(line.number, line.at, one.kind, one.act, one.who, one.way, one.address, one.view),
        *(json.loads(one.what), one.outcome, line.before, line.hash),
    )


def audit_form(page: Page, lines: Sequence[Line]) -> AuditForm:
    """A page of lines."""
    return AuditForm(page.total, page.number, page.pages, list(map(line_form, lines)))


def verdict_form(found: Verdict) -> VerdictForm:
    """A verdict as programs get it."""
    fault = None if found.fault is None else FaultForm(found.fault.wrong, found.fault.number)
    return VerdictForm(fault is None, found.lines, found.first, found.last.number, found.last.hash, fault)
