"""最近修改: what people changed of kept reports, one entry an edit, and taking it back, as values and a protocol.

An edit may touch one report or all of them: it is one entry, made in the same transaction as what it tells. Where it is
kept: `edits_table`; how it is taken back: `undoing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

EditKind = Literal["correct", "register", "confirm", "merge"]
"""Correcting or filling in values, a 登记表, 全部无误, reports that became versions of others."""
EditWay = Literal["page", "command", ""]
Value = str | int
REPORT = "report"
"""What undoing left alone where it is no field but the report itself: gone for good, or no longer merged."""
Corrections = Mapping[str, "Value | None"]
"""Field -> what a person said of it; None: that there is none. A field that nobody spoke of is not there."""


@dataclass(frozen=True, slots=True)
class By:
    """Who changes something: the way they come, and who they are as far as that way knows ("" where it does not)."""

    way: EditWay = ""
    who: str = ""


NOBODY = By()


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit. `fields`: field -> in how many reports it changed. `undone_…`: when and by whom it was taken back, and
    in how many reports.
    """

    number: int
    kind: EditKind
    by: By
    at: str
    reports: int
    fields: Mapping[str, int]
    undone_at: str | None = None
    undone_by: str | None = None
    undone: int | None = None


@dataclass(frozen=True, slots=True)
class EditedReport:
    """What an edit did to a report. `before` and `after`: what held of each field, None where nothing did.

    `into`: the report that it was merged into. `left_alone`: the fields that an undoing found changed since, and left
    (`report` where it was the report itself). `title` and `source` are today's, "" where it is gone for good.
    """

    report: str
    title: str
    source: str
    before: Mapping[str, Value | None]
    after: Mapping[str, Value | None]
    into: str | None = None
    left_alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undoing did: to how many reports, and which it left alone, in whole or in part, with the fields."""

    restored: int
    left_alone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was confirmed: the entry (None where there was nothing to confirm), in how many reports how many values.

    `changed`: reports that have changed since the person saw them; they were left alone.
    """

    edit: int | None
    reports: int
    values: int
    changed: tuple[str, ...] = ()


class Edits(Protocol):
    """The edits of a catalog. Raises CatalogError as every catalog does."""

    def recent(self, *, limit: int = 0, offset: int = 0) -> Sequence[Edit]:
        """The edits, the latest first; `limit` 0 is all."""
        ...

    def touching(self, fonds: frozenset[str]) -> Sequence[int]:
        """The numbers of the edits that changed a report of these fonds, live or in the trash, the latest first."""
        ...

    def count(self) -> int:
        """How many `recent` would give."""
        ...

    def get(self, number: int) -> Edit | None:
        """The edit of that number; None where there is none."""
        ...

    def reports(self, number: int, *, limit: int = 0, offset: int = 0) -> Sequence[EditedReport]:
        """What it did, a report each, in the order in which they were changed."""
        ...

    def left_alone(self, number: int) -> Sequence[EditedReport]:
        """Those of `reports` that its undoing left alone."""
        ...

    def undo(self, number: int, by: By = NOBODY) -> Undone:
        """Take an edit back: every field is again what people had said of it before, marks of confirmation included.

        What has changed since is left alone and told; where that is everything, the edit stays as it is. Raises
        CatalogError: `catalog.no_such_edit`, `catalog.edit_undone` where it was taken back before.
        """
        ...
