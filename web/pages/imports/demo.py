"""样例 on the page: one click brings the invented papers in, one takes them away. What they are: `indexer.demo`."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.readers.ocr import engine
from indexer.demo import collection
from indexer.demo.papers import COLLECTION
from indexer.forms.service import DemoForm
from indexer.ingest.comparing_process import COMPARING
from web.http.json_answers import answered
from web.http.language import say
from web.pages.imports import uploads
from web.pages.imports.upload_request import incoming
from web.state.app_state import app_state

blueprint = Blueprint("demo", __name__)


@blueprint.get("/demo.json")
def state() -> Response:
    """How many of the invented papers are there."""
    catalog = app_state().catalog
    unread = sum(collection.is_demo(file.location) for file in catalog.unread())
    return answered(DemoForm("present", app_state().overview().demo, 0, 0, unread, COLLECTION))


@blueprint.post("/demo")
def add() -> AnyResponse:
    """Bring them in: the texts at once, the scan in the background where this machine recognises scans."""
    here = app_state()
    statuses: Counter[str] = Counter()
    here.change(
        lambda: statuses.update(outcome.status for outcome in collection.add(here.whole_catalog(), recognise=False))
    )
    uploads.start(COMPARING)
    _recognise_later()
    flash(say("demo.added", n=statuses.total(), new=statuses["added"], name=COLLECTION))
    return redirect(url_for("search.home"), 303)


@blueprint.post("/demo/remove")
def remove() -> AnyResponse:
    """Take them all away for good."""
    here, gone = app_state(), Counter[str]()
    here.change(lambda: gone.update(reports=collection.remove(here.whole_catalog())))
    here.counting.forget()
    flash(say("demo.removed", n=gone["reports"]))
    return redirect(url_for("search.home"), 303)


def _recognise_later() -> None:
    here = app_state()
    scans = [file for file in here.catalog.unread() if collection.is_demo(file.location)]
    if not scans or not here.recognises or engine.available() is None:
        return
    number = here.catalog.imports.begin("retry", scans[0].source, {}, len(scans))
    for file in scans:
        incoming().again(number, file.location, file.source)
    incoming().close(number)
    uploads.start(number)
