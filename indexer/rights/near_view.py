"""Likenesses as somebody may see them: pairs of which both reports may be read, texts of which each may be."""

# ruff: noqa: D102 # the protocol `Near` says what each method promises

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from archive.catalog.edits import NOBODY, By
from archive.catalog.near_duplicates import Near, Pair, Texts
from archive.errors import CatalogError
from indexer.rights.register_views import Readable, part
from indexer.rights.scope import Scope


class NearView:
    """See `Near`. What is compared and digested is the whole archive's work: it is done by whoever has all of it."""

    def __init__(self, near: Near, scope: Scope, readable: Readable, editable: Callable[[Iterable[str]], None]) -> None:
        self._near, self._scope, self._readable, self._editable = near, scope, readable, editable

    def pending(self) -> Sequence[str]:
        return self._ids(self._near.pending())

    def compared(self, versions: Mapping[str, int], pairs: Sequence[Pair]) -> None:
        self._editable({*versions, *(name for pair in pairs for name in (pair.one, pair.other))})
        self._near.compared(versions, pairs)

    def open(self, *, limit: int = 0, offset: int = 0) -> Sequence[Pair]:
        if self._scope.read is None:
            return self._near.open(limit=limit, offset=offset)
        return self._pairs(self._near.open())[part(limit, offset)]

    def count(self) -> int:
        return self._near.count() if self._scope.read is None else len(self.open())

    def of(self, ids: Collection[str]) -> Sequence[Pair]:
        return self._pairs(self._near.of(self._ids(ids)))

    def merged(self, *, limit: int = 0, offset: int = 0) -> Sequence[Pair]:
        if self._scope.read is None:
            return self._near.merged(limit=limit, offset=offset)
        return self._pairs(self._near.merged())[part(limit, offset)]

    def kept(self, report_id: str) -> tuple[str, int] | None:
        found = self._near.kept(report_id)
        if found is None or self._scope.read is None:
            return found
        return found if len(self._readable((report_id, found[0]))) == len({report_id, found[0]}) else None

    def apart(self, one: str, other: str) -> None:
        self._editable((one, other))
        self._near.apart(one, other)

    def merge(self, kept: str, other: str, *, by: By = NOBODY) -> None:
        self.merge_all([(kept, other)], by=by)

    def merge_all(self, merges: Sequence[tuple[str, str]], *, by: By = NOBODY) -> int | None:
        self._editable({name for merge in merges for name in merge})
        return self._near.merge_all(merges, by=by)

    def undo(self, report_id: str) -> bool:
        return bool(self.undo_all([report_id]))

    def undo_all(self, ids: Iterable[str]) -> Sequence[str]:
        wanted = list(self._ids(tuple(ids)))
        self._editable(wanted)
        return self._near.undo_all(wanted)

    def texts(self, fold: str) -> Texts:
        found = self._near.texts(fold)
        if self._scope.read is None:
            return found
        readable = self._readable(found.digests)
        digests = {name: digest for name, digest in found.digests.items() if name in readable}
        return Texts(digests, _within(found.apart, readable), _within(found.undone, readable))

    def texts_state(self, fold: str) -> Hashable:
        return self._near.texts_state(fold)

    def apart_state(self) -> Hashable:
        return self._near.apart_state()

    def undigested(self, fold: str) -> Sequence[str]:
        return self._ids(self._near.undigested(fold))

    def digested(self, fold: str, digests: Sequence[tuple[str, int, str]]) -> None:
        """What a text comes to hangs on the text alone: whoever may read it may keep that."""
        readable = self._readable(name for name, _, _ in digests)
        if any(name not in readable for name, _, _ in digests):
            raise CatalogError("catalog.no_such_report", id="")
        self._near.digested(fold, digests)

    def _ids(self, ids: Collection[str]) -> Sequence[str]:
        if self._scope.read is None:
            return tuple(ids)
        readable = self._readable(ids)
        return tuple(name for name in ids if name in readable)

    def _pairs(self, pairs: Sequence[Pair]) -> Sequence[Pair]:
        if self._scope.read is None:
            return pairs
        readable = self._readable({name for pair in pairs for name in (pair.one, pair.other, pair.kept) if name})
        seen = [pair for pair in pairs if {pair.one, pair.other} <= readable]
        return [pair if pair.kept is None or pair.kept in readable else replace(pair, kept=None) for pair in seen]


def _within(pairs: frozenset[tuple[str, str]], readable: frozenset[str]) -> frozenset[tuple[str, str]]:
    return frozenset(pair for pair in pairs if readable.issuperset(pair))
