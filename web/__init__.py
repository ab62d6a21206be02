"""How reports are searched and read in the browser. Asks the searcher and the catalog, never SQL.

search     the first page and the results        reports    reading one, its original
scans      a page's picture beside its recognised text
listing    all of them, corrections              layout     a report as the page lays it out
api        the JSON twins, health, OpenAPI       manual     the page about the query language
asking     the nearest that can be asked         lessons    what is said where nothing was found
similar    the nearest passages to a sentence    suggestions  while somebody types
advanced   a form that writes the query          overview   the archive at a glance
reading_room  what is made of places once they are found: concordance …
checklist  核查表: its address, its cells          register   登记表 out and in
exports    results as files and on paper         tables     these three, for `create_app`
address    what an address asks for              render     the only HTML made in Python
desk       the process's one workspace           serve      waitress, and the command
processes  several of them, watched             door       the listening socket that they share
upkeep     what one of them does unasked        failures   errors, as they are met
hits       the lists of a page of results       kept       pages made lately, also in `shared` memory
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from flask import Flask

from indexer.workspace import Workspace
from web import names
from web.api import endpoints
from web.http import (
    error_pages,
    language,
    security,
    urls,
)
from web.pages.imports.import_list import register as take_imports
from web.pages.reports import report, report_list, scan_review
from web.pages.search import (
    advanced,
    query_help,
    results,
    similar,
    suggestions,
)
from web.reading_room import register as open_reading_room
from web.state import app_state
from web.state.shared_memory import Shared
from web.tables import open_room as open_tables


def create_app(
    workspace: Workspace, *, hosts: Sequence[str] = (), key: bytes | None = None, shared: Shared | None = None
) -> Flask:
    """The application over an open workspace (for writing, or nothing can be corrected).

    `hosts`, `key`: see `security`; `shared`: the memory of several processes that serve together.
    """
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined] # Flask's default provider has it
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.finalize = names.printable
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions[app_state.KEY] = app_state.Desk(workspace, shared)
    open_reading_room(app)
    take_imports(app, workspace)  # before `protect`, which reads the forms
    open_tables(app)  # as those
    security.protect(app, hosts, key)
    language.register(app)
    error_pages.register(app)
    names.register(app)
    scan_review.register(app)
    app.jinja_env.globals.update(
        here=urls.here,
        narrowed=urls.narrowed,
        without=urls.without,
        unfiltered=urls.unfiltered,
        searched=urls.searched,
        url_for=urls.linked,
        asset_version=_assets(),
    )
    for room in (results, report, report_list, endpoints, query_help, similar, suggestions, advanced):
        app.register_blueprint(room.blueprint)
    return app


def _assets() -> str:
    """Changes whenever a static file does: browsers may keep those for good."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parent / "static").rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
