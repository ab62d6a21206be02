"""The JSON twins of the pages, health, and the page that describes them: the contract's shapes. No HTML."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from archive.errors import ArchiveError
from indexer import deadline
from indexer.maintenance.upkeep import account_of
from indexer.search.report_json import report_json
from web.api.openapi import document
from web.http import urls
from web.http.language import language
from web.pages.reports.report_list import entries_of, wanted_page
from web.pages.search.no_results import lesson_of
from web.state.app_state import app_state

blueprint = Blueprint("api", __name__)


@blueprint.get("/search.json")
def search() -> Response:
    """An answer. A query that cannot be understood is an error with its position. `help=1`: where nothing is found,
    what the page teaches there, under `help`.
    """
    with deadline.limited():
        answer = app_state().searcher.search(urls.asked(facets=True))
        body = answer.as_json()
        if urls.one_of("help", ("0", "1")) == "1" and not answer.listed:
            body["help"] = lesson_of(app_state(), answer).as_json()
    return jsonify(body)


@blueprint.get("/reports.json")
def reports() -> Response:
    """A page of the list."""
    wanted = wanted_page()
    entries, total = entries_of(app_state(), wanted)
    return jsonify(
        total=total,
        page=wanted.page,
        pages=wanted.page_of(total).pages,
        reports=[entry.as_json() for entry in entries],
    )


@blueprint.get("/reports/<report_id>.json")
def report(report_id: str) -> Response:
    """One report whole; with `q` its places too."""
    here = app_state()
    record = here.record(report_id)
    body = report_json(record)
    wanted = urls.asked(passages=0)
    if wanted.query:
        marks = here.searcher.marks(record, wanted)
        body["matches"] = sum(len(passage.marks) for passage in marks)
        body["marks"] = [{"number": passage.number, **mark.as_json()} for passage in marks for mark in passage.marks]
    return jsonify(body)


@blueprint.get("/health")
def health() -> tuple[Response, int]:
    """200 only when a search would be answered in full: one is made. `behind`: changes that the index has not seen;
    `upkeep`: when all of it was last read again, and what was healed.
    """
    here = app_state()
    try:
        here.prove()
        reports, upkeep = here.catalog.counts().reports, account_of(here.home).as_json()
        return jsonify(status="ok", reports=reports, behind=here.behind(), upkeep=upkeep), 200
    except ArchiveError as problem:
        return jsonify(status="failed", error=problem.as_json(language())), 503


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """What can be asked for, in OpenAPI 3.0."""
    return jsonify(document())
