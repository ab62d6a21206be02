"""用户组: every group with its people and its rights; adding one."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import AccessError
from indexer.accounts.rights_form import GroupForm, group_form, groups_form
from indexer.search.page import Page
from web.accounts.administration import administration
from web.accounts.permissions import Right
from web.http import recording, urls
from web.http.error_pages import status_of
from web.http.json_answers import answered
from web.http.language import say, told

blueprint = Blueprint("groups", __name__)

PAGE = 50


@blueprint.get("/admin/groups")
def index() -> str:
    """The list, and the form for a new group."""
    return _page()


@blueprint.get("/admin/groups.json")
def index_json() -> Response:
    """The same for programs."""
    page, groups = _listed()
    return answered(groups_form(page, groups))


@blueprint.post("/admin/groups")
def add() -> tuple[str, int] | AnyResponse:
    """A new group, in which nobody is yet, and which may do nothing yet."""
    name = request.form.get("name", "")
    try:
        shown = administration(Right.SECURITY).people.groups.add(name)
    except AccessError as problem:
        return _page(name=name[:100], problem=told(problem)), status_of(problem)
    recording.told(group=shown)
    flash(say("say.group.add", name=shown))
    return redirect(url_for("group.show", name=shown), 303)


def _listed() -> tuple[Page, Sequence[GroupForm]]:
    here = administration(Right.SECURITY)
    known, grants = here.people.groups.list(), here.catalog.fonds.grants()
    page = urls.page_of(len(known), PAGE)
    return page, [group_form(name, accounts, grants) for name, accounts in page.of(list(known.items()))]


def _page(*, name: str = "", problem: str = "") -> str:
    page, groups = _listed()
    names = {one.key: one.name for one in administration(Right.SECURITY).catalog.fonds.all()}
    return render_template("admin/groups.html", page=page, groups=groups, fonds=names, name=name, problem=problem)
