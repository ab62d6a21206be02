"""索引: its kind, how level and sound it is; having it built anew, in the background, beside the one that answers."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from indexer.ingest import background
from indexer.ingest.rebuild import REBUILDING, last_rebuild, rebuilding
from indexer.maintenance.administration_form import IndexForm, RebuildForm
from indexer.maintenance.disk_use import disk_use
from indexer.maintenance.index_facts import index_facts
from indexer.maintenance.upkeep import account_of
from web.accounts.administration import Administration, administration
from web.accounts.permissions import Right
from web.http import recording
from web.http.json_answers import answered
from web.http.language import say

blueprint = Blueprint("index", __name__)


@blueprint.get("/admin/index")
def show() -> str:
    """The page about the index."""
    here = administration(Right.SYSTEM)
    return render_template("admin/index.html", found=_found(here), can_rebuild=_lasting(here))


@blueprint.get("/admin/index.json")
def twin() -> Response:
    """The same for programs."""
    return answered(_found(administration(Right.SYSTEM)))


@blueprint.post("/admin/index")
def rebuild() -> tuple[str, int] | AnyResponse:
    """Have it built anew, which is asked once more (`sure`): it takes long and much of the machine."""
    here = administration(Right.SYSTEM)
    if "sure" not in request.form:
        return _ask(here), 200
    if rebuilding(here.home) or not _lasting(here):
        recording.nothing_done()
        flash(say("index.rebuilding"))
    else:
        background.start(here.home, REBUILDING)
        flash(say("index.rebuild.begun"))
    return redirect(url_for("index.show"), 303)


def _lasting(here: Administration) -> bool:
    """Is it one that another process can build?"""
    return here.settings.engine != "memory"


def _found(here: Administration) -> IndexForm:
    facts = index_facts(here.home, here.settings, here.catalog, here.engine)
    last, upkeep = last_rebuild(here.home), account_of(here.home)
    size = next(one.bytes for one in disk_use(here.home, here.settings).used if one.kind == "index")
    rebuilt = RebuildForm(last.begun_at or None, last.ended_at or None, last.reports, last.problem or None)
    told = {name: value for name, value in asdict(upkeep).items() if name != "rebuilding"}
    asked = rebuilding(here.home)
    return IndexForm(
        *(facts.engine, facts.kind, facts.reports, facts.behind, facts.fingerprint, facts.worn, facts.segments),
        bytes=size,
        problem=facts.problem or None,
        **told,
        rebuilding=asked or upkeep.rebuilding is not None,
        progress=last.progress if asked else upkeep.rebuilding,
        rebuilt=rebuilt,
    )


def _ask(here: Administration) -> str:
    recording.nothing_done()
    return render_template(
        "admin/sure.html",
        title=say("index.rebuild"),
        words=[say("index.rebuild.sure", r=here.catalog.counts().reports)],
        action=url_for("index.rebuild"),
        back=url_for("index.show"),
        fields=[],
        button=say("index.rebuild"),
    )
