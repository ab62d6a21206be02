"""The places of the frame in their order, by task: the only table that the bar, the phone's menu and later pages go by.

A page that comes later adds one row here; a place whose endpoint does not exist is not shown.
"""

from __future__ import annotations

from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from flask import Flask, current_app, g, request

from archive.errors import ArchiveError
from web.accounts.guard import may_open
from web.accounts.permissions import TO_CHANGE, Right, needed
from web.pages.notebook.reader_cookie import clip_count

_Need = tuple[Right, bool]
"""A right, and whether it is for a page that is only for changes."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the bar. `group` gathers places under one word; `blueprints`: whose pages stand under this one."""

    endpoint: str
    label: str
    group: str
    blueprints: tuple[str, ...] = ()

    @property
    def here(self) -> bool:
        """Does the current page stand under this place?"""
        if request.endpoint in ENDPOINTS:
            return request.endpoint == self.endpoint
        return request.blueprint in self.blueprints


ADMIN_PLACES = (
    Place("admin.show", "admin.overview", "admin"),
    Place("people.index", "people.title", "admin", ("people", "person")),
    Place("groups.index", "groups.title", "admin", ("groups", "group")),
    Place("fonds.index", "fonds.title", "admin", ("fonds",)),
    Place("rights.show", "rights.title", "admin", ("rights",)),
    Place("jobs.index", "jobs.title", "admin", ("jobs",)),
    Place("index.show", "index.title", "admin", ("index",)),
    Place("storage.show", "storage.title", "admin", ("storage",)),
    Place("backups.show", "backups.title", "admin", ("backups",)),
    Place("record.index", "audit.title", "admin", ("record",)),
)
"""The administrators' pages, which stand under one place of the bar, in the order of their tabs."""
ADMIN_BLUEPRINTS = tuple(name for place in ADMIN_PLACES for name in place.blueprints)

PLACES = (
    Place("search.home", "web.nav.search", "search", ("search", "advanced", "similar", "concordance", "exports")),
    Place(
        "listing.index",
        "web.nav.reports",
        "reports",
        ("listing", "reports", "versions", "citing", "taking_out", "confirming", "moving"),
    ),
    Place("checklist.show", "checklist.who.title", "check", ("checklist",)),
    Place("roster.show", "web.nav.missing", "check", ("roster",)),
    Place("overlap.show", "overlap.title", "check", ("overlap",)),
    Place("comparing.choose", "web.compare", "check", ("comparing",)),
    Place("wordings.index", "wordings.nav", "wordings", ("wordings", "rising", "numbers")),
    Place("proofing.form", "proof.nav", "proof", ("proofing",)),
    Place("bringing.page", "imports.nav", "import", ("bringing", "demo")),
    Place("clippings.show", "web.clips", "clips", ("clippings", "saved", "notes", "sharing", "feeds")),
    Place("manual.help_page", "web.nav.help", "help", ("manual",)),
    Place("imports.index", "imports.list", "manage", ("imports",)),
    Place("imports.unread", "imports.unread", "manage"),
    Place("drafts.pairs", "near.title", "manage", ("drafts",)),
    Place("register.form", "register.import", "manage", ("register",)),
    Place("edits.index", "edits.title", "manage", ("edits",)),
    Place("topics.show", "topics", "manage", ("topics",)),
    Place("trash.index", "trash", "manage", ("trash",)),
    Place("admin.show", "admin.title", "manage", ADMIN_BLUEPRINTS),
    Place("about.page", "about.title", "manage", ("about",)),
)
"""Which page stands where: the order of the rows is the order in the bar."""
ENDPOINTS = frozenset(place.endpoint for place in PLACES)
GROUPS = {"check": "web.nav.check", "manage": "web.nav.manage"}
"""Words that several places stand under, by group. A group of one other place is that place itself."""
RIGHT = ("clips", "help", "manage")
"""Groups at the right end of the bar."""
FIRST = ("search", "reports", "check")
"""Groups that a phone shows; all others stand there under 更多."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the bar shows of a group: one place, or a word with places under it."""

    group: str
    label: str
    places: tuple[Place, ...]

    @property
    def here(self) -> bool:
        """Does the current page stand under one of the places?"""
        return any(place.here for place in self.places)


def entries() -> list[Entry]:
    """The groups of the bar with the places that exist, in order."""
    existing: dict[str, list[Place]] = {}
    for place in PLACES:
        if place.endpoint in current_app.view_functions and _open(place):
            existing.setdefault(place.group, []).append(place)
    return [Entry(group, GROUPS.get(group, places[0].label), tuple(places)) for group, places in existing.items()]


def admin_places() -> list[Place]:
    """The administrators' pages that the current request's sender may open."""
    return [place for place in ADMIN_PLACES if place.endpoint in current_app.view_functions and _open(place)]


def _open(place: Place) -> bool:
    """May the current request's sender open it? What may not be opened is not shown."""
    key = _needs(place.endpoint)
    return key is None or _opened(key)


@cache
def _needs(endpoint: str) -> _Need | None:
    """What opens the page of that endpoint; None where nothing is needed."""
    right = needed(endpoint, "GET")
    return None if right is None else (right, endpoint in TO_CHANGE)


def _opened(need: _Need) -> bool:
    """Has the current request's sender what is needed? Asked once a request of each need."""
    known: dict[_Need, bool] = g.setdefault("open_places", {})
    if need not in known:
        known[need] = False
        with suppress(ArchiveError):  # the catalog that would tell is what fails now
            known[need] = may_open(need[0], changes=need[1])
    return known[need]


@cache
def _all_needs() -> tuple[_Need, ...]:
    """What the places of the bar need, each once."""
    needs = (_needs(place.endpoint) for place in PLACES)
    return tuple(dict.fromkeys(need for need in needs if need is not None))


def state() -> Hashable:
    """Another value whenever the bar looks otherwise: by page, by what may be opened, by the number of clippings."""
    return request.endpoint, request.blueprint, clip_count(), tuple(map(_opened, _all_needs()))


def bar() -> list[Entry]:
    """What stands at the left of the bar."""
    return [entry for entry in entries() if entry.group not in RIGHT]


def right() -> list[Entry]:
    """What stands at its right end."""
    return [entry for entry in entries() if entry.group in RIGHT]


def later() -> list[Entry]:
    """What a phone shows under one word."""
    return [entry for entry in entries() if entry.group not in FIRST]


def register(app: Flask) -> None:
    """Let the frame of every page draw the places."""
    app.jinja_env.globals.update(admin_places=admin_places)
    app.jinja_env.globals.update(
        bar_state=state, places_left=bar, places_right=right, places_later=later, phone_groups=FIRST
    )
