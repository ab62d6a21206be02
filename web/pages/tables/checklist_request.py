"""What a 核查表's address or form asks: wordings, who has to hand in, which reports. Nothing is looked up.

Every value is checked: what cannot be is UsageError("usage.bad_parameter"), a clear 400.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import request, url_for
from werkzeug.datastructures import FileStorage, MultiDict

from archive.catalog.rosters import units_of
from archive.errors import CatalogError, UsageError
from archive.masthead.corrections import validated
from indexer.search.answer import SHOWINGS, Showing
from indexer.tables.checklist_table import By
from indexer.tables.table_reader import list_of
from web.http.uploaded_name import own_name
from web.http.urls import one_of

BIES: tuple[By, ...] = ("unit", "report")
FIELDS = ("list", "roster", "collection", "by", "year", "period", "literal", "order", "copies", "topic")
"""All that makes a table, by its name in address and form."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: lines as typed, and the reports it is about."""

    wordings: tuple[str, ...]
    roster: tuple[str, ...]
    collection: str
    by: By
    year: int | None
    period: str | None
    literal: bool
    order: str = ""
    copies: Showing = "show"
    topic: str = ""

    @property
    def values(self) -> dict[str, str]:
        """Its form and address."""
        return {
            "list": "\n".join(self.wordings),
            "roster": "\n".join(self.roster),
            "collection": self.collection,
            "by": "" if self.by == "unit" else self.by,
            "year": str(self.year or ""),
            "period": self.period or "",
            "literal": "1" if self.literal else "",
            "order": self.order,
            "copies": "hide" if self.copies == "hide" else "",
            "topic": self.topic,
        }

    def address(self, endpoint: str = "checklist.show", **more: object) -> str:
        """Where it is answered."""
        given = {name: value for name, value in {**self.values, **more}.items() if value}
        return url_for(endpoint, **given)  # type: ignore[arg-type] # texts and numbers


def wanted_of(source: MultiDict[str, str]) -> Wanted:
    """What an address or a form asks. Raises UsageError("usage.bad_parameter")."""
    year, period = source.get("year", "").strip(), source.get("period", "").strip()
    by, literal = source.get("by") or "unit", source.get("literal") or "0"
    copies = one_of("copies", SHOWINGS, source)
    if by not in BIES or literal not in ("0", "1"):
        raise UsageError("usage.bad_parameter", name="by" if by not in BIES else "literal", value=by[:20])
    try:
        known_year, known_period = validated("year", year), validated("period", period)
    except CatalogError as problem:
        name = str(problem.evidence["field"])
        raise UsageError("usage.bad_parameter", name=name, value=source.get(name, "")[:20]) from problem
    return Wanted(
        wordings=units_of(source.get("list", "").splitlines()),
        roster=units_of(source.get("roster", "").splitlines()),
        collection=source.get("collection", "").strip(),
        by="report" if by == "report" else "unit",
        year=None if known_year is None else int(known_year),
        period=None if known_period is None else str(known_period),
        literal=literal == "1",
        order=source.get("order", "").strip(),
        copies=copies,
        topic=source.get("topic", "").strip(),
    )


def with_files(wanted: Wanted) -> Wanted:
    """What stands in uploaded files behind what was typed."""
    more = {name: _lines_of(request.files.get(f"{name}_file")) for name in ("list", "roster")}
    wordings, roster = (*wanted.wordings, *more["list"]), (*wanted.roster, *more["roster"])
    return replace(wanted, wordings=units_of(wordings), roster=units_of(roster))


def _lines_of(file: FileStorage | None) -> tuple[str, ...]:
    if file is None or not file.filename:
        return ()
    return list_of(file.stream.read(), own_name(file))
