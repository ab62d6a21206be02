"""Which passages of a report are paragraphs that a source counts (第2段): neither blank, nor a heading alone, nor the
printed title; and which were recognised on a picture.
"""

from __future__ import annotations

from archive.model import Passages, Report, Section

BLANK, HEADING, TITLE, SCAN = 1, 2, 4, 8
"""Bits of a passage's kind. `HEADING`: nothing but one, `TITLE`: nothing but a line of the printed title."""
ALONE = HEADING | TITLE
UNCOUNTED = BLANK | ALONE
FIRST = 200
"""Passages among which a line is looked for that is the title of a page."""
AROUND = " \u3000。：:"
"""What may stand behind a heading that is all of its passage."""


def kinds_of(report: Report) -> bytes:
    """A byte a passage, in their order."""
    passages = Passages.of(report.passages)
    texts, scans = passages.texts, passages.scans
    kinds = bytearray(BLANK if not text or text.isspace() else 0 for text in texts)
    for section in report.sections:
        number = section.passage
        if not section.start and number <= len(texts) and is_all_of(section, texts[number - 1]):
            kinds[number - 1] |= HEADING
    for number in printed_title(report):
        kinds[number - 1] |= TITLE
    for index, lines in enumerate(scans) if any(scans) else ():
        kinds[index] |= SCAN if lines else 0
    return bytes(kinds)


def is_all_of(section: Section, text: str) -> bool:
    """Is a passage with this text, with which the section begins, nothing but its heading?"""
    return bool(section.heading) and not text[section.end :].strip(AROUND)


def printed_title(report: Report) -> set[int]:
    """The passages on the first lines that print the title and nothing else; of a title that a page names beside its
    text, the first line that is the title.
    """
    head = report.masthead
    evidence = head.evidence.get("title")
    if not head.title or head.title_derived or evidence is None:
        return set()
    wanted = "".join(head.title.split())
    if evidence.passage is None:
        return _lines_of(wanted, report)
    lines: set[int] = set()
    for passage in report.passages[evidence.passage - 1 : evidence.passage + 2]:
        words = "".join(passage.text.split())
        if not words or words not in wanted:
            break
        lines.add(passage.number)
    return lines


def _lines_of(title: str, report: Report) -> set[int]:
    """The number of the first passage that is this title, blanks aside."""
    for passage in report.passages[:FIRST]:
        if passage.text.lstrip().startswith(title[0]) and "".join(passage.text.split()) == title:
            return {passage.number}
    return set()
