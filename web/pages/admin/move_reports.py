"""移到分库: reports given to another fonds, the chosen ones or all of one fonds, by whoever may edit in both."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog import Fonds
from archive.catalog.fonds import WHOLE, known_fonds
from archive.errors import CatalogError, UsageError
from web.http import recording, urls
from web.http.error_pages import status_of
from web.http.language import say, told
from web.state.app_state import AppState, app_state

blueprint = Blueprint("moving", __name__)

PAGE = 100
MOST = 1_000
"""Reports that are chosen one by one."""
NONE = "-"
"""In a form: no fonds chosen; the archive's own has the empty key."""


@blueprint.get("/reports/move")
def ask() -> str:
    """The chosen reports (`id`), or a page of those of the fonds `from`, and where they shall go."""
    return _page()


@blueprint.post("/reports/move")
def move() -> tuple[str, int] | AnyResponse:
    """Move them; shown before it is done, which `sure` says. All or none."""
    here, target = app_state(), request.form.get("fonds", NONE)
    try:
        ids = _ids(here)
        if not ids:
            return _page(problem=say("moving.nothing")), 400
        if target == NONE:
            return _page(problem=say("moving.where")), 400
        names = _names(here)
        known_fonds(here.catalog.fonds, target)
        recording.told(fonds=target, reports=len(ids))
        if "sure" not in request.form:
            return _ask(ids, target, names[target]), 200
        moved: list[str] = []
        here.change(lambda: moved.extend(here.catalog.fonds.move(ids, target)))
    except CatalogError as problem:
        return _page(problem=told(problem)), status_of(problem)
    flash(say("moving.done", n=len(moved), name=names[target]))
    return redirect(url_for("listing.index"), 303)


def _ids(here: AppState) -> Sequence[str]:
    """The reports that the form means. Raises UsageError, CatalogError."""
    if "all" in request.form:
        return here.catalog.ids(frozenset({known_fonds(here.catalog.fonds, request.form.get("from", ""))}))
    ids = list(dict.fromkeys(request.form.getlist("id")))
    if len(ids) > MOST:
        raise UsageError("usage.bad_parameter", name="id", value=str(len(ids)))
    return ids


def _ask(ids: Sequence[str], target: str, name: str) -> str:
    recording.nothing_done()
    by_all = "all" in request.form
    fields = [("fonds", target)]
    fields += [("all", "1"), ("from", request.form.get("from", ""))] if by_all else [("id", one) for one in ids]
    source = request.form.get("from", "")
    return render_template(
        "admin/sure.html",
        title=say("moving.sure.title", n=len(ids), name=name),
        words=[say("moving.sure", name=name)],
        action=url_for("moving.move"),
        back=url_for("moving.ask", **({"from": source or urls.UNKNOWN} if by_all else {"id": list(ids)})),
        fields=fields,
        button=say("moving.do"),
    )


def _names(here: AppState) -> dict[str, str]:
    """The fonds that may be seen."""
    whole = [Fonds(WHOLE, say("fonds.whole"))] if here.view.scope.may_read(WHOLE) else []
    return {one.key: one.name for one in (*whole, *here.catalog.fonds.all())}


def _page(*, problem: str = "") -> str:
    here = app_state()
    names = _names(here)
    source = request.form if request.method == "POST" else request.args
    ids = list(dict.fromkeys(source.getlist("id")))[:MOST]
    origin = None if ids else _origin(here, source.get("from", ""))
    total = 0 if origin is None else here.catalog.count({"fonds": origin})
    page = urls.page_of(total, PAGE)
    entries = list(here.catalog.entries(ids)) if ids else []
    if origin is not None:
        entries = list(here.catalog.list({"fonds": origin}, limit=PAGE, offset=page.offset))
    editable = here.view.scope.may_edit
    return render_template(
        "reports/move.html",
        entries=entries,
        origin=origin,
        chosen=bool(ids),
        total=total,
        page=page,
        names=names,
        places=[(key, name) for key, name in names.items() if editable(key)],
        problem=problem,
    )


def _origin(here: AppState, given: str) -> str | None:
    """The fonds whose reports are listed, “none” in an address is the archive's own. Raises CatalogError."""
    if not given:
        return None
    return WHOLE if given == urls.UNKNOWN else known_fonds(here.catalog.fonds, given)
