"""The cards of a segment's reports by columns: every value once, and for each field which report has which.

    values      all different values as UTF-8, one behind the other; value_ends where each ends
    card_title  and so on for each field: the number of the report's value from 1 on, 0 for none

So what depends on a few fields is decided once for each of their combinations, however many reports share it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from indexer.document import Card
from indexer.index.embedded.positions.arrays.protocol import Arrays, Ints, Mask
from indexer.index.embedded.positions.page_file import PageFile, PageFileWriter

T = TypeVar("T")

NAMES = tuple(field.name for field in fields(Card))
_FIELDS = attrgetter(*NAMES)
Kind = Callable[[str], object]
_KINDS: Mapping[str, Kind] = {"year": int, "version": int, "title_derived": "1".__eq__}
"""What its text is made of, where it is no text."""
_OWN = {"id", "title", "source", "location"}
"""What hardly two reports share."""
KEPT = 4096
"""Groups of reports alike up to which these are kept: facets and conditions go by them again and again. And cards."""
_NOWHERE = dict.fromkeys(NAMES)


class CardColumnsWriter:
    """Takes cards one by one and writes their columns."""

    def __init__(self) -> None:
        self._values: dict[str, int] = {}
        self._known: dict[object, int] = {None: 0}
        self._columns = {name: array("I") for name in NAMES}

    def put(self, card: Card) -> None:
        """The card of the next report."""
        known = self._known
        for column, value in zip(self._columns.values(), _FIELDS(card), strict=True):
            number = known.get(value)
            column.append(self._number(value) if number is None else number)

    def take(self, columns: CardColumns, reports: Iterable[int]) -> None:
        """Those of another segment, in this order: each of its values is looked at once."""
        known: dict[int, int] = {0: 0}
        chosen = list(reports)
        for name, column in self._columns.items():
            numbers = columns.numbers(name, chosen)
            for number in dict.fromkeys(numbers):
                if number not in known:
                    known[number] = self._number(columns.text(number))
            column.extend(map(known.__getitem__, numbers))

    def finish(self, file: PageFileWriter, k: Arrays) -> None:
        """Write the values, then the columns."""
        encoded = [value.encode("utf-8", "surrogatepass") for value in self._values]
        with file.section("values", "B") as put:
            put(memoryview(b"".join(encoded)))
        with file.section("value_ends", "I") as put:
            put(k.raw(k.ends(list(map(len, encoded))), "I"))
        for name, column in self._columns.items():
            with file.section(f"card_{name}", "I") as put:
                put(k.raw(column, "I"))

    def _number(self, value: object) -> int:
        text = str(int(value)) if isinstance(value, bool) else str(value)
        return self._known.setdefault(value, self._values.setdefault(text, len(self._values) + 1))


class CardColumns:
    """The cards of one segment; a card is made where it is asked for."""

    def __init__(self, file: PageFile, k: Arrays) -> None:
        self._k = k
        self._values = file.part("values")
        self._ends = k.read_singly(k.view(file.part("value_ends"), "I"))
        self._columns = {name: k.read_singly(k.view(file.part(f"card_{name}"), "I")) for name in NAMES}
        self._cards: dict[int, Card] = {}
        self._kinds: dict[tuple[str, ...], tuple[Ints, list[Card]]] = {}
        self._groups: dict[tuple[str, ...], Sequence[tuple[Card, list[int]]]] = {}

    def __len__(self) -> int:
        return len(self._columns["id"])

    def card(self, report: int) -> Card:
        """The card of a report."""
        found = self._cards.get(report)
        if found is None:
            if len(self._cards) >= KEPT:  # a page makes a few anew
                self._cards.clear()
            found = self._cards[report] = Card(*[value(column[report]) for column, value in self._fields])
        return found

    @cached_property
    def _fields(self) -> list[tuple[Sequence[int], Callable[[int], Any]]]:
        """Of each field, in the order in which a card takes them, its column and what its numbers stand for: where many
        reports share a value it is made once.
        """
        shared: dict[Kind, Callable[[int], Any]] = {}
        found = []
        for name, column in self._columns.items():
            kind = _KINDS.get(name, str)
            value = _values_of(self._values, self._ends, kind)
            found.append((column, value if name in _OWN else shared.setdefault(kind, lru_cache(KEPT)(value))))
        return found

    @cached_property
    def ids(self) -> list[str]:
        """The id of every report."""
        return [self.text(number) for number in self._columns["id"]]

    @cached_property
    def by_id(self) -> dict[str, int]:
        """The number of the report of each id; one that was put in anew comes last, and counts."""
        return {name: report for report, name in enumerate(self.ids)}

    def alike(self, names: Sequence[str], reports: Iterable[int] | None = None) -> Iterator[tuple[Card, list[int]]]:
        """The reports by what they have in these fields: a card that has nothing else, and the reports."""
        columns = [self._columns[name] for name in names]
        groups: dict[tuple[int, ...], list[int]] = {}
        for report in range(len(self)) if reports is None else reports:
            groups.setdefault(tuple([column[report] for column in columns]), []).append(report)
        for key, found in groups.items():
            yield self._made(dict(zip(names, key, strict=True))), found

    def groups(self, names: Sequence[str]) -> Sequence[tuple[Card, list[int]]]:
        """`alike` of all reports; where they are few groups they are kept, as a segment never changes."""
        key = tuple(names)
        known = self._groups.get(key)
        if known is None:
            known = list(self.alike(names))
            if len(known) <= KEPT:
                self._groups[key] = known
        return known

    def told(self, names: Sequence[str], tell: Callable[[Card], T]) -> tuple[Ints, list[T]]:
        """What `tell` says of cards, which depends on these fields alone: for each report the number of its kind, and
        of each kind what is said.
        """
        key = tuple(names)
        known = self._kinds.get(key)
        if known is None:
            kinds, firsts = self._k.kinds([self._columns[name] for name in key])
            known = kinds, [self._made({name: self._columns[name][report] for name in key}) for report in firsts]
            if len(firsts) <= KEPT:
                self._kinds[key] = known
        return known[0], list(map(tell, known[1]))

    def accepted(self, names: Sequence[str], accepts: Callable[[Card], bool]) -> Mask:
        """The reports whose card is accepted, which depends on these fields alone."""
        every = (reports for card, reports in self.groups(names) if accepts(card))
        return self._k.mask((report for reports in every for report in reports), len(self))

    def numbers(self, name: str, reports: Iterable[int]) -> list[int]:
        """The numbers of the values that these reports have in a field, 0 for none."""
        return list(map(self._columns[name].__getitem__, reports))

    def _made(self, numbers: dict[str, int]) -> Card:
        kinds = ((name, _KINDS.get(name, str), number) for name, number in numbers.items())
        values = {name: kind(self.text(number)) if number else None for name, kind, number in kinds}
        return Card(**{**_NOWHERE, **values})  # type: ignore[arg-type] # they went in with these types

    def text(self, number: int) -> str:
        """The value of a number from 1 on."""
        return self._values[self._ends[number - 1] : self._ends[number]].decode("utf-8", "surrogatepass")


def _values_of(values: bytes, ends: Ints, kind: Kind) -> Callable[[int], Any]:
    """What the numbers of a field stand for."""

    def text(number: int) -> str | None:
        return values[ends[number - 1] : ends[number]].decode("utf-8", "surrogatepass") if number else None

    def value(number: int) -> Any:
        found = text(number)
        return None if found is None else kind(found)

    return text if kind is str else value
