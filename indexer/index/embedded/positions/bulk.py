"""A store under construction: reports are gathered, sorted and written a segment at a time, and all merged at the end.

Memory is bounded by `Arrays.room`; nothing is in force before `settle`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from archive.storage import disk
from indexer.document import Document
from indexer.index.embedded.positions import segment_merge, writing
from indexer.index.embedded.positions.arrays.protocol import Arrays
from indexer.index.embedded.positions.manifest import Manifest
from indexer.index.embedded.positions.segment import Segment
from indexer.index.embedded.positions.segment_writer import SegmentBuilder

PIECES = 16
"""Segments that are merged before all is in."""


class Bulk:
    """What has been put in so far, into `folder`."""

    def __init__(self, folder: Path, fingerprint: str, k: Arrays) -> None:
        self._folder, self._k = folder, k
        self._manifest = Manifest(fingerprint)
        self._fresh = SegmentBuilder(k)
        self._where: dict[str, tuple[int, int]] = {}
        """Id -> its segment, and its number there."""
        self._final = True
        self._merged = 0

    def update(self, documents: Iterable[Document], removed: Collection[str], last_change: int) -> None:
        """Documents in, `removed` out. Raises OSError."""
        for name in removed:
            self._bury(name)
        for document in documents:
            self._bury(document.id)
            self._fresh.add(document)
            if self._fresh.size >= self._k.room:
                self.flushed()
        self._manifest = replace(self._manifest, last_change=last_change)

    def flushed(self, *, last: bool = False) -> Manifest:
        """All that was put in, as segments; the only one, if nothing comes after it, is as it will stay."""
        if self._fresh.ids:
            self._final = last and not self._manifest.parts
            part = writing.written(self._folder, self._fresh, 0, lasting=self._final)
            number = len(self._manifest.parts)
            self._where.update((name, (number, at)) for at, name in enumerate(self._fresh.ids))
            self._manifest = replace(self._manifest, parts=(*self._manifest.parts, part))
            self._fresh = SegmentBuilder(self._k)
            self._level()
        return self._manifest

    def settle(self) -> None:
        """All that lives as one segment, or as few as can hold it, in force and on the disk. Raises OSError."""
        now = self.flushed(last=True)
        if not self._final or any(part.gone for part in now.parts):
            for names in segment_merge.groups({part.name: part.size for part in now.parts}):
                parts = [part for part in now.parts if part.name in names]
                chosen = [(Segment(self._folder / part.name, self._k), part.gone) for part in parts]
                now = writing.merged(self._folder, now, chosen, self._k)
        writing.put_in_force(self._folder, now)

    def _level(self) -> None:
        """Merge the newest pieces once there are so many; what was merged is no piece any more.

        A merge holds the tables of all that it reads.
        """
        pieces = self._manifest.parts[self._merged :]
        if len(pieces) < PIECES:
            return
        reports = [name for name, (number, _) in self._where.items() if number >= self._merged]
        reports.sort(key=self._where.__getitem__)
        chosen = [(Segment(self._folder / part.name, self._k), part.gone) for part in pieces]
        self._manifest = writing.merged(self._folder, self._manifest, chosen, self._k, lasting=False)
        for part in pieces:
            disk.delete_if_possible(self._folder / part.name)
        self._where.update((name, (self._merged, at)) for at, name in enumerate(reports))
        self._merged = len(self._manifest.parts)

    def _bury(self, name: str) -> None:
        if name in self._fresh.ids:
            self.flushed()
        where = self._where.pop(name, None)
        if where is not None:
            parts = list(self._manifest.parts)
            parts[where[0]] = parts[where[0]].without((where[1],))
            self._manifest = replace(self._manifest, parts=tuple(parts))
