"""升降: what is more, and what less, in one group of papers than in another; the same for programs."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from archive.errors import QueryError, UsageError
from indexer.forms.wording import rising_form
from indexer.wordings.comparison_groups import Comparison, group_of
from indexer.wordings.quoted_terms import KINDS, Kind
from web.http import urls
from web.http.error_pages import status_of
from web.http.json_answers import answered
from web.http.language import told
from web.state.app_state import app_state
from web.state.counting import AGAIN

blueprint = Blueprint("rising", __name__)

SHOWN = 40
"""Phrases that are shown on either side; programs get all."""
OFFERED = 300
"""Units that the form offers."""


@blueprint.get("/rising")
def show() -> tuple[str, int]:
    """The form, and what was found; or that it is being counted."""
    kind = urls.one_of("kind", KINDS)
    found, problem, status = None, None, 200
    asked = "rising" in request.args or "against" in request.args
    if asked:
        try:
            found = _compared(kind)
        except UsageError as wrong:
            problem, status = told(wrong), status_of(wrong)
    values = app_state().overview().values
    html = render_template(
        "wordings/rising.html",
        found=found,
        waiting=asked and found is None and problem is None,
        problem=problem,
        kind=kind,
        kinds=KINDS,
        years=sorted((year for year, _ in values["year"] if year is not None), reverse=True),
        units=[unit for unit, _ in values["unit"] if unit is not None][:OFFERED],
        shown=SHOWN,
    )
    return html, status


@blueprint.get("/rising.json")
def twin() -> Response:
    """The same for programs. Raises QueryError("query.busy") while it is being counted."""
    found = _compared(urls.one_of("kind", KINDS))
    if found is None:
        raise QueryError("query.busy", seconds=AGAIN)
    return answered(rising_form(found))


def _compared(kind: Kind) -> Comparison | None:
    here, there = (group_of(request.args.get(name, "")[:100]) for name in ("rising", "against"))
    return app_state().counting.comparison(here, there, kind)
