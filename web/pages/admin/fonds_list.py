"""分库 (全宗): every one with how many reports it holds; adding one, and giving one another name."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog import Fonds
from archive.catalog.fonds import MAX_KEY, MAX_NAME, WHOLE
from archive.errors import CatalogError, UsageError
from indexer.accounts.rights_form import all_fonds_form
from indexer.forms.topics import FondsForm
from indexer.search.page import Page
from web.accounts.administration import administration
from web.accounts.permissions import Right
from web.http import recording, urls
from web.http.error_pages import status_of
from web.http.json_answers import answered
from web.http.language import say, told

blueprint = Blueprint("fonds", __name__)

PAGE = 50


@blueprint.get("/admin/fonds")
def index() -> str:
    """The list, and the form for a new one."""
    return _page()


@blueprint.get("/admin/fonds.json")
def index_json() -> Response:
    """The same for programs."""
    page, fonds = _listed()
    return answered(all_fonds_form(page, fonds))


@blueprint.post("/admin/fonds")
def change() -> tuple[str, int] | AnyResponse:
    """Add one (`do` is add), or rename it."""
    register, do = administration(Right.SECURITY).catalog.fonds, request.form.get("do", "")
    key, name = request.form.get("key", ""), request.form.get("name", "")
    if do not in ("add", "rename"):
        raise UsageError("usage.bad_parameter", name="do", value=do[:20])
    try:
        changed = register.add(key, name) if do == "add" else register.rename(key, name)
    except CatalogError as problem:
        typed = (key[:MAX_KEY], name[:MAX_NAME]) if do == "add" else ("", "")
        return _page(typed=typed, problem=told(problem)), status_of(problem)
    recording.told(fonds=changed.key, name=changed.name, do=do)
    flash(say(f"fonds.{do}.done", key=changed.key, name=changed.name))
    return redirect(url_for("fonds.index"), 303)


def _listed() -> tuple[Page, Sequence[FondsForm]]:
    catalog = administration(Right.SECURITY).catalog
    every = [Fonds(WHOLE, say("fonds.whole")), *catalog.fonds.all()]
    page = urls.page_of(len(every), PAGE)
    return page, [FondsForm(one.key, one.name, catalog.count({"fonds": one.key})) for one in page.of(every)]


def _page(*, typed: tuple[str, str] = ("", ""), problem: str = "") -> str:
    page, fonds = _listed()
    return render_template("admin/fonds.html", page=page, fonds=fonds, typed=typed, problem=problem)
