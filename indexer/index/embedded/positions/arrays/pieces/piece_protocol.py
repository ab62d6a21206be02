"""What is done with the pieces of a text: all runs of so many characters, one from each place on."""

from __future__ import annotations

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


class PieceArrays(Protocol):
    """What is done with the pieces of texts."""

    def shared(self, one: str, other: str, length: int) -> Shared:
        """How many different runs of `length` characters two texts have, and how many of these are the same: exact."""
        ...

    def screened(self, text: str, length: int) -> Screened:
        """The hashes of the pieces of its letters and digits, without what stands between them."""
        ...

    def shared_at_most(self, one: Screened, other: Screened) -> int:
        """At least as many as the different pieces that stand in both texts, however hashes fall together."""
        ...
