"""出处 in each of its forms, for a passage or for the whole report: a page to copy from, and its JSON twin."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from archive.errors import UsageError
from archive.model import Record
from indexer.forms.notebook import source_form
from indexer.search.citation import Citations, Source
from web.http import urls
from web.http.json_answers import answered
from web.pages.reports.versions import version_of
from web.state.app_state import app_state

blueprint = Blueprint("citing", __name__, url_prefix="/reports")

FORMS = ("plain", "gbt7714", "markdown")


@blueprint.get("/<report_id>/cite")
def show(report_id: str) -> str:
    """The forms, each to be copied; `passage` chooses a paragraph, `version` a version."""
    record, passage = _wanted(report_id)
    return render_template(
        "reports/cite.html", record=record, passage=passage, source=_source(record, passage), forms=FORMS
    )


@blueprint.get("/<report_id>/cite.json")
def twin(report_id: str) -> Response:
    """The same for programs."""
    record, passage = _wanted(report_id)
    return answered(source_form(record, passage, _source(record, passage)))


def _wanted(report_id: str) -> tuple[Record, int | None]:
    here = app_state()
    version = urls.whole("version", 0, 0, urls.MAX_PAGE)
    record = version_of(here, report_id, version) if version else here.record(report_id)
    passage = urls.whole("passage", 0, 0, urls.MAX_PAGE)
    if passage > len(record.report.passages):
        raise UsageError("usage.bad_parameter", name="passage", value=str(passage))
    return record, passage or None


def _source(record: Record, passage: int | None) -> Source:
    citations = Citations(record.report, record.source)
    return citations.whole() if passage is None else citations.source_of(passage)
