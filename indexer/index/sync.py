"""Brings an engine level with the catalog: replays its change log, or builds the index anew. Decides no hit.

Safe to call at any time and as often as wanted: a crash at any point leaves an index that says how far it is,
and the next call does the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from typing import Protocol, TypeVar

from archive.catalog import Catalog, Change, Entry
from archive.errors import CatalogError, EngineError
from archive.text.fold import fold_passages
from indexer.document import Document, card_of_entry, document_of
from indexer.index.base import Engine, State

Progress = Callable[[int, int], None]
"""Called with how many reports are done, and of how many."""

BATCH = 128
"""Reports an update: each makes the engine write to the disk for good."""
MANY = 512
"""From so many changes on, and from a quarter of all reports on, building anew takes less time than replaying."""

T = TypeVar("T")


class Rebuild(Protocol):
    """Builds an index anew, as `rebuild` does."""

    def __call__(
        self, catalog: Catalog, engine: Engine, *, progress: Progress | None = None, only_if_stale: bool = False
    ) -> int:
        """How many reports it holds."""
        ...


@contextmanager
def kept_already() -> Iterator[None]:
    """What comes after reports are kept, inside it: a catalog that finds the disk full there is no import that failed.

    Raises EngineError("disk.full") then, which says so.
    """
    try:
        yield
    except CatalogError as problem:
        if problem.code != "disk.full":
            raise
        told = {name: problem.evidence.get(name, "") for name in ("path", "problem")}
        raise EngineError("disk.full", path=told["path"], problem=told["problem"]) from problem


@kept_already()
def catch_up(
    catalog: Catalog,
    engine: Engine,
    *,
    progress: Progress | None = None,
    renew: bool = True,
    anew: Rebuild | None = None,
) -> int:
    """Let `engine` see every change of `catalog`; how many reports that touched.

    What was made by another fold or analyzer, is damaged, worn, or ahead of the catalog (which was put back from a
    copy) is built anew. `renew`: an index that is worn or outdated is as right as a new one, so whoever has readers
    waiting leaves it. Raises EngineError("index.outdated") where it lacks a change then, "index.locked" where another
    process writes for too long, and "disk.full" also where the catalog cannot be read for want of room: what it holds
    is kept. `anew`: what builds it anew instead of `rebuild`.
    """
    anew = anew or rebuild
    state = engine.state()
    outdated = state.outdated
    if not renew:
        state = replace(state, worn=False, outdated=False)
    if _stale(state, catalog):
        return anew(catalog, engine, progress=progress, only_if_stale=True)
    if state.last_change == catalog.last_change():
        return 0
    if outdated:
        raise EngineError("index.outdated")
    changes = list(catalog.changes(after=state.last_change))
    if len(changes) > max(MANY, state.reports // 4):
        return anew(catalog, engine, progress=progress)
    try:
        return _replay(catalog, engine, changes, progress)
    except EngineError as problem:
        if problem.code != "index.damaged":
            raise
        return anew(catalog, engine, progress=progress)


@kept_already()
def rebuild(catalog: Catalog, engine: Engine, *, progress: Progress | None = None, only_if_stale: bool = False) -> int:
    """Build the index anew beside the old one, which answers until the new one takes over; how many reports it holds.

    `only_if_stale`: leave it where another process has meanwhile done so.
    """
    with suppress(_AlreadyDoneError), engine.replacement() as fresh:
        if only_if_stale and not _stale(engine.state(), catalog):
            raise _AlreadyDoneError
        return _fill(catalog, fresh, progress)
    return 0


class _AlreadyDoneError(Exception):
    """Gives a replacement up: while this process waited, another one has built the index."""


def _stale(state: State, catalog: Catalog) -> bool:
    return not state.fingerprint or state.worn or state.outdated or state.last_change > catalog.last_change()


def _fill(catalog: Catalog, fresh: Engine, progress: Progress | None) -> int:
    seen = catalog.last_change()
    entries = {entry.id: entry for entry in catalog.list()}
    done = 0
    for documents in _batches(_documents(catalog, entries, outlined=fresh.outlined)):
        fresh.update(documents, (), 0)
        done += len(documents)
        if progress is not None:
            progress(done, len(entries))
    fresh.update((), (), seen)
    return done + _replay(catalog, fresh, list(catalog.changes(after=seen)), None)


def _documents(
    catalog: Catalog, entries: Mapping[str, Entry], *, outlined: bool, ids: Collection[str] | None = None
) -> Iterator[Document]:
    """The reports of `entries`, by the catalog's quick way where no outline is wanted: of `ids`, None for all that are
    there, of which those that came since `entries` was read are replayed afterwards.
    """
    if outlined:
        yield from map(document_of, catalog.records(list(entries)))
        return
    for name, texts in catalog.texts(ids):
        if name in entries:
            yield Document(card_of_entry(entries[name]), fold_passages(texts), entries[name].change)


def _replay(catalog: Catalog, engine: Engine, changes: list[Change], progress: Progress | None) -> int:
    """In the order of the log; a report that is no longer live is taken out, whatever the log says of it."""
    done = 0
    for batch in _batches(changes):
        wanted = [change.id for change in batch if change.kind == "put"]
        documents = [document_of(record) for record in catalog.records(wanted)]
        removed = {change.id for change in batch} - {document.id for document in documents}
        engine.update(documents, removed, batch[-1].number)
        done += len(batch)
        if progress is not None:
            progress(done, len(changes))
    return done


def _not_known(_: Entry) -> Document | None:
    return None


@kept_already()
def follow(catalog: Catalog, fresh: Engine, after: int, known: Callable[[Entry], Document | None] = _not_known) -> int:
    """Put the changes behind `after` into an index under construction, by the catalog's quick way; the last of them.

    What is `known` of a report as it now is need not be read.
    """
    for batch in _batches(catalog.changes(after=after)):
        wanted = [change.id for change in batch if change.kind == "put"]
        entries = {entry.id: entry for entry in catalog.entries(wanted)}
        found = {name: document for name, entry in entries.items() if (document := known(entry)) is not None}
        others = {name: entry for name, entry in entries.items() if name not in found}
        found |= {one.id: one for one in _documents(catalog, others, outlined=fresh.outlined, ids=list(others))}
        documents = [found[name] for name in entries if name in found]
        removed = {change.id for change in batch} - {document.id for document in documents}
        after = batch[-1].number
        fresh.update(documents, removed, after)
    return after


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(items)
    while batch := list(islice(waiting, BATCH)):
        yield batch
