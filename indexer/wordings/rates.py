"""How often, measured by what the archive holds: of 10,000 reports, of a million characters; by year and by unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from archive.known_year import year_known
from indexer.document import Card
from indexer.search.answer import Row
from indexer.wordings.holdings import Holdings

REPORTS, CHARACTERS = 10_000, 1_000_000
Key = TypeVar("Key", int | None, str | None)


@dataclass(frozen=True, slots=True)
class Held:
    """What the archive holds of something: reports, and their characters that are no white space."""

    reports: int = 0
    characters: int = 0


@dataclass(frozen=True, slots=True)
class Rate(Generic[Key]):
    """Use in the papers of `key`, a known year or a unit, None for not known, and what is held of it."""

    key: Key
    reports: int
    matches: int
    held: Held

    @property
    def per_reports(self) -> float:
        """Reports with it, of 10,000 that are held."""
        return REPORTS * self.reports / self.held.reports if self.held.reports else 0.0

    @property
    def per_characters(self) -> float:
        """Places, of a million characters that are held."""
        return CHARACTERS * self.matches / self.held.characters if self.held.characters else 0.0


@dataclass(frozen=True, slots=True)
class Base:
    """What the archive holds, altogether, by known year and by unit."""

    total: Held
    by_year: Mapping[int | None, Held]
    by_unit: Mapping[str | None, Held]


def base_of(cards: Iterable[Card], holdings: Holdings) -> Base:
    """Counted over all cards."""
    years: defaultdict[int | None, list[int]] = defaultdict(list)
    units: defaultdict[str | None, list[int]] = defaultdict(list)
    for card in cards:
        characters = holdings.characters(card.id)
        years[year_known(card)].append(characters)
        units[card.unit].append(characters)
    by_year = {key: Held(len(some), sum(some)) for key, some in years.items()}
    by_unit = {key: Held(len(some), sum(some)) for key, some in units.items()}
    total = Held(sum(one.reports for one in by_year.values()), sum(one.characters for one in by_year.values()))
    return Base(total, by_year, by_unit)


def by_year(rows: Sequence[Row], base: Base) -> tuple[Rate[int | None], ...]:
    """The years in which it stands, the oldest first, then what has no known year."""
    found = _rates(rows, base.by_year, lambda row: year_known(row.card))
    return tuple(sorted(found, key=lambda one: (one.key is None, one.key or 0)))


def by_unit(rows: Sequence[Row], base: Base) -> tuple[Rate[str | None], ...]:
    """The units that use it, those of most reports first, then the papers of no known unit."""
    found = _rates(rows, base.by_unit, lambda row: row.card.unit)
    return tuple(sorted(found, key=lambda one: (one.key is None, -one.reports, -one.matches, one.key or "")))


def _rates(rows: Sequence[Row], held: Mapping[Key, Held], key_of: Callable[[Row], Key]) -> list[Rate[Key]]:
    grouped: defaultdict[Key, list[int]] = defaultdict(list)
    for row in rows:
        grouped[key_of(row)].append(row.matches)
    return [Rate(key, len(some), sum(some), held.get(key, Held(len(some)))) for key, some in grouped.items()]
