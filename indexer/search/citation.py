"""Where a passage comes from, in words that can be pasted under a quotation (出处). Only the words, no page.

——《2024年度抓基层党建工作述职报告》（东街道党工委，2024年），一、（一）第2段. What is not known is left out. A title
that was derived stands in ［ ］, as archives write a 自拟题名; a page number is added where the file has pages, and
（扫描识别） where the words were recognised on a picture. The same as GB/T 7714-2015 has it, and as Markdown: `Source`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Protocol

from archive.heading_paths import HeadingPaths
from archive.known_year import Face, Titled, year_basis, year_known
from archive.model import CELL, Confidence, Report, Section
from archive.outline_sections import begins, begun
from archive.readers.line_joining import visible
from indexer.passage_kinds import is_all_of, printed_title

SCANNED = "（扫描识别）"


def title_of(title: str | None, derived: bool, source: str) -> str:
    """A title in its marks; the file's name where there is none."""
    if not title:
        return visible(source)
    return f"［{title}］" if derived else title if title.startswith("《") else f"《{title}》"


def checks_told(fields: Iterable[str], say: Callable[..., str]) -> str:
    """What of a masthead a person should look at, as people say it; "" for nothing."""
    named = say("edits.separator").join(say(f"say.field.{name}") for name in fields)
    return say("say.to_check", fields=named) if named else ""


def year_told(face: Face, say: Callable[..., str]) -> str:
    """The known year as people read it: 2018, or 成文 2018 where the paper is about none; "" where none is known."""
    year = year_known(face)
    if year is None:
        return ""
    return str(year) if face.year is not None else say("say.dated", year=year)


def part_told(part: str, confidence: Confidence | None, say: Callable[..., str]) -> str:
    """A part's name as people read it, which says where it is not sure: it hangs on a doubtful heading."""
    return say("web.part.unsure", part=part) if confidence == "low" else part


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text comes from, in each of the forms that people paste."""

    plain: str
    gbt7714: str
    markdown: str


class Named(Titled, Protocol):
    """What a masthead and a card have in common."""

    @property
    def unit(self) -> str | None:
        """The unit that issued it, None where it is not known."""

    @property
    def person(self) -> str | None:
        """The person whose report it is."""

    @property
    def year(self) -> int | None:
        """The year that it is about."""


class Cited(Protocol):
    """Where the passages of one report come from, in a line each."""

    def of(self, passage: int, offset: int = 0) -> str:
        """The source of the text at code point `offset` of `passage`, with its dashes."""

    def __len__(self) -> int:
        """How many passages there are."""

    @property
    def scanned(self) -> bool:
        """Was any of the report recognised on a picture?"""


class Citations:
    """The sources of one report's passages; what they share is worked out once."""

    def __init__(self, report: Report, source: str) -> None:
        self.report = report
        self.source = source
        self._paths = HeadingPaths(report.sections)
        self._looked = 0

    def of(self, passage: int, offset: int = 0) -> str:
        """The source of the text at code point `offset` of `passage`, with its dashes."""
        quoted = self.report.passages[passage - 1]
        return line_of(self.head(), self.place(passage, offset), quoted.page, scanned=bool(quoted.scan))

    def __len__(self) -> int:
        return len(self.report.passages)

    @property
    def scanned(self) -> bool:
        """Was any of the report recognised on a picture?"""
        return self.report.scanned

    def head(self) -> str:
        """What the sources of all its passages begin with."""
        return head_of(self.report.masthead, self.source)

    def source_of(self, passage: int, offset: int = 0, text: str | None = None) -> Source:
        """All forms. `text`: the words that are quoted, the passage's own where none are given."""
        plain = self.of(passage, offset)
        words = (self.report.passages[passage - 1].text if text is None else text).replace("\n", "").replace(CELL, " ")
        quotation = f"> {_plain_in_markdown(words)}\n>\n> {_plain_in_markdown(plain)}"
        return Source(plain, self._standard(passage), quotation)

    def whole(self) -> Source:
        """The report as such, without any place in it."""
        return Source(self.head(), self._standard(None), f"> {_plain_in_markdown(self.head())}")

    def _standard(self, passage: int | None) -> str:
        """GB/T 7714-2015: 责任者. 题名: 文号[R]. (日期): 页.

        Its year is that of issue, by the date or else the number; where only the one is known that the paper is about,
        that one in brackets, as the standard has a year that is inferred (8.8.4). A derived title stands in ［ ］.
        """
        head = self.report.masthead
        title = head.title or visible(self.source)
        called = f"［{title}］" if head.title and head.title_derived else title
        kind = "R" if (head.type or title).endswith("报告") else "Z"
        page = None if passage is None else self.report.passages[passage - 1].page
        parts = [
            word
            for word in (head.unit or head.person, f"{called}{f': {head.number}' if head.number else ''}[{kind}]")
            if word
        ]
        year = year_known(head)
        date = head.date or (year if year_basis(head) == "number" else None)
        issued = f"({date})" if date else f"([{year}])" if year else ""
        where = (
            f"{issued}: {page}" if issued and page is not None else issued or (str(page) if page is not None else "")
        )
        return ". ".join([*parts, where] if where else parts) + "."

    def place(self, passage: int, offset: int = 0) -> str:
        """The place by its numbers: 一、（一）第2段; a heading alone has no 第…段. 一是 items are left to the words."""
        path = named(self._paths.at(passage, offset))
        numbers = numbers_of(path)
        if self._alone(passage):
            return numbers
        return f"{numbers}第{self._said(path[-1].passage if path else 1, passage)}段"

    def _said(self, first: int, last: int) -> int:
        """How many passages of [first, last] say something. One by one as long as that is no more work than all: of a
        long report most pages ask for a place or two.
        """
        self._looked += last - first + 1
        if self._looked <= len(self.report.texts):
            return sum(map(self._says, range(first, last + 1)))
        return self._counted[last] - self._counted[first - 1]

    @cached_property
    def _counted(self) -> Sequence[int]:
        """How many of the first so many passages say something."""
        return list(accumulate(map(self._says, range(1, len(self.report.texts) + 1)), initial=0))

    def _says(self, passage: int) -> bool:
        text = self.report.texts[passage - 1]
        return bool(text) and not text.isspace() and not self._alone(passage)

    def _alone(self, passage: int) -> bool:
        """Is the passage nothing but a heading, or the printed title?"""
        sections, text = self.report.sections, self.report.texts[passage - 1]
        at = begun(sections, passage, 0) - 1
        while at >= 0 and begins(sections, at) == (passage, 0):
            if is_all_of(sections[at], text):
                return True
            at -= 1
        first = text.split(None, 1)[:1]  # few passages are asked further, for the title's evidence takes its time
        return bool(first) and first[0] in self._wanted and passage in self._title

    @cached_property
    def _wanted(self) -> str:
        return "".join((self.report.masthead.title or "").split())

    @cached_property
    def _title(self) -> set[int]:
        return printed_title(self.report)


def head_of(face: Named, source: str) -> str:
    """What the sources of all passages of a report begin with."""
    return "——" + title_of(face.title, face.title_derived, source) + _issued(face)


def line_of(head: str, place: str, page: int | None, *, scanned: bool) -> str:
    """The source of a passage in one line; `place` is "" for the report as such."""
    told = f"{head}，{place}" if place else head
    return told + (f"（第{page}页）" if page is not None else "") + (SCANNED if scanned else "")


def named(path: Iterable[Section]) -> list[Section]:
    """The headings of a path that a source names; items and wordless ones are left out."""
    return [section for section in path if section.heading and not section.number.endswith("是")]


def numbers_of(path: Iterable[Section]) -> str:
    """一、（一）; of a heading without number its words."""
    return "".join(section.number or f"“{section.title}”" for section in path)


_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#+\-!|~])|^(\d+)([.)])")


def _plain_in_markdown(text: str) -> str:
    """Masks and numbers stay what they are: Markdown would take ** for bold and 1. for a list."""
    return _MARKDOWN.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text)


def _issued(head: Named) -> str:
    known = [word for word in (head.unit or head.person, f"{head.year}年" if head.year else None) if word]
    return f"（{'，'.join(known)}）" if known else ""
