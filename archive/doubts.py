"""What a person should look at (待核对): the values of a masthead that are doubtful, and those that are missing where
such a paper would have them.

The rule of what is missing, by the kind of paper; a field that a person has emptied is settled, there is none:

- the kind (类型) of every paper;
- the unit of every paper, but not of a law, whose organ stands in its line of passing or nowhere, nor of what is
  printed to go with another paper: a list, a directory, a standard, a syllabus;
- the year that a paper is known by, which may be that of its date or number (`archive.known_year`); only what looks
  back on a whole year, as 述职报告 and 工作总结 do, must say which, however it is dated.

A value is doubtful where its evidence is not sure. What the text or a page's own table says is sure, but for the few
rules that guess; what only the file's name or folder says is not, unless the text agrees (`corroboration`). How often
each is right: docs/confidence.md.
"""

from __future__ import annotations

from archive.known_year import year_known
from archive.masthead.document_types import LEGISLATION
from archive.model import MASTHEAD_FIELDS, Masthead

EDITION = 1
"""Of the rules above: it rises whenever the same masthead would give other fields."""
NEEDED = ("unit", "year", "type")
"""Fields whose absence spoils every table."""
ANNEXES = frozenset(["名单", "目录", "清单", "标准", "大纲"])
"""Kinds that are printed to go with another paper, which has the unit."""
YEARLY = frozenset(["述职报告", "工作报告", "工作总结", "政府工作报告", "统计公报", "统计报告"])
"""Kinds that look back on a stretch of time, so that the date of the paper does not tell the year."""


def to_check(head: Masthead) -> tuple[str, ...]:
    """The fields of a report that a person should look at, in the order of a masthead."""
    wanted = [name for name in head.evidence if is_doubtful(head, name)]
    wanted += [name for name in NEEDED if is_missing(head, name)]
    return tuple(name for name in MASTHEAD_FIELDS if name in wanted) if wanted else ()


def is_doubtful(head: Masthead, name: str) -> bool:
    """Is there a value whose evidence is not sure?"""
    evidence = head.evidence.get(name)
    return evidence is not None and evidence.confidence != "high"


def is_missing(head: Masthead, name: str) -> bool:
    """Is there no value, though such a paper would have one, and nobody has said that there is none?"""
    if name not in NEEDED or getattr(head, name) is not None or name in head.cleared:
        return False
    if name == "unit":
        return head.type not in LEGISLATION | ANNEXES
    return name == "type" or head.type in YEARLY or year_known(head) is None


def confirmed(head: Masthead) -> dict[str, str | int | None]:
    """What a person says who finds everything right: each doubtful value is so, and what is missing there is not.

    A derived title is confirmed as what it is, in its brackets (see `corrections.corrected`).
    """
    values: dict[str, str | int | None] = {name: getattr(head, name) for name in to_check(head)}
    if values.get("title") is not None and head.title_derived:
        values["title"] = f"［{head.title}］"
    return values
