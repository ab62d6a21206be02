"""What a report is: frozen values without I/O. How one is read or kept lives elsewhere.

Offsets everywhere are Unicode code points, half-open, into the original text of one passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count, repeat
from typing import Literal, NamedTuple, overload

BlockKind = Literal["heading", "paragraph", "row", "page_break"]
Confidence = Literal["high", "medium", "low"]
Part = Literal["开头", "整改情况", "履职情况", "存在问题", "原因分析", "下步打算"]
Origin = Literal["text", "file_name", "folder", "metadata", "given", "correction"]

CELL = "\x1f"
"""Stands between the cells of a table row, in the original and in the folded text: no phrase crosses it."""

MASTHEAD_FIELDS = ("title", "unit", "person", "number", "addressee", "date", "year", "period", "type")


@dataclass(frozen=True, slots=True)
class ScanLine:
    """A line as a recogniser read it on the picture of page `page`: from code point `start` of its paragraph on.

    `confidence` is the recogniser's own, from 0 to 1.
    """

    start: int
    confidence: float
    page: int


@dataclass(frozen=True, slots=True)
class StoredValue:
    """What a cell of a sheet keeps where it shows something else: 35000 behind 3.50万元.

    `cell` counts the cells of its row from 0; `place` is how the sheet names it (“B7”). Never part of a text: it is no
    wording of the paper, is not searched, and counts in no total.
    """

    cell: int
    place: str
    value: str


@dataclass(frozen=True, slots=True)
class Block:
    """What a reader yields: one paragraph, heading or table row of a file, in reading order.

    `text` is what a person sees (never markup). `level` is the heading's level where the format
    says it (`#`, `<h2>`, Heading 3), else None. `page` counts from 1 where the format has pages.
    A page break carries no text. Cells of a row are joined by `CELL`. `scan`: its lines, where it was recognised.
    `columns`: of a row below a head, the name of each of its cells' columns, "" for none; they stand in the head's own
    row and in no other text. `stored`: what its cells keep where they show something else.
    """

    kind: BlockKind
    text: str
    level: int | None = None
    page: int | None = None
    scan: tuple[ScanLine, ...] = ()
    columns: tuple[str, ...] = ()
    stored: tuple[StoredValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, the line of our grep: no phrase crosses two. `number` counts from 1.

    `scan` are its lines where it was recognised on a picture. `recognised` is what was read there, where a person has
    put `text` in its place. `columns` and `stored` are those of its `Block`: beside the text, for reading.
    """

    number: int
    text: str
    kind: BlockKind = "paragraph"
    level: int | None = None
    page: int | None = None
    scan: tuple[ScanLine, ...] = ()
    recognised: str | None = None
    columns: tuple[str, ...] = ()
    stored: tuple[StoredValue, ...] = ()

    def named_cells(self) -> tuple[tuple[str, str], ...]:
        """The cells of a row that hold something, each behind the name of its column: as a wide sheet is read."""
        names = chain(self.columns, repeat(""))
        return tuple((name, cell) for name, cell in zip(names, self.text.split(CELL), strict=False) if cell)


@dataclass(frozen=True, slots=True, eq=False)
class Passages(Sequence[Passage]):
    """The passages of a report in columns of one length, each made when it is asked for: of a law with a thousand
    articles a page shows three.

    Raises ValueError where a column is longer or shorter than the texts.
    """

    texts: Sequence[str]
    kinds: Sequence[BlockKind]
    levels: Sequence[int | None]
    pages: Sequence[int | None]
    scans: Sequence[tuple[ScanLine, ...]]
    recognised: Sequence[str | None]
    columns: Sequence[tuple[str, ...]]
    stored: Sequence[tuple[StoredValue, ...]]

    def __post_init__(self) -> None:
        columns = (self.kinds, self.levels, self.pages, self.scans, self.recognised, self.columns, self.stored)
        if {*map(len, columns)} != {len(self.texts)}:
            raise ValueError("a column of the passages is too long or too short")

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Passage: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Passage, ...]: ...
    def __getitem__(self, index: int | slice) -> Passage | tuple[Passage, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        return Passage(
            (index + len(self) if index < 0 else index) + 1,
            self.texts[index],
            self.kinds[index],
            self.levels[index],
            self.pages[index],
            self.scans[index],
            self.recognised[index],
            self.columns[index],
            self.stored[index],
        )

    def __iter__(self) -> Iterator[Passage]:
        columns = (self.kinds, self.levels, self.pages, self.scans, self.recognised, self.columns, self.stored)
        return map(Passage, count(1), self.texts, *columns)

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> Passages:
        """The columns of `passages`, which are numbered from 1 without gap."""
        if isinstance(passages, Passages):
            return passages
        return cls(
            [passage.text for passage in passages],
            [passage.kind for passage in passages],
            [passage.level for passage in passages],
            [passage.page for passage in passages],
            [passage.scan for passage in passages],
            [passage.recognised for passage in passages],
            [passage.columns for passage in passages],
            [passage.stored for passage in passages],
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Passages | tuple) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


class Span(NamedTuple):
    """Code points [start, end) of one passage's original text."""

    start: int
    end: int


_WORDS_APART = tuple("编編篇章节節条條分")


def heading_of(number: str, title: str) -> str:
    """The words of a heading as they stand in a path, from its numbering and its title."""
    apart = " " if title and number[-1:] in _WORDS_APART else ""
    return number + apart + title


class Section(NamedTuple):
    """One heading of the outline, run-in and 一是 items included.

    `number` is the numbering as printed with its mark (“一、”, “（一）”, “1.”, “二是”, “第三条”), empty
    where there is none; `title` the words of the heading without numbering and without the full stop that ends a
    run-in heading. `level` is relative within the text, from 1. The heading's own words (numbering included) are
    [start, end) of passage `passage`; the section reaches to the next heading of the same or a higher level.
    `part` is what the section is for, inherited by those below it; None where nothing tells. `confidence` is how sure
    it is that the words are a heading; a part that hangs on a doubtful one is `low`.
    """

    number: str
    title: str
    level: int
    passage: int
    start: int
    end: int
    part: Part | None = None
    part_confidence: Confidence | None = None
    confidence: Confidence = "high"

    @property
    def heading(self) -> str:
        """The heading as it stands in a path: numbering and title, a blank between 第二章 and its words."""
        return heading_of(self.number, self.title)

    @property
    def is_item(self) -> bool:
        """Is it an item such as 一是… of the section above, which opens none of its own?"""
        return self.number.rstrip("，,").endswith("是")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a masthead's value was read (`origin`, `passage`), the words it was read from, and how sure it is."""

    value: str | int
    text: str
    origin: Origin
    confidence: Confidence
    passage: int | None = None


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands on a report's face; None is unknown, never a guess.

    `number` 发文字号 · `addressee` 主送 · `date` 成文日期 as YYYY-MM-DD (GB/T 9704) · `year` the year reported on ·
    `period` 年度, 上半年, 第三季度, 9月 … without the year · `type` 工作报告, 述职报告 …
    `evidence` has one entry for each field that is not None, by field name. `cleared` are fields of which a person
    has said that there is none.
    """

    title: str | None = None
    title_derived: bool = False
    unit: str | None = None
    person: str | None = None
    number: str | None = None
    addressee: str | None = None
    date: str | None = None
    year: int | None = None
    period: str | None = None
    type: str | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    cleared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader noticed and a person may want to look at: a stable code and its evidence."""

    code: str
    evidence: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """One file read: its masthead, passages (numbered 1…n without gap) and outline, in reading order.

    `format` is the reader's name ("txt", "md", "html"); `encoding` the codec that decoded it, where
    that was a question; `edition` how far that reader had come (`archive.readers.editions`).
    """

    masthead: Masthead
    passages: Sequence[Passage]
    sections: Sequence[Section]
    format: str
    encoding: str | None = None
    notices: tuple[Notice, ...] = ()
    edition: int = 1

    @property
    def texts(self) -> Sequence[str]:
        """The passages' texts, in order."""
        passages = self.passages
        return passages.texts if isinstance(passages, Passages) else tuple(passage.text for passage in passages)

    @property
    def scanned(self) -> bool:
        """Was any passage recognised on a picture?"""
        passages = self.passages
        return any(passages.scans if isinstance(passages, Passages) else (passage.scan for passage in passages))


@dataclass(frozen=True, slots=True)
class Record:
    """A report as the catalog keeps it. `report.masthead` is the effective one: read, then filled, then corrected.

    `location` is the absolute path, the report's place; `source` the path shown to people. `change` is the
    number of the catalog change that made it what it is. `fonds` is the 分库 that it belongs to, "" the archive's own.
    """

    id: str
    version: int
    source: str
    location: str
    sha256: str
    change: int
    added_at: str
    report: Report
    fonds: str = ""
