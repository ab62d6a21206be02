"""The versions of a report: an address for each, so that what was cited stays what it was."""

from __future__ import annotations

from flask import Blueprint, Response

from archive.errors import CatalogError
from archive.model import Record
from indexer.forms.report import report_form
from web.http.json_answers import answered
from web.pages.reports.report import paper
from web.state.app_state import AppState, app_state

blueprint = Blueprint("versions", __name__, url_prefix="/reports")


@blueprint.get("/<report_id>/versions/<int:number>")
def show(report_id: str, number: int) -> str:
    """Exactly that version, with the search's places in it."""
    here = app_state()
    return paper(here, version_of(here, report_id, number))


@blueprint.get("/<report_id>/versions/<int:number>.json")
def twin(report_id: str, number: int) -> Response:
    """Exactly that version whole."""
    return answered(report_form(version_of(app_state(), report_id, number)))


def version_of(here: AppState, report_id: str, number: int) -> Record:
    """A version of a live report. Raises CatalogError("catalog.no_such_version")."""
    record = here.catalog.record(report_id, number) if number < 10**9 else None
    if record is None:
        raise CatalogError("catalog.no_such_version", id=report_id[:80], version=number)
    return record
