"""Snapshots that stay open behind the engine that opened them, for engines that are opened later: in this process and
in those forked from it, which have in memory once what was read before. Columns of an index never change.

None stays longer than all its segments are in force: whoever sees a newer state lets go of it, each process by itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import EngineError
from indexer.index.embedded.positions import manifest as manifests
from indexer.index.embedded.positions.manifest import Manifest

if TYPE_CHECKING:
    from indexer.index.embedded.positions.snapshot import Snapshot

_left: dict[Path, Snapshot] = {}
"""By the folder of their store."""


def leave(folder: Path, snapshot: Snapshot) -> None:
    """Let a snapshot of the store in `folder` stay open."""
    _left[folder] = snapshot


def found(folder: Path, manifest: Manifest) -> Snapshot | None:
    """The snapshot that was left of this store, if all its segments are in force and their files still the same."""
    snapshot = _left.get(folder)
    if snapshot is None:
        return None
    named = {part.name for part in manifest.parts}
    if all(one.name in named and one.file.in_place() for one in snapshot.segments):
        return snapshot
    _left.pop(folder, None)
    return None


def turned_to(folder: Path) -> None:
    """The store in `folder` is in force now: let go of those that lie beside it."""
    for other in [one for one in _left if one.parent == folder.parent and one != folder]:
        _left.pop(other, None)


def sweep() -> bool:
    """For a process that opens no engine any more: let go of what is in force no more; was there any?"""
    before = len(_left)
    for folder in list(_left):
        try:
            found(folder, manifests.read(folder))
        except EngineError:  # it has gone, too
            _left.pop(folder, None)
    return len(_left) < before
