"""同一报告？: reports that may be drafts of one another, and what a person says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog import Pair, ReadCatalog
from archive.errors import UsageError
from archive.model import Record
from indexer.comparison import equal_texts, near_duplicates
from indexer.forms.imports import NearForm, pair_form
from indexer.ingest.comparing_process import COMPARING
from web.http import urls
from web.http.json_answers import answered
from web.http.language import say
from web.pages.imports import uploads
from web.pages.imports.labels import tabs
from web.state.app_state import app_state
from web.state.asker import asker

blueprint = Blueprint("drafts", __name__)

PAIRS = 20
"""Pairs a page."""


@blueprint.get("/imports/near")
def pairs() -> str:
    """Reports that may be drafts of one another, and those that were merged."""
    catalog = app_state().catalog
    page = urls.page_of(catalog.near.count(), PAIRS)
    found = catalog.near.open(limit=page.size, offset=page.offset)
    merged = catalog.near.merged(limit=PAIRS)
    return render_template(
        "imports/near.html",
        pairs=_with_records(catalog, found),
        merged=merged,
        names=_names(catalog, merged),
        pending=len(catalog.near.pending()),
        equal=equal_texts.merging(catalog),
        by_itself=app_state().merge_equal,
        preferred=near_duplicates.preferred,
        page=page,
        **tabs(),
    )


@blueprint.get("/imports/near.json")
def pairs_json() -> Response:
    """The same for programs, all of them."""
    found = app_state().catalog.near
    return answered(NearForm(list(map(pair_form, found.open())), list(map(pair_form, found.merged()))))


@blueprint.post("/imports/near")
def decide() -> AnyResponse:
    """What a person says of two reports: `merge` (with `kept`), `apart`, or `undo`; searches see it on return.

    `merge_equal`: all of equal text become versions, but for those that people have to look at. `compare`: look for
    more in the background.
    """
    here, by = app_state(), asker()
    one, other = request.form.get("one", ""), request.form.get("other", "")
    action = request.form.get("action", "")
    if action == "merge":
        kept = request.form.get("kept", one)
        if kept not in (one, other):
            raise UsageError("usage.bad_parameter", name="kept", value=kept[:20])
        here.change(lambda: here.catalog.near.merge(kept, other if kept == one else one, by=by))
    elif action == "apart":
        here.change(lambda: here.catalog.near.apart(one, other))
    elif action == "undo":
        here.change(lambda: here.catalog.near.undo(one))
    elif action == "merge_equal":
        done: list[equal_texts.Merging] = []
        here.change(lambda: done.append(equal_texts.merge_equal(here.catalog, by)))
        undo = say("near.undo_equal") if done[0].edit else ""
        flash(say("near.done.merge_equal", n=len(done[0].pairs)) + undo)
    elif action == "compare":
        uploads.start(COMPARING)
    if action in ("merge", "apart", "undo", "compare"):
        flash(say(f"near.done.{action}"))
    return redirect(url_for("drafts.pairs"), 303)


def _with_records(catalog: ReadCatalog, found: Sequence[Pair]) -> list[tuple[Pair, Record, Record]]:
    records = {
        record.id: record for record in catalog.records({name for pair in found for name in (pair.one, pair.other)})
    }
    return [
        (pair, records[pair.one], records[pair.other])
        for pair in found
        if pair.one in records and pair.other in records
    ]


def _names(catalog: ReadCatalog, merged: Sequence[Pair]) -> Mapping[str, str]:
    """Id -> what a merged report is called: its file's name, as its record is no longer live."""
    return {name: catalog.source(name) for pair in merged for name in (pair.one, pair.other)}
