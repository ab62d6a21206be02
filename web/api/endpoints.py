"""The JSON twins of the pages, health, and the page that describes them: the contract's shapes. No HTML."""

from __future__ import annotations

import time
from dataclasses import asdict

from flask import Blueprint, Response, current_app, jsonify

from archive.errors import ArchiveError
from indexer import deadline
from indexer.forms.form import ABSENT, to_json
from indexer.forms.problem import problem_form
from indexer.forms.report import ListForm, entry_form, report_form
from indexer.forms.service import FailedForm, HealthForm, UpkeepForm
from indexer.guidance.lesson import lesson_of
from indexer.guidance.other_writings import writings_of
from indexer.maintenance.upkeep import account_of
from web.accounts.visitor import visitor
from web.api.openapi import document
from web.http import server_paths, urls
from web.http.json_answers import answered
from web.http.language import language, told
from web.pages.reports.report_list import entries_of, wanted_page
from web.state.app_state import KEY, app_state

blueprint = Blueprint("api", __name__)


@blueprint.get("/search.json")
def search() -> Response:
    """An answer. A query that cannot be understood is an error with its position. `help=1`: where nothing is found,
    what the page teaches there, under `help`.
    """
    with deadline.limited():
        begun = time.perf_counter()
        answer, body = app_state().bodies.page(urls.asked(facets=True))
        body = {**body, "took_ms": round((time.perf_counter() - begun) * 1000, 2)}
        body["writings"] = [to_json(one.form) for one in writings_of(app_state().searcher, answer)]
        if urls.one_of("help", ("0", "1")) == "1" and not answer.listed:
            body["help"] = to_json(lesson_of(app_state().searcher, app_state().suggester, answer).form)
    return jsonify(server_paths.without(body))


@blueprint.get("/reports.json")
def reports() -> Response:
    """A page of the list."""
    wanted = wanted_page()
    here = app_state()
    entries, total = entries_of(here, wanted)
    page, doubts = wanted.page_of(total), here.doubts()
    forms = [entry_form(entry, checks=doubts.get(entry.id, ())) for entry in entries]
    return answered(ListForm(total, page.number, page.pages, forms))


@blueprint.get("/reports/<report_id>.json")
def report(report_id: str) -> Response:
    """One report whole; with `q` its places too."""
    here = app_state()
    record = here.record(report_id)
    wanted = urls.asked(passages=0)
    return answered(report_form(record, here.searcher.marks(record, wanted) if wanted.query else None))


@blueprint.get("/health")
def health() -> tuple[Response, int]:
    """200 only when a search of the whole archive would be answered in full: one is made. Whoever has to log in and has
    not is told that alone; others also `behind`, the changes that the index has not seen, and `upkeep`: when all of it
    was last read again, and what was healed; `start_fault` where a bug was met before any reader came.
    """
    here = app_state()
    try:
        here.prove()
        if not visitor().known:
            return answered(HealthForm("ok")), 200
        reports, upkeep = here.catalog.counts().reports, UpkeepForm(**asdict(account_of(here.home)))
        fault = current_app.extensions[KEY].start_fault or ABSENT
        return answered(HealthForm("ok", reports, here.behind(), upkeep, fault)), 200
    except ArchiveError as problem:
        return answered(FailedForm("failed", problem_form(problem, language(), told(problem)))), 503


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """What can be asked for, in OpenAPI 3.0."""
    return jsonify(document())
