"""摘录: a place becomes a clipping (whole sentences and their 出处), and clippings become text, tables and files.

Where they are kept and in which order is the catalog's (`archive.catalog.notebooks`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from archive.catalog import ReadCatalog
from archive.catalog.notebooks import Clipping
from archive.heading_paths import HeadingPaths
from archive.known_year import year_basis, year_known
from archive.model import CELL, Confidence, Part, Record
from archive.text.extent import LONGEST_PAIR, extent
from indexer.export import spreadsheet
from indexer.export.answer_file import Say
from indexer.export.spreadsheet import Table
from indexer.forms.notebook import ClippingForm
from indexer.search.citation import Citations, part_told, title_of, year_told

Form = Literal["both", "text", "table"]
FORMS: tuple[Form, ...] = get_args(Form)
FILES = ("docx", "xlsx", "csv")
COLUMNS = ("text", "title", "unit", "year", "part", "place", "source")
PASTED = ("text", "unit", "year", "place", "source")
"""Of a table that is pasted (ui.md), where a page has not much room."""

_PLACE = re.compile(r"([0-9A-Za-z_-]{1,40})\.(\d{1,9})\.(\d{1,9})\.(\d{1,9})\.(\d{1,9})(\.chosen)?")
LONGEST = 100_000
"""Code points of a passage that is clipped whole; of a longer one its first sentences up to there."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A clipping as of now: its report where it still is, the 出处 with what was corrected since, its part."""

    clipping: Clipping
    record: Record | None
    source: str
    place: str
    part: Part | None = None
    part_confidence: Confidence | None = None

    @property
    def whole(self) -> bool:
        """Is it the whole passage?"""
        at = self.clipping.passage
        text = self.record.report.passages[at - 1].text if self.record else None
        return text is not None and (self.clipping.start, self.clipping.end) == (0, len(text))

    @property
    def form(self) -> ClippingForm:
        """The clipping as JSON shows it."""
        clipping, head = self.clipping, self.record.report.masthead if self.record else None
        return ClippingForm(
            number=clipping.number,
            id=clipping.report,
            version=clipping.version,
            passage=clipping.passage,
            start=clipping.start,
            end=clipping.end,
            whole=self.whole,
            text=clipping.words,
            title=head.title if head else None,
            unit=head.unit if head else None,
            year=head.year if head else None,
            year_known=year_known(head) if head else None,
            year_basis=year_basis(head) if head else None,
            part=self.part,
            part_confidence=self.part_confidence,
            citation=self.source,
            added_at=clipping.added_at,
        )


def clippings_of(catalog: ReadCatalog, places: Iterable[str]) -> list[Clipping]:
    """The clippings of places written `ID.VERSION.PASSAGE.START.END`; those that are none are left out.

    START and END are code points; both 0: the whole passage. Else the whole sentences in which they lie; with `.chosen`
    behind them what a reader has chosen.
    """
    found = (match for match in map(_PLACE.fullmatch, dict.fromkeys(places)) if match)
    records: dict[tuple[str, int], Record | None] = {}
    made: dict[tuple[object, ...], Clipping] = {}
    for match in found:
        name, (version, passage, start, end) = match[1], map(int, match.groups()[1:5])
        if (name, version) not in records:
            records[name, version] = catalog.record(name, version)
        record = records[name, version]
        clipping = None if record is None else _clipping(record, passage, start, end, chosen=bool(match[6]))
        if clipping is not None:
            made.setdefault(clipping.place, clipping)
    return list(made.values())


def as_of_now(catalog: ReadCatalog, clippings: Iterable[Clipping]) -> Iterator[Kept]:
    """Each with its report, in the given order."""
    records: dict[tuple[str, int], tuple[Record, Citations, HeadingPaths] | None] = {}
    for clipping in clippings:
        key = clipping.report, clipping.version
        if key not in records:
            record = catalog.record(*key)
            records[key] = None if record is None else _known(record)
        known = records[key]
        if known is None or clipping.passage > len(known[0].report.passages):
            yield Kept(clipping, None, clipping.source, "")
            continue
        record, citations, paths = known
        at = clipping.passage, clipping.start
        yield Kept(clipping, record, citations.of(*at), citations.place(*at), *paths.part_told(*at))


def _known(record: Record) -> tuple[Record, Citations, HeadingPaths]:
    return record, Citations(record.report, record.source), HeadingPaths(record.report.sections)


def pasted(kept: Sequence[Kept], form: Form, say: Say) -> str:
    """All of them as text: words and source, words alone, or a table with tabs."""
    if form == "table":
        return "".join("\t".join(_cell(value) for value in row) + "\n" for row in _rows(kept, PASTED, say))
    lines = (one.clipping.words + ("\n" + one.source if form == "both" else "") for one in kept)
    return "".join(line + "\n" for line in lines)


def file(kept: Sequence[Kept], form: str, say: Say) -> bytes:
    """All of them as a file: docx (bare, 三号仿宋) or a table as xlsx or csv."""
    if form == "docx":
        return _word(kept, say)
    head, *rows = _rows(kept, COLUMNS, say)
    return spreadsheet.data(Table(say("web.clips"), tuple(str(name) for name in head), rows), form)


def _clipping(record: Record, passage: int, start: int, end: int, *, chosen: bool) -> Clipping | None:
    if not 1 <= passage <= len(record.report.passages):
        return None
    text = record.report.passages[passage - 1].text
    if (start, end) == (0, 0):
        end = len(text) if len(text) <= LONGEST else extent(text, 0, LONGEST - LONGEST_PAIR)[1]
    elif 0 <= start < end <= len(text):
        start, end = extent(text, start, end, chosen=chosen)
    words = text[start:end].replace("\r", "").replace("\n", "").replace(CELL, "\t").strip()
    if not words:
        return None
    source = Citations(record.report, record.source).of(passage, start)
    return Clipping(record.id, record.version, passage, start, min(end, len(text)), words, source)


def place_of(report: str, version: int, passage: int, text: str, start: int, end: int) -> str:
    """A place as `clippings_of` takes it, drawn out to its sentences, so that equal ones are written the same."""
    first, last = extent(text, start, end)
    return f"{report}.{version}.{passage}.{first}.{last}"


def _rows(kept: Sequence[Kept], columns: Sequence[str], say: Say) -> list[list[str | int | None]]:
    rows: list[list[str | int | None]] = [[say(f"web.clips.column.{name}") for name in columns]]
    for one in kept:
        head = one.record.report.masthead if one.record else None
        values: dict[str, str | int | None] = {
            "text": one.clipping.words,
            "title": title_of(head.title, head.title_derived, one.record.source) if head and one.record else None,
            "unit": head.unit if head else None,
            "year": (head.year or year_told(head, say) or None) if head else None,
            "part": one.part and part_told(one.part, one.part_confidence, say),
            "place": one.place or None,
            "source": one.source.removeprefix("——"),
        }
        rows.append([values[name] for name in columns])
    return rows


def _cell(value: str | int | None) -> str:
    return "" if value is None else str(value).replace("\t", " ").replace("\n", " ")


def _word(kept: Sequence[Kept], say: Say) -> bytes:
    from indexer.export.docx_writer import WordFile

    document = WordFile(say("web.clips"))
    for one in kept:
        document.paragraph(one.clipping.words)
        document.paragraph(one.source)
    return document.data()
