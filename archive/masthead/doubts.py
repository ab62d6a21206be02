"""What a person should look at (待核对): the fields of a masthead that are needed and missing, or not surely read."""

from __future__ import annotations

from archive.known_year import year_known
from archive.model import MASTHEAD_FIELDS, Masthead

MISSING = ("unit", "year", "type")
"""Fields whose absence spoils every table."""


def to_check(head: Masthead) -> tuple[str, ...]:
    """The fields of a report that a person should look at, in the order of a masthead.

    Those that a person has emptied are settled: there is none.
    """
    missing = {name for name in MISSING if _missing(head, name) and name not in head.cleared}
    unsure = {name for name, evidence in head.evidence.items() if evidence.confidence != "high"}
    return tuple(name for name in MASTHEAD_FIELDS if name in missing | unsure)


def confirmed(head: Masthead) -> dict[str, str | int | None]:
    """What a person says who finds everything right: each doubtful value is so, and what is missing there is not.

    A derived title is confirmed as what it is, in its brackets (see `corrections.corrected`).
    """
    values: dict[str, str | int | None] = {name: getattr(head, name) for name in to_check(head)}
    if values.get("title") is not None and head.title_derived:
        values["title"] = f"［{head.title}］"
    return values


def _missing(head: Masthead, name: str) -> bool:
    return (year_known(head) if name == "year" else getattr(head, name)) is None
