"""Correcting a kept report, and writing down what an edit did to each: inside the caller's one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from archive.catalog.edits import By, Corrections, EditKind, Value
from archive.catalog.serialization import dumps, loads, masthead_in, masthead_of
from archive.catalog.sql.arrivals import Kept, effective, find, now, plain, write_masthead
from archive.catalog.stores.database import Database
from archive.errors import CatalogError
from archive.model import MASTHEAD_FIELDS, Masthead

LONGEST_NAME = 200
"""Characters of the name of whoever edits."""


@dataclass(frozen=True, slots=True)
class Step:
    """What an edit did to one report: people's corrections before and after, of the fields where they differ, and of
    the values that held those that changed. A merge tells what the report was merged into.
    """

    report: str
    was: Corrections
    became: Corrections
    shown: Mapping[str, tuple[Value | None, Value | None]]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it touched, in the order of a masthead."""
        touched = self.was.keys() | self.became.keys()
        return tuple(name for name in MASTHEAD_FIELDS if name in touched)


def live(database: Database, report_id: str) -> tuple[Kept, Masthead]:
    """A live report and its effective masthead. Raises CatalogError("catalog.no_such_report")."""
    kept = find(database, "id = ? AND removed_at IS NULL", report_id)
    if kept is None:
        raise CatalogError("catalog.no_such_report", id=report_id[:80])
    return kept, head_of(database, kept)


def head_of(database: Database, kept: Kept) -> Masthead:
    """The effective masthead of a kept report."""
    (masthead,) = database.rows("SELECT masthead FROM reports WHERE number = ?", (kept.number,))[0]
    return masthead_of(loads(masthead))


def correct(
    database: Database, kept: Kept, head: Masthead, wanted: Corrections, reset: Collection[str] = ()
) -> Step | None:
    """Lay checked corrections over a report, `head` being what holds; None where they change nothing."""
    before = kept.corrections
    after = {name: value for name, value in before.items() if name not in reset} | dict(wanted)
    step = rewrite(database, kept, head, after)
    return step if step.was or step.became else None


def rewrite(database: Database, kept: Kept, head: Masthead, after: Corrections) -> Step:
    """Let `after` be all that people have said of a report."""
    before = kept.corrections
    was = {name: value for name, value in before.items() if name not in after or after[name] != value}
    became = {name: value for name, value in after.items() if name not in before or before[name] != value}
    step = Step(kept.id, was, became, {})
    if not step.fields:
        return step
    if was.keys() <= became.keys():  # nothing comes back that was read
        changed = _over(head, became)
    else:
        changed = effective(_read(database, kept), kept.given, after)
    database.execute("UPDATE reports SET corrections = ? WHERE number = ?", (dumps(after), kept.number))
    write_masthead(database, kept.number, changed)
    return Step(kept.id, was, became, {name: (_shown(head, name), _shown(changed, name)) for name in step.fields})


def _read(database: Database, kept: Kept) -> Masthead:
    """What the current version's text says."""
    (structure,) = database.rows(
        "SELECT structure FROM versions WHERE report = ? AND version = ?", (kept.number, kept.version)
    )[0]
    return masthead_in(structure)


def _over(head: Masthead, said: Corrections) -> Masthead:
    from archive.masthead.corrections import corrected  # its patterns are not needed for a search, which loads this too

    return corrected(head, said)


def _shown(head: Masthead, name: str) -> Value | None:
    value: Value | None = getattr(head, name)
    return value


def enter(database: Database, kind: EditKind, by: By, steps: Sequence[Step]) -> int | None:
    """Write an edit down; its number, None where it did nothing."""
    if not steps:
        return None
    counted = Counter(name for step in steps for name in step.fields)
    number = database.insert(
        "INSERT INTO edits (kind, way, who, at, reports, fields) VALUES (?, ?, ?, ?, ?, ?)",
        (kind, by.way, plain(by.who)[:LONGEST_NAME], now(), len(steps), dumps(dict(counted))),
    )
    for line, step in enumerate(steps, start=1):
        told = (dumps(dict(step.was)), dumps(dict(step.became)), dumps(dict(step.shown)))
        database.execute(
            "INSERT INTO edit_reports (edit, line, report, was, became, shown) VALUES (?, ?, ?, ?, ?, ?)",
            (number, line, step.report, *told),
        )
    return number
