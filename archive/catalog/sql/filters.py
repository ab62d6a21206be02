"""Lists of reports in SQL: columns, conditions and orders over the effective masthead. Runs nothing."""

# ruff: noqa: S608 # pieces of SQL are our own words; every value is bound

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from archive.catalog.values import FILTERS, Filter, Sort, Value
from archive.errors import UsageError
from archive.known_year import BEFORE_YEAR, BLANKS, OPENING

ENTRY = (
    "id, title, title_derived, unit, person, doc_number, addressee, date, year, period, type, format, source, location,"
    " version, sha256, change, added_at, removed_at, fonds"
)
"""The columns of an `Entry`, in its order."""

TRASHED = "removed_at IS NOT NULL AND id NOT IN (SELECT report FROM near_merged)"
"""A report that is a version of another one now is not in the trash: that other one shows it."""


def _year_of_number() -> str:
    """`archive.known_year.year_of_number` in SQL: brackets alike, the mark's five characters, four figures of them."""
    plain = "doc_number"
    for one in BLANKS:
        plain = f"replace({plain}, '{one}', '')"
    for one in OPENING[1:]:
        plain = f"replace({plain}, '{one}', '{OPENING[0]}')"
    places = " ".join(
        f"WHEN instr(n, '{mark}') > {max(0, -distance)} THEN substr(n, instr(n, '{mark}') + {distance}, 5)"
        for mark, distance in BEFORE_YEAR
    )
    figures = "length(s) >= 4 AND substr(s, 1, 2) IN ('19', '20') AND ltrim(s, '0123456789') = substr(s, 5)"
    return (
        f"(SELECT CASE WHEN {figures} THEN CAST(substr(s, 1, 4) AS INTEGER) END"
        f" FROM (SELECT CASE {places} END AS s FROM (SELECT {plain} AS n) AS written) AS found)"
    )


YEAR_KNOWN = f"CAST(coalesce(year, CAST(substr(date, 1, 4) AS INTEGER), {_year_of_number()}) AS INTEGER)"
"""`archive.known_year.year_known` over the columns; a cast, so that it compares with figures as a column does."""

ORDERS: Mapping[Sort, str] = {
    "added": "number",
    "newest": f"coalesce({YEAR_KNOWN}, 0) DESC, date IS NULL, date DESC, number",
    "oldest": f"coalesce({YEAR_KNOWN}, 9999), date IS NULL, date, number",
    "title": "title IS NULL, title, number",
    "source": "source, number",
}
"""What is not known comes last; equals in order of arrival. The year is worked out once for each row."""

_COLUMNS = {"number": "doc_number", "year_known": YEAR_KNOWN, "dates": "date"}
"""Filters that are called otherwise than their column."""


def conditions(where: Filter, *, removed: bool) -> tuple[str, list[object]]:
    """The SQL condition of a filter, and the values to bind. UsageError("usage.unknown_filter") for unknown fields."""
    parts = [TRASHED if removed else "removed_at IS NULL"]
    values: list[object] = []
    for name, wanted in where.items():
        if name not in FILTERS:
            raise UsageError("usage.unknown_filter", name=name, known=" ".join(FILTERS))
        column = _COLUMNS.get(name, name)
        if wanted is None:
            parts.append(f"{column} IS NULL")
        elif name == "dates":
            stretches = [wanted] if isinstance(wanted, (str, int)) else wanted
            pieces = [_stretch(str(stretch)) for stretch in stretches]
            parts.append("(" + (" OR ".join(piece for piece, _ in pieces) or "1 = 0") + ")")
            values.extend(day for _, days in pieces for day in days)
        elif isinstance(wanted, (str, int)):
            parts.append(f"{column} = ?")
            values.append(_comparable(name, wanted))
        else:
            parts.append(f"{column} IN ({','.join('?' * len(wanted))})" if wanted else "1 = 0")
            values.extend(_comparable(name, one) for one in wanted)
    return " AND ".join(parts), values


class Among(NamedTuple):
    """A further condition of a statement, " AND …" or nothing, and the values to bind."""

    condition: str
    values: tuple[str, ...]


def within(column: str, fonds: frozenset[str] | None) -> Among:
    """That `column` names one of these 分库 (None: any)."""
    if fonds is None:
        return Among("", ())
    marks = ",".join("?" * len(fonds))
    return Among(f" AND {column} IN ({marks})" if fonds else " AND 1 = 0", tuple(sorted(fonds)))


def _stretch(stretch: str) -> tuple[str, list[str]]:
    """ISO days compare as texts."""
    first, _, last = stretch.partition("..")
    ends = [(piece, day) for piece, day in (("date >= ?", first), ("date <= ?", last)) if day]
    return " AND ".join(piece for piece, _ in ends) or "date IS NOT NULL", [day for _, day in ends]


def _comparable(name: str, value: Value) -> Value | None:
    """The value as its column can be compared with it: what is no year is NULL, which equals nothing.

    PostgreSQL refuses to compare a number with words.
    """
    if name not in ("year", "year_known") or isinstance(value, int):
        return value
    return int(value) if re.fullmatch("[0-9]{1,8}", value) else None
