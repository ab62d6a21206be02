"""Finds rows of the catalog that are not as they were written: they contradict their own sums, or each other.

SQLite's own check sees broken pages, not a changed letter. Changes nothing. Originals are verified in `reading`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.catalog.report_ids import SHORTEST, in_fonds, new_id
from archive.catalog.serialization import loads, masthead_of, sound
from archive.catalog.sql.arrivals import effective
from archive.catalog.stores.database import Database, Row
from archive.catalog.values import Finding
from archive.model import MASTHEAD_FIELDS

_REPORTS = (
    "SELECT r.id, r.location, r.source, r.sha256, r.given, r.corrections, r.masthead, v.sha256, v.source, v.structure,"
    " (SELECT sha256 FROM versions WHERE report = r.number AND version = 1), r.title, r.unit, r.person, r.doc_number,"
    " r.addressee, r.date, r.year, r.period, r.type"
    " FROM reports r LEFT JOIN versions v ON v.report = r.number AND v.version = r.version ORDER BY r.number"
)
_VERSIONS = (
    "SELECT r.id, v.version, v.texts, v.structure FROM versions v JOIN reports r ON r.number = v.report"
    " ORDER BY r.number, v.version"
)


def unsound_reports(database: Database) -> Iterator[Finding]:
    """A finding for each report whose row, and for each version whose text, has changed by itself."""
    fonds = ["", *(str(row[0]) for row in database.rows("SELECT key FROM fonds"))]
    for row in database.stream(_REPORTS):
        if not _follows(row, fonds):
            yield Finding("catalog.report_damaged", {"id": row[0], "version": "-"})
    for name, version, texts, structure in database.stream(_VERSIONS):
        if not sound(texts, structure):
            yield Finding("catalog.report_damaged", {"id": name, "version": version})


def _follows(row: Row, fonds: Sequence[str]) -> bool:
    """Whether what lists show of a report follows from its version, and its id from the bytes it began with, in one of
    these 分库: it may have moved since.
    """
    name, location, source, sha256, given, fixed, shown, kept, kept_source, structure, first, *face = row
    if structure is None or first is None or sha256 != kept:
        return False
    named = any(name[:SHORTEST] == new_id(in_fonds(first, key), lambda _: False)[:SHORTEST] for key in fonds)
    placed = source == kept_source or location.endswith(source)
    return named and placed and _face_follows(structure, given, fixed, shown, face)


def _face_follows(structure: str, given: str, fixed: str, shown: str, face: Sequence[object]) -> bool:
    try:
        wanted = effective(masthead_of(loads(structure)["masthead"]), loads(given), loads(fixed))
        kept = masthead_of(loads(shown))
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return wanted == kept and list(face) == [getattr(kept, field) for field in MASTHEAD_FIELDS]
