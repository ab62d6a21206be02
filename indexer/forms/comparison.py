"""The form of two texts side by side: `compare --json` and its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from archive.known_year import Basis, year_basis, year_known
from archive.model import Record
from indexer.comparison.side_by_side import Comparison, Kind, Row


@dataclass(frozen=True, slots=True)
class SideForm:
    """One of the two texts."""

    id: str
    version: int
    title: str | None
    unit: str | None
    year: int | None
    year_known: int | None
    year_basis: Basis | None


@dataclass(frozen=True, slots=True)
class ComparedForm:
    """A stretch of a passage on both sides; where they differ either may be empty."""

    same: bool
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class NumbersForm:
    """A number that changed where nothing else did."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class BesideEachOtherForm:
    """Passages beside each other, by number; null: nothing stands there."""

    kind: Annotated[Kind, "Of the right text against the left one."]
    left: int | None
    right: int | None
    pieces: Sequence[ComparedForm]
    numbers: Sequence[NumbersForm]
    figures_differ: Annotated[bool, "Does a passage that stands on both sides hold other figures on the right?"]


@dataclass(frozen=True, slots=True)
class ComparisonForm:
    """Both texts from top to bottom, in the order of the right one."""

    left: SideForm
    right: SideForm
    equal: Annotated[bool, "Both say the same, quotation marks, blanks and width aside."]
    share: Annotated[float, "How much of both texts is the same, 0 to 1."]
    counts: Annotated[Mapping[Kind, int], "Passages of each kind, every kind named."]
    rows: Sequence[BesideEachOtherForm]


def comparison_form(found: Comparison) -> ComparisonForm:
    """Two texts side by side as JSON shows them."""
    return ComparisonForm(
        left=_side(found.left),
        right=_side(found.right),
        equal=found.equal,
        share=round(found.share, 4),
        counts=found.counts,
        rows=[_row(row) for row in found.rows],
    )


def _side(record: Record) -> SideForm:
    head = record.report.masthead
    return SideForm(record.id, record.version, head.title, head.unit, head.year, year_known(head), year_basis(head))


def _row(row: Row) -> BesideEachOtherForm:
    return BesideEachOtherForm(
        kind=row.kind,
        left=row.left,
        right=row.right,
        pieces=[ComparedForm(piece.same, piece.left, piece.right) for piece in row.pieces],
        numbers=[NumbersForm(left, right) for left, right in row.numbers],
        figures_differ=row.figures_differ,
    )
