"""雷同 on the page: a report of the archive or a draft, and its passages that stand in other reports, side by side."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import ArchiveError
from archive.text.fold import fold_text
from indexer.forms.overlap import SurveyForm, overlap_form, survey_form
from indexer.overlap.shared_passages import VIEWS, Overlap, Text, overlap
from indexer.overlap.survey import Survey, survey_start
from indexer.search.similar import edits
from web.http import urls
from web.http.error_pages import status_of
from web.http.json_answers import answered
from web.http.language import told
from web.pages.proofing.proof import draft_of_request
from web.state.app_state import app_state

blueprint = Blueprint("overlap", __name__)

SURVEYED = 200
"""Reports that the page of a survey lists; its data has all."""


@blueprint.get("/overlap")
def show() -> tuple[str, int]:
    """The form; with `report` the passages that it shares."""
    if not request.args.get("report"):
        return _page(), 200
    try:
        return _page(_of_report()), 200
    except ArchiveError as problem:
        if problem.code == "catalog.no_such_report":
            raise
        return _page(problem=told(problem)), status_of(problem)


@blueprint.get("/overlap.json")
def twin() -> Response:
    """The same as data."""
    return answered(overlap_form(_of_report()))


@blueprint.post("/overlap")
def look() -> tuple[str, int]:
    """The passages that a draft shares. Nothing of it is kept."""
    try:
        draft, _ = draft_of_request()
        masked = request.form.get("masked") == "1"
        found = overlap(app_state().searcher, Text(draft.report, draft.name), masked=masked)
    except ArchiveError as problem:
        return _page(problem=told(problem)), status_of(problem)
    return _page(found), 200


@blueprint.get("/overlap/whole")
def survey() -> str:
    """All reports of the archive, those first that share most; how far the survey is."""
    return render_template("proofing/survey.html", form=_survey_form(), views=VIEWS, size=SURVEYED)


@blueprint.get("/overlap/whole.json")
def survey_twin() -> Response:
    """The same as data."""
    return answered(_survey_form())


@blueprint.post("/overlap/whole")
def begin() -> AnyResponse:
    """Begin the survey in a process of its own, go on with it, or stop it."""
    found = _survey()
    if request.form.get("do") == "stop":
        found.stop()
    elif not found.running:
        survey_start(app_state().home, found)
    return redirect(url_for("overlap.survey", view=found.view, masked="1" if found.masked else None), 303)


def _survey() -> Survey:
    app_state().need_whole()  # it was made of all reports, and tells of each how much stands in the others
    values = request.form if request.method == "POST" else request.args
    masked = urls.one_of("masked", ("0", "1"), values) == "1"
    return Survey(app_state().home / "index", urls.one_of("view", VIEWS, values), masked=masked)


def _survey_form() -> SurveyForm:
    here = app_state()
    return survey_form(_survey(), here.searcher.engine.cards(), here.catalog.last_change())


def _of_report() -> Overlap:
    here = app_state()
    record = here.record(request.args.get("report", ""))
    text = Text(record.report, record.source, record.id)
    return overlap(
        here.searcher, text, view=urls.one_of("view", VIEWS), masked=urls.one_of("masked", ("0", "1")) == "1"
    )


def _page(found: Overlap | None = None, problem: str | None = None) -> str:
    return render_template(
        "proofing/overlap.html",
        found=found,
        pieces=pieces,
        problem=problem,
        views=VIEWS,
        pasted=request.form.get("text", "") if request.method == "POST" else "",
        reports=app_state().overview().reports,
    )


def pieces(one: str, other: str) -> list[tuple[bool, str, str]]:
    """Both sides from left to right: (is it the same, as what is shared is counted?, here, there)."""
    found = ((same, one[a:b], other[c:d]) for same, a, b, c, d in edits(one, other))
    return [(same or fold_text(here) == fold_text(there), here, there) for same, here, there in found]
