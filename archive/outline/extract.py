"""Passages to sections: what a report's headings are, how they nest and what each section is for. The face of a report
(title, unit, date) and its passages are not made here.

passages ─ candidates (headings) ─ weeded (lists) ─► levels, confidence ─► parts ─► sections
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.model import Passage, Section
from archive.outline.confidence import confidences
from archive.outline.headings import candidates
from archive.outline.levels import levels
from archive.outline.list_filter import weeded
from archive.outline.lost_chapters import with_lost_chapters
from archive.outline.parts import with_parts

__all__ = ["read_outline"]


def read_outline(passages: Sequence[Passage]) -> tuple[Section, ...]:
    """The outline of a report: its sections by passage and start.

    `title` has the words as printed, with runs of white space collapsed (总　　则 is 总则) and without the mark that
    ends a run-in heading; [start, end) are the printed words, number included. An article of a law (第一条) is a
    section with a number and an empty title; numbered items inside it are not sections.

    Where a part begins without a heading (the text before the first heading; 今年来…仍有差距; 下一步，我们将…) stands a
    wordless section: number and title empty, start = end. A path that is shown leaves it out; a table of contents may
    show its part's name instead. Every section carries its part, inherited ones too, and how sure both are.
    """
    headings = weeded(with_lost_chapters(candidates(passages), passages), passages)
    depths = levels(headings)
    sections = [
        Section(heading.number, heading.title, level, heading.passage, heading.start, heading.end, confidence=sure)
        for heading, level, sure in zip(headings, depths, confidences(headings, depths), strict=True)
    ]
    return with_parts(sections, passages)
