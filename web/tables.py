"""The pages of tables and files, for `create_app`: 核查表, 登记表, files and paper. No pages of its own."""

from __future__ import annotations

from flask import Flask, request

from indexer.tables.table_reader import MAX_BYTES
from web.pages.tables import checklist, exports, register

PAGES = (checklist, register, exports)
ROOM = 64 * 1024
"""Bytes of a form beside its file."""


def open_room(app: Flask) -> None:
    """Let the application answer them. Called before `security.protect`, whose check of the token reads the form."""
    app.before_request(_make_room)
    for page in PAGES:
        app.register_blueprint(page.blueprint)


def _make_room() -> None:
    """A table may be larger than the forms of other pages."""
    if request.blueprint in (checklist.blueprint.name, register.blueprint.name):
        request.max_content_length = request.max_form_memory_size = MAX_BYTES + ROOM
