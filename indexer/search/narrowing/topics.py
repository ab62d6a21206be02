"""Which reports a topic (专题) holds, as of now: those put in by hand, those of its kept search, and where a roster
bears its name, those of the roster's year and period: then it is a 期次. Exact on every engine: a set of ids.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from archive.catalog import ReadCatalog
from archive.catalog.rosters import Roster
from archive.catalog.topics import Topic
from archive.errors import CatalogError, QueryError, UsageError
from indexer.catalog_moment import last_change
from indexer.search.answer import Request
from indexer.search.narrowing.kept_search import request_of

Found = Callable[[Request], Collection[str]]
"""The ids of the reports that answer a request, whatever page it asks for."""
Live = Callable[[Collection[str]], Collection[str]]
"""Those of these ids that are live reports."""
Passing = Callable[[Mapping[str, Collection[str]]], Collection[str]]
"""The ids of all reports that such filters let pass."""
PATIENCE = 0.5
"""Seconds that a question waits for other topics' searches, which only stand beside its answer."""
NAME = "topic"
"""The filter's name."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A set by its name: what people made of it, and its roster; at least one of them."""

    name: str
    topic: Topic | None
    roster: Roster | None

    @property
    def by_hand(self) -> int:
        """How many reports were put in one by one."""
        return self.topic.by_hand if self.topic else 0

    @property
    def search(self) -> str:
        """The address of its kept search, "" for none."""
        return self.topic.search if self.topic else ""


class TopicMembers:
    """The members of every topic as of now; worked out once for each state of the catalog. Threads may share it."""

    def __init__(self, catalog: ReadCatalog, found: Found, live: Live, passing: Passing) -> None:
        self._catalog = catalog
        self._found = found
        self._live = live
        self._passing = passing
        self._held: tuple[Hashable, dict[str, frozenset[str]]] = (None, {})
        self._named: tuple[Hashable, tuple[Kept, ...]] = (None, ())

    def state(self) -> Hashable:
        """Another value whenever a topic may hold other reports."""
        rosters = tuple((one.name, one.year, one.period) for one in self._catalog.rosters.heads())
        return last_change(self._catalog), self._catalog.topics.state(), rosters

    def all(self) -> tuple[Kept, ...]:
        """All topics by name, those that are only rosters too."""
        topics = {one.name: one for one in self._catalog.topics.all()}
        rosters = {one.name: one for one in self._catalog.rosters.all()}
        return tuple(Kept(name, topics.get(name), rosters.get(name)) for name in sorted({*topics, *rosters}))

    def known(self, name: str) -> Kept:
        """The topic of that name. Raises CatalogError("catalog.no_such_topic")."""
        found = Kept(name.strip(), self._catalog.topics.get(name), self._catalog.rosters.get(name))
        if found.topic is None and found.roster is None:
            names = "、".join(one.name for one in self.all()[:20])
            raise CatalogError("catalog.no_such_topic", name=name[:60], known=names or "—")
        return found

    def of(self, name: str) -> frozenset[str]:
        """The live reports of a topic by id. Raises CatalogError("catalog.no_such_topic"), and as its search does."""
        state = self.state()
        if self._held[0] != state:
            self._held = (state, {})
        held = self._held[1]
        if name not in held:
            held[name] = self._members(self.known(name))
        return held[name]

    def resolved(self, filters: Mapping[str, tuple[str, ...]]) -> Mapping[str, Collection[str]]:
        """Filters as cards are asked: in place of topics' names the ids of their reports; "" stands for in no topic."""
        names = filters.get(NAME)
        if not names:
            return {name: values for name, values in filters.items() if name != NAME}
        ids = frozenset[str]().union(*(self.of(name) for name in names if name))
        if "" in names:
            ids |= frozenset(self._passing({})) - frozenset[str]().union(*(self.of(one.name) for one in self.all()))
        return {**filters, NAME: ids}

    def held(self, state: Hashable = None) -> dict[str, frozenset[str]]:
        """The reports of every topic; one whose search cannot be asked any more is left out. `state`: what `state` has
        told this question already, if it has.

        Searches that have not been asked since the catalog changed are asked for `PATIENCE` seconds; those left then
        come with later questions.
        """
        found, begun = dict[str, frozenset[str]](), time.monotonic()
        for one in self._all(state):
            if not one.search or self._knows(one.name) or time.monotonic() - begun < PATIENCE:
                with suppress(QueryError, UsageError):
                    found[one.name] = self.of(one.name)
        return found

    def _all(self, state: Hashable) -> tuple[Kept, ...]:
        """`all`, which nothing is asked for again in the same state."""
        if state is not None and self._named[0] == state:
            return self._named[1]
        found = self.all()
        if state is not None and self.state() == state:  # else they may be of a later one
            self._named = (state, found)
        return found

    def counted(self, ids: Collection[str] | None = None) -> tuple[tuple[str, int], ...]:
        """The topics that hold any of `ids` (None: of all reports) with how many, most first."""
        among = None if ids is None else frozenset(ids)
        return ordered({name: len(held if among is None else held & among) for name, held in self.held().items()})

    def _knows(self, name: str) -> bool:
        return name in self._held[1] and self._held[0] == self.state()

    def count(self, name: str, among: frozenset[str] | None = None) -> int | None:
        """How many reports a topic holds, of those `among`; None where its search cannot be asked any more."""
        with suppress(QueryError, UsageError):
            held = self.of(name)
            return len(held if among is None else held & among)
        return None

    def _members(self, kept: Kept) -> frozenset[str]:
        ids = frozenset(self._live(self._catalog.topics.by_hand(kept.name))) if kept.topic else frozenset[str]()
        if kept.search:
            ids |= self._searched(request_of(kept.search))
        if kept.roster and (kept.roster.year or kept.roster.period):
            ids |= frozenset(self._passing(_of_roster(kept.roster)))
        return ids

    def _searched(self, request: Request) -> frozenset[str]:
        """A search without words is all that its filters let pass."""
        return frozenset(self._found(request) if request.query.strip() else self._passing(request.filters))


def ordered(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The topics that hold anything with how many, most first."""
    return tuple(sorted((pair for pair in counts.items() if pair[1]), key=lambda pair: (-pair[1], pair[0])))


def _of_roster(roster: Roster) -> Mapping[str, Collection[str]]:
    """The reports of a collection are those about its year and period, as a 核查表 takes them."""
    filters: dict[str, Collection[str]] = {}
    if roster.year:
        filters["year_about"] = (str(roster.year),)
    if roster.period:
        filters["period"] = (roster.period,)
    return filters


def kept_for_topic(address: str) -> str:
    """The address of a search that a topic may keep. Raises UsageError, and CatalogError("catalog.topic_nested") where
    it asks for topics itself: a set is made of reports, not of sets.
    """
    if NAME in request_of(address).filters:
        raise CatalogError("catalog.topic_nested")
    return address
