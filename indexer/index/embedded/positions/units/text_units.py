"""The units of one segment's texts: where reports, sections, passages and sentences begin, and which stretches of text
stand in which part.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import cached_property

from indexer.index.embedded.positions import unit_rules
from indexer.index.embedded.positions.arrays.protocol import Arrays, Ints
from indexer.index.embedded.positions.arrays.stretch_protocol import Spans
from indexer.index.embedded.positions.page_file import PageFile
from indexer.lru_cache import LruCache
from indexer.query.nodes.parts import PARTS

Choice = tuple[bool, ...]
"""Of each part, by its number in the file, whether places in it count."""
CHOICES = 8
"""Choices of parts whose stretches are remembered."""
_OLDER = "\0"
"""No name of a part that a question can choose: for one of an older catalog."""
_NAMES = (None, *PARTS, _OLDER)


class Level(IntEnum):
    """Kinds of units, the finer the larger; each unit lies in one of any coarser kind."""

    REPORT = 0
    SECTION = 1
    PASSAGE = 2
    SENTENCE = 3


LEVELS = {"同节": Level.SECTION, "同段": Level.PASSAGE, "同句": Level.SENTENCE}


def choice(accepts: Callable[[str | None], bool], before: Choice | None = None) -> Choice:
    """The parts that are accepted, of those that were before (None: all)."""
    found = tuple(map(accepts, _NAMES))
    return found if before is None else tuple(a and b for a, b in zip(found, before, strict=True))


class TextUnits:
    """The units of a segment with `reports` reports from `bases` on."""

    def __init__(self, file: PageFile, k: Arrays, bases: Ints, lengths: Ints, passages: Ints) -> None:
        self._file, self._k = file, k
        self._bases, self._lengths, self._passages = bases, lengths, passages
        self.end = int(bases[-1])
        self._accepted: LruCache[Choice, Spans] = LruCache(CHOICES)
        self._rooms: LruCache[Choice, Ints] = LruCache(CHOICES)

    @cached_property
    def reports(self) -> Spans:
        """The reports as stretches."""
        return self._k.numbered(self._bases[:-1], self._k.every(len(self._lengths)), self.end)

    def starts(self, level: Level) -> Ints:
        """Where the units of a kind finer than reports begin."""
        if level is Level.SENTENCE:
            return self.sentences
        return self.sections if level is Level.SECTION else self._passages

    def accepted(self, chosen: Choice) -> Spans:
        """The stretches in these parts; one may go on in the next report."""
        return self._accepted.get_or_make(chosen, lambda: self._k.accepted(self.turns, self.kinds, chosen, self.end))

    def with_room(self, chosen: Choice) -> Ints:
        """The reports that have text in these parts."""
        return self._rooms.get_or_make(chosen, lambda: self.roomy(self.reports, chosen))

    def roomy(self, stretches: Spans, chosen: Choice) -> Ints:
        """The numbers of the stretches, each of one report, that have text in these parts."""
        k = self._k
        pieces = k.meeting(stretches, self.accepted(chosen))
        owners = k.unit_of(self._bases, pieces.starts)
        filled = k.with_text(pieces, self._passages, k.picked(self.text_ends, owners))
        return k.units(stretches.starts, filled.starts)

    @cached_property
    def turns(self) -> Ints:
        """Where a section or a part begins."""
        return self._k.view(self._file.part("turn_starts"), "I")

    @cached_property
    def kinds(self) -> Ints:
        """Of each turn twice the number of its part, and 1 where it opens a section."""
        return self._k.view(self._file.part("turn_kinds"), "B")

    @cached_property
    def prose(self) -> Ints:
        """Of each passage 1 where it is running text, else 0."""
        return self._k.view(self._file.part("prose"), "B")

    def clause_ends(self, first: int, last: int) -> bytes:
        """These bytes of the bits that tell where clauses end."""
        length = self._file.sections["clause_ends"].length
        return self._file.part("clause_ends", min(first, length), min(last, length))

    @cached_property
    def sentences(self) -> Ints:
        """The positions at which a sentence begins."""
        return self._k.view(self._file.part("sentence_starts"), "I")

    @cached_property
    def sections(self) -> Ints:
        """The positions at which a section begins."""
        return self._k.section_starts(self.turns, self.kinds, self._passages, self._bases)

    @cached_property
    def text_ends(self) -> Ints:
        """The position behind the last character of each report; before its beginning where it has no passage."""
        k, firsts = self._k, self._k.view(self._file.part("passage_firsts"), "I")
        return k.text_ends(self._bases, self._lengths, firsts, len(self._passages))


assert len(_NAMES) == len(unit_rules.part_numbers()) + 1, "as the writer numbers them"
