"""任务: imports as whoever runs the archive needs them, without what they brought; what else is at work."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog import Import
from archive.errors import ReadError, UsageError
from indexer.ingest.abandonment import give_up
from indexer.ingest.rebuild import rebuilding
from indexer.maintenance.administration_form import jobs_form
from indexer.maintenance.backup_schedule import running
from indexer.search.page import Page
from web.accounts.administration import Administration, administration
from web.accounts.permissions import Right
from web.http import recording, urls
from web.http.error_pages import status_of
from web.http.json_answers import answered
from web.http.language import say, told
from web.pages.imports.upload_request import incoming
from web.pages.imports.uploads import take_up

blueprint = Blueprint("jobs", __name__)

PAGE = 50


@blueprint.get("/admin/jobs")
def index() -> str:
    """The page of all imports, the latest first."""
    return _page()


@blueprint.get("/admin/jobs.json")
def index_json() -> Response:
    """The same for programs."""
    here = administration(Right.SYSTEM)
    page, found = _listed(here)
    return answered(jobs_form(page, found, rebuilding=rebuilding(here.home), backing_up=running(here.home)))


@blueprint.post("/admin/jobs")
def change() -> tuple[str, int] | AnyResponse:
    """Take up an import that broke off (`do` is resume), or give it up, which is asked once more (`sure`)."""
    here, do, given = administration(Right.SYSTEM), request.form.get("do", ""), request.form.get("number", "")
    if do not in ("resume", "give_up") or not (given.isascii() and given.isdigit() and len(given) < 10):
        raise UsageError("usage.bad_parameter", name="do", value=do[:20])
    number = int(given)
    recording.told(number=number, do=do)
    try:
        if do == "resume":
            take_up(here.catalog.imports, number)
        elif "sure" in request.form:
            give_up(here.catalog, incoming(), number)
        else:
            return _ask(here, number), 200
    except ReadError as problem:
        return _page(told(problem)), status_of(problem)
    flash(say(f"jobs.{do}.done", n=number))
    return redirect(url_for("jobs.index"), 303)


def _ask(here: Administration, number: int) -> str:
    recording.nothing_done()
    if here.catalog.imports.get(number) is None:
        raise ReadError("import.no_such", number=number)
    return render_template(
        "admin/sure.html",
        title=say("jobs.sure.title", n=number),
        words=[say("jobs.sure")],
        action=url_for("jobs.change"),
        back=url_for("jobs.index"),
        fields=[("do", "give_up"), ("number", number)],
        button=say("jobs.give_up"),
    )


def _listed(here: Administration) -> tuple[Page, Sequence[Import]]:
    imports = here.catalog.imports
    page = urls.page_of(imports.count(), PAGE)
    return page, imports.list(limit=page.size, offset=page.offset)


def _page(problem: str = "") -> str:
    here = administration(Right.SYSTEM)
    page, found = _listed(here)
    return render_template(
        "admin/jobs.html",
        page=page,
        jobs=found,
        waiting={one.number: len(incoming().waiting(one.number)) for one in found if one.state != "done"},
        rebuilding=rebuilding(here.home),
        backing_up=running(here.home),
        problem=problem,
    )
