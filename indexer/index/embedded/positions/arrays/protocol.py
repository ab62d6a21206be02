"""Numbers by the million: what the exact index asks of them, and who does it. With numpy where there is a wheel for the
machine, else in plain Python: the same files, the same answers.

    places     where something begins, as positions in a segment, ascending
    owners     the number of the report of each place
    counts     how often something stands in each report
    mask       a set of reports by their numbers

What `counts` and a mask are made of is known only to the one who made them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

from indexer.index.embedded.positions.arrays.pieces.piece_protocol import PieceArrays
from indexer.index.embedded.positions.arrays.pieces.wording_protocol import WordingArrays
from indexer.index.embedded.positions.arrays.stretch_protocol import StretchArrays
from indexer.index.embedded.positions.arrays.text_protocol import TextArrays
from indexer.index.embedded.positions.arrays.words.posting_protocol import PostingArrays

Ints: TypeAlias = Any
"""Whole numbers from 0 on that can be counted, indexed and cut: an array of numpy's, a memoryview, an array, a list."""
Counts: TypeAlias = Any
Mask: TypeAlias = Any
Reals: TypeAlias = Any
Block: TypeAlias = tuple[int, Ints, Ints]
"""A base, numbers counted from it, and how often something counts for each."""

CODE_BITS = 21
"""Of a code point."""
SEPARATOR = "\n"
"""Between two passages: folded text holds no line break."""


class Lists(NamedTuple):
    """The places of every pair of characters: `keys` ascending, how many each has, and all places key by key."""

    keys: Ints
    sizes: Ints
    places: Ints


class Packed(NamedTuple):
    """Places as they lie on the disk: the low 16 bits of each (`lows`); their high 16 bits (`highs`) once for each
    group of 1 to 256 places of one key that share them, and how many less one (`more`); each key's number of groups.
    """

    groups: Ints
    highs: Ints
    more: Ints
    lows: Ints


class Arrays(StretchArrays, TextArrays, PieceArrays, WordingArrays, PostingArrays, Protocol):
    """What is done with many numbers at once."""

    name: str
    room: int
    """Characters whose pairs are sorted at once: what fits 150 MiB of memory."""

    # Bytes and numbers
    def view(self, data: bytes, code: str) -> Ints:
        """Little-endian bytes as numbers of the kind `code` (B, H, I, Q)."""
        ...

    def raw(self, numbers: Ints, code: str) -> memoryview:
        """Numbers as little-endian bytes."""
        ...

    def listed(self, numbers: Ints) -> list[int]:
        """Numbers as a list of Python's own."""
        ...

    def reals(self, numbers: Reals) -> list[float]:
        """Real numbers as a list of Python's own."""
        ...

    def numbers(self, numbers: Sequence[int]) -> Ints:
        """A list as numbers."""
        ...

    def read_singly(self, numbers: Ints) -> Ints:
        """The same numbers, for reading one here and one there: each is an int of Python's own."""
        ...

    def moved(self, numbers: Ints, by: int) -> Ints:
        """Each number, and `by`."""
        ...

    def total(self, numbers: Ints) -> int:
        """The sum of all the numbers."""
        ...

    def ends(self, sizes: Ints) -> Ints:
        """The running sum, beginning with 0: one more than there are sizes."""
        ...

    def sizes(self, ends: Ints) -> Ints:
        """From the running sums back to the numbers."""
        ...

    # Building
    def pairs(self, text: str) -> Lists:
        """The places of every pair of a text that ends with a separator; after the last character of a passage stands
        the end mark 0, and no pair begins with a separator. No folded text has a character 0.
        """
        ...

    def packed(self, sizes: Ints, places: Ints) -> Packed:
        """Places key by key as they are written."""
        ...

    def unpacked(self, highs: Ints, more: Ints, lows: Ints) -> Ints:
        """Places as they were packed."""
        ...

    def relocated(self, sizes: Ints, places: Ints, owners: Ints, moves: Sequence[int | None]) -> tuple[Ints, Ints]:
        """Sizes and places where each report has moved so far (None: is gone); the order stays."""
        ...

    def surviving(self, numbers: Ints, owners: Ints, moves: Sequence[int | None]) -> Ints:
        """The numbers whose owner is not gone."""
        ...

    def runs(self, keys: Ints) -> tuple[list[int], list[int]]:
        """The first characters of ascending keys, each once, and the number of its first key."""
        ...

    def halves(self, keys: Ints) -> tuple[Ints, Ints, Ints]:
        """The first characters of ascending keys, each once, how many keys each has, and each key's second half."""
        ...

    def keys_of(self, characters: Ints, sizes: Ints, seconds: Ints) -> Ints:
        """The keys that were taken in halves."""
        ...

    def short(self, sizes: Ints) -> tuple[Ints, Ints]:
        """Sizes as bytes, 255 in place of those from 255 on; and these as they are."""
        ...

    def ends_of(self, short: Ints, long: Ints) -> Ints:
        """The running sum of sizes that were made short, beginning with 0."""
        ...

    def above(self, sizes: Ints, limit: int) -> list[int]:
        """Which of the sizes are larger, by their numbers."""
        ...

    def union(self, keys: Sequence[Ints]) -> Ints:
        """All of several ascending lists, each once, ascending."""
        ...

    def joined(self, count: int, parts: Sequence[tuple[Ints, Ints, Ints]]) -> tuple[Ints, Ints]:
        """Sizes and places of `count` keys from parts (number of each key, sizes, places), whose places ascend."""
        ...

    def slots(self, among: Ints, keys: Ints) -> Ints:
        """Where each of `keys` stands in `among`, which holds them all."""
        ...

    # Places
    def owner_table(self, bases: Ints) -> Ints:
        """What `owners` goes by: `bases` are the first positions of the reports and behind them the end."""
        ...

    def repeated(self, sizes: Ints) -> Ints:
        """0 as often as the first size says, then 1 as often as the second, and so on."""
        ...

    def owners(self, table: Ints, places: Ints) -> Ints:
        """The report of each place."""
        ...

    def laid(self, lists: Sequence[Ints]) -> Ints:
        """Several lists of places, one behind the other."""
        ...

    def merged(self, lists: Sequence[Ints]) -> Ints:
        """All places of several lists, ascending."""
        ...

    def before(self, places: Ints, distance: int) -> Ints:
        """What stands `distance` before each place; a place nearer to the beginning gives what is no place."""
        ...

    def holding(self, wanted: Ints, distance: int, places: Ints) -> Ints:
        """Those of `wanted` behind which, `distance` on, stands one of `places`."""
        ...

    def chosen(self, places: Ints, flags: Sequence[bool]) -> Ints:
        """The places that have a flag."""
        ...

    def apart(self, places: Ints, size: int) -> Ints:
        """Those that remain from the left where none may begin within `size` of the one before: `str.count`."""
        ...

    def units(self, starts: Ints, places: Ints) -> Ints:
        """The number of the unit in which each place stands; ascending, each once. `starts`: where units begin."""
        ...

    def unit_table(self, starts: Ints, end: int) -> Any:
        """What `units_by` goes by, of units that begin at `starts`, the first one at 0, up to `end`."""
        ...

    def units_by(self, table: Any, places: Ints) -> Ints:
        """As `units`, in a fraction of the time where places are many."""
        ...

    def common(self, one: Ints, other: Ints) -> Ints:
        """The numbers of two ascending lists that stand in both."""
        ...

    def picked(self, numbers: Ints, at: Ints) -> Ints:
        """The numbers at those indices."""
        ...

    # Counts and masks
    def counted(self, owners: Ints, reports: int) -> Counts:
        """How often each of so many reports comes."""
        ...

    def counts(self, row: Ints) -> Counts:
        """From one number a report."""
        ...

    def row(self, counts: Counts, reports: int) -> Ints:
        """One number a report, from 0 on."""
        ...

    def chained(self, parts: Sequence[tuple[int, Counts]]) -> Counts:
        """The counts of several segments, each with how many reports it has, one behind the other."""
        ...

    def limited(self, counts: Counts, mask: Mask) -> Counts:
        """The counts of the mask's reports."""
        ...

    def added(self, one: Counts, other: Counts) -> Counts:
        """The counts of both together."""
        ...

    def pairs_of(self, counts: Counts) -> tuple[list[int], list[int]]:
        """The reports that have any, ascending, and how many."""
        ...

    def held(self, counts: Counts) -> int:
        """How many reports have any."""
        ...

    def mask(self, numbers: Iterable[int], reports: int) -> Mask:
        """The set of these reports."""
        ...

    def having(self, counts: Counts) -> Mask:
        """The reports that have any."""
        ...

    def both(self, one: Mask, other: Mask) -> Mask:
        """The reports of both sets."""
        ...

    def either(self, one: Mask, other: Mask) -> Mask:
        """The reports of one set or the other."""
        ...

    def without(self, one: Mask, other: Mask) -> Mask:
        """The reports of one set and not of the other."""
        ...

    def members(self, mask: Mask) -> list[int]:
        """The reports of a set, ascending."""
        ...

    def size(self, mask: Mask) -> int:
        """How many there are."""
        ...

    def kinds(self, columns: Sequence[Ints]) -> tuple[Ints, list[int]]:
        """Of each row of columns that are equally long the number of its kind, and of each kind a row that is of it."""
        ...

    def coded(self, codes: Ints, accepted: Sequence[int], kinds: int) -> Mask:
        """The reports whose code, from 0 to `kinds`, is among those accepted. `codes`: one of each report."""
        ...

    def scattered(self, table: Ints, blocks: Iterable[Block], reports: int) -> Counts:
        """By blocks: so many times for the report that the table has at each of the numbers; from `reports` on it is
        none.
        """
        ...

    def below(self, numbers: Ints) -> Reals:
        """Each number below zero."""
        ...

    # Scores
    def hits(self, mask: Mask) -> Ints:
        """The reports of a set, ascending: what scores go by."""
        ...

    def at(self, counts: Counts, hits: Ints) -> Ints:
        """The count of each hit."""
        ...

    def scaled(self, numbers: Ints, by: float) -> Reals:
        """So many times each number."""
        ...

    def bm25(self, times: Ints, lengths: Reals, rarity: float, fixed: float) -> Reals:
        """The rarity · times · (k1 + 1) / (times + fixed + length) of each, 0 where there are no times."""
        ...

    def bm25_rows(
        self, counts: Sequence[Counts], hits: Ints, lengths: Reals, rarities: Sequence[float], fixed: float
    ) -> Iterable[Reals]:
        """`bm25` of several counts, each of its own rarity, at the same hits."""
        ...

    def summed(self, one: Reals, other: Reals) -> Reals:
        """Both together, hit by hit."""
        ...

    def spread(self, hits: Ints, reports: Ints, worth: Reals) -> Reals:
        """What each hit is worth, 0 where that is not told; of reports that are no hits, too, it may be told."""
        ...

    def title_worths(self, sizes: Ints, length: int, weight: float) -> Reals:
        """The weight · (1 + length / size) of titles that hold a text."""
        ...

    def ranked(self, hits: Ints, scores: Reals, ranks: Ints, most: int) -> Ints:
        """The `most` best hits (0: all), the best first; of equal ones the one with the lower rank."""
        ...
