"""Passages by their bytes in the kept form of a report's texts: how many each takes, and what stands in a slice.

The texts of a report are kept as one (`serialization.join_texts`), in UTF-8: whoever knows where its passages stand
there reads three of them without the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archive.catalog.serialization import ESCAPE, SEPARATOR, kept_texts, split_texts

BETWEEN = len(SEPARATOR.encode())
"""Bytes between two passages."""
NEAR = 4096
"""Bytes between two passages that are read at once."""
APART = 4
"""Slices of a text that are read apart, at most: each takes as long to begin as to read some thousand bytes."""

ByteSpan = tuple[int, int]
"""Bytes [start, end) of a report's texts in their kept form."""


class Slices(NamedTuple):
    """Passages of the report with that `id`, as it has been since a `change`, by where they stand, ascending. `size`:
    that of its texts, as far as it is known, by which a store chooses how it reads them.
    """

    id: str
    change: int
    spans: Sequence[ByteSpan]
    size: int = 0


def sizes(texts: Sequence[str]) -> list[int]:
    """The bytes that each of the passages takes in the kept form of all of them."""
    return [len(text.encode("utf-8", "surrogatepass")) for text in kept_texts(texts)]


def readings(spans: Sequence[ByteSpan]) -> list[ByteSpan]:
    """What is read for these slices, ascending and apart: few spans that hold all of them."""
    found: list[ByteSpan] = []
    for start, end in spans:
        if found and start - found[-1][1] <= NEAR:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found if len(found) <= APART else [(found[0][0], found[-1][1])]


def texts_in(data: Sequence[bytes], read: Sequence[ByteSpan], spans: Sequence[ByteSpan]) -> list[str]:
    """The passages at `spans`, of which `data` was read at `read`. Raises ValueError where no passage stands there."""
    found: list[str] = []
    number = 0
    for start, end in spans:
        while end > read[number][1]:
            number += 1
        first = start - read[number][0]
        piece = data[number][first : first + end - start]
        if len(piece) != end - start:
            raise ValueError(f"[{start}, {end}) is not in these texts")
        text = piece.decode()
        if SEPARATOR in text or ESCAPE in text:
            (text,) = split_texts(text)
        found.append(text)
    return found
