"""What marks in a report are shown with: the passages' own texts, pages and columns, and the outline around them.

It is told by the whole report, or by the passages that a page shows and the table of an index (`passage_table`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from archive.heading_paths import HeadingPaths
from archive.model import Passages, Report, Section
from archive.outline_sections import part_on
from indexer.passage_table import PassageTable, PathTold


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

    def path_in(self, number: int) -> tuple[PathTold, bool]:
        """What holds the beginning of a passage, and whether no heading begins inside it: then it holds all of it."""
        ...

    def path_at(self, number: int, offset: int) -> PathTold:
        """What holds code point `offset` of a passage."""
        ...


class WholeReport:
    """Any passage of a report."""

    def __init__(self, report: Report) -> None:
        self._passages = Passages.of(report.passages)
        self.sections = report.sections
        self._paths = HeadingPaths(report.sections)
        self._told: dict[int, PathTold] = {}

    def text(self, number: int) -> str:
        """As the report has it."""
        return self._passages.texts[number - 1]

    def page(self, number: int) -> int | None:
        """As the report has it."""
        return self._passages.pages[number - 1]

    def columns(self, number: int) -> tuple[str, ...]:
        """As the report has it."""
        return self._passages.columns[number - 1]

    def path_in(self, number: int) -> tuple[PathTold, bool]:
        """As the report's outline has it."""
        begun = self._paths.begun(number, 0)
        return self._path_told(begun - 1), begun == self._paths.begun(number + 1, -1)

    def path_at(self, number: int, offset: int) -> PathTold:
        """As the report's outline has it."""
        return self._path_told(self._paths.begun(number, offset) - 1)

    def _path_told(self, section: int) -> PathTold:
        """Each section's path is made once."""
        told = self._told.get(section)
        if told is None:
            path = self._paths.of(section)
            told = self._told[section] = words_of(path), *part_on(path)
        return told


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

    def path_in(self, number: int) -> tuple[PathTold, bool]:
        """As the table has it."""
        sections = self._table.sections
        begun, last = sections.begun_in(number)
        return sections.path_told(begun - 1), begun == last

    def path_at(self, number: int, offset: int) -> PathTold:
        """As the table has it."""
        sections = self._table.sections
        return sections.path_told(sections.begun(number, offset) - 1)


def words_of(path: Sequence[Section]) -> tuple[str, ...]:
    """The headings of a path, those without words left out."""
    return tuple(section.heading for section in path if section.heading)
