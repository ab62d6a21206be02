"""What of the report came back from a file: phrases, fields of the masthead, headings, paragraphs cut or joined."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import CELL, Report
from archive.text.fold import fold_text
from tests.producers.report import ADDRESSEE, DATE, NUMBER, PARTS, PHRASES, TITLE, UNIT, YEAR

HEADER = "| program | phrases | fields | headings | false cuts | extras |\n| --- | --- | --- | --- | --- | --- |"
_FIELDS = {
    "title": "".join(TITLE),
    "number": NUMBER,
    "unit": UNIT,
    "addressee": ADDRESSEE,
    "date": DATE,
    "year": YEAR,
}
_HEADINGS = [(part.text, part.level) for part in PARTS if part.kind == "heading"]
HEADINGS = len(_HEADINGS)


@dataclass(frozen=True, slots=True)
class Measures:
    """Counts of what was found, and the names of what was not. `extras` are passages that hold two
    paragraphs, or are none of the report's.
    """

    phrases: int
    wrong_fields: tuple[str, ...]
    headings: int
    cuts: int
    extras: int

    def row(self) -> str:
        """The cells of the table."""
        fields = f"{len(_FIELDS) - len(self.wrong_fields)}/{len(_FIELDS)}"
        wrong = f" ({', '.join(self.wrong_fields)})" if self.wrong_fields else ""
        headings = f"{self.headings}/{HEADINGS}"
        return f"{self.phrases}/{len(PHRASES)} | {fields}{wrong} | {headings} | {self.cuts} | {self.extras}"


def measured(report: Report) -> Measures:
    """The measures of a report as it was read back."""
    passages = [fold_text(passage.text.replace(CELL, "")) for passage in report.passages]
    phrases = sum(any(fold_text(phrase) in passage for passage in passages) for phrase in PHRASES)
    wrong = tuple(name for name, right in _FIELDS.items() if getattr(report.masthead, name) != right)
    found = {(section.number + section.title, section.level) for section in report.sections}
    headings = sum((text, level) in found for text, level in _HEADINGS)
    paragraphs = [fold_text(part.text or "".join(part.cells)) for part in PARTS]
    return Measures(phrases, wrong, headings, _cuts(passages, paragraphs), _extras(passages, paragraphs))


def _cuts(passages: list[str], paragraphs: list[str]) -> int:
    """The ends of passages inside a paragraph of the report."""
    whole, ends, at = "".join(passages), set[int](), 0
    for passage in passages:
        at += len(passage)
        ends.add(at)
    cuts = 0
    for paragraph in paragraphs:
        start = whole.find(paragraph)
        if start >= 0:
            cuts += sum(start < end < start + len(paragraph) for end in ends)
    return cuts


def _extras(passages: list[str], paragraphs: list[str]) -> int:
    """The passages that are neither a paragraph nor a piece of one."""
    return sum(not any(passage in paragraph for paragraph in paragraphs) for passage in passages)
