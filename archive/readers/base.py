"""What every reader takes and gives: the agreement of this room. How one format is read lives in its own file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from archive.errors import ReadError
from archive.model import Block, Notice

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is parsed, in bytes; checked before any library sees it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file says: its blocks in reading order, and what it states about itself.

    `encoding` is the codec that decoded it, where that was a question. `metadata` is what stands in the file
    apart from its text: an html page's title, the table of 索引号, 发文机关, 成文日期 above a published paper.
    `apart` is what stands on the pages but is not searched: headers, footers, running heads.
    """

    blocks: tuple[Block, ...]
    encoding: str | None = None
    notices: tuple[Notice, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    apart: tuple[str, ...] = ()


class Reader(Protocol):
    """One format; a module of this room is one. `FORMAT` is its name in a `Report`.

    `EDITION` counts from 1 and rises whenever the same bytes would give another text than before, or another account
    of what was left out: reports of older editions are then read again from their originals. A module without it is of
    edition 1 (`archive.readers.editions`); one that hands files on to another reader rises with it.
    """

    FORMAT: str
    EDITION: int

    def read(self, data: bytes, name: str, encoding: str | None = None) -> Reading:
        """The file `name` with the bytes `data`. Raises `ReadError`; then nothing of the file was used."""
        ...


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a file: its name there, folders with `/`; its bytes, or the error that stands for them. Without a
    name, the error is the outer file's.
    """

    name: str
    data: bytes
    error: ReadError | None = None


class Container(Protocol):
    """A format that holds files; a module of this room is one."""

    def members(self, source: Path | bytes, name: str) -> Iterator[Member]:
        """The files inside, in order, one by one. Raises `ReadError` where nothing more can be taken out."""
        ...


def check_size(data: bytes, name: str) -> None:
    """Raises `read.too_large` for more than `MAX_BYTES`: parsers fail late, slowly or silently on such files."""
    if len(data) > MAX_BYTES:
        raise ReadError("read.too_large", name=name, size=len(data), limit=MAX_BYTES)
