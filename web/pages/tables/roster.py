"""收件情况: who has handed in for a collection, and who has not; rosters are kept here too. Found by `receipts`."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog import Roster
from archive.catalog.rosters import known
from archive.errors import ArchiveError, CatalogError
from archive.masthead.periods import PERIODS
from indexer import deadline
from indexer.export import spreadsheet
from indexer.forms.checklist import RostersForm, receipts_form, roster_form
from indexer.tables.checklist_sheet import turnout_said
from indexer.tables.receipts import Receipts, receipts, sheet_of
from indexer.tables.record_verification import roster_record
from web.http.error_pages import status_of
from web.http.json_answers import answered
from web.http.language import say, told
from web.pages.tables.checklist_request import wanted_of, with_files
from web.state.app_state import app_state

blueprint = Blueprint("roster", __name__)

SECONDS = 30.0
"""Of the processor, as for a 核查表."""


@blueprint.get("/roster")
def show() -> tuple[str, int]:
    """Of the collection that is asked for, else of the latest."""
    return _page(None, {}), 200


@blueprint.post("/roster")
def save() -> tuple[str, int] | AnyResponse:
    """Keep a roster, from what was typed and from a file; then who of it has handed in."""
    typed = {name: request.form.get(name, "") for name in ("name", "roster", "year", "period")}
    try:
        wanted = with_files(wanted_of(request.form))
        roster = Roster(typed["name"], wanted.roster, wanted.year, wanted.period)
        kept = app_state().catalog.rosters.save(roster)
    except ArchiveError as problem:
        return _page(told(problem), typed), status_of(problem)
    flash(say("checklist.roster.saved", name=kept.name, n=len(kept.units)))
    return redirect(url_for("roster.show", collection=kept.name), 303)


@blueprint.get("/roster.json")
def as_json() -> Response:
    """The same for programs. Raises CatalogError("catalog.no_such_roster"), also where there is none at all."""
    found = _found()
    if found is None:
        raise CatalogError("catalog.no_such_roster", name="", known="—")
    return answered(receipts_form(found))


@blueprint.get("/rosters.json")
def all_as_json() -> Response:
    """All rosters, the latest year first."""
    return answered(RostersForm([roster_form(one) for one in app_state().catalog.rosters.all()]))


@blueprint.get("/roster.csv", defaults={"form": "csv"})
@blueprint.get("/roster.xlsx", defaults={"form": "xlsx"})
def export(form: str) -> AnyResponse:
    """The whole table as a file."""
    found = _found()
    if found is None:
        return redirect(url_for("roster.show"))
    name = f"{say('roster.title')}_{found.roster.name}.{form}"
    data = spreadsheet.data(sheet_of(found, say, roster_record(app_state().catalog, found)), form)
    return send_file(BytesIO(data), mimetype="application/octet-stream", as_attachment=True, download_name=name)


def _found() -> Receipts | None:
    """Raises CatalogError("catalog.no_such_roster"); None where there is none at all."""
    rosters, name = app_state().catalog.rosters, request.args.get("collection", "").strip()
    roster = known(rosters, name) if name else next(iter(rosters.all()), None)
    if roster is None:
        return None
    with deadline.limited(SECONDS):
        return receipts(app_state().searcher, roster)


def _page(problem: str | None, typed: dict[str, str]) -> str:
    found = None if problem else _found()
    return render_template(
        "tables/roster.html",
        found=found,
        turnout=turnout_said(found.turnout, say) if found else "",
        rosters=app_state().catalog.rosters.all(),
        problem=problem,
        typed=typed,
        years=app_state().overview().reported,
        periods=PERIODS,
    )
