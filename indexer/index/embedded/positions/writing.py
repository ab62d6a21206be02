"""How what is in force changes: reports come and go, segments are merged. Only for whoever holds the writers' lock, but
for `merge_apart`, which takes it for the takeover alone.

A write merges the small segments once there are eight of them. What is larger, or half gone, is merged by upkeep while
others write; without it, by the write that finds more than `segment_merge.MOST` segments, after what it wrote is in
force.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from archive.storage import disk
from indexer.document import Document
from indexer.index.embedded.positions import manifest as manifests
from indexer.index.embedded.positions import segment_merge
from indexer.index.embedded.positions.arrays.protocol import Arrays
from indexer.index.embedded.positions.manifest import Manifest, Part
from indexer.index.embedded.positions.segment import Segment
from indexer.index.embedded.positions.segment_writer import SegmentBuilder, digest_of
from indexer.index.embedded.positions.snapshot import Snapshot

_log = logging.getLogger(__name__)

SPARE = 2
"""Times the size of what is merged that has to be free on the disk."""
MADE = "merged"
"""A merged segment, until it takes over."""

Chosen = Sequence[tuple[Segment, frozenset[int]]]


def update(
    folder: Path, now: Snapshot, documents: Iterable[Document], removed: Collection[str], last_change: int
) -> None:
    """Documents in, `removed` out, by one takeover. Raises OSError, EngineError."""
    gone: dict[int, set[int]] = {}
    fresh = SegmentBuilder(now.k)
    for name in removed:
        _bury(now, name, gone)
    for document in {one.id: one for one in documents}.values():
        if not _known(now, document):
            _bury(now, document.id, gone)
            fresh.add(document)
    parts = [part.without(gone.get(at, ())) for at, part in enumerate(now.manifest.parts)]
    if fresh.ids:
        parts.append(written(folder, fresh, now.manifest.serial))
    found = Manifest(now.manifest.fingerprint, last_change, now.manifest.serial + 1, tuple(parts))
    put_in_force(folder, found)
    small = due(folder, found, small=True)
    if small or len(found.parts) > segment_merge.MOST:
        try:
            _merge_here(folder, found, small, now)
        except OSError as problem:  # what was written is in force already: a later write tries again
            _log.warning("merging is put off: %s", problem.strerror or problem)


def _known(now: Snapshot, document: Document) -> bool:
    ordinal = now.by_id.get(document.id)
    return ordinal is not None and now.digest(ordinal) == digest_of(document)


def _bury(now: Snapshot, name: str, gone: dict[int, set[int]]) -> None:
    ordinal = now.by_id.get(name)
    if ordinal is not None:
        number, report = now.locate(ordinal)
        gone.setdefault(number, set()).add(report)


def written(folder: Path, fresh: SegmentBuilder, serial: int, *, lasting: bool = True) -> Part:
    """A new segment in `folder`, which nothing names yet; the name itself is safe with the manifest's."""
    path = folder / manifests.next_name(folder, serial)
    fresh.write(path, lasting=lasting)
    return Part(path.name, path.stat().st_size, len(fresh.ids))


def put_in_force(folder: Path, found: Manifest) -> None:
    """And away with what is no longer named. The segments' names are on the disk before the one that names them."""
    disk.to_disk(folder)
    manifests.write(folder, found)
    manifests.sweep(folder, found)


def due(folder: Path, now: Manifest, *, small: bool) -> list[str]:
    """The segments that should become one and for which there is room."""
    names = segment_merge.due({part.name: part.size for part in now.parts}, small=small)
    if not names and not small:
        names = [part.name for part in now.parts if len(part.gone) > part.living][:1]
    return names if _has_room(folder, now, names) else []


def waits_for_room(folder: Path, now: Manifest) -> bool:
    """Would something be merged if there were room?"""
    names = segment_merge.due({part.name: part.size for part in now.parts}, small=False)
    return bool(names) and not _has_room(folder, now, names)


def _has_room(folder: Path, now: Manifest, names: Collection[str]) -> bool:
    size = sum(part.size for part in now.parts if part.name in names)
    try:
        return disk.free(folder) >= SPARE * size
    except OSError:
        return True  # the system does not tell: a merge that finds none changes nothing


def merged(folder: Path, now: Manifest, chosen: Chosen, k: Arrays, *, lasting: bool = True) -> Manifest:
    """`now` with these segments as one, which is written into `folder`; not `lasting` where it is merged again."""
    path = folder / manifests.next_name(folder, now.serial)
    then = {segment.name: gone for segment, gone in chosen}
    if any(len(gone) < segment.reports for segment, gone in chosen):
        segment_merge.merge(path, chosen, k, lasting=lasting)
    return _with_merged(now, then, path)


def _merge_here(folder: Path, now: Manifest, names: Collection[str], before: Snapshot) -> None:
    """What is due inside a write; beyond `segment_merge.MOST` segments, everything."""
    names = names or due(folder, now, small=False)
    if not names:
        every = max(segment_merge.groups({part.name: part.size for part in now.parts}), key=len)
        names = every if _has_room(folder, now, every) else []
    known = {segment.name: segment for segment in before.segments}
    chosen = [
        (known.get(part.name) or Segment(folder / part.name, before.k), part.gone)
        for part in now.parts
        if part.name in names
    ]
    if chosen:
        put_in_force(folder, merged(folder, replace(now, serial=now.serial + 1), chosen, before.k))


def merge_apart(folder: Path, now: Snapshot, place: Path, locked: AbstractContextManager[None]) -> bool:
    """Merge in the folder `place` while others write; inside `locked` what has gone since goes, too. Whether it was.

    Given up where another merge has taken one of the segments meanwhile.
    """
    names = due(folder, now.manifest, small=False)
    parts = zip(now.manifest.parts, now.segments, strict=True)
    chosen = [(segment, part.gone) for part, segment in parts if part.name in names]
    if not chosen:
        return False
    made = place / MADE
    if any(len(gone) < segment.reports for segment, gone in chosen):
        segment_merge.merge(made, chosen, now.k)
    with locked:
        current = manifests.read(folder)
        if not set(names) <= {part.name for part in current.parts}:
            return False
        path = folder / manifests.next_name(folder, current.serial)
        if made.exists():
            disk.put_in_place(made, path)
        then = {segment.name: gone for segment, gone in chosen}
        put_in_force(folder, _with_merged(replace(current, serial=current.serial + 1), then, path))
    return True


def _with_merged(now: Manifest, then: Mapping[str, frozenset[int]], path: Path) -> Manifest:
    """`now` with the segment at `path` in place of those of `then`, as they were when it was made of them."""
    gone: set[int] = set()
    first = 0
    for part in now.parts:
        if part.name in then:
            numbers = segment_merge.moved_reports(then[part.name], part.reports)
            gone.update(first + numbers[report] for report in part.gone - then[part.name])
            first += len(numbers)
    parts = [part for part in now.parts if part.name not in then]
    if first:
        at = next(number for number, part in enumerate(now.parts) if part.name in then)
        parts.insert(at, Part(path.name, path.stat().st_size, first, frozenset(gone)))
    return replace(now, parts=tuple(parts))
