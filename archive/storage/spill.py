"""A spill: pieces of bytes that wait on the disk while too much else is counted to hold them. Nothing of it stays."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterator
from typing import IO

FAST = 1
"""Of zlib's levels, for what is read again in a minute."""


class Spill:
    """Pieces in their order, in `file`, which is empty; whoever opened it closes it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sizes = array("Q")

    def put(self, piece: bytes) -> None:
        """One more. Raises OSError."""
        packed = zlib.compress(piece, FAST)
        self._file.write(packed)
        self._sizes.append(len(packed))

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        for size in self._sizes:
            yield zlib.decompress(self._file.read(size))
