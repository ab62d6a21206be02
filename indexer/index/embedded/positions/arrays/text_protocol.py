"""What is done with many texts at once: from which pair of characters each begins, and which places its further ones
leave. A text is known by its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

Ints: TypeAlias = Any
Mask: TypeAlias = Any


class Turn(NamedTuple):
    """A pair of each of some texts, which ascend: how far behind the beginning it stands, the number of its key."""

    texts: Ints
    distances: Ints
    keys: Ints


class KeyLists(NamedTuple):
    """The places of some keys, whose numbers ascend: how many each has, and all places key by key."""

    keys: Ints
    sizes: Ints
    places: Ints


class Standing(NamedTuple):
    """Where texts may begin: the text, ascending, and its places, ascending too."""

    texts: Ints
    places: Ints


class TextArrays(Protocol):
    """What is done with many texts at once."""

    def turns(self, numbers: Sequence[int], texts: Sequence[str], keys: Ints, ends: Ints) -> list[Turn]:
        """The pairs that cover each text, the rarest of each in the first turn; a text with a pair that stands nowhere
        is left out. `keys` are all that stand somewhere, ascending; `ends`: the running sum of their places.
        """
        ...

    def part(self, turn: Turn, first: int, last: int) -> Turn:
        """Of a turn the texts from number `first` up to `last`, not included."""
        ...

    def begun(self, turn: Turn, lists: KeyLists) -> Standing:
        """Where the texts of the first turn may begin. `lists` has all of its keys."""
        ...

    def laid_texts(self, texts: Sequence[str]) -> Any:
        """What `holding_text` goes by."""
        ...

    def holding_text(self, laid: Any, text: str) -> tuple[Ints, Ints]:
        """Which of the texts hold a text, by their numbers, and how many characters each of these has."""
        ...

    def each_once(self, keys: Ints) -> Ints:
        """The keys without those that repeat one, ascending."""
        ...

    def asked(self, standing: Standing, turn: Turn) -> Ints:
        """The keys of a turn whose texts still have places, each once, ascending."""
        ...

    def narrowed(self, standing: Standing, turn: Turn, lists: KeyLists) -> Standing:
        """What is left of the texts whose key of this turn is in `lists`; the others as they are."""
        ...

    def holding_texts(self, texts: Ints, owners: Ints, first: int, may: Mask) -> Iterator[tuple[int, list[int]]]:
        """Each text with the reports that hold it, ascending, of those that may be asked. `owners`: of each of its
        places the report; `first` is added to it.
        """
        ...
