"""The first page and the results. Parses, asks the searcher once, renders; what is found is decided there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from indexer.answer import FACETS, Found
from indexer.citation import Citations
from web import address
from web.asking import ask, joined
from web.desk import Desk, desk
from web.excerpts import Excerpt, excerpts_of
from web.failures import status_of
from web.language import say
from web.lessons import lesson_of

blueprint = Blueprint("search", __name__)

EXCERPTS = 3
"""Excerpts a report: one paragraph of a whole page may hold dozens of places."""
MANY = 12
"""Values of a filter that are shown before “more”."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A report in the list: what was found and the excerpts shown. `more`: places that are not among them."""

    found: Found
    excerpts: tuple[tuple[Excerpt, str], ...]

    @property
    def more(self) -> int:
        """Places of the report that the excerpts leave out."""
        return max(0, self.found.matches - sum(len(excerpt.marks) for excerpt, _ in self.excerpts))


@blueprint.get("/")
def home() -> tuple[str, int] | AnyResponse:
    """The first page: the box, and what the archive holds."""
    if request.args.get("q", "").strip():
        return results()
    here = desk()
    return render_template("home.html", overview=here.overview(), behind=here.behind(), wanted=None), 200


@blueprint.get("/search")
def results() -> tuple[str, int] | AnyResponse:
    """A page of results; a query that cannot be parsed is searched as typed, and the page says so."""
    within = request.args.get("within", "").strip()
    if within:  # words to look for in the results of others: both are one query
        return redirect(address.here(q=joined(within, request.args.get("q", "")), within=None))
    if not request.args.get("q", "").strip():
        return render_template("home.html", overview=desk().overview(), behind=0, wanted=say("query.empty")), 200
    here = desk()
    asked = ask(address.asked(facets=True), here.searcher.search)
    answer = asked.found
    if answer is None:
        assert asked.problem is not None
        page = render_template("unasked.html", problem=asked.notice, code=asked.problem.code, wanted=asked.request)
        return page, status_of(asked.problem)
    page = render_template(
        "results.html",
        answer=answer,
        wanted=answer.request,
        notice=asked.notice,
        hits=hits_of(here, answer.reports),
        also=hits_of(here, answer.also.reports),
        behind=here.behind(),
        lesson=lesson_of(here, answer) if answer.total_reports == 0 else None,
        names=FACETS,
        many=MANY,
    )
    return page, 200


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Lets a browser offer the archive in its address bar."""
    return Response(render_template("opensearch.xml"), mimetype="application/opensearchdescription+xml")


def hits_of(here: Desk, reports: Sequence[Found]) -> list[Hit]:
    """The reports with excerpts, and for each excerpt where it comes from."""
    citations = here.citations(found.card for found in reports)
    return [Hit(found, _excerpts(found, citations.get(found.card.id))) for found in reports]


def _excerpts(found: Found, citations: Citations | None) -> tuple[tuple[Excerpt, str], ...]:
    if citations is None:  # removed between the search and now
        return ()
    known = (passage for passage in found.passages if passage.number <= len(citations.report.passages))
    excerpts = islice((excerpt for passage in known for excerpt in excerpts_of(passage)), EXCERPTS)
    return tuple((excerpt, citations.of(excerpt.passage, excerpt.marks[0].start)) for excerpt in excerpts)
