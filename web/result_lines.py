"""What a list of results says of each excerpt, in one row: a page has a hundred of them. No searching."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flask import Flask
from markupsafe import Markup

from archive.model import Confidence, Part
from indexer.export.clippings import place_of
from web.markup import marked, places_of
from web.state.excerpts import Excerpt
from web.state.hit_list import Hit

_DOTS, _NOTHING = Markup("……"), Markup("")


def drawn(excerpt: Excerpt) -> Markup:
    """An excerpt's words with their marks, and dots where the sentence goes on."""
    words = marked(excerpt.text, places_of(excerpt.marks), start=excerpt.start, end=excerpt.end)
    if not (excerpt.cut_before or excerpt.cut_after):
        return words
    return (_DOTS if excerpt.cut_before else _NOTHING) + words + (_DOTS if excerpt.cut_after else _NOTHING)


class Line(NamedTuple):
    """What a list of results says of an excerpt. `told`: does it stand elsewhere than the one before?

    `path` is one text; `quotation` is None where the words on the page are all of it; `place` is that of a clipping.
    """

    told: bool
    path: str
    part: Part | None
    sure: Confidence | None
    page: int | None
    column: str
    citation: str
    quotation: str | None
    words: Markup
    passage: int
    start: int
    end: int
    place: str


def lines(hit: Hit) -> Iterator[Line]:
    """The excerpts of a report, each as its line says it: in the order of the page."""
    card, before = hit.found.card, None
    for excerpt, citation in hit.excerpts:
        under = excerpt.path, excerpt.part, excerpt.part_confidence
        yield Line(
            under != before,
            " › ".join(excerpt.path),
            excerpt.part,
            excerpt.part_confidence,
            excerpt.page,
            excerpt.column,
            citation,
            excerpt.quotation if excerpt.cut_before or excerpt.cut_after else None,
            drawn(excerpt),
            excerpt.passage,
            excerpt.start,
            excerpt.end,
            place_of(card.id, card.version, excerpt.passage, excerpt.text, excerpt.start, excerpt.end),
        )
        before = under


def register(app: Flask) -> None:
    """Let the templates have them."""
    app.jinja_env.filters.update(drawn=drawn, lines=lines)
