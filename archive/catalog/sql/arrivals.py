"""What becomes of files that arrive: the rules of identity, inside one transaction. Parsing lives in ingest.

In this order: a place's own live report is updated or unchanged; bytes that a live report has (also as a version that
a person merged into it) are a duplicate; a report in the trash that had the place, or has the bytes, comes back with
its id; else a report is added.
"""

# ruff: noqa: S608 # pieces of SQL are our own words; every value is bound

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from archive.catalog.report_ids import in_fonds, new_id
from archive.catalog.serialization import (
    KeptForm,
    dumps,
    edition_of,
    loads,
    masthead_json,
    report_of,
)
from archive.catalog.sql import digests
from archive.catalog.sql.filters import within
from archive.catalog.sql.merging import dissolve, kept_for
from archive.catalog.stores.database import Database
from archive.catalog.values import Arrival, Outcome, Value
from archive.errors import ArchiveError, ReadError
from archive.model import Masthead, Report
from archive.ocr_corrections import amendments, carried
from archive.storage.originals import Originals


@dataclass(frozen=True, slots=True)
class Kept:
    """What a decision needs of a report that is in the catalog."""

    number: int
    id: str
    location: str
    version: int
    sha256: str
    given: Mapping[str, Value]
    corrections: Mapping[str, Value | None]
    removed: bool
    change: int = 0
    fonds: str = ""


LAST_CHANGE = (
    "SELECT coalesce(max(change), 0) FROM"
    " (SELECT max(change) AS change FROM reports UNION ALL SELECT max(change) FROM purged) AS both_kinds"
)
"""The highest change number, 0 where nothing has ever been kept."""


class Arriving:
    """One batch on its way into `database`; use it inside a transaction, then `keep_originals` before the commit."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = now()
        self.originals: dict[str, bytes] = {}

    def take(self, arrival: Arrival) -> Outcome:
        """Decide about one file and write it down. A place that gave no report so far stays in its fonds."""
        held = self.database.rows("SELECT fonds FROM unread WHERE location = ?", (arrival.location,))
        if held:
            arrival = replace(arrival, fonds=held[0][0])
        form = arrival.error or _form(arrival)
        if isinstance(form, ArchiveError):
            return self._fail(arrival, form)
        own = find(self.database, "location = ?", arrival.location)
        if own is not None and not own.removed:
            return self._refresh(own, arrival, form)
        readable = arrival.readable
        twin = find(self.database, "sha256 = ? AND removed_at IS NULL", arrival.sha256, readable)
        if twin is not None:
            return self._duplicate(arrival, twin.id)
        kept = kept_for(self.database, arrival.sha256, readable)
        if kept is not None:  # a person said that these bytes are a version of it
            return self._duplicate(arrival, kept)
        trashed = own or find(self.database, "sha256 = ?", arrival.sha256, readable)
        if trashed is not None:
            return self._revive(trashed, arrival, form)
        return self._begin(arrival, form)

    def keep_originals(self, originals: Originals) -> tuple[str, ...]:
        """Put the bytes that this batch refers to on the disk; the hashes of those that are new."""
        return originals.keep(self.originals.items())

    def _fail(self, arrival: Arrival, error: ArchiveError) -> Outcome:
        own = find(self.database, "location = ? AND removed_at IS NULL", arrival.location)
        if own is None or own.sha256 != arrival.sha256:  # else its text is known: only this reading of it failed
            before = self.database.rows(
                "SELECT set_aside FROM unread WHERE location = ? AND sha256 = ?", (arrival.location, arrival.sha256)
            )
            self._forget(arrival.location)
            self.originals[arrival.sha256] = arrival.data
            said = error.code, dumps(dict(error.evidence)), before[0][0] if before else None
            self.database.execute(
                "INSERT INTO unread (location, source, sha256, at, code, evidence, set_aside, fonds)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    arrival.location,
                    arrival.source,
                    arrival.sha256,
                    self.now,
                    *said,
                    own.fonds if own else arrival.fonds,
                ),
            )
        return Outcome("failed", None, error)

    def _duplicate(self, arrival: Arrival, first: str) -> Outcome:
        self._forget(arrival.location)
        self.database.execute(
            "INSERT INTO duplicates (location, source, sha256, at, fonds) VALUES (?, ?, ?, ?, ?)",
            (arrival.location, arrival.source, arrival.sha256, self.now, arrival.fonds),
        )
        return Outcome("duplicate", first)

    def amend(self, kept: Kept, report: Report) -> None:
        """Keep `report` as a new version of the same bytes, of the same source."""
        (source,) = self.database.rows("SELECT source FROM reports WHERE number = ?", (kept.number,))[0]
        arrival = Arrival(kept.location, source, b"", kept.sha256, report)
        form = KeptForm.of(report)
        version = self._version(kept, arrival, form)
        self.originals.pop(kept.sha256, None)  # it is kept already
        self._write(kept, arrival, form, version, kept.given)

    def _with_amendments(self, kept: Kept, arrival: Arrival, form: KeptForm) -> KeptForm:
        """What a person has put right in recognised text outlives a later reading."""
        texts, structure = self.database.rows(
            "SELECT texts, structure FROM versions WHERE report = ? AND version = ?", (kept.number, kept.version)
        )[0]
        if '"recognised":' not in structure:
            return form
        before = report_of(texts, structure)
        report = carried(before, form.report, arrival.source)
        rereading = kept.sha256 == arrival.sha256 and before.edition < form.edition
        if rereading and amendments(report) < amendments(before):
            # A later reader reads a place otherwise that a person has read: the person's text stands.
            report = replace(before, edition=form.edition, notices=form.notices)
        return KeptForm.of(report)

    def _refresh(self, own: Kept, arrival: Arrival, form: KeptForm) -> Outcome:
        self._forget(arrival.location)
        form = self._with_amendments(own, arrival, form)
        given = {**own.given, **arrival.given}
        learnt = self._learn(own, arrival, form)
        version = self._version(own, arrival, form)
        same = version == own.version and given == own.given
        if not same or learnt:
            self._write(own, arrival, form, version, given)
        return Outcome("unchanged" if same else "updated", own.id)

    def _learn(self, own: Kept, arrival: Arrival, form: KeptForm) -> bool:
        """Where a later edition read the same text from the same bytes, what it says beside the text replaces what
        was said: no place that anybody cites has moved. Whether it did.
        """
        if own.sha256 != arrival.sha256:
            return False
        before = self.database.rows(
            "SELECT structure FROM versions WHERE report = ? AND version = ? AND texts = ?",
            (own.number, own.version, form.texts),
        )
        if not before or edition_of(before[0][0]) >= form.edition:
            return False
        self.database.execute(
            "UPDATE versions SET structure = ? WHERE report = ? AND version = ?",
            (form.structure, own.number, own.version),
        )
        return True

    def _revive(self, trashed: Kept, arrival: Arrival, form: KeptForm) -> Outcome:
        self._forget(arrival.location)
        dissolve(self.database, trashed.id)
        form = self._with_amendments(trashed, arrival, form)
        version = self._version(trashed, arrival, form)
        self._write(trashed, arrival, form, version, {**trashed.given, **arrival.given})
        return Outcome("added", trashed.id)

    def _begin(self, arrival: Arrival, form: KeptForm) -> Outcome:
        self._forget(arrival.location)
        origin = in_fonds(arrival.sha256, arrival.fonds)
        identity = new_id(origin, lambda wanted: find(self.database, "id = ?", wanted) is not None)
        number = self.database.insert(  # `_write` says the rest, its change number included
            "INSERT INTO reports (id, location, source, version, sha256, change, added_at, given, corrections, format,"
            " title_derived, masthead, fonds) VALUES (?, ?, ?, 0, ?, 0, ?, '{}', '{}', ?, 0, '{}', ?)",
            (identity, arrival.location, arrival.source, arrival.sha256, self.now, form.format, arrival.fonds),
        )
        begun = Kept(number, identity, arrival.location, 0, "", {}, {}, removed=False)
        version = self._version(begun, arrival, form)
        change = self._write(begun, arrival, form, version, arrival.given)
        self.database.execute("DELETE FROM purged WHERE report = ?", (identity,))  # its new change is above that one
        if arrival.digest is not None:
            fold, digest = arrival.digest
            digests.put(self.database, fold, [(identity, version, digest)])
        return Outcome("added", identity, change=change)

    def _version(self, kept: Kept, arrival: Arrival, form: KeptForm) -> int:
        """The number of the version that `form` is: the current one, or a new one that is written down here.

        The same bytes read differently (another encoding, a better reader) are a new version too: what was cited stays.
        """
        if kept.sha256 == arrival.sha256 and self.database.rows(
            "SELECT 1 FROM versions WHERE report = ? AND version = ? AND texts = ? AND structure = ?",
            (kept.number, kept.version, form.texts, form.structure),
        ):
            return kept.version
        number = 1 + int(
            self.database.rows("SELECT coalesce(max(version), 0) FROM versions WHERE report = ?", (kept.number,))[0][0]
        )
        self.originals[arrival.sha256] = arrival.data
        self.database.execute(
            "INSERT INTO versions (report, version, sha256, source, added_at, texts, structure)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (kept.number, number, arrival.sha256, arrival.source, self.now, form.texts, form.structure),
        )
        return number

    def _write(self, kept: Kept, arrival: Arrival, form: KeptForm, version: int, given: Mapping[str, Value]) -> int:
        """The change that it is."""
        self.database.execute(
            "UPDATE reports SET location = ?, source = ?, version = ?, sha256 = ?, given = ?, format = ?,"
            " removed_at = NULL WHERE number = ?",
            (arrival.location, arrival.source, version, arrival.sha256, dumps(given), form.format, kept.number),
        )
        return write_masthead(self.database, kept.number, effective(form.masthead, given, kept.corrections))

    def _forget(self, location: str) -> None:
        """The place has something else to say now."""
        self.database.execute("DELETE FROM duplicates WHERE location = ?", (location,))
        self.database.execute("DELETE FROM unread WHERE location = ?", (location,))


def checked(arrivals: Iterable[Arrival]) -> list[Arrival]:
    """The batch with its given values in their kept form. Raises CatalogError("catalog.bad_value")."""
    from archive.masthead.corrections import validated  # its patterns are not needed for a search, which loads this too

    batch = []
    for arrival in arrivals:
        values = {name: validated(name, value) for name, value in arrival.given.items()}
        given = {name: value for name, value in values.items() if value is not None}
        batch.append(
            Arrival(
                plain(arrival.location),
                plain(arrival.source),
                arrival.data,
                arrival.sha256,
                arrival.report,
                arrival.error,
                given,
                arrival.fonds,
                arrival.readable,
                arrival.form,
                arrival.digest,
            )
        )
    return batch


def find(database: Database, condition: str, value: str, readable: frozenset[str] | None = None) -> Kept | None:
    """The first report (in order of arrival), of those in `readable` 分库 (None: of all), that fulfils `condition`."""
    among = within("fonds", readable)
    rows = database.rows(
        "SELECT number, id, location, version, sha256, given, corrections, removed_at, change, fonds FROM reports"
        f" WHERE {condition}{among.condition} ORDER BY number LIMIT 1",
        (value, *among.values),
    )
    if not rows:
        return None
    number, identity, location, version, sha256, given, corrections, removed_at, change, fonds = rows[0]
    removed = removed_at is not None
    return Kept(number, identity, location, version, sha256, loads(given), loads(corrections), removed, change, fonds)


def effective(read: Masthead, given: Mapping[str, Value], corrections: Mapping[str, Value | None]) -> Masthead:
    """What holds: read, then filled, then corrected."""
    from archive.masthead.corrections import corrected, filled  # as above

    return corrected(filled(read, given), corrections)


def write_masthead(database: Database, number: int, masthead: Masthead) -> int:
    """The effective masthead of report `number`, which is a change of it: its number."""
    change = next_change(database)
    database.execute(
        "UPDATE reports SET title = ?, title_derived = ?, unit = ?, person = ?, doc_number = ?, addressee = ?,"
        " date = ?, year = ?, period = ?, type = ?, masthead = ?, change = ? WHERE number = ?",
        (
            masthead.title,
            masthead.title_derived,
            masthead.unit,
            masthead.person,
            masthead.number,
            masthead.addressee,
            masthead.date,
            masthead.year,
            masthead.period,
            masthead.type,
            dumps(masthead_json(masthead)),
            change,
            number,
        ),
    )
    return change


def next_change(database: Database) -> int:
    """The number after the highest; only inside a transaction."""
    return 1 + last_change(database)


def last_change(database: Database) -> int:
    """The highest change number, 0 where nothing has ever been kept."""
    return int(database.rows(LAST_CHANGE)[0][0])


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def plain(name: str) -> str:
    r"""A path as UTF-8 can hold it: bytes that are no text are written out (\udcff)."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _form(arrival: Arrival) -> KeptForm | ArchiveError:
    """The report to keep. One with half a surrogate pair is no text: it could be neither kept nor shown."""
    form = arrival.form
    if form is None:
        assert arrival.report is not None
        form = KeptForm.of(arrival.report)
    try:
        form.texts.encode()
        form.structure.encode()
    except UnicodeEncodeError:
        return ReadError("read.not_text", name=arrival.source)
    return form
