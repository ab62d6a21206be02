"""The reading room's pages, for `create_app`: what is made of places once they are found. No pages of its own."""

from __future__ import annotations

from flask import Flask

from web import citing, concordance, versions

PAGES = (concordance, versions, citing)


def register(app: Flask) -> None:
    """Open the room."""
    for page in PAGES:
        app.register_blueprint(page.blueprint)
