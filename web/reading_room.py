"""The reading room's pages, for `create_app`: what is made of places once they are found. No pages of its own."""

from __future__ import annotations

from flask import Flask

from indexer.document import Card
from indexer.export.clippings import place_of
from web.pages.notebook import (
    clippings,
    notes,
    reader_cookie,
    saved_searches,
)
from web.pages.reports import cite, compare, versions
from web.pages.search import concordance
from web.state.excerpts import Excerpt

PAGES = (concordance, versions, cite, clippings, saved_searches, notes, compare)


def register(app: Flask) -> None:
    """Open the room."""
    reader_cookie.register(app)
    app.jinja_env.filters["clip_place"] = clip_place
    app.jinja_env.globals.update(notes_on=notes.notes_on, earlier=compare.earlier)
    for page in PAGES:
        app.register_blueprint(page.blueprint)


def clip_place(card: Card, excerpt: Excerpt) -> str:
    """The place of an excerpt as a clipping: its whole sentences."""
    return place_of(card.id, card.version, excerpt.passage, excerpt.text, excerpt.start, excerpt.end)
