"""回收站: reports taken out of the archive, taken back, or deleted for good: by whoever may, or, where nobody has an
account, by whoever sits at the machine itself.
"""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog import Entry
from archive.errors import CatalogError, UsageError
from indexer.forms.report import ListForm, entry_form
from indexer.search.page import Page
from web.accounts.guard import may
from web.accounts.visitor import visitor
from web.http import urls
from web.http.json_answers import answered
from web.http.language import say
from web.http.security import is_local
from web.pages.reports.report_list import MOST
from web.state.app_state import app_state

blueprint = Blueprint("trash", __name__)

PAGE = 50


@blueprint.get("/trash")
def index() -> str:
    """What lies in the trash, in order of arrival."""
    entries, page = _entries()
    return render_template("reports/trash.html", entries=entries, page=page, total=page.total, local=_may_purge())


@blueprint.get("/trash.json")
def index_json() -> Response:
    """The same for programs."""
    entries, page = _entries()
    return answered(ListForm(page.total, page.number, page.pages, list(map(entry_form, entries))))


@blueprint.get("/reports/remove")
def ask() -> str:
    """Which reports would go to the trash: `id` once for each."""
    return render_template("reports/remove.html", records=[app_state().record(name) for name in _chosen()])


@blueprint.post("/reports/remove")
def remove() -> AnyResponse:
    """Take reports out; those that are no longer there are passed over."""
    here, ids = app_state(), _chosen()
    gone: list[str] = []
    here.change(lambda: gone.extend(here.catalog.remove_all(ids)))
    flash(say("trash.removed", n=len(gone)))
    return redirect(url_for("trash.index"), 303)


@blueprint.post("/trash/restore")
def restore() -> AnyResponse:
    """Take reports back as they were."""
    here, ids = app_state(), _chosen()
    back: list[str] = []
    here.change(lambda: back.extend(name for name in ids if here.catalog.restore(name)))
    flash(say("trash.restored", n=len(back)))
    return redirect(url_for("reports.show", report_id=back[0]) if len(ids) == len(back) == 1 else _list(), 303)


@blueprint.route("/trash/<report_id>/purge", methods=["GET", "POST"])
def purge(report_id: str) -> tuple[str, int] | AnyResponse:
    """Delete a report for good once its title has been typed. Raises CatalogError: `catalog.no_such_report`,
    `catalog.only_here`.
    """
    if not _may_purge():
        raise CatalogError("catalog.only_here")
    here = app_state()
    entry = next((one for one in here.catalog.list(removed=True) if one.id == report_id), None)
    if entry is None:
        raise CatalogError("catalog.no_such_report", id=report_id[:80])
    typed = request.form.get("title", "").strip()
    title = entry.title or entry.source
    if request.method == "POST" and typed == title:
        here.change(lambda: here.catalog.purge(report_id))
        here.counting.forget()
        flash(say("trash.purged"))
        return redirect(_list(), 303)
    wrong = request.method == "POST"
    page = render_template(
        "reports/purge.html",
        entry=entry,
        wanted_title=title,
        typed=typed,
        wrong=wrong,
        versions=here.catalog.versions(report_id),
    )
    return page, 400 if wrong else 200


def _entries() -> tuple[list[Entry], Page]:
    catalog = app_state().catalog
    page = urls.page_of(catalog.count(removed=True), PAGE)
    return list(catalog.list(removed=True, limit=page.size, offset=page.offset)), page


def _chosen() -> list[str]:
    ids = list(dict.fromkeys(request.values.getlist("id")))
    if not 0 < len(ids) <= MOST:
        raise UsageError("usage.bad_parameter", name="id", value=str(len(ids)))
    return ids


def _list() -> str:
    return url_for("trash.index")


def _may_purge() -> bool:
    """With accounts it is a right that the guard has checked; the terminal can always."""
    return may("manage") if visitor().account is not None else is_local()
