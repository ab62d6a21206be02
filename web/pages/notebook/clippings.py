"""摘录: what a reader has clipped, in the reader's order; adding, arranging, and all of it as text or a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import UsageError
from indexer.export.clippings import (
    FILES,
    FORMS,
    PASTED,
    Kept,
    as_of_now,
    clippings_of,
    file,
    pasted,
)
from indexer.forms.notebook import ClippingsForm, ToggledForm
from indexer.forms.service import TokenForm
from web.http import urls
from web.http.json_answers import answered
from web.http.language import say
from web.http.security import generate_csrf
from web.pages.notebook import sharing
from web.pages.notebook.reader_cookie import notebook, own_notebook
from web.state.app_state import app_state

blueprint = Blueprint("clippings", __name__)

MOST = 1000
"""Places that are clipped in one go: a page of 逐处."""
STEPS = ("up", "down", "top", "out")


@blueprint.get("/clippings")
def show() -> str:
    """The page of all clippings in the reader's notebook."""
    return render_template("notebook/clippings.html", kept=_kept(), forms=FORMS, files=FILES, columns=PASTED)


@blueprint.get("/clippings.json")
def twin() -> Response:
    """All clippings for programs."""
    return answered(ClippingsForm([one.form for one in _kept()]))


@blueprint.get("/clippings.txt")
def text() -> Response:
    """All of them to copy: words and source, words alone, or a table with tabs."""
    return Response(pasted(_kept(), urls.one_of("form", FORMS), say), mimetype="text/plain")


@blueprint.get("/clippings.docx", defaults={"form": "docx"})
@blueprint.get("/clippings.xlsx", defaults={"form": "xlsx"})
@blueprint.get("/clippings.csv", defaults={"form": "csv"})
def as_file(form: str) -> Response:
    """All of them as a file; or only the places that the address names (`place`), kept or not."""
    chosen = request.args.getlist("place")
    kept = (
        list(as_of_now(app_state().catalog, clippings_of(app_state().catalog, _places(chosen)))) if chosen else _kept()
    )
    name = f"{say('web.clips')}_{date.today().isoformat()}.{form}"  # noqa: DTZ011 # the reader's own day
    data = BytesIO(file(kept, form, say))
    return send_file(data, mimetype="application/octet-stream", as_attachment=True, download_name=name)


@blueprint.get("/clippings/add")
def ask() -> str:
    """What would be clipped, with the button that does it: for browsers without scripts, and for many at once."""
    places = _places(request.args.getlist("place"))
    found = clippings_of(app_state().catalog, places)
    mine = notebook()
    there = {clipping.place for clipping in mine.clippings()} if mine is not None else set()
    return render_template("notebook/clip.html", found=found, places=places, there=there)


@blueprint.post("/clippings/add")
def add() -> AnyResponse:
    """Keep the place that the form names as a clipping."""
    found = clippings_of(app_state().catalog, _places(request.form.getlist("place")))
    new = own_notebook().clip(found)
    flash(say("web.clips.added", n=new))
    return redirect(url_for("clippings.show"))


@blueprint.post("/clippings/toggle.json")
def toggle() -> Response:
    """Clip a place, or take it out where it is in: what the button beside a passage does."""
    found = clippings_of(app_state().catalog, _places(request.form.getlist("place")))
    mine = own_notebook()
    there = {clipping.place: clipping.number for clipping in mine.clippings()}
    numbers = [there[clipping.place] for clipping in found if clipping.place in there]
    if numbers and len(numbers) == len(found):
        sharing.forget("clipping", numbers)
        mine.unclip(numbers)
        return answered(ToggledForm(False, len(numbers), mine.clipped()))
    new = mine.clip(found)
    return answered(ToggledForm(bool(found), new, mine.clipped()))


@blueprint.get("/clippings/token.json")
def token() -> Response:
    """What a change from a script needs: pages that are only read carry none, so that reading sets no cookie."""
    return answered(TokenForm(generate_csrf()))


@blueprint.post("/clippings/arrange")
def arrange() -> AnyResponse:
    """Move one (`step`: NUMBER.up, .down, .top), take one or several out (NUMBER.out, `out` with `chosen`)."""
    mine = own_notebook()
    numbers = [clipping.number for clipping in mine.clippings()]
    name, _, step = request.form.get("step", "").rpartition(".")
    if step == "out" and not name:
        chosen = set(request.form.getlist("chosen"))
        gone = [number for number in numbers if str(number) in chosen]
        sharing.forget("clipping", gone)
        mine.unclip(gone)
        return redirect(url_for("clippings.show"))
    if step not in STEPS or not (name.isascii() and name.isdigit()):
        raise UsageError("usage.bad_parameter", name="step", value=step[:20])
    number = next((number for number in numbers if str(number) == name), 0)
    if step == "out":
        sharing.forget("clipping", [number])
        mine.unclip([number])
    elif number:
        at = numbers.index(number)
        mine.move(number, {"up": at - 1, "down": at + 1, "top": 0}[step])
    return redirect(url_for("clippings.show", _anchor=f"c{number}" if step != "out" else None))


def _kept() -> list[Kept]:
    mine = notebook()
    return [] if mine is None else list(as_of_now(app_state().catalog, mine.clippings()))


def _places(given: Sequence[str]) -> list[str]:
    if not given or len(given) > MOST:
        raise UsageError("usage.bad_parameter", name="place", value=str(len(given)))
    return list(dict.fromkeys(given))
