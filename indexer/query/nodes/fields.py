"""Conditions on a report's face: its year, its title, its unit, what is known of it. They decide a match and make no
marks. Which values may be typed is said in `field_values`, parts of the text in `parts`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from archive.known_year import year_known
from archive.masthead.periods import PERIODS
from archive.text.fold import fold_text
from indexer.document import Card, Document
from indexer.query.nodes.date_range import Dates
from indexer.query.nodes.node import Query, Unmarked
from indexer.query.nodes.phrase import Phrase


class Face(Unmarked):
    """What the card alone decides."""

    __slots__ = ()

    @abstractmethod
    def accepts(self, card: Card) -> bool:
        """Does a report with this card meet the condition?"""

    def matches(self, document: Document) -> bool:
        """The same, for a report."""
        return self.accepts(document.card)

    def necessary(self) -> Query:
        """Itself: a field means the same in every mode."""
        return self

    @property
    def asks_text(self) -> bool:
        """False: a report's face decides without its text."""
        return False


@dataclass(frozen=True, slots=True)
class Field(Face):
    """年 by `Years` over the year known, 日期 by `Dates`, 报告期 by `Periods`; the others by a wording that the
    folded value contains, 格式 by all of it.
    """

    name: str
    value: Phrase | Years | Periods | Dates

    def accepts(self, card: Card) -> bool:
        """Does a report with this card meet the condition? What is not known never does."""
        if isinstance(self.value, Years):
            year = year_known(card)
            return year is not None and self.value.holds(year)
        if isinstance(self.value, Periods):
            return card.period is not None and self.value.holds(card.period)
        if isinstance(self.value, Dates):
            return card.date is not None and self.value.holds(card.date)
        known = _FACE[self.name](card)
        if known is None:
            return False
        if self.name == "格式":
            return self.value.text == fold_text(known)
        return _alike(self.name, self.value.text) in _alike(self.name, fold_text(known))

    def __str__(self) -> str:
        return f"{self.name}:{self.value}"


@dataclass(frozen=True, slots=True)
class Known(Face):
    """有:单位, 缺:单位: is that field of the masthead known? A title made of the first sentence is not."""

    name: str
    known: bool = True

    def accepts(self, card: Card) -> bool:
        """Is it, or is it not, as asked?"""
        value = None if self.name == "标题" and card.title_derived else FACE[self.name](card)
        return (value is not None) is self.known

    def __str__(self) -> str:
        return f"{'有' if self.known else '缺'}:{self.name}"


@dataclass(frozen=True, slots=True)
class Years:
    """The years from `first` to `last`, both included; None leaves an end open."""

    first: int | None
    last: int | None

    def __bool__(self) -> bool:
        """Is there any year among them?"""
        return self.first is None or self.last is None or self.first <= self.last

    def holds(self, year: int) -> bool:
        """Is `year` among them?"""
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)

    def __str__(self) -> str:
        if self.first == self.last:
            return f"{self.first:04}"
        first, last = ("" if year is None else f"{year:04}" for year in (self.first, self.last))
        return f"{first}..{last}"


@dataclass(frozen=True, slots=True)
class Periods:
    """One period of a year by its name, or all that lie between the beginning of `first` and the end of `last`.

    `第一季度..第二季度` holds 第一季度, 第二季度, 上半年 and the months from 1月 to 6月; None leaves an end open.
    """

    first: str | None
    last: str | None

    def __bool__(self) -> bool:
        """Is there any period among them?"""
        return any(map(self.holds, PERIODS))

    def holds(self, period: str) -> bool:
        """Is `period` among them?"""
        if self.first == self.last:
            return period == self.first
        begin, end = MONTHS.get(period, (0, 13))
        first = 1 if self.first is None else MONTHS[self.first][0]
        last = 12 if self.last is None else MONTHS[self.last][1]
        return first <= begin and end <= last

    def __str__(self) -> str:
        if self.first is not None and self.first == self.last:
            return self.first
        return f"{self.first or ''}..{self.last or ''}"


MONTHS: Mapping[str, tuple[int, int]] = {
    "年度": (1, 12), "上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9),
    "第一季度": (1, 3), "第二季度": (4, 6), "第三季度": (7, 9), "第四季度": (10, 12),
    **{f"{month}月": (month, month) for month in range(1, 13)},
}  # fmt: skip
"""The first and last month of each period."""

_FACE: dict[str, Callable[[Card], str | None]] = {
    "标题": attrgetter("title"),
    "单位": attrgetter("unit"),
    "述职人": attrgetter("person"),
    "类型": attrgetter("type"),
    "文号": attrgetter("number"),
    "格式": attrgetter("format"),
}

FACE: Mapping[str, Callable[[Card], object]] = {
    **{name: of for name, of in _FACE.items() if name != "格式"},
    "年": year_known,
    "报告期": attrgetter("period"),
    "成文日期": attrgetter("date"),
}
"""The fields that may be known or not, by the name they have in a query."""

_BRACKETS = str.maketrans("〔【({〕】)}", "[[[[]]]]")


def _alike(name: str, text: str) -> str:
    """A 文号 has its year in whatever brackets: 国发〔2019〕5号 is 国发[2019]5号."""
    return text.translate(_BRACKETS) if name == "文号" else text
