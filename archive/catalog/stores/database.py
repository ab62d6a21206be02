"""What the catalog asks of the store under it: SQL that every store understands, transactions, copies. No store here.

The statements are SQLite's where it agrees with the standard: `?` and `?1` bind values, numbers grow by `insert`, text
is ordered by code points. What else a store must say otherwise, it translates itself.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from archive.storage.leases import Leases

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of one purpose: the `steps` that make them, by number. Those that a store lacks run in order, in one
    transaction with the schema's new number.

    `mark` tells a local file of this purpose from any other program's (SQLite's application_id); `name` is that of the
    schema on a shared database, where several purposes lie beside each other ("": the database's own).
    """

    name: str
    mark: int
    steps: Mapping[int, str]

    @property
    def version(self) -> int:
        """The number of the last step."""
        return max(self.steps)


def steps_of(package: str) -> dict[int, str]:
    """The steps that lie in the folder `schema` of a package, by the number that their names begin with."""
    return {
        int(step.name.partition("_")[0]): step.read_text(encoding="utf-8")
        for step in (files(package) / "schema").iterdir()
        if step.name.endswith(".sql")
    }


SCHEMA = Schema("", 0x62616F67, steps_of(__package__))
"""The catalog's. “baog” in the header of its file."""


ALL = 1 << 62
"""The LIMIT of a query that has none."""


class RowSlices(NamedTuple):
    """Bytes [start, end) that are wanted of a text of the row that is chosen by an `id` and a `change`. `size`: that of
    the whole text, as far as it is known.
    """

    id: str
    change: int
    spans: Sequence[tuple[int, int]]
    size: int


class Database(Protocol):
    """A store, safe between threads. Every method raises CatalogError."""

    read_only: bool

    @property
    def place(self) -> str:
        """Where it is, for messages: a path, or an address without its password."""
        ...

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of a query: one consistent state."""
        ...

    def slices(self, column: str, chosen: str, wanted: Sequence[RowSlices]) -> Sequence[Sequence[bytes] | None]:
        """Bytes [start, end) in UTF-8 of a text, `table.column`, for each that is wanted; None where no row is chosen.

        `chosen`: what stands behind FROM asked, a table of their `id` and `change`: for each at most one row of
        that table.
        """
        ...

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Generator[Row, None, None]:
        """The rows of a query one by one, all of one consistent state."""
        ...

    @property
    def settled(self) -> bool:
        """Is this thread in no transaction? Then nothing that it reads can be taken back."""
        ...

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Change something inside `transaction`."""
        ...

    def insert(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Put a row into a table with a `number`, inside `transaction`; the number it was given."""
        ...

    def transaction(self, *, lasting: bool = True) -> AbstractContextManager[None]:
        """The one writer's turn: waits for it, commits at the end for good, takes everything back on an error.

        Not `lasting`: a power cut may take it back until the next lasting one, a crash of ours may not.
        """
        ...

    def copy(self, target: Path) -> None:
        """All of it as of one moment into the new file `target`, as a local catalog; nobody has to wait."""
        ...

    def integrity(self) -> list[str]:
        """What the store's own checks say is wrong; empty when all is sound."""
        ...

    def leases(self, folder: Path) -> Leases:
        """Leases among all who use this store; `folder` is where a store of one machine keeps them."""
        ...

    def close(self) -> None:
        """Close every thread's connection."""
        ...
