"""The segments of an archive: which reports they have counted, and new ones for what an import brings.

New reports become a small segment; when the small ones together reach a quarter of the largest one, all are counted
anew into one, until it is full. A report that has changed since is in none: it is counted from its text by whoever
asks, so no answer waits for a segment. A report that is gone goes out of the files, with the phrases that only it had,
at the next following, or at once where it is deleted for good (`forget`).
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import repeat
from operator import add
from pathlib import Path

from archive.catalog import ReadCatalog
from archive.storage import disk
from archive.storage.file_lock import held
from indexer.analysis.analyzer import Analyzer
from indexer.wordings import phrase_counting, phrase_segment
from indexer.wordings.holdings import Counted
from indexer.wordings.keyness import GroupCounts
from indexer.wordings.phrase_counting import UncountedText
from indexer.wordings.phrase_segment import PhraseSegment, least_of
from indexer.wordings.phrases import PhraseCounts

FOLDER = "phrases"
FRESH = 150_000
"""Characters of texts in no segment: up to so many are counted when somebody asks, in a tenth of a second."""
SMALL = 4
"""When small segments together have one part in so many of the largest one's characters, all becomes one."""
FULL = 20_000_000
"""Characters of a segment that is left as it is: some three thousand reports."""


class PhraseSegments:
    """Of one archive: `segments`, the newest first, and of each report that they hold as it now is, which."""

    def __init__(self, segments: Sequence[PhraseSegment], reports: Mapping[str, Counted]) -> None:
        self.segments = segments
        self.where: dict[str, PhraseSegment] = {}
        for segment in segments:
            for name, row in segment.reports.items():
                known = reports.get(name)
                if known is not None and known.change == row.change:
                    self.where.setdefault(name, segment)

    def summed(self, ids: Collection[str], fresh: Iterator[PhraseCounts]) -> GroupCounts:
        """The phrases of the reports `ids`, each in a segment, and of the `fresh` ones, which are in none."""
        words, reports = 0, len(ids)
        spread: Counter[str] = Counter()
        places: Counter[str] = Counter()
        for segment in self.segments:
            mine = [name for name in ids if self.where[name] is segment]
            words += sum(segment.reports[name].words for name in mine)
            having, beyond = segment.summed(mine)
            names = list(map(segment.phrases.__getitem__, having)) if having else []
            spread.update(dict(zip(names, having.values(), strict=True)))
            further = map(beyond.get, having, repeat(0))
            places.update(dict(zip(names, map(add, having.values(), further), strict=True)))
        for one in fresh:
            reports, words = reports + 1, words + one.words
            places.update(one.phrases)
            spread.update(one.phrases.keys())
        return GroupCounts(reports, words, places, spread)


def opened(folder: Path | None, made: str) -> list[PhraseSegment]:
    """The segments in force, the newest first; [] where there are none, or none that this program made."""
    found: list[PhraseSegment] = []
    if folder is not None and (folder / FOLDER).is_dir():
        for path in sorted((folder / FOLDER).glob("*.segment"), reverse=True):
            with suppress(OSError, ValueError, KeyError, TypeError, zlib.error):
                found.append(PhraseSegment(path, made))
    return found


def made_by(analyzer: Analyzer) -> str:
    """What the numbers of a segment hang on: this layout and the words."""
    return f"{phrase_segment.VERSION} {analyzer.fingerprint}"


def waiting(folder: Path, analyzer: Analyzer, reports: Mapping[str, Counted]) -> int:
    """Characters of the reports that are in no segment as they now are."""
    found = PhraseSegments(opened(folder, made_by(analyzer)), reports)
    return sum(one.characters for name, one in reports.items() if name not in found.where)


def is_behind(folder: Path, analyzer: Analyzer, reports: Mapping[str, Counted]) -> bool:
    """Are they more than should be counted when somebody asks?"""
    return waiting(folder, analyzer, reports) > FRESH


def follow(folder: Path, catalog: ReadCatalog, analyzer: Analyzer, reports: Mapping[str, Counted]) -> bool:
    """Count into segments what is in none; whether that was needed. One process at a time. Raises OSError."""
    disk.make_folder(folder / FOLDER)
    with held(folder / FOLDER / "lock") as mine:
        return mine and _followed(folder, catalog, analyzer, reports)


def forget(folder: Path, living: Collection[str], made: str) -> None:
    """Take out of the files all reports but the living ones; files of another program go altogether.

    Where another process counts just now, it is that one which does it at its end. Raises OSError.
    """
    if not (folder / FOLDER).is_dir():
        return
    with held(folder / FOLDER / "lock") as mine:
        if mine:
            _forgotten(folder, living, made)


def _forgotten(folder: Path, living: Collection[str], made: str) -> None:
    segments = opened(folder, made)
    for segment in segments:
        gone = segment.reports.keys() - living
        if gone == segment.reports.keys():
            segment.path.unlink(missing_ok=True)
        elif gone:
            phrase_segment.without(segment, gone)
    ours = {segment.path for segment in segments}
    for path in (folder / FOLDER).glob("*.segment"):
        if path not in ours:
            path.unlink(missing_ok=True)


def _followed(folder: Path, catalog: ReadCatalog, analyzer: Analyzer, reports: Mapping[str, Counted]) -> bool:
    made = made_by(analyzer)
    _forgotten(folder, reports.keys(), made)
    found = PhraseSegments(opened(folder, made), reports)
    fresh = {name: one for name, one in reports.items() if name not in found.where}
    new = sum(one.characters for one in fresh.values())
    if new <= FRESH:
        return False
    growing = sorted((one for one in found.segments if one.characters < FULL), key=lambda one: one.characters)
    small = new + sum(segment.characters for segment in growing[:-1])
    together = growing if growing and small * SMALL >= growing[-1].characters else []
    ids = {*fresh, *(name for name, segment in found.where.items() if segment in together)}
    for some in _parts(sorted(ids), reports):
        _write(folder, catalog, analyzer, {name: reports[name] for name in some})
    for segment in together:
        segment.path.unlink(missing_ok=True)
    _forgotten(folder, {*catalog.ids()}, made)  # whoever deleted one meanwhile has found this process at it
    return True


def _parts(ids: Sequence[str], reports: Mapping[str, Counted]) -> Iterator[Sequence[str]]:
    """Parts that are no larger than a full segment, if one report is not."""
    begin = size = 0
    for at, name in enumerate(ids):
        characters = reports[name].characters
        if at > begin and size + characters > FULL:
            yield ids[begin:at]
            begin, size = at, 0
        size += characters
    yield ids[begin:]


def _write(folder: Path, catalog: ReadCatalog, analyzer: Analyzer, reports: Mapping[str, Counted]) -> None:
    ids = list(reports)

    def texts() -> Iterator[UncountedText]:
        for name, passages in catalog.texts(ids):
            yield UncountedText(name, reports[name].change, passages)

    numbers = [int(path.stem) for path in (folder / FOLDER).glob("*.segment") if path.stem.isdecimal()]
    path = folder / FOLDER / f"{max(numbers, default=0) + 1:06}.segment"
    characters = sum(one.characters for one in reports.values())
    phrase_counting.write(path, texts, analyzer, made_by(analyzer), least_of(len(ids)), characters)
