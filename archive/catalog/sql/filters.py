"""Lists of reports in SQL: columns, conditions and orders over the effective masthead. Runs nothing."""

from __future__ import annotations

from collections.abc import Mapping

from archive.catalog.base import FILTERS, Filter, Sort
from archive.errors import UsageError

ENTRY = (
    "id, title, title_derived, unit, person, doc_number, addressee, date, year, period, type, format, source, location,"
    " version, sha256, change, added_at, removed_at"
)
"""The columns of an `Entry`, in its order."""

TRASHED = "removed_at IS NOT NULL AND id NOT IN (SELECT report FROM near_merged)"
"""A report that is a version of another one now is not in the trash: that other one shows it."""

ORDERS: Mapping[Sort, str] = {
    "added": "number",
    "newest": "year IS NULL, year DESC, date IS NULL, date DESC, number",
    "oldest": "year IS NULL, year, date IS NULL, date, number",
    "title": "title IS NULL, title, number",
    "source": "source, number",
}
"""What is not known comes last; equals in order of arrival."""


def conditions(where: Filter, *, removed: bool) -> tuple[str, list[object]]:
    """The SQL condition of a filter, and the values to bind. UsageError("usage.unknown_filter") for unknown fields."""
    parts = [TRASHED if removed else "removed_at IS NULL"]
    values: list[object] = []
    for name, wanted in where.items():
        if name not in FILTERS:
            raise UsageError("usage.unknown_filter", name=name, known=" ".join(FILTERS))
        column = "doc_number" if name == "number" else name
        if wanted is None:
            parts.append(f"{column} IS NULL")
        elif isinstance(wanted, (str, int)):
            parts.append(f"{column} = ?")
            values.append(wanted)
        else:
            parts.append(f"{column} IN ({','.join('?' * len(wanted))})")
            values.extend(wanted)
    return " AND ".join(parts), values
