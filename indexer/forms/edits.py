"""The forms of 最近修改 and 全部无误: `edits --json`, `confirm --json` and their addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Annotated

from archive.catalog.edits import Confirmed, Edit, EditedReport, EditKind, EditWay, Undone
from indexer.search.page import Page


@dataclass(frozen=True, slots=True)
class EditForm:
    """A change of kept reports by a person: one entry, however many reports. Times are UTC."""

    number: int
    kind: EditKind
    way: Annotated[EditWay, "How the person came; empty where nobody said."]
    who: Annotated[str, "The name that this way knows them by; may be empty."]
    at: str
    reports: Annotated[int, "How many it changed."]
    fields: Annotated[Mapping[str, int], "Field to the number of reports in which it changed."]
    undone_at: Annotated[str | None, "Null: it stands."]
    undone_by: str | None
    undone: Annotated[int | None, "In how many reports it was taken back."]


@dataclass(frozen=True, slots=True)
class EditedForm:
    """What a change did to one report: what held of each field before and after."""

    id: str
    title: str
    source: Annotated[str, "Empty where the report is gone for good."]
    before: Mapping[str, str | int | None]
    after: Mapping[str, str | int | None]
    into: Annotated[str | None, "The report that it became a version of."]
    left_alone: Annotated[Sequence[str], "What undoing did not touch, as it had changed since."]


@dataclass(frozen=True, slots=True)
class OneEditForm(EditForm):
    """A change with a page of the reports it touched."""

    page: int
    pages: int
    changed: Sequence[EditedForm]


@dataclass(frozen=True, slots=True)
class EditsForm:
    """A page of the recent changes, the latest first."""

    total: int
    page: int
    pages: int
    edits: Sequence[EditForm]


@dataclass(frozen=True, slots=True)
class LeftForm:
    """A report that undoing left alone, and in which fields."""

    id: str
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class UndoneForm:
    """What undoing a change did."""

    number: int
    restored: Annotated[int, "Reports."]
    left_alone: Sequence[LeftForm]


@dataclass(frozen=True, slots=True)
class ConfirmedForm:
    """What was confirmed: the entry among the changes (null: there was nothing to confirm), reports and values."""

    edit: int | None
    reports: int
    values: int
    changed: Annotated[Sequence[str], "Reports that had changed since they were looked at: left alone."]


def edit_form(edit: Edit) -> EditForm:
    """A change as programs get it."""
    return EditForm(
        edit.number,
        edit.kind,
        edit.by.way,
        edit.by.who,
        edit.at,
        edit.reports,
        edit.fields,
        edit.undone_at,
        edit.undone_by,
        edit.undone,
    )


def one_edit_form(edit: Edit, page: Page, reports: Sequence[EditedReport]) -> OneEditForm:
    """An entry with a page of its reports."""
    plain = edit_form(edit)
    told = {one.name: getattr(plain, one.name) for one in fields(plain)}
    return OneEditForm(**told, page=page.number, pages=page.pages, changed=list(map(_edited, reports)))


def edits_form(page: Page, edits: Sequence[Edit]) -> EditsForm:
    """A page of entries."""
    return EditsForm(page.total, page.number, page.pages, list(map(edit_form, edits)))


def undone_form(number: int, done: Undone) -> UndoneForm:
    """What an undoing did."""
    return UndoneForm(number, done.restored, [LeftForm(name, left) for name, left in done.left_alone.items()])


def confirmed_form(done: Confirmed) -> ConfirmedForm:
    """What a confirmation did."""
    return ConfirmedForm(done.edit, done.reports, done.values, done.changed)


def _edited(one: EditedReport) -> EditedForm:
    return EditedForm(one.report, one.title, one.source, one.before, one.after, one.into, one.left_alone)
