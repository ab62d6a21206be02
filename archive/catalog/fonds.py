"""分库 (全宗): the parts of an archive that rights are given on, and which groups of people may do what in each.

As values and a protocol, not where it is kept; who is in a group is known elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from archive.errors import CatalogError

WHOLE = ""
"""The key of the archive's own 分库, 全库: what belongs to no other. It cannot be taken away."""

Right = Literal["read", "edit", "manage"]
"""看、编、管: who may manage may edit, who may edit may read."""
RIGHTS: tuple[Right, ...] = get_args(Right)

MAX_KEY = 40
MAX_NAME = 60
MAX_GROUP = 60
MOST_FONDS = 1_000


@dataclass(frozen=True, slots=True)
class Fonds:
    """One of them. `key`: for addresses and commands; `name`: for people. `saved_at` is UTC, "" for 全库."""

    key: str
    name: str
    saved_at: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """The group may do this in the fonds of that key."""

    group: str
    fonds: str
    right: Right


class FondsRegister(Protocol):
    """The 分库 of a catalog and the rights on them. Raises CatalogError as every catalog does."""

    def all(self) -> Sequence[Fonds]:
        """All but 全库, by key."""
        ...

    def get(self, key: str) -> Fonds | None:
        """The one of that key; None where there is none, and for 全库."""
        ...

    def add(self, key: str, name: str) -> Fonds:
        """A new one. Raises CatalogError: `catalog.fonds_key`, `catalog.fonds_name`, `catalog.fonds_there`,
        `catalog.fonds_full`.
        """
        ...

    def rename(self, key: str, name: str) -> Fonds:
        """Another name, the same key. Raises as `add`, and `catalog.no_such_fonds`."""
        ...

    def grant(self, group: str, key: str, right: Right) -> None:
        """Let a group do this there, in place of what it might. Raises CatalogError: `catalog.no_such_fonds`,
        `catalog.group_name`.
        """
        ...

    def revoke(self, group: str, key: str) -> bool:
        """It may do nothing there any more; False where it could not."""
        ...

    def grants(self) -> Sequence[Grant]:
        """All rights, by group, then by key."""
        ...

    def move(self, ids: Collection[str], key: str) -> Sequence[str]:
        """Give live reports to another fonds, each a change of the log; those that were elsewhere before.

        Raises CatalogError: `catalog.no_such_fonds`, `catalog.no_such_report`; then none is moved.
        """
        ...

    def of(self, ids: Collection[str]) -> Mapping[str, str]:
        """The key of each of these reports that there is, live or in the trash."""
        ...

    def state(self) -> int:
        """A number that rises with every change of a fonds or a right."""
        ...


def fonds_key(key: str) -> str:
    """The key as it is kept: letters of any script, figures, “-” and “_”. Raises CatalogError("catalog.fonds_key")."""
    stripped = unicodedata.normalize("NFC", key.strip())
    if not re.fullmatch(r"\w[\w-]*", stripped) or len(stripped) > MAX_KEY:
        raise CatalogError("catalog.fonds_key", key=stripped[:MAX_KEY], limit=MAX_KEY)
    return stripped


def fonds_name(name: str) -> str:
    """The name in its kept form. Raises CatalogError("catalog.fonds_name")."""
    stripped = name.strip()
    if not stripped or len(stripped) > MAX_NAME or not _plain(stripped):
        raise CatalogError("catalog.fonds_name", name=stripped[:MAX_NAME], limit=MAX_NAME)
    return stripped


def group_name(group: str) -> str:
    """The name of a group in its kept form. Raises CatalogError("catalog.group_name")."""
    stripped = group.strip()
    if not stripped or len(stripped) > MAX_GROUP or not _plain(stripped):
        raise CatalogError("catalog.group_name", name=stripped[:MAX_GROUP], limit=MAX_GROUP)
    return stripped


def known_fonds(register: FondsRegister, key: str) -> str:
    """The key of a fonds that there is; 全库 always is. Raises CatalogError("catalog.no_such_fonds")."""
    wanted = unicodedata.normalize("NFC", key.strip())
    if wanted != WHOLE and register.get(wanted) is None:
        known = "、".join(one.key for one in register.all()[:20])
        raise CatalogError("catalog.no_such_fonds", key=wanted[:MAX_KEY], known=known or "—")
    return wanted


def _plain(text: str) -> bool:
    return not any(unicodedata.category(character) in ("Cc", "Cs", "Cf", "Zl", "Zp") for character in text)
