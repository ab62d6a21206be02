"""应交名单: who has to hand in for a collection (期次), kept so that it is pasted once. Not where it is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.errors import CatalogError

MAX_NAME = 60
MAX_UNITS = 5_000
MAX_UNIT = 100
"""Characters of a unit's name; the masthead's units have the same limit."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The units of a collection, in order, each once. `year`, `period`: of its reports; None: of any.

    `saved_at` is UTC, "" before it is kept. `fonds`: whose readers may see it.
    """

    name: str
    units: tuple[str, ...]
    year: int | None = None
    period: str | None = None
    saved_at: str = ""
    fonds: str = ""


class Rosters(Protocol):
    """The rosters of a catalog, by the name of their collection. Raises CatalogError as every catalog does."""

    def all(self) -> Sequence[Roster]:
        """All rosters, the latest year first, then by name."""
        ...

    def heads(self) -> Sequence[Roster]:
        """The same without their units, which may be thousands."""
        ...

    def get(self, name: str) -> Roster | None:
        """The roster of that collection; None where there is none."""
        ...

    def save(self, roster: Roster) -> Roster:
        """Keep it, in place of what had its name; as it was kept.

        Raises CatalogError: `catalog.roster_name`, `catalog.roster_empty`, `catalog.roster_too_long`,
        `catalog.roster_unit`, `catalog.bad_value`.
        """
        ...

    def remove(self, name: str) -> bool:
        """Forget it; False where there was none."""
        ...


def units_of(lines: Iterable[str]) -> tuple[str, ...]:
    """The units of a list, a line each: blank lines and repetitions left out."""
    return tuple(dict.fromkeys(unit for line in lines if (unit := line.strip().strip("\ufeff"))))


def checked(roster: Roster) -> Roster:
    """The roster in its kept form, not dated yet. Raises as `Rosters.save`."""
    name, units = roster.name.strip(), units_of(roster.units)
    if not name or len(name) > MAX_NAME or not _printable(name):
        raise CatalogError("catalog.roster_name", name=name[:MAX_NAME], limit=MAX_NAME)
    if not units or len(units) > MAX_UNITS:
        raise CatalogError("catalog.roster_empty" if not units else "catalog.roster_too_long", limit=MAX_UNITS)
    for unit in units:
        if len(unit) > MAX_UNIT or not _printable(unit):
            raise CatalogError("catalog.roster_unit", unit=unit[:MAX_UNIT], limit=MAX_UNIT)
    from archive.masthead.corrections import validated

    year, period = validated("year", roster.year), validated("period", roster.period)
    return Roster(
        name, units, None if year is None else int(year), None if period is None else str(period), fonds=roster.fonds
    )


def _printable(text: str) -> bool:
    return not any(unicodedata.category(character) in ("Cc", "Cs", "Cf", "Zl", "Zp") for character in text)


def known(rosters: Rosters, name: str) -> Roster:
    """The roster of that name. Raises CatalogError("catalog.no_such_roster")."""
    roster = rosters.get(name)
    if roster is None:
        names = "、".join(one.name for one in rosters.heads()[:20])
        raise CatalogError("catalog.no_such_roster", name=name[:MAX_NAME], known=names or "—")
    return roster
