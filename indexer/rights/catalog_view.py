"""A catalog as somebody may see it: the reports of some 分库, and of the others not even their number.

Every method stands here by itself: one that the catalog learns later is not passed through, but missed by mypy. Unknown
and forbidden are the same error.
"""

# ruff: noqa: D102 # the protocols in `archive.catalog.base` say what each method promises

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from archive.catalog import (
    Catalog,
    Change,
    Confirmed,
    Counts,
    Duplicate,
    Entry,
    Filter,
    Sort,
    Unread,
    Version,
)
from archive.catalog.edits import NOBODY, By, EditKind, Edits
from archive.catalog.fonds import FondsRegister
from archive.catalog.imports import Imports
from archive.catalog.near_duplicates import Near
from archive.catalog.notebooks import Notebooks
from archive.catalog.rosters import Rosters
from archive.catalog.stored_places import StoredPlace
from archive.catalog.text_slices import Slices
from archive.catalog.topics import Topics
from archive.catalog.values import Value
from archive.errors import CatalogError
from archive.model import Masthead, Record, Report
from indexer.rights.near_view import NearView
from indexer.rights.register_views import EditsView, FondsView, ImportsView, RostersView, TopicsView
from indexer.rights.scope import Scope

Wanted = Collection[Value] | Value | None


class CatalogView:
    """The part of `catalog` that `scope` lets be read, and changed. Threads may share it."""

    def __init__(self, catalog: Catalog, scope: Scope) -> None:
        self._catalog = catalog
        self._scope = scope
        self._among: tuple[int, frozenset[str]] = -1, frozenset()
        self.rosters: Rosters = RostersView(catalog.rosters, scope)
        self.topics: Topics = TopicsView(catalog.topics, scope, self._readable)
        self.fonds: FondsRegister = FondsView(catalog.fonds, scope, self._readable)
        self.imports: Imports = ImportsView(catalog.imports, scope, self._readable)
        self.edits: Edits = EditsView(catalog.edits, scope, self._readable, self._editable)
        self.near: Near = NearView(catalog.near, scope, self._readable, self._editable)
        self.notebooks: Notebooks = catalog.notebooks
        """What a reader keeps is told by their own name alone."""

    def record(self, report_id: str, version: int | None = None) -> Record | None:
        found = self._catalog.record(report_id, version)
        return found if found is not None and self._scope.may_read(found.fonds) else None

    def records(self, ids: Iterable[str]) -> Iterator[Record]:
        return (found for found in self._catalog.records(self._live(ids)) if self._scope.may_read(found.fonds))

    def texts(self, ids: Collection[str] | None = None) -> Iterator[tuple[str, tuple[str, ...]]]:
        return self._catalog.texts(self._all_or(ids))

    def slices(self, wanted: Sequence[Slices]) -> Sequence[Sequence[str] | None]:
        readable = self._readable([one.id for one in wanted])
        told = iter(self._catalog.slices([one for one in wanted if one.id in readable]))
        return [next(told) if one.id in readable else None for one in wanted]

    def mastheads(self, ids: Collection[str] | None = None) -> Iterator[tuple[str, int, Masthead]]:
        return self._catalog.mastheads(self._all_or(ids))

    def entries(self, ids: Iterable[str]) -> Iterator[Entry]:
        return (found for found in self._catalog.entries(self._live(ids)) if self._scope.may_read(found.fonds))

    def noticed(self, codes: Collection[str]) -> Mapping[str, frozenset[str]]:
        found = self._catalog.noticed(codes)
        live = self._ids()
        return found if live is None else {name: told for name, told in found.items() if name in live}

    def stored_values(self, values: Collection[str]) -> Iterator[StoredPlace]:
        live = self._ids()
        return (one for one in self._catalog.stored_values(values) if live is None or one.id in live)

    def editions(self) -> Iterator[tuple[str, str, int]]:
        live = self._ids()
        return (row for row in self._catalog.editions() if live is None or row[0] in live)

    def ids(self, fonds: frozenset[str] | None = None) -> tuple[str, ...]:
        return self._catalog.ids(self._within(fonds))

    def list(
        self,
        where: Filter | None = None,
        *,
        sort: Sort = "added",
        limit: int = 0,
        offset: int = 0,
        removed: bool = False,
    ) -> Iterator[Entry]:
        return self._catalog.list(self._where(where), sort=sort, limit=limit, offset=offset, removed=removed)

    def count(self, where: Filter | None = None, *, removed: bool = False) -> int:
        return self._catalog.count(self._where(where), removed=removed)

    def versions(self, report_id: str) -> Sequence[Version]:
        return self._catalog.versions(report_id) if self._readable((report_id,)) else ()

    def original(self, report_id: str, version: int | None = None) -> bytes:
        self._known(report_id)
        return self._catalog.original(report_id, version)

    def source(self, report_id: str) -> str:
        self._known(report_id)
        return self._catalog.source(report_id)

    def unread(self) -> Iterator[Unread]:
        return (file for file in self._catalog.unread() if self._scope.may_read(file.fonds))

    def unread_original(self, location: str) -> bytes:
        if self._unread_fonds(location) is None:
            raise CatalogError("catalog.no_such_report", id=location)
        return self._catalog.unread_original(location)

    def duplicates(self, fonds: frozenset[str] | None = None) -> Iterator[Duplicate]:
        return self._catalog.duplicates(self._within(fonds))

    def counts(self) -> Counts:
        if self._scope.read is None:
            return self._catalog.counts()
        files = list(self.unread())
        aside = sum(file.set_aside is not None for file in files)
        places = sum(1 for _ in self.duplicates())
        return Counts(self.count(), self.count(removed=True), places, len(files) - aside, aside)

    def changes(self, after: int = 0) -> Iterator[Change]:
        """To whoever keeps what they were told, a report that may not be read any more is one that was removed."""
        live = self._ids()
        for change in self._catalog.changes(after):
            gone = live is not None and change.kind == "put" and change.id not in live
            yield Change(change.number, change.id, "remove") if gone else change

    def last_change(self) -> int:
        return self._catalog.last_change()

    def edit(
        self,
        report_id: str,
        corrections: Mapping[str, Value | None],
        reset: Collection[str] = (),
        *,
        by: By = NOBODY,
    ) -> Record:
        self._editable((report_id,))
        return self._catalog.edit(report_id, corrections, reset, by=by)

    def edit_all(
        self,
        corrections: Mapping[str, Mapping[str, Value | None]],
        reset: Collection[str] = (),
        *,
        by: By = NOBODY,
        kind: EditKind = "correct",
    ) -> int | None:
        self._editable(corrections)
        return self._catalog.edit_all(corrections, reset, by=by, kind=kind)

    def confirm(self, ids: Iterable[str], *, by: By = NOBODY, seen: int | None = None) -> Confirmed:
        wanted = tuple(ids)
        self._editable(wanted)
        return self._catalog.confirm(wanted, by=by, seen=seen)

    def remove(self, report_id: str) -> bool:
        return bool(self.remove_all([report_id]))

    def remove_all(self, ids: Iterable[str]) -> Sequence[str]:
        wanted = self._seen(ids)
        self._editable(wanted)
        return self._catalog.remove_all(wanted)

    def restore(self, report_id: str) -> bool:
        wanted = self._seen((report_id,))
        self._editable(wanted)
        return bool(wanted) and self._catalog.restore(report_id)

    def purge(self, report_id: str) -> bool:
        wanted = self._seen((report_id,))
        self._editable(wanted)
        return bool(wanted) and self._catalog.purge(report_id)

    def set_aside(self, location: str, reason: str | None) -> bool:
        return self._may_touch(self._unread_fonds(location)) and self._catalog.set_aside(location, reason)

    def forget(self, location: str) -> bool:
        fonds = self._unread_fonds(location)
        if fonds is None:
            fonds = next((copy.fonds for copy in self.duplicates() if copy.location == location), None)
        return self._may_touch(fonds) and self._catalog.forget(location)

    def amend(self, report_id: str, version: int, report: Report) -> Record:
        self._editable((report_id,))
        return self._catalog.amend(report_id, version, report)

    def _where(self, where: Filter | None) -> Filter | None:
        """The filter within what may be read."""
        if self._scope.read is None:
            return where
        wanted: Wanted = (where or {}).get("fonds", self._scope.read)
        asked = {wanted} if isinstance(wanted, str | int) or wanted is None else set(wanted)
        return {**(where or {}), "fonds": sorted(self._scope.read & {str(one) for one in asked if one is not None})}

    def _within(self, fonds: frozenset[str] | None) -> frozenset[str] | None:
        read = self._scope.read
        return fonds if read is None else read if fonds is None else fonds & read

    def _ids(self) -> frozenset[str] | None:
        """The live reports that may be read; None for all."""
        if self._scope.read is None:
            return None
        change = self._catalog.last_change()
        if self._among[0] != change:
            self._among = change, frozenset(self._catalog.ids(self._scope.read))
        return self._among[1]

    def _live(self, ids: Iterable[str]) -> Iterable[str]:
        live = self._ids()
        return ids if live is None else (name for name in ids if name in live)

    def _all_or(self, ids: Collection[str] | None) -> Collection[str] | None:
        live = self._ids()
        if live is None:
            return ids
        return self.ids() if ids is None else [name for name in ids if name in live]

    def _readable(self, ids: Iterable[str]) -> frozenset[str]:
        """Of these, live or in the trash, those that may be read; of what is gone for good nothing is known."""
        wanted = frozenset(ids)
        if self._scope.read is None:
            return wanted
        live = self._ids() or frozenset()
        others = wanted - live
        known = self._catalog.fonds.of(others) if others else {}
        return (wanted & live) | {name for name, fonds in known.items() if self._scope.may_read(fonds)}

    def _seen(self, ids: Iterable[str]) -> Sequence[str]:
        wanted = tuple(ids)
        readable = self._readable(wanted)
        return tuple(name for name in wanted if name in readable)

    def _known(self, report_id: str) -> None:
        if not self._readable((report_id,)):
            raise CatalogError("catalog.no_such_report", id=report_id[:80])

    def _editable(self, ids: Iterable[str]) -> None:
        """Raises CatalogError: `catalog.no_such_report` for what does not exist here, `catalog.may_not_edit`."""
        wanted = tuple(ids)
        readable = self._readable(wanted)
        for name in wanted:
            if name not in readable:
                raise CatalogError("catalog.no_such_report", id=name[:80])
        if self._scope.edit is not None:
            for fonds in sorted(set(self._catalog.fonds.of(wanted).values())):
                if not self._scope.may_edit(fonds):
                    raise CatalogError("catalog.may_not_edit", key=fonds)

    def _unread_fonds(self, location: str) -> str | None:
        return next((file.fonds for file in self.unread() if file.location == location), None)

    def _may_touch(self, fonds: str | None) -> bool:
        if fonds is not None and not self._scope.may_edit(fonds):
            raise CatalogError("catalog.may_not_edit", key=fonds)
        return fonds is not None


def first_editable(scope: Scope) -> str:
    """Where what a person brings goes if nobody says: the archive's own, else the first that they may edit."""
    if scope.may_edit(""):
        return ""
    return next(iter(islice(sorted(scope.edit or ()), 1)), "")
