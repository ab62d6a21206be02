"""同一报告？: reports that may be drafts of one another, and what people decide, as values and a protocol.

How likeness is found: `indexer.comparison.near_duplicates`; where decisions are kept: `near_duplicates_table`.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from archive.catalog.edits import NOBODY, By

Decision = Literal["version", "apart"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports, by id, the smaller one first. `resemblance` is shared pieces / all, `containment` shared / shorter.

    `decision` None: nobody has looked yet. `kept` is the report that the other one became a version of. `equal`: their
    whole folded texts are one (`archive.text.digest`).
    """

    one: str
    other: str
    resemblance: float
    containment: float
    decision: Decision | None = None
    kept: str | None = None
    equal: bool = field(default=False, compare=False)

    @property
    def percent(self) -> int:
        """How much of both texts is the same, as people say it: 2 · shared / (one + other), rounded down.

        100 is said of equal texts alone: others may have the same letters and differ in punctuation.
        """
        return 100 if self.equal else min(99, int(200 * self.resemblance / (1 + self.resemblance)))


@dataclass(frozen=True, slots=True)
class Texts:
    """Which live reports have one text. `digests`: id -> digest, in order of arrival, as far as it is known; `apart`:
    pairs (smaller id first) of which a person said that they are two reports; `undone`: those whose merge was undone.
    """

    digests: Mapping[str, str]
    apart: frozenset[tuple[str, str]] = frozenset()
    undone: frozenset[tuple[str, str]] = frozenset()

    def groups(self) -> list[list[str]]:
        """The ids of each text that several reports have, in order of arrival; whatever people said of them."""
        by_digest: dict[str, list[str]] = {}
        for name, digest in self.digests.items():
            by_digest.setdefault(digest or name, []).append(name)
        return [names for names in by_digest.values() if len(names) > 1]


class Near(Protocol):
    """The likenesses of a catalog. Raises CatalogError as every catalog does."""

    def pending(self) -> Sequence[str]:
        """Live reports whose current text has not been compared, in order of arrival."""
        ...

    def compared(self, versions: Mapping[str, int], pairs: Sequence[Pair]) -> None:
        """Reports have been compared, in these versions; their undecided pairs are now `pairs`."""
        ...

    def open(self, *, limit: int = 0, offset: int = 0) -> Sequence[Pair]:
        """Pairs of live reports that nobody has decided about, the most alike first; `limit` 0 is all."""
        ...

    def count(self) -> int:
        """How many `open` would give."""
        ...

    def of(self, ids: Collection[str]) -> Sequence[Pair]:
        """Those of `open` that one of these reports is in."""
        ...

    def merged(self, *, limit: int = 0, offset: int = 0) -> Sequence[Pair]:
        """Pairs of which one is a version of the other now, the latest first."""
        ...

    def kept(self, report_id: str) -> tuple[str, int] | None:
        """Where a merged report is read now: the live report that it is a version of, and the version's number."""
        ...

    def apart(self, one: str, other: str) -> None:
        """They are two reports; a merge of them is undone. Raises CatalogError("catalog.no_such_report")."""
        ...

    def merge(self, kept: str, other: str, *, by: By = NOBODY) -> None:
        """`other` becomes a version of `kept`: readable there, no longer found or counted by itself.

        The current text of `kept` stays the current one. Raises CatalogError("catalog.no_such_report").
        """
        ...

    def merge_all(self, merges: Sequence[tuple[str, str]], *, by: By = NOBODY) -> int | None:
        """Many merges, (kept, other) each, in one transaction: all or none. Raises as `merge`.

        The number of their one entry in the catalog's `edits`, by which they are undone together; None for no merges.
        """
        ...

    def undo(self, report_id: str) -> bool:
        """A merged report is one by itself again, and the pair is open; False where it was not merged."""
        ...

    def undo_all(self, ids: Iterable[str]) -> Sequence[str]:
        """Several merges undone in one transaction; those that were merged."""
        ...

    def texts(self, fold: str) -> Texts:
        """Which live reports have one text, by the digests that were kept under that fold."""
        ...

    def texts_state(self, fold: str) -> Hashable:
        """Another value whenever `texts` may have changed without a change of a report."""
        ...

    def apart_state(self) -> Hashable:
        """The same of what people said of pairs alone: in a moment, where `texts_state` goes through all digests."""
        ...

    def undigested(self, fold: str) -> Sequence[str]:
        """Live reports whose current text has no digest under that fold, in order of arrival."""
        ...

    def digested(self, fold: str, digests: Sequence[tuple[str, int, str]]) -> None:
        """Keep the digest of each (id, version, digest)."""
        ...


def ordered(one: str, other: str) -> tuple[str, str]:
    """The two ids as a pair keeps them."""
    return (one, other) if one < other else (other, one)
