"""What waits for whoever opens the first page: a count and a link each, nothing where there is nothing to do.

Counts are kept under the catalog's last change; one that takes too long is left out, the page never waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from flask import url_for

from archive.errors import ArchiveError
from indexer import deadline
from indexer.maintenance.backup_record import days_since_backup
from indexer.tables.receipts import receipts
from web.pages.notebook.reader_cookie import notebook
from web.pages.notebook.saved_searches import with_new_places
from web.state.app_state import AppState

SECONDS = 0.5
"""Of the processor, for each count that is not yet known."""
BACKUP_DAYS = 7
"""A backup that is older is told of."""


@dataclass(frozen=True, slots=True)
class Task:
    """`name`: the code of its words is home.todo.NAME; `count` is what they count."""

    name: str
    count: int
    href: str


def to_do(here: AppState) -> list[Task]:
    """All that waits, the most urgent first."""
    return [task for task in _all(here) if task.count]


def _all(here: AppState) -> Iterator[Task]:
    catalog = here.catalog
    roster = next(iter(catalog.rosters.all()), None)
    if roster is not None:
        of_roster = ("missing", roster, catalog.counts().unread)
        missing = _count(here, of_roster, lambda: len(receipts(here.searcher, roster).turnout.missing))
        yield Task("missing", missing, url_for("roster.show", collection=roster.name))
    yield Task("check", sum(map(bool, here.doubts().values())), url_for("listing.index", check="1"))
    yield Task("unread", catalog.counts().unread, url_for("imports.unread"))
    yield Task("partly", len(here.searcher.partly_read()), url_for("listing.index", check="partly"))
    yield Task("near", catalog.near.count(), url_for("drafts.pairs"))
    mine = notebook()
    searches = () if mine is None else mine.searches()
    if searches:
        key = ("saved", tuple((one.number, one.seen_at, one.address) for one in searches))
        yield Task("saved", _count(here, key, lambda: with_new_places(here, searches)), url_for("saved.show"))
    days = days_since_backup(here.home)
    if days is None:
        yield Task("no_backup", here.overview().own, url_for("about.page", _anchor="backup"))
    elif days >= BACKUP_DAYS:
        yield Task("backup", days, url_for("about.page", _anchor="backup"))


def _count(here: AppState, key: Hashable, make: Callable[[], int]) -> int:
    """A count as of the catalog's last change; 0 where it cannot be had in time, and asked anew the next time."""
    with suppress(ArchiveError), deadline.limited(SECONDS):
        return here.counted(key, make)
    return 0
