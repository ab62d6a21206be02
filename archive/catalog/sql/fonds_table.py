"""The 分库 of a catalog and the rights on them, in SQL. What they are lives in `archive.catalog.fonds`."""

# ruff: noqa: S608 # marks alone are put together; every value is bound
# ruff: noqa: D102 # the protocol in `archive.catalog.fonds` says what each method promises

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from archive.catalog.fonds import (
    MOST_FONDS,
    WHOLE,
    Fonds,
    Grant,
    Right,
    fonds_key,
    fonds_name,
    group_name,
    known_fonds,
)
from archive.catalog.sql.arrivals import find, next_change, now
from archive.catalog.stores.database import Database
from archive.errors import CatalogError

CHUNK = 256
"""Reports a query."""


class SqlFonds:
    """Fonds and rights in the catalog's database. See `FondsRegister` for what its methods promise."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> Sequence[Fonds]:
        return tuple(Fonds(*row) for row in self._database.rows("SELECT key, name, saved_at FROM fonds ORDER BY key"))

    def get(self, key: str) -> Fonds | None:
        rows = self._database.rows("SELECT key, name, saved_at FROM fonds WHERE key = ?", (key,))
        return Fonds(*rows[0]) if rows else None

    def add(self, key: str, name: str) -> Fonds:
        made = Fonds(fonds_key(key), fonds_name(name), now())
        with self._database.transaction():
            if self.get(made.key) is not None or self._called(made.name):
                raise CatalogError("catalog.fonds_there", key=made.key, name=made.name)
            if self._database.rows("SELECT count(*) FROM fonds")[0][0] >= MOST_FONDS:
                raise CatalogError("catalog.fonds_full", limit=MOST_FONDS)
            self._database.execute(
                "INSERT INTO fonds (key, name, saved_at) VALUES (?, ?, ?)", (made.key, made.name, made.saved_at)
            )
            self._changed()
        return made

    def rename(self, key: str, name: str) -> Fonds:
        called = fonds_name(name)
        with self._database.transaction():
            known = known_fonds(self, key)
            if known == WHOLE:
                raise CatalogError("catalog.fonds_key", key=known, limit=0)
            if self._called(called) not in ("", known):
                raise CatalogError("catalog.fonds_there", key=known, name=called)
            self._database.execute("UPDATE fonds SET name = ? WHERE key = ?", (called, known))
            self._changed()
        found = self.get(known)
        assert found is not None  # nothing takes a fonds away
        return found

    def grant(self, group: str, key: str, right: Right) -> None:
        called = group_name(group)
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO rights (team, fonds, may) VALUES (?1, ?2, ?3)"
                " ON CONFLICT (team, fonds) DO UPDATE SET may = ?3",
                (called, known_fonds(self, key), right),
            )
            self._changed()

    def revoke(self, group: str, key: str) -> bool:
        values = group.strip(), key.strip()
        with self._database.transaction():
            if not self._database.rows("SELECT 1 FROM rights WHERE team = ? AND fonds = ?", values):
                return False
            self._database.execute("DELETE FROM rights WHERE team = ? AND fonds = ?", values)
            self._changed()
        return True

    def grants(self) -> Sequence[Grant]:
        rows = self._database.rows("SELECT team, fonds, may FROM rights ORDER BY team, fonds")
        return tuple(Grant(*row) for row in rows)

    def move(self, ids: Collection[str], key: str) -> Sequence[str]:
        moved: list[str] = []
        with self._database.transaction():
            target = known_fonds(self, key)
            for name in dict.fromkeys(ids):
                kept = find(self._database, "id = ? AND removed_at IS NULL", name)
                if kept is None:
                    raise CatalogError("catalog.no_such_report", id=name[:80])
                if kept.fonds != target:
                    self._database.execute(
                        "UPDATE reports SET fonds = ?, change = ? WHERE number = ?",
                        (target, next_change(self._database), kept.number),
                    )
                    moved.append(name)
        return moved

    def of(self, ids: Collection[str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        waiting = iter(ids)
        while chunk := tuple(islice(waiting, CHUNK)):
            marks = ",".join("?" * len(chunk))
            found.update(self._database.rows(f"SELECT id, fonds FROM reports WHERE id IN ({marks})", chunk))
        return found

    def state(self) -> int:
        rows = self._database.rows("SELECT number FROM rights_change WHERE what = 'rights'")
        return int(rows[0][0]) if rows else 0

    def _called(self, name: str) -> str:
        """The key of the fonds of that name, "" for none."""
        rows = self._database.rows("SELECT key FROM fonds WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else ""

    def _changed(self) -> None:
        self._database.execute(
            "INSERT INTO rights_change (what, number) VALUES ('rights', ?1)"
            " ON CONFLICT (what) DO UPDATE SET number = ?1",
            (self.state() + 1,),
        )
