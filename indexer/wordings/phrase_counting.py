"""Counts the phrases of many texts into a segment, in memory that does not grow with how many different ones there are:
most stand in one or two reports, and go out again. What has to wait until all are counted waits on the disk.
"""

from __future__ import annotations

import tempfile
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from archive.storage.spill import Spill
from indexer.analysis.analyzer import Analyzer
from indexer.wordings import phrase_segment
from indexer.wordings.phrase_segment import LEVEL, PhraseRows
from indexer.wordings.phrases import phrases_of, word_runs

SLOTS = range(16, 24)
"""Powers of two of the slots by which it is known beforehand that few reports can have a phrase: 8 MiB at most."""
MOST = 255
"""That a slot counts to."""

Texts = Callable[[], Iterator["UncountedText"]]


class UncountedText(NamedTuple):
    """A report that is to be counted: its id, the change it was read at, its passages."""

    id: str
    change: int
    passages: Sequence[str]


class _Counted(NamedTuple):
    """A report whose phrases wait: `words` altogether."""

    id: str
    change: int
    words: int


def write(path: Path, texts: Texts, analyzer: Analyzer, made: str, least: int, characters: int) -> None:
    """Count the texts, read twice, into a new file. `characters`: how many they have, about. Raises OSError.

    A phrase that `least` reports have consists of pairs of words that as many have. The first round counts pairs, in
    slots that several may share; the second looks for phrases between the pairs that are too rare, and counts them in
    slots, too: a phrase is remembered from the report on with which its slot has enough. So some are remembered that
    are too rare, and none is missed; in the end all that are remembered are counted by themselves.
    """
    enough, pairs = min(least, MOST), _slots(characters)
    for text in texts():
        for slot in _pairs(text, analyzer, len(pairs) - 1):
            if pairs[slot] < MOST:
                pairs[slot] += 1
    with tempfile.TemporaryFile(dir=path.parent) as one, tempfile.TemporaryFile(dir=path.parent) as other:
        phrases, rows = Spill(one), Spill(other)
        reports, numbers = _found(texts(), analyzer, pairs, enough, phrases)
        del pairs
        spread = _numbered(phrases, numbers, rows)
        common = sorted(
            (phrase for phrase, number in numbers.items() if spread[number] >= least),
            key=lambda phrase: (-spread[numbers[phrase]], phrase),
        )
        ranks = array("i", [-1]) * len(numbers)
        for rank, phrase in enumerate(common):
            ranks[numbers[phrase]] = rank
        numbers.clear()
        _written(path, common, reports, _ranked(rows, ranks), {"made": made, "least": least, "characters": characters})


def _slots(characters: int) -> bytearray:
    """How many reports have what falls into each slot, `MOST` for more."""
    return bytearray(1 << min(max(characters.bit_length(), SLOTS.start), SLOTS.stop - 1))


def _pairs(text: UncountedText, analyzer: Analyzer, mask: int) -> set[int]:
    """The slots of the pairs of words of a text."""
    pairs: set[int] = set()
    for run in word_runs(text.passages, analyzer):
        pairs.update(map(hash, pairwise(run)))
    return {pair & mask for pair in pairs}


def _linked(run: Sequence[str], pairs: bytearray, enough: int) -> Iterator[Sequence[str]]:
    """The run cut between words that too few reports have side by side."""
    mask, begin = len(pairs) - 1, 0
    for at, pair in enumerate(pairwise(run), 1):
        if pairs[hash(pair) & mask] < enough:
            yield run[begin:at]
            begin = at
    yield run[begin:]


def _found(
    texts: Iterator[UncountedText], analyzer: Analyzer, pairs: bytearray, enough: int, phrases: Spill
) -> tuple[list[_Counted], dict[str, int]]:
    """The reports, and a number for each phrase that enough may have; of each report its phrases wait, and how many
    places each has.
    """
    slots, mask = bytearray(len(pairs)), len(pairs) - 1
    numbers: dict[str, int] = {}
    reports: list[_Counted] = []
    for text in texts:
        words = 0
        found: Counter[str] = Counter()
        for run in word_runs(text.passages, analyzer):
            words += len(run)
            for part in _linked(run, pairs, enough):
                found.update(phrases_of(part))
        for phrase in found:
            slot = hash(phrase) & mask
            count = slots[slot] + 1
            if count <= MOST:
                slots[slot] = count
            if count >= enough:
                numbers.setdefault(phrase, len(numbers))
        phrases.put("\n".join(found).encode())
        phrases.put(array("I", found.values()).tobytes())
        reports.append(_Counted(text.id, text.change, words))
    return reports, numbers


def _numbered(phrases: Spill, numbers: Mapping[str, int], rows: Spill) -> array[int]:
    """How many reports have the phrase of each number; of each report its numbers wait, and the places of each."""
    spread = array("I", [0]) * len(numbers)
    pieces = iter(phrases)
    for told in pieces:
        known = map(numbers.get, told.decode().split("\n"))
        here = [(one, count) for one, count in zip(known, array("I", next(pieces)), strict=False) if one is not None]
        for number, _ in here:
            spread[number] += 1
        rows.put(array("I", [one for one, _ in here]).tobytes())
        rows.put(array("I", [count for _, count in here]).tobytes())
    return spread


def _ranked(rows: Spill, ranks: array[int]) -> Iterator[list[tuple[int, int]]]:
    """Of each report the ranks of its common phrases, ascending, with the places of each."""
    pieces = iter(rows)
    for told in pieces:
        some = zip(map(ranks.__getitem__, array("I", told)), array("I", next(pieces)), strict=True)
        yield sorted(one for one in some if one[0] >= 0)


def _written(
    path: Path,
    common: Sequence[str],
    reports: Sequence[_Counted],
    ranked: Iterator[Sequence[tuple[int, int]]],
    head: Mapping[str, object],
) -> None:
    vocabulary = zlib.compress("\n".join(common).encode("utf-8"), LEVEL)
    rows: dict[str, PhraseRows] = {}
    pieces: list[bytes] = []
    start = len(vocabulary)
    for report, here in zip(reports, ranked, strict=True):
        once = phrase_segment.packed([rank for rank, _ in here])
        more = phrase_segment.packed([rank for rank, count in here for _ in range(count - 1)])
        rows[report.id] = PhraseRows(report.change, report.words, start, len(once), len(more))
        start += len(once) + len(more)
        pieces += (once, more)
    phrase_segment.put(path, {**head, "vocabulary": len(vocabulary), "reports": rows}, [vocabulary, *pieces])
