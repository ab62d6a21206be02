"""权限: which group may 看, 编, 管 in which 分库: a table that is one form. Changes are shown before they are done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog import Fonds
from archive.catalog.fonds import RIGHTS, WHOLE
from archive.errors import UsageError
from indexer.accounts.rights_form import RightsForm, grant_form
from indexer.search.page import Page
from web.accounts.administration import administration
from web.accounts.permissions import Right
from web.http import recording, urls
from web.http.json_answers import answered
from web.http.language import say

blueprint = Blueprint("rights", __name__)

ROWS = 40
COLUMNS = 12
"""分库 and groups a page: the cells of one form."""
NOTHING = "none"
CHOICES = (NOTHING, *RIGHTS)

Cell = tuple[str, str]
"""A group and the key of a fonds."""


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that shall be another."""

    group: str
    fonds: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """What of all rights a page shows. `gone`: groups that have rights, and nobody belongs to."""

    state: int
    rows: Sequence[Fonds]
    columns: Sequence[str]
    cells: Mapping[Cell, str]
    down: Page
    across: Page
    gone: frozenset[str]


@blueprint.get("/admin/rights")
def show() -> str:
    """The table of one page, as a form."""
    return render_template("admin/rights.html", matrix=_matrix(), choices=CHOICES)


@blueprint.get("/admin/rights.json")
def twin() -> Response:
    """All rights for programs."""
    here = administration(Right.SECURITY)
    register = here.catalog.fonds
    grants = [grant_form(one) for one in register.grants()]
    return answered(RightsForm(register.state(), list(here.people.groups.list()), grants))


@blueprint.post("/admin/rights")
def change() -> tuple[str, int] | AnyResponse:
    """Show what would change, and with `sure` change it; not where somebody else has changed rights meanwhile."""
    register = administration(Right.SECURITY).catalog.fonds
    if request.form.get("state", "") != str(register.state()):
        return _page(say("rights.changed_meanwhile")), 409
    changes = _changes()
    if not changes:
        recording.nothing_done()
        flash(say("rights.same"))
        return redirect(_back(), 303)
    if "sure" not in request.form:
        return _ask(changes), 200
    for one in changes:
        if one.after == NOTHING:
            register.revoke(one.group, one.fonds)
        else:
            register.grant(one.group, one.fonds, next(right for right in RIGHTS if right == one.after))
    recording.told(rights=[f"{one.group} {one.fonds or '-'} {one.before} {one.after}"[:160] for one in changes[:100]])
    flash(say("rights.done", n=len(changes)))
    return redirect(_back(), 303)


def _changes() -> list[Change]:
    """What of the form differs from the rights as they are. Its fields are called right.ROW.COLUMN, by `group.COLUMN`
    and `fonds.ROW`. Raises UsageError.
    """
    here = administration(Right.SECURITY)
    now = {(one.group, one.fonds): str(one.right) for one in here.catalog.fonds.grants()}
    known = {WHOLE, *(one.key for one in here.catalog.fonds.all())}
    groups = {*here.people.groups.list(), *(group for group, _ in now)}
    found = []
    for name, wanted in request.form.items():
        if not name.startswith("right."):
            continue
        _, row, column = (*name.split("."), "", "")[:3]
        group, key = request.form.get(f"group.{column}", ""), request.form.get(f"fonds.{row}", "-")
        if wanted not in CHOICES or group not in groups or key not in known:
            raise UsageError("usage.bad_parameter", name=name[:40], value=wanted[:20])
        before = now.get((group, key), NOTHING)
        if before != wanted:
            found.append(Change(group, key, before, wanted))
    return found


def _ask(changes: Sequence[Change]) -> str:
    """The same fields once more, of what changes alone."""
    recording.nothing_done()
    names = _names()
    fields = [("state", request.form["state"])]
    for number, one in enumerate(changes):
        fields += [(f"fonds.{number}", one.fonds), (f"group.{number}", one.group)]
        fields.append((f"right.{number}.{number}", one.after))
    return render_template(
        "admin/rights_sure.html",
        title=say("rights.sure.title", n=len(changes)),
        words=[say("rights.sure")],
        changes=[(one, names[one.fonds]) for one in changes],
        action=request.full_path.rstrip("?"),
        back=_back(),
        fields=fields,
        button=say("rights.do"),
    )


def _names() -> Mapping[str, str]:
    every = administration(Right.SECURITY).catalog.fonds.all()
    return {WHOLE: say("fonds.whole"), **{one.key: one.name for one in every}}


def _matrix() -> Matrix:
    here = administration(Right.SECURITY)
    register = here.catalog.fonds
    state, grants = register.state(), register.grants()
    known = list(here.people.groups.list())
    gone = sorted({grant.group for grant in grants} - {*known})
    groups = [*known, *gone]
    every = [Fonds(WHOLE, say("fonds.whole")), *register.all()]
    down, across = urls.page_of(len(every), ROWS), Page(urls.whole("columns", 1, 1, 1000), COLUMNS, len(groups))
    cells = {(grant.group, grant.fonds): str(grant.right) for grant in grants}
    return Matrix(state, down.of(every), across.of(groups), cells, down, across, frozenset(gone))


def _back() -> str:
    page, columns = urls.whole("page", 1, 1, urls.MAX_PAGE), urls.whole("columns", 1, 1, 1000)
    return url_for("rights.show", page=page if page > 1 else None, columns=columns if columns > 1 else None)


def _page(problem: str) -> str:
    return render_template("admin/rights.html", matrix=_matrix(), choices=CHOICES, problem=problem)
