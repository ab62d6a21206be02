"""The rosters of the local catalog, in SQL. What a roster is and may be lives in `rosters`."""

# ruff: noqa: D102 # the protocol in `rosters` says what each method promises

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.catalog.rosters import Roster, checked
from archive.catalog.sql.arrivals import now
from archive.catalog.stores.database import Database


class SqlRosters:
    """Rosters in the local catalog's database. See `Rosters` for what its methods promise."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> Sequence[Roster]:
        return tuple(self._rows("ORDER BY year IS NULL, year DESC, name"))

    def get(self, name: str) -> Roster | None:
        return next(self._rows("WHERE name = ?", name.strip()), None)

    def save(self, roster: Roster) -> Roster:
        kept = replace(checked(roster), saved_at=now())
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO rosters (name, year, period, units, saved_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (name)"
                " DO UPDATE SET year = excluded.year, period = excluded.period, units = excluded.units,"
                " saved_at = excluded.saved_at",
                (kept.name, kept.year, kept.period, "\n".join(kept.units), kept.saved_at),
            )
        return kept

    def remove(self, name: str) -> bool:
        with self._database.transaction():
            if self.get(name) is None:
                return False
            self._database.execute("DELETE FROM rosters WHERE name = ?", (name.strip(),))
        return True

    def _rows(self, rest: str, *values: object) -> Iterator[Roster]:
        columns = "SELECT name, units, year, period, saved_at FROM rosters "
        for name, units, year, period, saved_at in self._database.rows(columns + rest, values):
            yield Roster(name, tuple(units.split("\n")), year, period, saved_at)
