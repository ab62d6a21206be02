"""What marks in a report are shown with: the passages' own texts, pages and columns, and the outline around them.

It is told by the whole report, or by the passages that a page shows and the table of an index (`passage_table`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from archive.model import Passages, Report, Section
from indexer.passage_table import PassageTable


class ShownText(Protocol):
    """Passages are counted from 1."""

    @property
    def sections(self) -> Sequence[Section]:
        """The outline of the whole report."""
        ...

    def text(self, number: int) -> str:
        """The original text of a passage that is shown."""
        ...

    def page(self, number: int) -> int | None:
        """The page on which it begins, where the format has pages."""
        ...

    def columns(self, number: int) -> tuple[str, ...]:
        """The names of the columns of a row."""
        ...


class WholeReport:
    """Any passage of a report."""

    def __init__(self, report: Report) -> None:
        self._passages = Passages.of(report.passages)
        self.sections = report.sections

    def text(self, number: int) -> str:
        """As the report has it."""
        return self._passages.texts[number - 1]

    def page(self, number: int) -> int | None:
        """As the report has it."""
        return self._passages.pages[number - 1]

    def columns(self, number: int) -> tuple[str, ...]:
        """As the report has it."""
        return self._passages.columns[number - 1]


class SomePassages:
    """Those passages of a report whose texts, by their numbers, were read; the table tells the rest."""

    def __init__(self, texts: Mapping[int, str], table: PassageTable) -> None:
        self._texts, self._table = texts, table
        self.page, self.columns = table.page, table.columns

    @property
    def sections(self) -> Sequence[Section]:
        """As the table has it."""
        return self._table.sections

    def text(self, number: int) -> str:
        """As it was read."""
        return self._texts[number]
