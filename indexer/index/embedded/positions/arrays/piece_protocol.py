"""What is done with the pieces of a text: all runs of so many characters, one from each place on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple, Protocol


class Shared(NamedTuple):
    """How many different pieces one text has and the other, and how many stand in both."""

    one: int
    other: int
    both: int


class Screened(NamedTuple):
    """The hashes of all pieces of a text, ascending, and how many different ones they are: no more than the pieces."""

    hashes: Any
    different: int


class Sought(Protocol):
    """Wordings of one length that are looked for in many texts."""

    def standing_in(self, text: str) -> frozenset[str]:
        """Those of them that stand in the text."""
        ...


class PieceArrays(Protocol):
    """What is done with the pieces of texts."""

    def shared(self, one: str, other: str, length: int) -> Shared:
        """How many different runs of `length` characters two texts have, and how many of these are the same: exact."""
        ...

    def screened(self, text: str, length: int) -> Screened:
        """The hashes of its pieces."""
        ...

    def shared_at_most(self, one: Screened, other: Screened) -> int:
        """At least as many as the different pieces that stand in both texts, however hashes fall together."""
        ...

    def sought(self, wordings: Collection[str], length: int) -> Sought:
        """Looks for wordings that all have `length` characters: tens of thousands at once in one going through."""
        ...
