"""What a 核查表 says: cells, rows, who has not written what, who has not handed in. How it is found: `checklist`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from archive.catalog import Entry
from indexer.search.answer import Copies

State = Literal["written", "planned", "absent", "missing", "unreadable"]
"""写了 · 只在打算中写 · 未见 · 未交 · 读不出"""
STATES: tuple[State, ...] = get_args(State)
By = Literal["unit", "report"]


@dataclass(frozen=True, slots=True)
class Wording:
    """A column: what is asked, as typed; `literal` takes it as one phrase without syntax."""

    text: str
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A state and the number of places (all of them; in state planned they all stand in 下步打算).

    `where`: the reports that hold them, with how many each.
    """

    state: State
    places: int = 0
    where: tuple[tuple[str, int], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A unit or a report: its reports, the paths of its files without text, a cell a wording.

    `unit` is None where it is not known: in a table by units one row holds all such reports, last, and is no unit.
    `due`: it stands in the roster; `partly`: something of it gave no text, so that nothing can be said to be absent.
    """

    unit: str | None
    reports: tuple[Entry, ...]
    unread: tuple[str, ...]
    cells: tuple[Cell, ...]
    due: bool = False
    partly: bool = False

    @property
    def name(self) -> str:
        """The unit at the head of the row; "" where it is not known."""
        return self.unit or ""

    @property
    def title(self) -> str:
        """What tells one report from others: its title, else its path; where none came, the unit."""
        return (self.reports[0].title or self.reports[0].source) if self.reports else self.name

    @property
    def came(self) -> bool:
        """Was anything handed in, readable or not?"""
        return bool(self.reports or self.unread)


@dataclass(frozen=True, slots=True)
class Turnout:
    """应交, 已交, 未交, 读不出, 待核对: names of units, in order. Without a roster nobody is due and nobody missing.

    `unreadable` and `doubtful` are among those that came.
    """

    due: tuple[str, ...]
    came: tuple[str, ...]
    missing: tuple[str, ...]
    unreadable: tuple[str, ...]
    doubtful: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """The table. `unplaced`: files without text that may be anybody's; `reports`: how many it was made of, `partly` of
    them not read whole, `older` read by an earlier edition of their reader, `partly_or_older` either. `hiding`: of one
    text in several formats a unit's cell counts one; `copies`: what that left out, each cell by itself.
    `set_aside`: files without text, in the whole archive, of which a person expects nothing more.
    """

    wordings: tuple[Wording, ...]
    rows: tuple[Row, ...]
    unplaced: tuple[str, ...]
    by: By = "unit"
    roster: tuple[str, ...] = ()
    year: int | None = None
    period: str | None = None
    reports: int = 0
    partly: int = 0
    older: int = 0
    partly_or_older: int = 0
    hiding: bool = False
    copies: Copies = field(default_factory=Copies)
    set_aside: int = 0
    topic: str | None = None

    @property
    def without_unit(self) -> int:
        """Reports whose unit is not known: they are counted as reports, never as units."""
        return sum(len(row.reports) for row in self.rows if row.unit is None)

    def without_unit_in(self, column: int, state: State) -> int:
        """The same, where their rows have that state for a wording, among the rows that the question is about."""
        rows = [row for row in self.asked() if row.unit is None and row.cells[column].state == state]
        return sum(len(row.reports) for row in rows)

    def count(self, state: State) -> int:
        """Rows in which any cell has that state."""
        return sum(any(cell.state == state for cell in row.cells) for row in self.rows)

    def asked(self) -> Sequence[Row]:
        """The rows that the question 谁没写 is about: those of the roster, or all where there is none."""
        return [row for row in self.rows if row.due] if self.roster else self.rows

    def names(self, column: int, state: State) -> tuple[str, ...]:
        """Who has that state for a wording: units, each once; in a table by reports what tells one from others."""
        rows = [row for row in self.asked() if row.cells[column].state == state]
        if self.by == "unit":
            return _names(rows)
        reports = Counter(row.unit for row in self.rows)
        return tuple(_label(row, reports[row.unit]) for row in rows)

    def turnout(self, doubtful: Collection[str] = ()) -> Turnout:
        """Who handed in. `doubtful`: ids of reports of which a person should look at unit, year or period first."""
        rows = self.asked()
        came = _names(row for row in rows if row.came)
        return Turnout(
            due=self.roster,
            came=came,
            missing=tuple(unit for unit in self.roster if unit not in came),
            unreadable=_names(row for row in rows if row.partly),
            doubtful=_names(row for row in rows if any(entry.id in doubtful for entry in row.reports)),
        )


def _label(row: Row, reports: int) -> str:
    """A report by its unit; one of several `reports` of a unit, and one of none, by its title too."""
    if row.unit is None:
        return row.title
    return row.unit if reports == 1 else f"{row.unit}《{row.title.strip('《》')}》"


def _names(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.unit for row in rows if row.unit is not None))
