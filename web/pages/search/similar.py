"""找相似: a sentence is pasted or taken from a report, the nearest passages come with their differences marked."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from archive.errors import QueryError, UsageError
from archive.model import Record
from indexer.forms.similar import SimilarForm, likeness_form
from indexer.query.lexer import MAX_CHARACTERS
from indexer.search.similar import Likeness, similar
from web.http import urls
from web.http.error_pages import status_of
from web.http.json_answers import answered
from web.http.language import told
from web.state.app_state import AppState, app_state

blueprint = Blueprint("similar", __name__)

SHOWN = 20
MOST = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """The sentence, and the report and passage it was taken from, which need not be told that they resemble it."""

    sentence: str
    source: Record | None = None
    passage: int = 0
    start: int = 0


@blueprint.get("/similar")
def page() -> tuple[str, int]:
    """The form, and what was found."""
    here = app_state()
    wanted = wanted_of(here)
    found: list[Likeness] = []
    problem: QueryError | None = None
    if wanted.sentence.strip():
        try:
            found = nearest(here, wanted)
        except QueryError as wrong:
            problem = wrong
    rendered = render_template(
        "search/similar.html",
        wanted=wanted,
        found=found,
        problem=told(problem) if problem else None,
        most=len(found) == urls.whole("limit", SHOWN, 1, MOST),
        reports=here.overview().reports,
        longest=MAX_CHARACTERS,
    )
    return rendered, status_of(problem) if problem else 200


@blueprint.get("/similar.json")
def twin() -> Response:
    """The same as data; `share` from 0 to 1."""
    here = app_state()
    wanted = wanted_of(here)
    return answered(SimilarForm(wanted.sentence, [likeness_form(likeness) for likeness in nearest(here, wanted)]))


def nearest(here: AppState, wanted: Wanted) -> list[Likeness]:
    """The passages nearest to the sentence. Raises QueryError where it is none."""
    without = [wanted.source.id] if wanted.source else []
    return similar(here.searcher, wanted.sentence, limit=urls.whole("limit", SHOWN, 1, MOST), without=without)


def wanted_of(here: AppState) -> Wanted:
    """`q`, or the code points `start` to `end` (of all: 0) of a `report`'s `passage`. A sentence that was changed in
    the form is the one that counts.
    """
    typed = request.args.get("q", "")
    if not request.args.get("report"):
        return Wanted(typed)
    record = here.record(request.args["report"])
    number = urls.whole("passage", 1, 1, urls.MAX_PAGE)
    if number > len(record.report.passages):
        raise UsageError("usage.bad_parameter", name="passage", value=str(number))
    text = record.report.passages[number - 1].text
    start, end = (urls.whole(name, 0, 0, urls.LONGEST_PASSAGE) for name in ("start", "end"))
    return Wanted(typed or text[start : end or None].strip()[:MAX_CHARACTERS], record, number, start)
