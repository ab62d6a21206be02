"""The notebooks of the local catalog, in SQL. What a reader keeps and may keep lives in `notebooks`."""

# ruff: noqa: D102 # the protocol in `notebooks` says what each method promises

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence

from archive.catalog.notebooks import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_CLIPPINGS,
    MOST_NOTES,
    MOST_SEARCHES,
    Clipping,
    Note,
    SavedSearch,
    reader_key,
    short_enough,
)
from archive.catalog.sql.arrivals import now
from archive.catalog.stores.database import Database, Row
from archive.errors import CatalogError


class SqlNotebooks:
    """Notebooks in the catalog's database. See `Notebooks` for what its methods promise."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, reader: str) -> SqlNotebook:
        return SqlNotebook(self._database, reader_key(reader))

    def hand_over(self, reader: str, to: str) -> None:
        old, new = SqlNotebook(self._database, reader_key(reader)), SqlNotebook(self._database, reader_key(to))
        with self._database.transaction():
            _hand_over_clippings(self._database, old, new)
            _hand_over_searches(self._database, old, new)
            _hand_over_notes(self._database, old, new)

    def followed(self, feed: str) -> SavedSearch | None:
        rows = self._database.rows(
            "SELECT number, name, address, seen, saved_at, seen_at FROM saved_searches"
            " WHERE number = (SELECT search FROM feeds WHERE token = ?)",
            (reader_key(feed),),
        )
        return _search(rows[0]) if rows else None

    def follower(self, feed: str) -> str | None:
        rows = self._database.rows(
            "SELECT reader FROM saved_searches WHERE number = (SELECT search FROM feeds WHERE token = ?)",
            (reader_key(feed),),
        )
        return str(rows[0][0]) if rows else None


class SqlNotebook:
    """One reader's. See `Notebook` for what its methods promise."""

    def __init__(self, database: Database, key: str) -> None:
        self._database = database
        self._key = key

    def clippings(self) -> Sequence[Clipping]:
        rows = self._database.rows(
            "SELECT report, version, passage, begins, ends, words, source, number, added_at FROM clippings"
            " WHERE reader = ? ORDER BY rank, number",
            (self._key,),
        )
        return tuple(Clipping(*row) for row in rows)

    def clipped(self) -> int:
        return int(self._database.rows("SELECT count(*) FROM clippings WHERE reader = ?", (self._key,))[0][0])

    def clip(self, wanted: Iterable[Clipping]) -> int:
        with self._database.transaction():
            there = {clipping.place for clipping in self.clippings()}
            new = {clipping.place: clipping for clipping in wanted if clipping.place not in there}
            self._room("clippings", MOST_CLIPPINGS - len(new))
            for rank, clipping in enumerate(new.values(), self.last_rank() + 1):
                self._database.insert(
                    "INSERT INTO clippings (reader, rank, report, version, passage, begins, ends, words, source,"
                    " added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (self._key, rank, *clipping.place, clipping.words, clipping.source, now()),
                )
        return len(new)

    def unclip(self, numbers: Collection[int]) -> int:
        with self._database.transaction():
            mine = {clipping.number for clipping in self.clippings()} & set(numbers)
            for number in mine:
                self._database.execute("DELETE FROM clippings WHERE number = ?", (number,))
        return len(mine)

    def move(self, number: int, to: int) -> bool:
        with self._database.transaction():
            numbers = [clipping.number for clipping in self.clippings()]
            if number not in numbers:
                return False
            numbers.remove(number)
            numbers.insert(max(0, to), number)
            for rank, one in enumerate(numbers):
                self._database.execute("UPDATE clippings SET rank = ? WHERE number = ?", (rank, one))
        return True

    def searches(self) -> Sequence[SavedSearch]:
        rows = self._database.rows(
            "SELECT number, name, address, seen, saved_at, seen_at FROM saved_searches WHERE reader = ?"
            " ORDER BY number DESC",
            (self._key,),
        )
        return tuple(map(_search, rows))

    def save_search(self, name: str, address: str, seen: Mapping[str, int]) -> int:
        called, where = short_enough("name", name, LONGEST_NAME), short_enough("address", address, LONGEST_ADDRESS)
        with self._database.transaction():
            former = [search.number for search in self.searches() if search.address == where]
            self._database.execute("DELETE FROM saved_searches WHERE reader = ? AND address = ?", (self._key, where))
            self._room("saved_searches", MOST_SEARCHES - 1)
            at = now()
            number = self._database.insert(
                "INSERT INTO saved_searches (reader, name, address, seen, saved_at, seen_at) VALUES (?, ?, ?, ?, ?, ?)",
                (self._key, called, where, _told(seen), at, at),
            )
            for old in former:  # who follows it goes on following
                self._database.execute("UPDATE feeds SET search = ? WHERE search = ?", (number, old))
        return number

    def visited(self, number: int, seen: Mapping[str, int]) -> bool:
        with self._database.transaction():
            if number not in {search.number for search in self.searches()}:
                return False
            self._database.execute(
                "UPDATE saved_searches SET seen = ?, seen_at = ? WHERE number = ?", (_told(seen), now(), number)
            )
        return True

    def forget_search(self, number: int) -> bool:
        with self._database.transaction():
            if number not in {search.number for search in self.searches()}:
                return False
            self._database.execute("DELETE FROM feeds WHERE search = ?", (number,))
            self._database.execute("DELETE FROM saved_searches WHERE number = ?", (number,))
        return True

    def open_feed(self, number: int) -> str | None:
        name = secrets.token_urlsafe(24)
        with self._database.transaction():
            if number not in {search.number for search in self.searches()}:
                return None
            self._database.execute("DELETE FROM feeds WHERE search = ?", (number,))
            self._database.execute(
                "INSERT INTO feeds (token, search, opened_at) VALUES (?, ?, ?)", (reader_key(name), number, now())
            )
        return name

    def close_feed(self, number: int) -> bool:
        with self._database.transaction():
            if number not in self.feeds():
                return False
            self._database.execute("DELETE FROM feeds WHERE search = ?", (number,))
        return True

    def feeds(self) -> frozenset[int]:
        rows = self._database.rows(
            "SELECT search FROM feeds WHERE search IN (SELECT number FROM saved_searches WHERE reader = ?)",
            (self._key,),
        )
        return frozenset(row[0] for row in rows)

    def notes(self, report: str | None = None) -> Sequence[Note]:
        columns = "SELECT number, report, version, passage, words, saved_at FROM notes WHERE reader = ?"
        if report is None:
            rows = self._database.rows(f"{columns} ORDER BY saved_at DESC, number DESC", (self._key,))
        else:
            rows = self._database.rows(f"{columns} AND report = ? ORDER BY passage, version", (self._key, report))
        return tuple(Note(*row) for row in rows)

    def note(self, report: str, version: int, passage: int, words: str) -> None:
        said = short_enough("note", words, LONGEST_NOTE)
        place = (self._key, report, version, passage)
        with self._database.transaction():
            self._database.execute(
                "DELETE FROM notes WHERE reader = ? AND report = ? AND version = ? AND passage = ?", place
            )
            if said:
                self._room("notes", MOST_NOTES - 1)
                self._database.insert(
                    "INSERT INTO notes (reader, report, version, passage, words, saved_at) VALUES (?, ?, ?, ?, ?, ?)",
                    (*place, said, now()),
                )

    @property
    def key(self) -> str:
        """What is kept of its reader's name."""
        return self._key

    def last_rank(self) -> int:
        """The rank of the last clipping; 0 where there is none."""
        rows = self._database.rows("SELECT coalesce(max(rank), 0) FROM clippings WHERE reader = ?", (self._key,))
        return int(rows[0][0])

    def _room(self, table: str, most: int) -> None:
        rows = self._database.rows(f"SELECT count(*) FROM {table} WHERE reader = ?", (self._key,))  # noqa: S608 # ours
        if rows[0][0] > most:
            raise CatalogError("catalog.notebook_full")


def _hand_over_clippings(database: Database, old: SqlNotebook, new: SqlNotebook) -> None:
    there, rank = {clipping.place for clipping in new.clippings()}, new.last_rank()
    for clipping in old.clippings():
        if clipping.place in there:
            database.execute("DELETE FROM clippings WHERE number = ?", (clipping.number,))
            continue
        rank += 1
        database.execute("UPDATE clippings SET reader = ?, rank = ? WHERE number = ?", (new.key, rank, clipping.number))


def _hand_over_searches(database: Database, old: SqlNotebook, new: SqlNotebook) -> None:
    there, followed = {search.address: search.number for search in new.searches()}, new.feeds()
    for search in old.searches():
        if search.address in there:  # who follows it goes on following, where nobody follows the other
            if there[search.address] in followed:
                database.execute("DELETE FROM feeds WHERE search = ?", (search.number,))
            database.execute("UPDATE feeds SET search = ? WHERE search = ?", (there[search.address], search.number))
            database.execute("DELETE FROM saved_searches WHERE number = ?", (search.number,))
        else:
            database.execute("UPDATE saved_searches SET reader = ? WHERE number = ?", (new.key, search.number))


def _hand_over_notes(database: Database, old: SqlNotebook, new: SqlNotebook) -> None:
    there = {(note.report, note.version, note.passage): note for note in new.notes()}
    for note in old.notes():
        same = there.get((note.report, note.version, note.passage))
        if same is None:
            database.execute("UPDATE notes SET reader = ? WHERE number = ?", (new.key, note.number))
            continue
        words = same.words if note.words in same.words else f"{same.words}\n{note.words}"
        database.execute("UPDATE notes SET words = ? WHERE number = ?", (words, same.number))
        database.execute("DELETE FROM notes WHERE number = ?", (note.number,))


def _search(row: Row) -> SavedSearch:
    number, name, address, seen, saved_at, seen_at = row
    return SavedSearch(number, name, address, json.loads(seen), saved_at, seen_at)


def _told(seen: Mapping[str, int]) -> str:
    return json.dumps(dict(seen), separators=(",", ":"))
