"""An OFD (GB/T 33190—2016, the layout format of Chinese official papers) to blocks: what its pages show, by place.

The package is told in `ofd_package`, what a page draws in `ofd_objects` and `ofd_text`, its lines in `ofd_lines`;
running heads and paragraphs are told where those of a pdf are. Seals (Seal.esl) are pictures and no text. Outlines,
bookmarks and actions repeat the text or lead to it; they are not looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby

from archive.errors import ReadError
from archive.model import Block, Notice
from archive.readers.base import Reading
from archive.readers.left_out import left_out
from archive.readers.line_joining import shows
from archive.readers.pages.ofd_lines import Frame, frames_of, lines_of, size_of
from archive.readers.pages.ofd_objects import DocumentReader, Drawn, PageDrawn
from archive.readers.pages.ofd_package import attached, documents, opened, unread_parts
from archive.readers.pages.ofd_text import Run
from archive.readers.pages.page_lines import MAX_CHARACTERS, MAX_PAGES, Printed
from archive.readers.pages.paragraphs import paragraphs
from archive.readers.pages.running_heads import without_running_heads

FORMAT = "ofd"
EDITION = 2

_FEW = 40
_MOST = 0.5
"""A page with fewer letters whose greater part is a picture is a scan with a page number or a stamp upon it."""
_MAY_HOLD_TEXT = 0.2
"""The share of a page from which on a picture is large enough to hold text."""
_OUTLINES = 100
"""So many paths on a page without text may be letters drawn as outlines."""
_GARBLED = 0.2


@dataclass(slots=True)
class _Found:
    """What was found in the whole file."""

    name: str
    pages: int = 0
    characters: int = 0
    private: int = 0
    scans: list[int] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)
    left_out: Counter[str] = field(default_factory=Counter)
    apart: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Pages:
    """The lines of one document: those of the text's flow, and what stands beside it: text that lies otherwise, text
    across the page, what annotations draw.
    """

    flow: dict[int, tuple[Frame, list[Printed]]] = field(default_factory=dict)
    beside: list[list[Printed]] = field(default_factory=list)
    slanting: list[list[Printed]] = field(default_factory=list)
    annotated: list[list[Printed]] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # XML says its own
    """The paragraphs of an OFD. Raises `ReadError`: what `Package` raises, `read.too_many_pages`, `read.empty`, and
    the states of a pdf: `read.needs_ocr`, `read.unreadable_text_layer`.
    """
    package = opened(data, name)
    found = _Found(name)
    blocks: list[Block] = []
    for document in documents(package):
        reader = DocumentReader(package, document)
        pages = _Pages()
        for page in reader.pages():
            _take(page, pages, found)
        blocks += _blocks(pages, found)
        found.left_out["embedded_files"] += attached(package, document)
        found.left_out["comments"] += reader.comments
        found.left_out["parts"] += reader.missing + unread_parts(package, document)
    _check_text(found, blocks)
    return Reading(tuple(blocks), notices=_notices(found), apart=tuple(found.apart))


def _take(page: PageDrawn, pages: _Pages, found: _Found) -> None:
    """The lines of one page, and what of it is no text."""
    found.pages += 1
    number = found.pages
    if number > MAX_PAGES:
        raise ReadError("read.too_many_pages", name=found.name, limit=MAX_PAGES)
    area = page.box[2] * page.box[3]
    largest = max((size / area for _, size in page.content.pictures), default=0.0)
    runs = _seen(page.content, found, scan=largest > _MOST)
    for frame, own in frames_of(runs).items():
        lines = lines_of(own, frame, number, page.box)
        if frame[0] % 90:
            pages.slanting.append(lines)
        elif number in pages.flow:
            pages.beside.append(lines)
        else:
            pages.flow[number] = frame, lines
            pages.widths[number], pages.heights[number] = size_of(frame, page.box)
    for kind, drawn in page.annotations:
        stamped = _seen(drawn, found, scan=False)
        if kind == "Watermark":
            found.apart.update(dict.fromkeys(run.text for run in stamped))
            continue
        pages.annotated += [lines_of(own, frame, number, page.box) for frame, own in frames_of(stamped).items()]
    _note_pictures(page, found, runs, largest)


def _seen(drawn: Drawn, found: _Found, *, scan: bool) -> list[Run]:
    """The runs that a reader sees; of a scan those too that lie in no colour over its picture to be searched."""
    runs = [run for run in drawn.runs if run.drawn or scan]
    found.characters += sum(len(run.text) for run in runs)
    found.private += sum(map(_is_private, (character for run in runs for character in run.text)))
    if found.characters > MAX_CHARACTERS:
        raise ReadError("read.too_large", name=found.name, size=found.characters, limit=MAX_CHARACTERS)
    return runs


def _note_pictures(page: PageDrawn, found: _Found, runs: Sequence[Run], largest: float) -> None:
    shown = sum(len("".join(run.text.split())) for run in runs)
    pictures = [*page.content.pictures, *(picture for _, drawn in page.annotations for picture in drawn.pictures)]
    if shown < _FEW and (largest > _MOST or (not shown and (pictures or page.content.paths > _OUTLINES))):
        found.scans.append(found.pages)
        return
    area = page.box[2] * page.box[3]
    found.pictures.update(identity for identity, size in pictures if size > _MAY_HOLD_TEXT * area)


def _blocks(pages: _Pages, found: _Found) -> Iterator[Block]:
    """The blocks of a document, page by page: its paragraphs, then what stands beside them."""
    level = [line for frame, lines in pages.flow.values() if not frame[1] for line in lines]
    level += [line for lines in pages.beside for line in lines if not line.block]
    kept, heads = without_running_heads(level, pages.heights)
    found.apart.update(dict.fromkeys(heads))
    gone = {id(line) for line in level} - {id(line) for line in kept}
    beside = sorted(_beside(pages, found, gone), key=lambda block: block.page or 0)
    place = 0
    for vertical, group in groupby(pages.flow.items(), key=lambda item: item[1][0][1]):
        numbered = list(group)
        lines = [line for _, (_, own) in numbered for line in own if id(line) not in gone]
        widths = {} if vertical else {number: pages.widths[number] for number, _ in numbered}
        for block in paragraphs(lines, widths):
            while place < len(beside) and (beside[place].page or 0) < (block.page or 0):
                yield beside[place]
                place += 1
            yield block
    yield from beside[place:]


def _beside(pages: _Pages, found: _Found, gone: Set[int]) -> Iterator[Block]:
    for lines in (*pages.beside, *pages.annotated):
        yield from paragraphs([line for line in lines if id(line) not in gone], {})
    times = Counter(line.text for lines in pages.slanting for line in lines)
    # A stamp across the page is of the text; what comes again and again is a watermark.
    found.apart.update(dict.fromkeys(text for text, often in times.items() if often > 1))
    once = (line for lines in pages.slanting for line in lines if times[line.text] == 1)
    yield from (Block("paragraph", line.text, page=line.page) for line in once)


def _check_text(found: _Found, blocks: Sequence[Block]) -> None:
    scanned = frozenset(found.scans)
    if not any(shows(block.text) for block in blocks if block.page not in scanned):  # a page number is no text
        if found.scans:
            raise ReadError("read.needs_ocr", name=found.name, pages=len(found.scans))
        raise ReadError("read.empty", name=found.name)
    if found.private > found.characters * _GARBLED:
        raise ReadError("read.unreadable_text_layer", name=found.name)


def _is_private(character: str) -> bool:
    """Whether a font gives a form of its own to a code point that no standard gives a meaning."""
    return "\ue000" <= character <= "\uf8ff" or character == "\ufffd" or character >= "\U000f0000"


def _notices(found: _Found) -> tuple[Notice, ...]:
    scans = ", ".join(map(str, found.scans[:20]))
    pages = (Notice("read.pages_without_text", {"count": len(found.scans), "pages": scans}),) if found.scans else ()
    counts = {**found.left_out, "pictures": len(found.pictures), "characters": found.private}
    return pages + tuple(notice for kind, count in counts.items() for notice in left_out(kind, count))
