"""What a reader keeps: clippings (摘录) in an order of their own, saved searches (常用检索), notes (批注). Not where.

A reader is a name that nobody can guess, given to a browser once; only its hash is kept. What is kept outlives the
report: a clipping carries its words and its source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.errors import CatalogError

TERMINAL = "terminal"
"""The reader at the command line. No browser has that name: those it is given are longer."""
MOST_CLIPPINGS = 2_000
MOST_SEARCHES = 100
MOST_NOTES = 5_000
LONGEST_NOTE = 4_000
LONGEST_NAME = 100
LONGEST_ADDRESS = 4_000


@dataclass(frozen=True, slots=True)
class Clipping:
    """Code points [start, end) of a passage's text in one version of a report, with the `words` and the `source` of the
    day it was clipped. `number` and `added_at` are the notebook's.
    """

    report: str
    version: int
    passage: int
    start: int
    end: int
    words: str
    source: str
    number: int = 0
    added_at: str = ""

    @property
    def place(self) -> tuple[str, int, int, int, int]:
        """What tells it from all others."""
        return self.report, self.version, self.passage, self.start, self.end


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search by its page's address. `seen`: the places of each report at the last visit, by id."""

    number: int
    name: str
    address: str
    seen: Mapping[str, int]
    saved_at: str
    seen_at: str


@dataclass(frozen=True, slots=True)
class Note:
    """A reader's words on a passage of one version of a report."""

    number: int
    report: str
    version: int
    passage: int
    words: str
    saved_at: str


class Notebook(Protocol):
    """One reader's. Raises CatalogError as every catalog does."""

    def clippings(self) -> Sequence[Clipping]:
        """In the reader's order."""
        ...

    def clipped(self) -> int:
        """How many there are."""
        ...

    def clip(self, wanted: Iterable[Clipping]) -> int:
        """Put them at the end; those that are there already stay where they are. How many are new.

        Raises CatalogError("catalog.notebook_full"), and then none is kept.
        """
        ...

    def unclip(self, numbers: Collection[int]) -> int:
        """Take them out; how many there were."""
        ...

    def move(self, number: int, to: int) -> bool:
        """Make it the `to`-th, from 0; beyond the ends is at the end. False where there is none of that number."""
        ...

    def searches(self) -> Sequence[SavedSearch]:
        """The saved searches of this notebook, the latest first."""
        ...

    def save_search(self, name: str, address: str, seen: Mapping[str, int]) -> int:
        """Keep it, in place of what was saved of that address; its number.

        Raises CatalogError: `catalog.notebook_full`, `catalog.notebook_too_long`.
        """
        ...

    def visited(self, number: int, seen: Mapping[str, int]) -> bool:
        """The reader has now seen these places. False where there is no such search."""
        ...

    def forget_search(self, number: int) -> bool:
        """Its feed ends with it. False where there is none."""
        ...

    def open_feed(self, number: int) -> str | None:
        """A new name under which a program may follow the search, told this once; the former one ends. None where there
        is no such search.
        """
        ...

    def close_feed(self, number: int) -> bool:
        """Revoke the name; False where there was none."""
        ...

    def feeds(self) -> frozenset[int]:
        """The numbers of the searches that a program may follow."""
        ...

    def notes(self, report: str | None = None) -> Sequence[Note]:
        """Those on one report by passage, or all, the latest first."""
        ...

    def note(self, report: str, version: int, passage: int, words: str) -> None:
        """Write it, in place of what stood there; empty words take it away. Raises CatalogError:
        `catalog.notebook_full`, `catalog.notebook_too_long`.
        """
        ...


class Notebooks(Protocol):
    """The notebooks of a catalog."""

    def of(self, reader: str) -> Notebook:
        """The notebook of whoever holds that name; an empty one where nothing was kept yet."""
        ...

    def hand_over(self, reader: str, to: str) -> None:
        """All that one name keeps is the other's from now on; what both kept is there once, of notes both words."""
        ...

    def followed(self, feed: str) -> SavedSearch | None:
        """The search that may be followed under that name; None where it was never given or is revoked."""
        ...

    def follower(self, feed: str) -> str | None:
        """The key (`reader_key`) of the notebook in which that search is kept; None as above."""
        ...


def name_of_account(number: int) -> str:
    """The name of an account's notebook. No browser is given one like it."""
    return f"account {number}"


def reader_key(name: str) -> str:
    """What is kept of a reader's name: whoever reads the catalog or a backup cannot take his place."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:32]


def short_enough(what: str, words: str, most: int) -> str:
    """`words` without blanks at the ends. Raises CatalogError("catalog.notebook_too_long")."""
    stripped = words.strip()
    if len(stripped) > most or "\0" in stripped:
        raise CatalogError("catalog.notebook_too_long", what=what, limit=most)
    return stripped
