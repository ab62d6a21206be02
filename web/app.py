"""The Flask application over an open workspace: every page, the words of the templates, what is checked first."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from flask import Flask, request

from indexer.audit.recorder import Recorder
from indexer.tables.table_reader import MAX_BYTES
from indexer.workspace import Workspace
from web import fragment_cache, result_lines, site_navigation, template_filters
from web.accounts import guard, visitor
from web.api import endpoints, metrics_page
from web.assistants import mcp_endpoint
from web.charts import series_of
from web.http import access_log, error_pages, language, limited, recording, security, urls
from web.localized_templates import LocalizedEnvironment
from web.pages.accounts import first_password, login, my_account, set_up, sign_on
from web.pages.admin import (
    backups,
    fonds_list,
    front,
    group_list,
    index_page,
    jobs,
    move_reports,
    one_account,
    one_group,
    people_list,
    record_page,
    rights_matrix,
    storage_page,
)
from web.pages.imports import import_list
from web.pages.notebook import clippings, feed, notes, reader_cookie, saved_searches, sharing
from web.pages.proofing import overlap_page, proof
from web.pages.reports import (
    cite,
    compare,
    confirming,
    edits,
    report,
    report_list,
    scan_review,
    topics,
    trash,
    versions,
)
from web.pages.search import about, advanced, concordance, query_help, results, similar, suggestions
from web.pages.tables import checklist, exports, register, roster, taking_out
from web.pages.wordings import numbers, rising, terms
from web.state import app_state
from web.state.rate_limits import RateLimits
from web.state.shared_memory import SharedMemory

PAGES = (
    *(results, about, advanced, suggestions, similar, concordance, query_help),
    *(report, report_list, confirming, edits, topics, trash, versions, cite, compare),
    *(clippings, notes, saved_searches, sharing),
    *(checklist, roster, register, exports, taking_out),
    *(proof, overlap_page),
    *(terms, rising, numbers),
    *(login, sign_on, set_up, first_password, my_account),
    *(front, jobs, index_page, storage_page, backups, record_page),
    *(people_list, one_account, group_list, one_group, fonds_list, rights_matrix, move_reports),
    endpoints,
)
"""The modules whose blueprint is all there is to register."""
TAKING_FILES = frozenset(one.blueprint.name for one in (checklist, register, roster, proof, overlap_page))
FORM_BYTES = 64 * 1024
"""Of a form that brings a table, beside its file."""


def create_app(
    workspace: Workspace,
    *,
    hosts: Sequence[str] = (),
    key: bytes | None = None,
    shared: SharedMemory | None = None,
    limits: RateLimits | None = None,
    processes: int = 1,
) -> Flask:
    """The application over an open workspace (for writing, or nothing can be corrected).

    `hosts`, `key`: see `security`; `shared`, `limits`: the memory and the counts of several `processes` that serve
    together.
    """
    app = Flask("web")
    # Before anything teaches the templates a word.
    app.jinja_environment = LocalizedEnvironment  # type: ignore[assignment] # Flask calls its own class a type of itself
    app.json.ensure_ascii = False  # type: ignore[attr-defined] # Flask's default provider has it
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions[app_state.KEY] = app_state.AppState(workspace, shared)
    access_log.register(app)
    recording.register(app, Recorder(workspace.home, workspace.settings))
    visitor.register(app, workspace, processes)
    guard.register(app)  # before all that reads a body
    reader_cookie.register(app)
    import_list.register(app, workspace)
    app.before_request(_take_tables)
    security.protect(app, hosts, key)  # its check of the token reads the form: the limits above are set before
    limited.register(app, workspace.settings, limits or RateLimits())
    language.register(app)
    error_pages.register(app)
    scan_review.register(app)
    feed.register(app)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    mcp_endpoint.register(app, workspace.settings)
    app.register_blueprint(metrics_page.blueprint)
    _teach_templates(app)
    return app


def _teach_templates(app: Flask) -> None:
    template_filters.register(app)
    result_lines.register(app)
    site_navigation.register(app)
    fragment_cache.register(app)
    app.jinja_env.finalize = template_filters.printable
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        at_place=urls.at_place,
        term_address=terms.address_of,
        reports_by_year=series_of.reports_by_year,
        places_by_year=series_of.places_by_year,
        year_heat=series_of.year_heat,
    )
    app.jinja_env.globals.update(
        here=urls.here,
        given=urls.given,
        narrowed=urls.narrowed,
        kept_values=urls.kept_values,
        all_of_list=urls.all_of_list,
        without=urls.without,
        unfiltered=urls.unfiltered,
        searched=urls.searched,
        url_for=urls.linked,
        notes_on=notes.notes_on,
        earlier=compare.earlier,
        asset_version=_assets(),
    )


def _take_tables() -> None:
    """A table or a draft that is handed in may be larger than the forms of other pages."""
    if request.blueprint in TAKING_FILES:
        request.max_content_length = request.max_form_memory_size = MAX_BYTES + FORM_BYTES


def _assets() -> str:
    """Changes whenever a static file does: browsers may keep those for good."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parent / "static").rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
