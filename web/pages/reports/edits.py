"""最近修改: what people changed, one entry a change, and undoing it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog import Edit, EditedReport, Undone
from archive.errors import CatalogError
from indexer.forms.edits import edits_form, one_edit_form
from indexer.search.page import Page
from web.http import urls
from web.http.json_answers import answered
from web.http.language import say
from web.state.app_state import app_state
from web.state.asker import asker

blueprint = Blueprint("edits", __name__)

EDITS = 50
"""Changes a page."""
REPORTS = 100
"""Reports of one change a page."""


@blueprint.get("/edits")
def index() -> str:
    """The recent changes, the latest first."""
    edits, page = _recent()
    return render_template("reports/edits.html", edits=edits, page=page)


@blueprint.get("/edits.json")
def index_json() -> Response:
    """The same for programs."""
    edits, page = _recent()
    return answered(edits_form(page, edits))


@blueprint.get("/edits/<int:number>")
def one(number: int) -> str:
    """One change: what held of each report before and after, and what undoing it left alone."""
    edit, reports, page = _one(number)
    left = app_state().catalog.edits.left_alone(number)
    return render_template("reports/edit_one.html", edit=edit, reports=reports, page=page, left=left)


@blueprint.get("/edits/<int:number>.json")
def one_json(number: int) -> Response:
    """The same for programs."""
    edit, reports, page = _one(number)
    return answered(one_edit_form(edit, page, reports))


@blueprint.post("/edits/<int:number>/undo")
def undo(number: int) -> AnyResponse:
    """Take a change back; searches see it on return. What has changed since stays, and its page names it."""
    here = app_state()
    done: list[Undone] = []
    here.change(lambda: done.append(here.catalog.edits.undo(number, asker())))
    restored, left = done[0].restored, len(done[0].left_alone)
    code = "edits.all_changed" if not restored else "edits.undone_but" if left else "edits.undone"
    flash(say(code, n=restored, left=left))
    return redirect(url_for("edits.one", number=number), 303)


def _recent() -> tuple[Sequence[Edit], Page]:
    edits = app_state().catalog.edits
    page = urls.page_of(edits.count(), EDITS)
    return edits.recent(limit=page.size, offset=page.offset), page


def _one(number: int) -> tuple[Edit, Sequence[EditedReport], Page]:
    edits = app_state().catalog.edits
    edit = edits.get(number)
    if edit is None:
        raise CatalogError("catalog.no_such_edit", number=number)
    page = urls.page_of(edit.reports, REPORTS)
    return edit, edits.reports(number, limit=page.size, offset=page.offset), page
