"""The page about the query language and the keys, from the query room's own table. No words of its own."""

from __future__ import annotations

from flask import Blueprint, render_template

from indexer.query.help import TOPICS

blueprint = Blueprint("manual", __name__)


@blueprint.get("/help")
def help_page() -> str:
    """What may be typed, with an example that can be tried."""
    return render_template("help.html", topics=TOPICS)
