"""Reports become a segment: their folded passages one behind the other in one space of positions, and what is in it.

Each report begins at a multiple of 64; its passages are joined by a separator. Beside the postings and the cards:

    bases             the first position of each report, and the end; lengths: its folded characters
    passage_starts    where each passage begins; passage_firsts: the number of each report's first one
    sentence_starts   where each sentence begins, by the rule that the query's scopes go by
    turn_starts       where a section or a part begins; turn_kinds: twice the number of the part from 1 on (0: none),
                      and 1 where a section opens. A report begins with a turn: a section, in no part
    prose             1 for each passage of running text, 0 for the others
    clause_ends       a bit a position, from the lowest of the first byte on: does a clause end there, or a passage?
    digests           16 bytes a report, of all that is indexed of it; titles: the folded titles, one a line
    tables            what a page shows around the passages of each report (`indexer.passage_table`); table_ends
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterable
from itertools import accumulate
from operator import add, attrgetter
from pathlib import Path

from archive.text.fold import fold_text
from indexer.document import Document
from indexer.index.embedded.positions import unit_rules
from indexer.index.embedded.positions.arrays.protocol import SEPARATOR, Arrays, Ints
from indexer.index.embedded.positions.card_columns import NAMES, CardColumnsWriter
from indexer.index.embedded.positions.dense_rows import DenseRowsWriter
from indexer.index.embedded.positions.page_file import PageFileWriter, page_file
from indexer.index.embedded.positions.postings import PostingsWriter
from indexer.index.wording_nearness import which_are_prose

ALIGN = 64
DIGEST = 16
_FIELDS = attrgetter(*NAMES)
UNITS = ("lengths", "passage_firsts", "passage_starts", "sentence_starts", "turn_starts")


def digest_of(document: Document) -> bytes:
    """What tells one state of a report from another, as far as it is indexed: passages, turns, card and table."""
    found = hashlib.blake2b(SEPARATOR.join(document.passages).encode("utf-8", "surrogatepass"), digest_size=DIGEST)
    found.update(json.dumps([document.outline or (), _FIELDS(document.card)]).encode())
    found.update(document.table)
    return found.digest()


def after(base: int, length: int) -> int:
    """Where the next report begins behind one of so many positions."""
    return (base + length + 1 + ALIGN - 1) // ALIGN * ALIGN


class SegmentBuilder:
    """Reports that become one segment; they are held in memory until it is written."""

    def __init__(self, k: Arrays) -> None:
        self._k = k
        self._pieces: list[str] = []
        self.ids: dict[str, None] = {}
        """In the order of their numbers."""
        self.size = 0
        self._bases = array("Q", [0])
        self._units = {name: array("I") for name in UNITS}
        self._kinds, self._prose = array("B"), array("B")
        self._once, self._tables = OnceEach(), list[bytes]()

    def add(self, document: Document) -> None:
        """One more report, behind those before."""
        base, joined = self.size, SEPARATOR.join(document.passages)
        starts = self._passages(document, base)
        self._turns(document, base, starts)
        self._once.put(document)
        self._tables.append(document.table)
        self.ids[document.id] = None
        self.size = after(base, len(joined))
        self._bases.append(self.size)
        self._pieces += (joined, SEPARATOR * (self.size - base - len(joined)))

    def write(self, path: Path, *, lasting: bool = True) -> None:
        """The segment as a file, on the disk. Not `lasting`, where it is soon merged: nothing waits for the disk, and
        there are no dense rows.

        Raises OSError.
        """
        text = "".join(self._pieces)
        self._units["sentence_starts"].extend(unit_rules.sentence_starts(text))
        with page_file(path, lasting=lasting) as file:
            postings = PostingsWriter(file, self._k, self.size)
            rows = DenseRowsWriter(file, self._k, self._bases, wanted=lasting)
            if text:
                lists = self._k.pairs(text)
                postings.put(*lists)
                rows.put(*lists)
            postings.finish()
            rows.finish()
            for name, numbers in self._units.items():
                write_section(file, self._k, name, [numbers])
            write_section(file, self._k, "turn_kinds", [self._kinds], "B")
            write_section(file, self._k, "prose", [self._prose], "B")
            with file.section("clause_ends", "B") as put:
                put(self._k.clause_bits(text, unit_rules.clause_ends()))
            write_tables(file, self._k, self._tables)
            self._once.finish(file, self._k, self._bases)

    def _passages(self, document: Document, base: int) -> list[int]:
        lengths = list(map(len, document.passages))
        ends = accumulate(lengths, initial=base)
        starts = list(map(add, ends, range(len(lengths))))  # a separator behind each before it
        self._units["passage_firsts"].append(len(self._units["passage_starts"]))
        self._units["passage_starts"].extend(starts)
        self._prose.extend(which_are_prose(document.passages))
        self._units["lengths"].append(sum(lengths))
        return starts

    def _turns(self, document: Document, base: int, starts: list[int]) -> None:
        numbers, outline = unit_rules.part_numbers(), document.outline or ()
        last = len(numbers)
        self._units["turn_starts"].append(base)
        self._units["turn_starts"].extend([starts[passage - 1] + start for passage, start, _, _ in outline])
        self._kinds.append(1)
        self._kinds.extend([numbers.get(part, last) << 1 | opens for _, _, part, opens in outline])


def write_section(file: PageFileWriter, k: Arrays, name: str, pieces: Iterable[Ints], code: str = "I") -> None:
    """One section from its pieces, in their order."""
    with file.section(name, code) as put:
        for piece in pieces:
            put(k.raw(piece, code))


class OnceEach:
    """What there is once for each report and is small: its digest, folded title and card."""

    def __init__(self) -> None:
        self._digests, self._titles = bytearray(), list[str]()
        self.cards = CardColumnsWriter()

    def put(self, document: Document) -> None:
        """The report that comes next."""
        self.cards.put(document.card)
        self.add(digest_of(document), fold_text(document.card.title or ""))

    def add(self, digest: bytes, title: str) -> None:
        """The next report, whose card is put into `cards`."""
        self._digests += digest
        self._titles.append(title)

    def finish(self, file: PageFileWriter, k: Arrays, bases: Ints) -> None:
        """Write all of it, with the bases and the end of the file."""
        write_section(file, k, "bases", [bases], "Q")  # the end may be the first position behind all of 32 bits
        titles = SEPARATOR.join(self._titles).encode("utf-8", "surrogatepass")
        for name, data in (("digests", bytes(self._digests)), ("titles", titles)):
            with file.section(name, "B") as put:
                put(memoryview(data))
        self.cards.finish(file, k)
        file.finish({"layout": unit_rules.LAYOUT, "reports": len(bases) - 1})


def write_tables(file: PageFileWriter, k: Arrays, tables: Iterable[bytes]) -> None:
    """The table of each report, one after the other as they come."""
    sizes = array("I")
    with file.section("tables", "B") as put:
        for table in tables:
            put(memoryview(table))
            sizes.append(len(table))
    write_section(file, k, "table_ends", [k.ends(sizes)], "Q")
