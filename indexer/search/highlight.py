"""From folded places back to the original text: marks with their paths, and windows of context. No markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.model import Report, part_at, path_at
from archive.text.fold import Folded, fold
from indexer.document import Place
from indexer.search.answer import Mark, MarkedPassage


@dataclass(frozen=True, slots=True)
class Window:
    """Code points [start, end) of a passage's text that are worth showing, with the marks inside."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def marked_passages(
    report: Report,
    places: Iterable[Place],
    *,
    limit: int = 0,
    folding: Callable[[str], Folded] = fold,
    best: Sequence[int] | None = None,
) -> tuple[MarkedPassage, ...]:
    """The passages in which `places` (in order) stand, each with all its marks; the first `limit` (0: all).

    `folding` is the fold that the places were found under; `best`: these passages, in this order.
    """
    grouped: dict[int, list[Place]] = {}
    for place in places:
        grouped.setdefault(place.passage, []).append(place)
    chosen = best if best is not None else sorted(grouped)[:limit] if limit else sorted(grouped)
    return tuple(_marked(report, number, grouped[number], folding) for number in chosen)


def _marked(report: Report, number: int, places: Sequence[Place], folding: Callable[[str], Folded]) -> MarkedPassage:
    passage = report.passages[number - 1]
    folded = folding(passage.text)
    return MarkedPassage(
        number=number,
        path=headings(report, number, 0),
        text=passage.text,
        marks=tuple(_mark(report, number, place, folded) for place in places),
        page=passage.page,
        columns=passage.columns,
    )


def _mark(report: Report, number: int, place: Place, folded: Folded) -> Mark:
    span = folded.original(place.start, place.end)
    return Mark(
        start=span.start,
        end=span.end,
        path=headings(report, number, span.start),
        part=part_at(report.sections, number, span.start),
        term=place.term,
    )


def headings(report: Report, passage: int, offset: int) -> tuple[str, ...]:
    """The heading path of a place, as words, outermost first."""
    return tuple(section.heading for section in path_at(report.sections, passage, offset) if section.heading)


def windows(passage: MarkedPassage, context: int) -> tuple[Window, ...]:
    """Windows of `context` code points on each side of the marks, merged where they touch."""
    merged: list[Window] = []
    for mark in passage.marks:
        start, end = max(0, mark.start - context), min(len(passage.text), mark.end + context)
        if merged and start <= merged[-1].end:
            merged[-1] = Window(merged[-1].start, max(end, merged[-1].end), (*merged[-1].marks, mark))
        else:
            merged.append(Window(start, end, (mark,)))
    return tuple(merged)


def pieces(text: str, window: Window) -> Iterator[tuple[str, Mark | None]]:
    """The window's text in order, cut at its marks: (text, its mark or None)."""
    at = window.start
    for mark in window.marks:
        if at < mark.start:
            yield text[at : mark.start], None
        yield text[mark.start : mark.end], mark
        at = mark.end
    if at < window.end:
        yield text[at : window.end], None
