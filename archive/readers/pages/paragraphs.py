"""Printed lines to paragraphs: what a typesetter broke is joined again, over page ends too.

From 18 to 48 of 100 lines of printed laws break inside a sentence. A line goes on in the next one where it is full (it
reaches the right edge of the column, or would cross it with the next number, word, or character and mark) and the next
begins no paragraph: where a text indents its paragraphs the indent decides, where it parts them by gaps the gap, else
the end of a sentence does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archive.model import CELL, Block, ScanLine
from archive.readers.line_joining import begins_anew, shows
from archive.readers.pages.page_lines import ASIDE, Printed
from archive.readers.pages.text_columns import BIGGER, SHORT, STOPS, WIDE_GAP, Column, columns_of, place_of
from archive.text.radicals import ideographs

_NEVER_FIRST = frozenset("，。；、：！？,;:!?）】〕》〉”’」』")
_COMMAS = frozenset("，、（《“‘〔")
_OPENING = frozenset("（(《“‘〔【")
_SENTENCE_ENDS = frozenset("。！？!?")
_TITLE_LINE = 8
"""Ems: the first line of a title set to the left is no shorter."""

Columns = Mapping[tuple[int, int], Column]


def paragraphs(lines: Sequence[Printed], widths: Mapping[int, float]) -> Iterator[Block]:
    """The paragraphs that `lines` make, each with the page it begins on; `widths` of the pages by number, if known.

    What stands aside on a page comes behind the paragraphs that begin on it.
    """
    shown = [line for line in lines if shows(line.text)]
    asides = [line for line in shown if line.column >= ASIDE]
    flow = [line for line in shown if line.column < ASIDE] if asides else shown
    waiting = _joined(asides, widths)
    aside = next(waiting, None)
    for block in _joined(flow, widths):
        while aside is not None and (aside.page or 0) < (block.page or 0):
            yield aside
            aside = next(waiting, None)
        yield block
    if aside is not None:
        yield aside
    yield from waiting


def _joined(shown: Sequence[Printed], widths: Mapping[int, float]) -> Iterator[Block]:
    if not shown:
        return
    flow = [line for line in shown if not line.block] or shown
    columns = columns_of(flow, max(widths.values(), default=0.0))
    text, page = "", 0
    scan: list[ScanLine] = []
    before: Printed | None = None
    for line, after in zip(shown, [*shown[1:], None], strict=True):
        if before is not None and _continues(before, line, after, columns):
            text = seam(text, line.text)
        else:
            if text:
                yield _block(text, page, scan)
            text, page = line.text, line.page
            scan.clear()
        if line.confidence is not None:
            scan.append(ScanLine(len(text) - len(line.text), line.confidence, line.page))
        before = line
    if text:
        yield _block(text, page, scan)


def _block(text: str, page: int, scan: Sequence[ScanLine]) -> Block:
    return Block("row" if CELL in text else "paragraph", text, page=page, scan=tuple(scan))


def seam(before: str, after: str) -> str:
    """Two pieces of a line or paragraph as one: only Latin words and figures are kept apart by a blank."""
    apart = before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() and after[:1].isalnum()
    return f"{before} {after}" if apart else before + after


def _continues(before: Printed, line: Printed, after: Printed | None, columns: Columns) -> bool:
    """Whether `line`, which `after` follows, goes on in the paragraph of the line `before`."""
    if before.block or line.block:
        return before.block == line.block
    column, next_column = columns[place_of(before)], columns[place_of(line)]
    if line.text[0] in _NEVER_FIRST:
        return True
    if max(before.size, line.size) > min(before.size, line.size) * BIGGER or _is_far_below(before, line, column):
        return False
    if column.is_title(before) and column.is_title(line):
        return _is_same_title(before, line)
    indent, next_indent = before.left - column.left, line.left - next_column.left
    if next_indent < -line.size or before.right > column.right + 2 * before.size:
        return False  # one of them is not of this column
    if not column.is_full(before, line):
        return _is_open(before.text) and next_indent <= line.size and not _begins_anew(line)
    ended = before.text[-1] in STOPS
    if next_indent > 1.2 * line.size:
        return abs(indent - next_indent) < line.size and not ended and not _begins_anew(line)
    if before.text[-1] in _SENTENCE_ENDS and _is_heading(line, after, columns):
        return False
    return column.indents or not ended or (column.parted and before.page == line.page)


def _is_open(text: str) -> bool:
    """Whether no paragraph ends so, however short the line: with a comma, or with the hyphen of COVID-19."""
    return text[-1] in _COMMAS or (text[-1] == "-" and text[-2:-1].isalnum())


def _begins_anew(line: Printed) -> bool:
    return begins_anew(ideographs(line.text))


def _is_far_below(before: Printed, line: Printed, column: Column) -> bool:
    distance = before.bottom - line.bottom
    return before.page == line.page and column.pitch > 0 and distance > max(column.pitch, line.size) * WIDE_GAP


def _is_same_title(before: Printed, line: Printed) -> bool:
    """Whether two lines in large letters are one title: set in the middle of the page, or both to the left."""
    if before.page != line.page or before.text[-1] in STOPS or _begins_anew(line):
        return False
    apart = abs(before.left + before.right - line.left - line.right) / 2
    to_the_left = abs(before.left - line.left) < 0.5 * line.size and not _begins_anew(before)
    return apart < line.size or (to_the_left and before.right - before.left >= _TITLE_LINE * before.size)


def _is_heading(line: Printed, after: Printed | None, columns: Columns) -> bool:
    """Whether a line without an indent, behind a full one that ends a sentence, is a heading: it is short, ends no
    sentence, and a paragraph begins below it.
    """
    column = columns[place_of(line)]
    if line.right > column.right - SHORT * line.size or line.text[-1] in STOPS or after is None:
        return False
    if _begins_anew(line):
        return True
    return (
        column.indents
        and line.text[0] not in _OPENING
        and after.left - columns[place_of(after)].left > 1.2 * after.size
    )
