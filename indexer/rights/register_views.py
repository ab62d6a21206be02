"""The registers of a catalog as somebody may see them: edits, imports, rosters, topics, 分库. What is outside does not
exist; whoever may not change what they see is told so.
"""

# ruff: noqa: D102 # the protocols in `archive.catalog` say what each method promises

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from archive.catalog.edits import NOBODY, By, Edit, EditedReport, Edits, Undone
from archive.catalog.fonds import WHOLE, Fonds, FondsRegister, Grant, Right, known_fonds
from archive.catalog.imports import Import, ImportedFile, Imports, Way
from archive.catalog.rosters import Roster, Rosters
from archive.catalog.topics import Topic, Topics
from archive.errors import ArchiveError, CatalogError
from indexer.rights.scope import Scope

Readable = Callable[[Iterable[str]], frozenset[str]]
"""Of these ids of reports, live or in the trash, those that may be read."""


def part(limit: int, offset: int) -> slice:
    """The rows of a list that are asked for; a `limit` of 0 is all."""
    return slice(offset, offset + limit if limit else None)


class EditsView:
    """Of every edit what it did to reports that may be read."""

    def __init__(
        self, edits: Edits, scope: Scope, readable: Readable, editable: Callable[[Iterable[str]], None]
    ) -> None:
        self._edits, self._scope, self._readable, self._editable = edits, scope, readable, editable

    def recent(self, *, limit: int = 0, offset: int = 0) -> Sequence[Edit]:
        if self._scope.read is None:
            return self._edits.recent(limit=limit, offset=offset)
        numbers = self._edits.touching(self._scope.read)[part(limit, offset)]
        return [edit for edit in map(self.get, numbers) if edit is not None]

    def touching(self, fonds: frozenset[str]) -> Sequence[int]:
        return self._edits.touching(fonds if self._scope.read is None else fonds & self._scope.read)

    def count(self) -> int:
        return self._edits.count() if self._scope.read is None else len(self._edits.touching(self._scope.read))

    def get(self, number: int) -> Edit | None:
        found = self._edits.get(number)
        if found is None or self._scope.read is None:
            return found
        seen = self.reports(number)
        fields = Counter(name for one in seen for name in {*one.before, *one.after})
        return replace(found, reports=len(seen), fields=dict(fields)) if seen else None

    def reports(self, number: int, *, limit: int = 0, offset: int = 0) -> Sequence[EditedReport]:
        if self._scope.read is None:
            return self._edits.reports(number, limit=limit, offset=offset)
        return self._seen(self._edits.reports(number))[part(limit, offset)]

    def left_alone(self, number: int) -> Sequence[EditedReport]:
        return self._seen(self._edits.left_alone(number))

    def undo(self, number: int, by: By = NOBODY) -> Undone:
        """Only of an edit that touched nothing else than what may be edited: it is taken back as a whole."""
        touched = self._edits.reports(number)
        if touched and not self._readable(one.report for one in touched):
            raise CatalogError("catalog.no_such_edit", number=number)
        self._editable(one.report for one in touched)
        return self._edits.undo(number, by)

    def _seen(self, reports: Sequence[EditedReport]) -> Sequence[EditedReport]:
        if self._scope.read is None:
            return reports
        readable = self._readable({name for one in reports for name in (one.report, one.into) if name})
        seen = [one for one in reports if one.report in readable]
        return [one if one.into is None or one.into in readable else replace(one, into=None) for one in seen]


class ImportsView:
    """The imports into 分库 that may be read; of their files no report that may not."""

    def __init__(self, imports: Imports, scope: Scope, readable: Readable) -> None:
        self._imports, self._scope, self._readable = imports, scope, readable

    def begin(
        self,
        way: Way,
        source: str,
        given: Mapping[str, str | int] | None = None,
        expected: int | None = None,
        *,
        fonds: str = "",
    ) -> int:
        if not self._scope.may_edit(fonds):
            raise CatalogError("catalog.may_not_edit", key=fonds)
        return self._imports.begin(way, source, given, expected, fonds=fonds)

    def holding(self, number: int) -> AbstractContextManager[bool]:
        self._check(number)
        return self._imports.holding(number)

    def enter(self, number: int, files: Sequence[ImportedFile]) -> None:
        self._check(number)
        self._imports.enter(number, files)

    def expect(self, number: int, expected: int) -> None:
        self._check(number)
        self._imports.expect(number, expected)

    def end(self, number: int, error: ArchiveError | None = None) -> None:
        self._check(number)
        self._imports.end(number, error)

    def resume(self, number: int) -> bool:
        if self.get(number) is None:
            return False
        self._check(number)
        return self._imports.resume(number)

    def get(self, number: int) -> Import | None:
        found = self._imports.get(number)
        return found if found is not None and self._scope.may_read(found.fonds) else None

    def list(self, *, limit: int = 0, offset: int = 0) -> Sequence[Import]:
        if self._scope.read is None:
            return self._imports.list(limit=limit, offset=offset)
        return [one for one in self._imports.list() if self._scope.may_read(one.fonds)][part(limit, offset)]

    def unended(self) -> Sequence[int]:
        return [number for number in self._imports.unended() if self.get(number) is not None]

    def count(self) -> int:
        return self._imports.count() if self._scope.read is None else len(self.list())

    def files(
        self, number: int, *, statuses: Sequence[str] = (), limit: int = 0, offset: int = 0
    ) -> Sequence[ImportedFile]:
        if self._scope.read is None:
            return self._imports.files(number, statuses=statuses, limit=limit, offset=offset)
        if self.get(number) is None:
            return ()
        files = self._imports.files(number, statuses=statuses, limit=limit, offset=offset)
        readable = self._readable({file.report for file in files if file.report})
        return [
            file if file.report is None or file.report in readable else replace(file, report=None, title=None)
            for file in files
        ]

    def _check(self, number: int) -> None:
        found = self.get(number)
        if found is not None and not self._scope.may_edit(found.fonds):
            raise CatalogError("catalog.may_not_edit", key=found.fonds)


class RostersView:
    """The rosters of 分库 that may be read."""

    def __init__(self, rosters: Rosters, scope: Scope) -> None:
        self._rosters, self._scope = rosters, scope

    def all(self) -> Sequence[Roster]:
        return [one for one in self._rosters.all() if self._scope.may_read(one.fonds)]

    def heads(self) -> Sequence[Roster]:
        return [one for one in self._rosters.heads() if self._scope.may_read(one.fonds)]

    def get(self, name: str) -> Roster | None:
        found = self._rosters.get(name)
        return found if found is not None and self._scope.may_read(found.fonds) else None

    def save(self, roster: Roster) -> Roster:
        """A new one goes where the reader may edit; a name that others have for theirs cannot be given."""
        before = self._rosters.get(roster.name)
        kept = before.fonds if before is not None else roster.fonds
        if before is None and not self._scope.may_edit(kept) and self._scope.edit:
            kept = min(self._scope.edit)
        if before is not None and not self._scope.may_read(kept):
            raise CatalogError("catalog.roster_name", name=roster.name, limit=len(roster.name))
        if not self._scope.may_edit(kept):
            raise CatalogError("catalog.may_not_edit", key=kept)
        return self._rosters.save(replace(roster, fonds=kept))

    def remove(self, name: str) -> bool:
        found = self.get(name)
        if found is None:
            return False
        if not self._scope.may_edit(found.fonds):
            raise CatalogError("catalog.may_not_edit", key=found.fonds)
        return self._rosters.remove(name)


class TopicsView:
    """The topics that hold a report that may be read, or none by hand; and of each only such reports."""

    def __init__(self, topics: Topics, scope: Scope, readable: Readable) -> None:
        self._topics, self._scope, self._readable = topics, scope, readable

    def all(self) -> Sequence[Topic]:
        return [seen for one in self._topics.all() if (seen := self._seen(one)) is not None]

    def get(self, name: str) -> Topic | None:
        found = self._topics.get(name)
        return None if found is None else self._seen(found)

    def save(self, name: str, search: str | None = None) -> Topic:
        self._check(name)
        return self._topics.save(name, search)

    def put(self, name: str, reports: Collection[str]) -> int:
        self._check(name)
        return self._topics.put(name, self._readable(reports))

    def take(self, name: str, reports: Collection[str]) -> int:
        self._check(name)
        return self._topics.take(name, self._readable(reports))

    def by_hand(self, name: str) -> frozenset[str]:
        return self._readable(self._topics.by_hand(name))

    def remove(self, name: str) -> bool:
        """Only of a topic that holds nothing else than what may be read."""
        if self.get(name) is None:
            return False
        self._check(name)
        return self._topics.remove(name)

    def state(self) -> Hashable:
        return self._topics.state()

    def _seen(self, topic: Topic) -> Topic | None:
        if self._scope.read is None or not topic.by_hand:
            return topic
        held = len(self.by_hand(topic.name))
        return replace(topic, by_hand=held) if held else None

    def _check(self, name: str) -> None:
        """Raises CatalogError for a name that others have given a topic of theirs, and for whoever may edit nothing."""
        if self._scope.edit is not None and not self._scope.edit:
            raise CatalogError("catalog.may_not_edit", key=WHOLE)
        held = self._topics.by_hand(name) if self._scope.read is not None else frozenset[str]()
        if held and not self._readable(held):
            raise CatalogError("catalog.topic_name", name=name, limit=len(name))


class FondsView:
    """The 分库 that may be read, and the rights on those that may be managed."""

    def __init__(self, register: FondsRegister, scope: Scope, readable: Readable) -> None:
        self._register, self._scope, self._readable = register, scope, readable

    def all(self) -> Sequence[Fonds]:
        return [one for one in self._register.all() if self._scope.may_read(one.key)]

    def get(self, key: str) -> Fonds | None:
        return self._register.get(key) if self._scope.may_read(key) else None

    def add(self, key: str, name: str) -> Fonds:
        """Only for whoever manages the whole archive."""
        self._managed(None)
        return self._register.add(key, name)

    def rename(self, key: str, name: str) -> Fonds:
        self._managed(known_fonds(self, key))
        return self._register.rename(key, name)

    def grant(self, group: str, key: str, right: Right) -> None:
        self._managed(known_fonds(self, key))
        self._register.grant(group, key, right)

    def revoke(self, group: str, key: str) -> bool:
        self._managed(known_fonds(self, key))
        return self._register.revoke(group, key)

    def grants(self) -> Sequence[Grant]:
        return [one for one in self._register.grants() if self._scope.may_manage(one.fonds)]

    def move(self, ids: Collection[str], key: str) -> Sequence[str]:
        """Whoever moves a report edits it where it is and where it goes."""
        target, where = known_fonds(self, key), self._register.of(self._readable(ids))
        for name in ids:
            if name not in where:
                raise CatalogError("catalog.no_such_report", id=name[:80])
        for fonds in sorted({target, *where.values()}):
            if not self._scope.may_edit(fonds):
                raise CatalogError("catalog.may_not_edit", key=fonds)
        return self._register.move(ids, target)

    def of(self, ids: Collection[str]) -> Mapping[str, str]:
        return self._register.of(self._readable(ids))

    def state(self) -> int:
        return self._register.state()

    def _managed(self, key: str | None) -> None:
        if self._scope.manage is not None and (key is None or not self._scope.may_manage(key)):
            raise CatalogError("catalog.may_not_edit", key=key or WHOLE)
