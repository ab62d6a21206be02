"""登记表 on the page: out as Excel or csv, in with a look at what would change before anything does. What a register
changes is told in `indexer.tables.register`.

Between the look and the change nothing is kept here: the changes travel in the form, and are checked again on arrival.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog.values import Value
from archive.errors import ArchiveError, UsageError
from archive.model import MASTHEAD_FIELDS
from indexer.export import spreadsheet
from indexer.export.printed_record import now
from indexer.tables import register
from indexer.tables.register import Plan
from indexer.tables.table_reader import MAX_BYTES, rows_of
from web.http.error_pages import status_of
from web.http.language import say, told
from web.http.uploaded_name import own_name
from web.pages.reports.report_list import wanted_page
from web.state.app_state import app_state
from web.state.asker import asker

blueprint = Blueprint("register", __name__)

SHOWN = 500
"""Changes that are listed; all are counted, and all are done."""


@blueprint.get("/register.xlsx", defaults={"form": "xlsx"})
@blueprint.get("/register.csv", defaults={"form": "csv"})
def export(form: str) -> Response:
    """The register of the reports that the list's filters leave."""
    columns, *rows = register.rows(app_state().catalog, wanted_page().where)
    table = spreadsheet.Table(say("register.title"), tuple(columns), rows)
    name = f"{say('register.title')}_{now()[:10]}.{form}"
    data = BytesIO(spreadsheet.data(table, form))
    return send_file(data, mimetype="application/octet-stream", as_attachment=True, download_name=name)


@blueprint.get("/register")
def form() -> str:
    """The form for a register."""
    return _page()


@blueprint.post("/register")
def look() -> tuple[str, int]:
    """What the register would change; its problems, each with row and column. Nothing is done."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _page(problem=say("register.no_upload")), 400
    name = own_name(file)
    try:
        plan = register.plan(app_state().catalog, rows_of(file.stream.read(MAX_BYTES + 1), name))
    except ArchiveError as problem:
        return _page(problem=told(problem)), status_of(problem)
    return _page(plan=plan, name=name), 400 if plan.problems else 200


@blueprint.post("/register/apply")
def apply() -> AnyResponse:
    """Do what was shown: all of it, or nothing where a report has gone or changed since."""
    corrections = _checked(request.form.get("changes", ""))
    here = app_state()
    here.change(lambda: here.catalog.edit_all(corrections, by=asker(), kind="register"))
    fields = sum(map(len, corrections.values()))
    flash(say("register.done", n=fields, reports=len(corrections)))
    return redirect(url_for("listing.index"), 303)


def _page(plan: Plan | None = None, name: str = "", problem: str | None = None) -> str:
    return render_template(
        "tables/register.html",
        plan=plan,
        name=name,
        problem=problem,
        reports=len({change.report.id for change in plan.changes}) if plan else 0,
        shown=SHOWN,
        changes=_packed(plan) if plan else "",
        columns=(register.FILE, *register.COLUMNS),
        megabytes=MAX_BYTES >> 20,
    )


def _packed(plan: Plan) -> str:
    """The changes as they travel: for each what is there now, too, so that another's change is not overwritten."""
    changes = [[change.report.id, change.field, change.before, change.after] for change in plan.changes]
    return json.dumps(changes, ensure_ascii=False, separators=(",", ":"))


def _checked(packed: str) -> Mapping[str, Mapping[str, Value | None]]:
    """The changes that came back. Raises UsageError: `usage.bad_parameter`, `register.changed_meanwhile`."""
    try:
        changes = json.loads(packed)
        known = [(str(name), str(field), before, after) for name, field, before, after in changes]
    except (ValueError, TypeError, RecursionError) as problem:
        raise UsageError("usage.bad_parameter", name="changes", value=packed[:20]) from problem
    if not known or not all(field in MASTHEAD_FIELDS and isinstance(after, str | int) for _, field, _, after in known):
        raise UsageError("usage.bad_parameter", name="changes", value=packed[:20])
    entries = {entry.id: entry for entry in app_state().catalog.list()}
    corrections: dict[str, dict[str, Value | None]] = {}
    for name, field, before, after in known:
        entry = entries.get(name)
        if entry is None or getattr(entry, field) not in (before, after):
            source = entry.source if entry else name[:40]
            raise UsageError("register.changed_meanwhile", source=source, field=say(f"say.field.{field}"))
        corrections.setdefault(name, {})[field] = after
    return corrections
