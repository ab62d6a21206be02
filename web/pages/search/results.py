"""The first page and the results. Parses, asks the searcher once, renders; what is found is decided there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import QueryError
from indexer import deadline
from indexer.guidance.lesson import lesson_of
from indexer.guidance.other_writings import writings_of
from indexer.search.answer import FACETS, Answer
from indexer.search.citation_lookup import find
from web.charts.year_bars import year_bars
from web.http import urls
from web.http.error_pages import status_of
from web.http.in_two_steps import in_two_steps
from web.http.language import say
from web.pages.search.asking import Asked, ask, joined
from web.pages.search.to_do import to_do
from web.state.app_state import AppState, app_state
from web.state.hit_list import Hits
from web.state.page_cache import Begun

blueprint = Blueprint("search", __name__)

MANY = 12
"""Values of a filter that are shown before “more”."""


@blueprint.get("/")
def home() -> tuple[str, int] | AnyResponse:
    """The first page: the box, and what the archive holds."""
    if request.args.get("q", "").strip():
        return results()
    return _home(), 200


@blueprint.get("/search")
def results() -> tuple[str, int] | AnyResponse:
    """A page of results; a query that cannot be parsed is searched as typed, and the page says so."""
    within = request.args.get("within", "").strip()
    if within:  # words to look for in the results of others: both are one query
        return redirect(urls.here(q=joined(within, request.args.get("q", "")), within=None))
    if not request.args.get("q", "").strip():
        return _home(say("query.empty")), 200
    here = app_state()
    cited = find(here.catalog, request.args["q"])
    if cited is not None:  # a pasted 出处 opens its passage
        address = url_for("reports.show", report_id=cited.report_id)
        return redirect(urls.at_place(address, cited.passage, cited.start) if cited.passage else address)
    with deadline.limited():  # the question, and whatever is asked beside it where nothing was found
        return _page(here, ask(urls.asked(facets=True), here.kept.begin))


def _home(wanted: str | None = None) -> str:
    here = app_state()
    overview = here.overview()
    undated = sum(count for value, count in overview.values["year"] if value is None)
    return render_template(
        "search/home.html",
        overview=overview,
        examples=() if overview.own else here.examples(),
        behind=here.behind(),
        wanted=wanted,
        tasks=to_do(here) if overview.own else (),
        bars=year_bars(overview.years, undated),
    )


def _page(here: AppState, asked: Asked[Begun[Hits]]) -> tuple[str, int] | AnyResponse:
    if asked.found is None:
        assert asked.problem is not None
        page = render_template(
            "search/unasked.html", problem=asked.notice, code=asked.problem.code, wanted=asked.request
        )
        return page, status_of(asked.problem)
    begun = asked.found
    # Where nothing was found, all of the page is what follows; HEAD is answered whole.
    at_once = begun.whole is None or not begun.answer.listed or request.method != "GET"
    beside = _beside(begun) if at_once else None
    answer = begun.answer if beside is None else beside.answer
    values: dict[str, object] = {
        "answer": answer,
        "wanted": answer.request,
        "notice": asked.notice,
        "hits": begun.made.exact,
        "beside": partial(_beside, begun) if beside is None else lambda: beside,
        "behind": here.behind(),
        "lesson": None if answer.listed else lesson_of(here.searcher, here.suggester, answer),
        "writings": writings_of(here.searcher, answer),
        "names": FACETS,
        "many": MANY,
    }
    if beside is not None:
        return render_template("search/results.html", **values), 200
    return in_two_steps("search/results.html", **values)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the results: the whole answer and its hits, as far as they could be made in time."""

    answer: Answer
    hits: Hits
    in_time: bool = True


def _beside(begun: Begun[Hits]) -> _Beside:
    if begun.whole is None:
        return _Beside(begun.answer, begun.made)
    try:
        return _Beside(*begun.whole())
    except QueryError as problem:
        if problem.code not in deadline.OVER:
            raise
        return _Beside(begun.answer, begun.made, in_time=False)


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Lets a browser offer the archive in its address bar."""
    return Response(render_template("opensearch.xml"), mimetype="application/opensearchdescription+xml")
