"""What a peer is: one way to make texts searchable that somebody might pick instead. Each has its own file.

A peer runs in a process of its own (`python -m bench.peers`), so that its seconds and its memory are its own. Files are
known by their numbers, in the order given to `build` and `open`.
"""

from __future__ import annotations

import importlib.util
from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import ClassVar


class Peer(ABC):
    """A peer with one or more `ways` of asking for a phrase; the first way is the one that is compared."""

    name: ClassVar[str]
    about: ClassVar[str]
    """In a line: what is indexed and how it is asked."""
    ways: ClassVar[tuple[str, ...]] = ("phrase",)
    sample: ClassVar[int] = 0
    """So many phrases are asked of a slow peer; 0: all."""
    bare_sample: ClassVar[int] = 0
    """The same for bare queries."""
    builds: ClassVar[bool] = True
    """Is there anything to build?"""
    in_memory: ClassVar[bool] = False
    """Nothing on the disk: `open` does the work of `build`."""

    def missing(self) -> str:
        """What has to be installed first; "" where nothing."""
        return ""

    @abstractmethod
    def build(self, files: Sequence[Path], folder: Path) -> None:
        """Index `files` into the empty `folder`."""

    @abstractmethod
    def open(self, files: Sequence[Path], folder: Path) -> None:
        """Be ready to be asked."""

    @abstractmethod
    def answers(self, phrase: str, way: str) -> Collection[int]:
        """The numbers of all files that the peer finds for the phrase."""

    def bare(self, text: str) -> bool:
        """Ask for a bare query's first page, as the peer's own manual would; False where it has no such thing."""
        del text
        return False

    def precise(self, query: str) -> bool:
        """Ask for the first page of what our query language asks precisely; False for all but ours."""
        del query
        return False

    @abstractmethod
    def add_one(self, path: Path) -> None:
        """Add one file, whose number is the next, such that the next question sees it."""

    def index_of(self, folder: Path) -> Path:
        """The part of `folder` that is the index; the rest keeps the texts."""
        return folder


def common_folder(files: Sequence[Path]) -> Path:
    """The nearest folder that holds all of them."""
    return next(parent for parent in files[0].parents if all(parent in path.parents for path in files))


def module_missing(name: str) -> str:
    """`name` where no such Python module is installed."""
    return "" if importlib.util.find_spec(name) else name
