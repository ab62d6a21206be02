"""An open generation of words: how often each counts for each report. Only for ranking; no hit depends on it."""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.errors import EngineError
from indexer.index.embedded.words.whoosh_files import SegmentFiles, segments
from indexer.lru_cache import LruCache

if TYPE_CHECKING:
    from array import array

RECENT = 16
"""Words whose frequencies are remembered by ids."""
ROOM = 4 << 20
"""Bytes of the postings that are remembered: what answers and what stands apart ask for the same, and many questions
for the same frequent words.
"""

_OTHER = (ValueError, LookupError, TypeError, AttributeError, EOFError, struct.error, pickle.UnpicklingError)
BROKEN = (OSError, zlib.error, *_OTHER)
"""What reading a file raises that the disk does not give, or whose bytes are others than were written."""

GONE = ""
"""In place of the id of a report that is deleted, or stands in a later segment anew."""


class PostingBlock(NamedTuple):
    """Numbers of reports, ascending, each `base` less than it is, and how often a word counts for each."""

    base: int
    numbers: array[int]
    times: array[int]


class WordIndex:
    """An open generation. Threads may share it. Raises EngineError("index.damaged"), also where it was swept away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._segments: list[tuple[int, SegmentFiles]] = []
        self.ids: list[str] = []
        try:
            with self._reading():
                for name in segments(folder):
                    files = SegmentFiles(folder, name)
                    self._segments.append((len(self.ids), files))
                    ids, gone = files.ids, name.deleted
                    self.ids += [GONE if at in gone else one for at, one in enumerate(ids)] if gone else ids
        except BaseException:
            self.close()
            raise
        self._recent: LruCache[str, Sequence[PostingBlock]] = LruCache(ROOM, _bytes)
        self._counted: LruCache[str, Mapping[str, int]] = LruCache(RECENT)

    def frequencies(self, word: str) -> Mapping[str, int]:
        """Report id -> how often `word` counts for it; reports without it are left out."""
        return self._counted.get_or_make(word, lambda: self._by_id(self.postings(word)))

    def _by_id(self, blocks: Sequence[PostingBlock]) -> dict[str, int]:
        with self._reading():
            return self._named(blocks)

    def _named(self, blocks: Sequence[PostingBlock]) -> dict[str, int]:
        found = {
            self.ids[base + number]: count
            for base, numbers, times in blocks
            for number, count in zip(numbers, times, strict=True)
        }
        found.pop(GONE, None)
        return found

    def postings(self, word: str) -> Sequence[PostingBlock]:
        """Where `word` counts, by numbers whose ids `ids` tells, and how often. Raises EngineError("index.damaged").

        A number without an id is damage, too: whoever looks one up comes upon an IndexError.
        """
        return self._recent.get_or_make(word, lambda: self._posted(word))

    def _posted(self, word: str) -> Sequence[PostingBlock]:
        with self._reading():
            return [
                self._block(base, *postings)
                for base, files in self._segments
                for postings in files.postings(word.encode())
            ]

    def _block(self, base: int, numbers: array[int], times: array[int]) -> PostingBlock:
        if not numbers or len(numbers) != len(times) or base + numbers[-1] >= len(self.ids):
            raise ValueError("reports that are not there")
        return PostingBlock(base, numbers, times)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except BROKEN as problem:
            told = f"{type(problem).__name__}: {problem}"
            raise EngineError("index.damaged", path=str(self.folder), problem=told) from problem

    def close(self) -> None:
        """Close the files of this generation."""
        for _, files in self._segments:
            files.close()


def _bytes(blocks: Sequence[PostingBlock]) -> int:
    return sum(len(one) * one.itemsize for _, *arrays in blocks for one in arrays)
