"""常用检索 as of now: how many places a saved search finds that it did not find at the last visit. For page, feed and
terminal alike; what counts as seen, the notebook keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from archive.catalog.notebooks import SavedSearch
from archive.errors import CatalogError, QueryError, UsageError
from indexer.search.narrowing.kept_search import request_of
from indexer.search.searcher import Searcher


@dataclass(frozen=True)
class NewPlaces:
    """A saved search with the places of each report `now`, by id; None where it cannot be asked, or takes too long."""

    search: SavedSearch
    now: Mapping[str, int] | None

    @cached_property
    def fresh(self) -> Mapping[str, int]:
        """The reports with places that are new, and how many: a report that lost some has none."""
        more = {name: count - self.search.seen.get(name, 0) for name, count in (self.now or {}).items()}
        return {name: count for name, count in more.items() if count > 0}

    @property
    def reports(self) -> int | None:
        """How many reports answer."""
        return None if self.now is None else len(self.now)

    @property
    def places(self) -> int | None:
        """How many places they hold."""
        return None if self.now is None else sum(self.now.values())

    @property
    def new(self) -> int | None:
        """How many of these are new."""
        return None if self.now is None else sum(self.fresh.values())


def as_of_now(searcher: Searcher, search: SavedSearch) -> NewPlaces:
    """Ask a saved search again; nothing is marked as seen."""
    return NewPlaces(search, places_of(searcher, search.address))


def places_of(searcher: Searcher, address: str) -> dict[str, int] | None:
    """The places of each report that answers a kept search; None where it cannot be asked (any more)."""
    try:
        wanted = request_of(address)
        if not wanted.query.strip():
            return None
        return {row.card.id: row.matches for row in searcher.tally(wanted).rows}
    except (QueryError, UsageError):
        return None
    except CatalogError as problem:
        if problem.code != "catalog.no_such_topic":
            raise
        return None
