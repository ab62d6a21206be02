"""An open generation of words: how often each counts for each report. Only for ranking; no hit depends on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from indexer.index.embedded.words.whoosh_files import SegmentFiles, segments
from indexer.lru_cache import LruCache

if TYPE_CHECKING:
    from array import array

RECENT = 16
"""Words whose frequencies are remembered: the reports that match and those with the words apart ask for the same."""

GONE = ""
"""In place of the id of a report that is deleted, or stands in a later segment anew."""


class PostingBlock(NamedTuple):
    """Numbers of reports, ascending, each `base` less than it is, and how often a word counts for each."""

    base: int
    numbers: array[int]
    times: array[int]


class WordIndex:
    """An open generation. Threads may share it. Raises FileNotFoundError where it has been swept away, ValueError."""

    def __init__(self, folder: Path) -> None:
        self._segments: list[tuple[int, SegmentFiles]] = []
        self.ids: list[str] = []
        try:
            for name in segments(folder):
                files = SegmentFiles(folder, name)
                self._segments.append((len(self.ids), files))
                ids = files.ids
                self.ids += [GONE if at in name.deleted else one for at, one in enumerate(ids)] if name.deleted else ids
        except BaseException:
            self.close()
            raise
        self._recent: LruCache[str, Sequence[PostingBlock]] = LruCache(RECENT)
        self._counted: LruCache[str, Mapping[str, int]] = LruCache(RECENT)

    def frequencies(self, word: str) -> Mapping[str, int]:
        """Report id -> how often `word` counts for it; reports without it are left out."""
        return self._counted.get_or_make(word, lambda: self._by_id(self.postings(word)))

    def _by_id(self, blocks: Sequence[PostingBlock]) -> dict[str, int]:
        found = {
            self.ids[base + number]: count
            for base, numbers, times in blocks
            for number, count in zip(numbers, times, strict=True)
        }
        found.pop(GONE, None)
        return found

    def postings(self, word: str) -> Sequence[PostingBlock]:
        """Where `word` counts, by numbers whose ids `ids` tells, and how often."""
        return self._recent.get_or_make(word, lambda: self._posted(word))

    def _posted(self, word: str) -> Sequence[PostingBlock]:
        return [
            PostingBlock(base, *postings)
            for base, files in self._segments
            for postings in files.postings(word.encode())
        ]

    def close(self) -> None:
        """Close the files of this generation."""
        for _, files in self._segments:
            files.close()
