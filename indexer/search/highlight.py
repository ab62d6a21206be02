"""From folded places back to the original text: marks with their paths, and windows of context. No markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from archive.heading_paths import HeadingPaths
from archive.model import Report
from archive.text.extent import whole_words
from archive.text.fold import Folded, fold
from archive.text.stretches import way_back
from indexer.document import Place
from indexer.search.answer import GIANT, Mark, MarkedPassage
from indexer.search.documents.shown_text import ShownText, WholeReport, words_of

_START = attrgetter("start")
GIANT_PLACES, GIANT_REACH = 100, 20_000
"""Of a giant passage an answer shows the first places: so many, within so many folded characters of the first one."""


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
    """`marked_in` a whole report."""
    return marked_in(WholeReport(report), places, limit=limit, folding=folding, best=best)


def marked_in(
    shown: ShownText,
    places: Iterable[Place],
    *,
    limit: int = 0,
    folding: Callable[[str], Folded] = fold,
    best: Sequence[int] | None = None,
    numbers: Sequence[int] = (),
) -> tuple[MarkedPassage, ...]:
    """The passages in which `places` (in order) stand, each with all its marks; the first `limit` (0: all).

    `folding` is the fold that the places were found under; `best`: these passages, in this order. With a limit a giant
    passage has the marks of its first places alone (`GIANT`). `numbers`: of the passages that the places count, where
    these are not all.
    """
    grouped: dict[int, list[Place]] = {}
    for place in places:
        number = numbers[place.passage - 1] if numbers else place.passage
        if number in grouped:
            grouped[number].append(place)
        else:
            grouped[number] = [place]
    chosen = best if best is not None else sorted(grouped)[:limit] if limit else sorted(grouped)
    return tuple([_marked(shown, number, grouped[number], folding, limited=limit > 0) for number in chosen])


def _marked(
    shown: ShownText, number: int, places: Sequence[Place], folding: Callable[[str], Folded], *, limited: bool
) -> MarkedPassage:
    text = shown.text(number)
    if limited and len(text) > GIANT:
        places = [place for place in places[:GIANT_PLACES] if place.start < places[0].start + GIANT_REACH]
    original = way_back(text, folding)
    (whole, part, confidence), is_one = shown.path_in(number)
    path = whole
    marks = []
    for place in places if len(places) == 1 else sorted(places, key=_START):
        start, end = original(place.start, place.end)
        if not is_one:
            path, part, confidence = shown.path_at(number, start)
        marks.append(Mark(start, end, path, part, place.term, confidence))
    return MarkedPassage(number, whole, text, tuple(marks), shown.page(number), shown.columns(number))


def headings(paths: HeadingPaths, passage: int, offset: int) -> tuple[str, ...]:
    """The heading path of a place, as words, outermost first."""
    return words_of(paths.at(passage, offset))


def windows(passage: MarkedPassage, context: int) -> tuple[Window, ...]:
    """Windows of `context` code points on each side of the marks, merged where they touch; none tears a number."""
    merged: list[Window] = []
    for mark in passage.marks:
        start, end = max(0, mark.start - context), min(len(passage.text), mark.end + context)
        if context:
            start, end = whole_words(passage.text, start, end)
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
