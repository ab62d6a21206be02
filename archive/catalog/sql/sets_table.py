"""The sets that people make, in SQL: 应交名单 (`rosters`) and 专题 (`topics`), which say what each is and may be."""

# ruff: noqa: D102 # the protocols say what each method promises

from __future__ import annotations

import secrets
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import replace

from archive.catalog.rosters import Roster, checked
from archive.catalog.sql.arrivals import now
from archive.catalog.stores.database import Database
from archive.catalog.topics import MOST_REPORTS, MOST_TOPICS, Topic, topic_name, topic_search
from archive.errors import CatalogError

_COLUMNS = (
    "SELECT t.name, t.search, (SELECT count(*) FROM topic_reports r WHERE r.topic = t.number), t.saved_at"
    " FROM topics t "
)
_LATEST = "ORDER BY year IS NULL, year DESC, name"


class SqlRosters:
    """Rosters in the local catalog's database. See `Rosters` for what its methods promise."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> Sequence[Roster]:
        return tuple(self._rows(_LATEST))

    def heads(self) -> Sequence[Roster]:
        columns = "SELECT name, year, period, saved_at, fonds FROM rosters "
        return tuple(Roster(name, (), *rest) for name, *rest in self._database.rows(columns + _LATEST))

    def get(self, name: str) -> Roster | None:
        return next(self._rows("WHERE name = ?", name.strip()), None)

    def save(self, roster: Roster) -> Roster:
        kept = replace(checked(roster), saved_at=now())
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO rosters (name, year, period, units, saved_at, fonds) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE"
                " SET year = excluded.year, period = excluded.period, units = excluded.units,"
                " saved_at = excluded.saved_at, fonds = excluded.fonds",
                (kept.name, kept.year, kept.period, "\n".join(kept.units), kept.saved_at, kept.fonds),
            )
        return kept

    def remove(self, name: str) -> bool:
        with self._database.transaction():
            if self.get(name) is None:
                return False
            self._database.execute("DELETE FROM rosters WHERE name = ?", (name.strip(),))
        return True

    def _rows(self, rest: str, *values: object) -> Iterator[Roster]:
        columns = "SELECT name, units, year, period, saved_at, fonds FROM rosters "
        for name, units, year, period, saved_at, fonds in self._database.rows(columns + rest, values):
            yield Roster(name, tuple(units.split("\n")), year, period, saved_at, fonds)


class SqlTopics:
    """Topics in the catalog's database. See `Topics` for what its methods promise."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> Sequence[Topic]:
        return tuple(Topic(*row) for row in self._database.rows(_COLUMNS + "ORDER BY t.name"))

    def get(self, name: str) -> Topic | None:
        rows = self._database.rows(_COLUMNS + "WHERE t.name = ?", (name.strip(),))
        return Topic(*rows[0]) if rows else None

    def save(self, name: str, search: str | None = None) -> Topic:
        called, kept = topic_name(name), None if search is None else topic_search(search)
        with self._database.transaction():
            number = self._made(called)
            if kept is not None:
                self._database.execute("UPDATE topics SET search = ? WHERE number = ?", (kept, number))
            self._changed(number)
        found = self.get(called)
        assert found is not None  # it was made in this very call
        return found

    def put(self, name: str, reports: Collection[str]) -> int:
        called = topic_name(name)
        with self._database.transaction():
            number = self._made(called)
            there = self._held(number)
            new = [report for report in dict.fromkeys(reports) if report not in there]
            if len(there) + len(new) > MOST_REPORTS:
                raise CatalogError("catalog.topic_full", name=called, limit=MOST_REPORTS)
            for report in new:
                self._database.execute(
                    "INSERT INTO topic_reports (topic, report, added_at) VALUES (?, ?, ?)", (number, report, now())
                )
            self._changed(number)
        return len(new)

    def take(self, name: str, reports: Collection[str]) -> int:
        with self._database.transaction():
            number = self._number(name)
            gone = [] if number is None else sorted(self._held(number) & set(reports))
            for report in gone:
                self._database.execute("DELETE FROM topic_reports WHERE topic = ? AND report = ?", (number, report))
            if number is not None:
                self._changed(number)
        return len(gone)

    def by_hand(self, name: str) -> frozenset[str]:
        number = self._number(name)
        return frozenset() if number is None else self._held(number)

    def remove(self, name: str) -> bool:
        with self._database.transaction():
            number = self._number(name)
            if number is None:
                return False
            self._database.execute("DELETE FROM topic_reports WHERE topic = ?", (number,))
            self._database.execute("DELETE FROM topics WHERE number = ?", (number,))
        return True

    def state(self) -> Hashable:
        return tuple(self._database.rows("SELECT number, token FROM topics ORDER BY number"))

    def _number(self, name: str) -> int | None:
        rows = self._database.rows("SELECT number FROM topics WHERE name = ?", (name.strip(),))
        return int(rows[0][0]) if rows else None

    def _held(self, number: int) -> frozenset[str]:
        return frozenset(
            row[0] for row in self._database.rows("SELECT report FROM topic_reports WHERE topic = ?", (number,))
        )

    def _made(self, name: str) -> int:
        number = self._number(name)
        if number is not None:
            return number
        if self._database.rows("SELECT count(*) FROM topics")[0][0] >= MOST_TOPICS:
            raise CatalogError("catalog.topics_full", limit=MOST_TOPICS)
        return self._database.insert(
            "INSERT INTO topics (name, search, token, saved_at) VALUES (?, ?, ?, ?)", (name, "", "", now())
        )

    def _changed(self, number: int) -> None:
        """A token that no other state of any topic has had: numbers are given again, times are coarse."""
        values = (secrets.token_hex(8), now(), number)
        self._database.execute("UPDATE topics SET token = ?, saved_at = ? WHERE number = ?", values)
