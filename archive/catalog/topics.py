"""专题: a set of reports that people make, by hand or as a search that is kept; the only kind of set there is. One that
has a roster (`rosters`) under the same name is a 期次. As values and a protocol, not where it is kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.errors import CatalogError

MAX_NAME = 60
MOST_TOPICS = 200
MOST_REPORTS = 20_000
"""Reports put into one topic by hand."""
LONGEST_SEARCH = 4_000


@dataclass(frozen=True, slots=True)
class Topic:
    """A set by its name. `search`: the address of a search whose reports belong to it, as a page's address has it
    without the “?”; "" for none. `by_hand`: how many reports were put in one by one. `saved_at` is UTC.
    """

    name: str
    search: str = ""
    by_hand: int = 0
    saved_at: str = ""


class Topics(Protocol):
    """The topics of a catalog. Names are compared as they are kept, without blanks at their ends."""

    def all(self) -> Sequence[Topic]:
        """All of them by name."""
        ...

    def get(self, name: str) -> Topic | None:
        """The topic of that name; None where there is none."""
        ...

    def save(self, name: str, search: str | None = None) -> Topic:
        """Make it, or give it another `search`; None leaves what it has, "" takes it away.

        Raises CatalogError: `catalog.topic_name`, `catalog.topic_search`, `catalog.topics_full`.
        """
        ...

    def put(self, name: str, reports: Collection[str]) -> int:
        """Put reports in by hand, the topic being made where it is new; how many were not there.

        Raises CatalogError as `save`, and `catalog.topic_full`; then none is put in.
        """
        ...

    def take(self, name: str, reports: Collection[str]) -> int:
        """Take reports out that were put in by hand; how many there were."""
        ...

    def by_hand(self, name: str) -> frozenset[str]:
        """The ids that were put in by hand, of reports in the trash or purged too."""
        ...

    def remove(self, name: str) -> bool:
        """Forget it; its reports stay. False where there was none."""
        ...

    def state(self) -> Hashable:
        """Another value whenever any topic has changed."""
        ...


def topic_name(name: str) -> str:
    """The name in its kept form. Raises CatalogError("catalog.topic_name")."""
    stripped = name.strip()
    odd = any(unicodedata.category(character) in ("Cc", "Cs", "Cf", "Zl", "Zp") for character in stripped)
    if not stripped or len(stripped) > MAX_NAME or odd:
        raise CatalogError("catalog.topic_name", name=stripped[:MAX_NAME], limit=MAX_NAME)
    return stripped


def topic_search(address: str) -> str:
    """The address of a search as it is kept. Raises CatalogError("catalog.topic_search")."""
    stripped = address.strip().lstrip("?")
    if len(stripped) > LONGEST_SEARCH or not stripped.isprintable():
        raise CatalogError("catalog.topic_search", limit=LONGEST_SEARCH)
    return stripped
