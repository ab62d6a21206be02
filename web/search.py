"""The first page and the results. Parses, asks the searcher once, renders; what is found is decided there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from flask import Blueprint, Response, render_template, request

from archive.errors import ArchiveError, QueryError
from indexer.answer import FACETS, Answer, Found, Request
from indexer.citation import Citations
from web import address
from web.desk import Desk, desk
from web.excerpts import Excerpt, excerpts_of
from web.failures import status_of
from web.language import say, told

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


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a query that found nothing as a whole, and what it finds alone."""

    query: str
    reports: int
    matches: int
    parts: tuple[tuple[str, int], ...]


@blueprint.get("/")
def home() -> str:
    """The first page: the box, and what the archive holds."""
    if request.args.get("q", "").strip():
        return results()[0]
    here = desk()
    return render_template("home.html", overview=here.overview(), behind=here.behind(), wanted=None)


@blueprint.get("/search")
def results() -> tuple[str, int]:
    """A page of results; a query that cannot be parsed is searched as typed, and the page says so."""
    if not request.args.get("q", "").strip():
        return render_template("home.html", overview=desk().overview(), behind=0, wanted=say("query.empty")), 200
    here = desk()
    wanted = address.asked(facets=True)
    answer, problem = as_typed_where_needed(here, wanted)
    if answer is None:
        assert problem is not None
        return render_template("unasked.html", problem=told(problem), wanted=wanted), status_of(problem)
    nothing = answer.total_reports == 0
    page = render_template(
        "results.html",
        answer=answer,
        wanted=answer.request,
        notice=_notice(problem),
        hits=hits_of(here, answer.reports),
        also=hits_of(here, answer.also.reports),
        behind=here.behind(),
        unfiltered=_unfiltered(here, answer.request) if nothing else None,
        apart=_apart(here, answer.request) if nothing else (),
        reports_in_all=here.overview().reports if nothing else 0,
        names=FACETS,
        many=MANY,
    )
    return page, 200


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Lets a browser offer the archive in its address bar."""
    return Response(render_template("opensearch.xml"), mimetype="application/opensearchdescription+xml")


def as_typed_where_needed(here: Desk, wanted: Request) -> tuple[Answer | None, ArchiveError | None]:
    """The answer, and what was wrong with the query. No answer where even the text as typed cannot be searched."""
    try:
        return here.searcher.search(wanted), None
    except QueryError as problem:
        try:
            return here.searcher.search(replace(wanted, literal=True)), problem
        except QueryError as second:
            return None, second if second.code != "query.unbalanced_quote" else problem


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


def _notice(problem: ArchiveError | None) -> str | None:
    return None if problem is None else told(problem) + say("web.as_typed")


def _unfiltered(here: Desk, wanted: Request) -> Answer | None:
    """The same search without filters, where filters may hide what there is."""
    if not wanted.filters:
        return None
    answer = here.searcher.search(replace(wanted, filters={}, page=1, limit=1, passages=1, facets=False))
    return answer if answer.total_reports else None


def _apart(here: Desk, wanted: Request) -> list[Term]:
    """Each term alone, or the words of the only one: what the page says where the whole found nothing."""
    terms = [phrase.typed for phrase, _ in here.searcher.apart(wanted)]
    if len(terms) == 1:
        words = here.searcher.analyzer.words(terms[0])
        terms = [word for word in words if len(word) > 1] if len(words) > 1 else []
    return [_term(here, term, wanted) for term in dict.fromkeys(terms[:8])]


def _term(here: Desk, term: str, wanted: Request) -> Term:
    alone = Request(term, literal=True, limit=1, passages=1, facets=True, mode=wanted.mode)
    answer = here.searcher.search(alone)
    parts = tuple((str(part), count) for part, count in answer.facets.get("part", ()) if part is not None)
    return Term(term, answer.total_reports, answer.total_matches, parts)
