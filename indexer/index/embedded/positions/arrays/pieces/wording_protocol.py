"""Wordings of many texts, looked for in all of them in one going through: which others hold many of a text's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol


class Telling(NamedTuple):
    """When another text's holding wordings tells something.

    `length`: characters of every wording. `first`: where no other text holds any of so many first wordings of a text,
    the further ones are not counted. `common`: a wording that more texts hold tells nothing. `share`: of all wordings
    of a text so many must be held.
    """

    length: int
    first: int
    common: int
    share: float


class Sought(Protocol):
    """Wordings that are being looked for. A text has a number; all `take` come before the first `look_in`."""

    def take(self, number: int, wordings: Sequence[str]) -> None:
        """The wordings of a text, which may have some of another's; each text is taken once, in any order."""
        ...

    def look_in(self, number: int, text: str) -> None:
        """Look through a text, each once, in any order."""
        ...

    def sharing(self) -> Iterator[tuple[int, Sequence[int]]]:
        """Of each text in the order in which they were taken the others that hold enough of its wordings.

        Those that hold most come first; of equals the one whose first held wording comes first, then by number.
        """
        ...


class WordingArrays(Protocol):
    """Looks for wordings by the million."""

    texts_at_once: int
    """Texts whose wordings fit some 200 MiB of memory."""

    def sought(self, telling: Telling) -> Sought:
        """Begin to look for wordings."""
        ...
