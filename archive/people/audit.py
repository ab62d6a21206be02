"""The audit record of an archive: who searched, read, took out, changed, came in or was refused. Never changed.

What a line is and when a record is whole: `audit_chain`. Lines of several processes follow each other in the one order
in which the store lets writers in. A line that is `lasting` is on the disk when `add` returns, and with it all before;
others are a moment later, which only a power cut can tell (measured: 0.1 ms against 3 ms).
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime, timedelta

from archive.catalog.stores.database import ALL, Database, Row
from archive.people.audit_chain import (
    NOTHING_BEFORE,
    Deed,
    Kind,
    Line,
    Pruned,
    Verdict,
    Witness,
    pruning,
    tied,
    verdict,
)

LASTING: frozenset[Kind] = frozenset({"login", "export", "change", "administer"})
"""Kinds that are on the disk before anybody is answered. Searches, readings and refusals are many: the next lasting
line, or the store's own next sync, takes them along.
"""
COLUMNS = "number, at, kind, act, who, way, address, view, what, outcome, before, hash"
LONGEST = 4_000
"""Code points of any field; what is longer ends in …, so that nobody fills the disk by one line."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: all that agree with every field that is not empty. `since`, `until` as in `Line.at`, half-open."""

    who: str = ""
    kind: str = ""
    act: str = ""
    since: str = ""
    until: str = ""

    def condition(self) -> tuple[str, list[object]]:
        """As SQL and its values."""
        told = [("who = ?", self.who), ("kind = ?", self.kind), ("act = ?", self.act)]
        told += [("at >= ?", self.since), ("at < ?", self.until)]
        kept = [(clause, value) for clause, value in told if value]
        return " AND ".join(clause for clause, _ in kept) or "1 = 1", [value for _, value in kept]


class Audit:
    """The record in the database of people. Methods raise CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, deed: Deed, *, at: str | None = None) -> Line:
        """Put a deed at the end. `at`: another time than now."""
        with self._database.transaction(lasting=deed.kind in LASTING):
            return self._added(deed, at or now())

    def last(self) -> Witness:
        """The end of the record: what to write down elsewhere. Number 0 where nothing was ever recorded."""
        found = self._database.rows("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")
        return Witness(*found[0]) if found else Witness(0, NOTHING_BEFORE)

    def count(self, wanted: Wanted | None = None) -> int:
        """How many lines there are."""
        condition, values = (wanted or Wanted()).condition()
        return int(self._database.rows(f"SELECT count(*) FROM audit WHERE {condition}", values)[0][0])  # noqa: S608 # our own clauses

    def recent(self, wanted: Wanted | None = None, *, limit: int = ALL, offset: int = 0) -> Sequence[Line]:
        """Lines, the latest first."""
        condition, values = (wanted or Wanted()).condition()
        sql = f"SELECT {COLUMNS} FROM audit WHERE {condition} ORDER BY number DESC LIMIT ? OFFSET ?"  # noqa: S608 # as above
        return [_line(row) for row in self._database.rows(sql, [*values, limit, offset])]

    def lines(self, wanted: Wanted | None = None) -> Generator[Line, None, None]:
        """Lines in their order, one by one, all of one moment."""
        condition, values = (wanted or Wanted()).condition()
        sql = f"SELECT {COLUMNS} FROM audit WHERE {condition} ORDER BY number"  # noqa: S608 # as above
        yield from map(_line, self._database.stream(sql, values))

    def pruned(self) -> Pruned:
        """Where the kept chain begins."""
        found = self._database.rows("SELECT number, hash FROM audit_pruned ORDER BY number DESC LIMIT 1")
        return Pruned(*found[0]) if found else Pruned()

    def verify(self, witnesses: Iterable[Witness] = ()) -> Verdict:
        """Is the record whole, and does it hold what the witnesses saw?"""
        while True:
            pruned = self.pruned()
            found = verdict(self.lines(), pruned, witnesses)
            if found.fault is None or self.pruned() == pruned:  # else lines went while they were read
                return found

    def prune(self, days: int) -> int:
        """Delete the lines from the beginning that are older than so many days (0: none); how many.

        Only what stands before the first younger line: after a clock that went back nothing goes too early.
        """
        if not days:
            return 0
        limit = _told(datetime.now(UTC) - timedelta(days=days))
        with self._database.transaction():
            young = self._database.rows("SELECT min(number) FROM audit WHERE at >= ?", (limit,))[0][0]
            old = "SELECT number, hash FROM audit WHERE number < ? ORDER BY number DESC LIMIT 1"
            found = self._database.rows(old, (ALL if young is None else young,))
            if not found:
                return 0
            pruned = Pruned(*found[0])
            gone = int(self._database.rows("SELECT count(*) FROM audit WHERE number <= ?", (pruned.number,))[0][0])
            self._added(pruning(pruned, gone), now())
            self._database.execute("INSERT INTO audit_pruned (number, hash) VALUES (?, ?)", astuple(pruned))
            self._database.execute("DELETE FROM audit WHERE number <= ?", (pruned.number,))
        return gone

    def names(self) -> Sequence[str]:
        """Everybody whose deeds are recorded, in order."""
        return [str(row[0]) for row in self._database.rows("SELECT DISTINCT who FROM audit ORDER BY who")]

    def _added(self, deed: Deed, at: str) -> Line:
        last = self.last()
        line = tied(last.number + 1, at, _kept(deed), last.hash)
        one = line.deed
        values = (line.number, line.at, one.kind, one.act, one.who, one.way, one.address, one.view, one.what)
        self._database.execute(
            f"INSERT INTO audit ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 # our own columns
            (*values, one.outcome, line.before, line.hash),
        )
        return line


def now() -> str:
    """The moment as lines have it."""
    return _told(datetime.now(UTC))


def _told(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _kept(deed: Deed) -> Deed:
    """The deed as every store keeps it: no NUL, no half of a surrogate pair, nothing endless but the JSON."""
    return replace(
        deed,
        act=_plain(deed.act),
        who=_plain(deed.who),
        address=_plain(deed.address),
        view=_plain(deed.view),
        what=_storable(deed.what),
        outcome=_plain(deed.outcome),
    )


def _plain(text: str) -> str:
    kept = "".join(sign if sign.isprintable() else "�" for sign in _storable(text))
    return kept if len(kept) <= LONGEST else kept[: LONGEST - 1] + "…"


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "�")


def _line(row: Row) -> Line:
    number, at, kind, act, who, way, address, view, what, outcome, before, found = row
    return Line(number, at, Deed(kind, act, who, way, address, view, what, outcome), before, found)
