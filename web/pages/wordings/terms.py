"""提法: the page of a wording, of several side by side, and the list of quoted terms; the same for programs."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from archive.errors import QueryError, UsageError
from archive.text.fold import fold_text
from indexer.forms.wording import quoted_terms_form, wording_form
from indexer.search.page import Page
from indexer.wordings.quoted_terms import KINDS, LEAST, TERM_ORDERS, Kind, QuotedTerm, TermOrder, ordered_terms
from indexer.wordings.usage import Usage
from web.charts.curve import MOST_LINES
from web.http import urls
from web.http.json_answers import answered
from web.pages.wordings.term_chart import MEASURES, empty_years, term_chart
from web.state.app_state import app_state

blueprint = Blueprint("wordings", __name__)

PAGE = 100
"""Quoted terms a page."""
UNITS = 12
"""Units that are shown at once; the others fold."""
DEFINITIONS = 200
"""Definitions that are listed."""


@blueprint.get("/terms")
def index() -> str:
    """The quoted terms; with `w` the wording, or several wordings in one picture."""
    asked = [wording.strip() for wording in request.args.getlist("w") if wording.strip()]
    if len(asked) > MOST_LINES:
        raise UsageError("wordings.too_many", limit=MOST_LINES, count=len(asked))
    if asked:
        return _page(list(dict.fromkeys(asked)))
    kind, sort = urls.one_of("kind", KINDS), urls.one_of("sort", TERM_ORDERS)
    terms, definitions = _quoted(kind, sort)
    page = _paged(terms)
    return render_template(
        "wordings/quoted_terms.html",
        terms=page.of(terms),
        definitions=definitions[:DEFINITIONS],
        page=page,
        kind=kind,
        kinds=KINDS,
        sort=sort,
        sorts=TERM_ORDERS,
        least=LEAST,
    )


@blueprint.get("/terms/<path:wording>")
def show(wording: str) -> str:
    """The page of one wording, to the character."""
    if not wording.strip():
        raise QueryError("query.empty")
    return _page([wording.strip()])


@blueprint.get("/terms.json")
def list_twin() -> Response:
    """The same list for programs."""
    kind, sort = urls.one_of("kind", KINDS), urls.one_of("sort", TERM_ORDERS)
    terms, definitions = _quoted(kind, sort)
    page = _paged(terms)
    return answered(quoted_terms_form(kind, sort, page, page.of(terms), definitions))


@blueprint.get("/terms/<path:wording>.json")
def twin(wording: str) -> Response:
    """The use of one wording for programs."""
    return answered(wording_form(_used(wording.strip())))


def address_of(wording: str) -> str:
    """The address of a wording's page. What a browser would take for a way (/, ..) stands behind the question mark."""
    if wording.strip("./\\") and "/" not in wording and not wording.endswith(".json"):
        return urls.linked("wordings.show", wording=wording)
    return f"{urls.linked('wordings.index')}?{urlencode({'w': wording})}"


def _page(wordings: Sequence[str]) -> str:
    measure = urls.one_of("measure", MEASURES)
    used = [_used(wording) for wording in wordings]
    several, chart = len(used) > 1, term_chart(used, measure)
    return render_template(
        "wordings/several.html" if several else "wordings/wording.html",
        used=used,
        one=used[0],
        chart=chart,
        empty=empty_years(chart, used[0].base.by_year),
        measure=measure,
        measures=MEASURES,
        shown_units=UNITS,
        most=MOST_LINES,
    )


def _used(wording: str) -> Usage:
    here = app_state()
    return here.counting.wordings().usage(wording, here.suggester())


def _quoted(kind: Kind, sort: TermOrder) -> tuple[list[QuotedTerm], list[QuotedTerm]]:
    """The terms that are asked for, and the definitions among them apart."""
    wanted = fold_text(request.args.get("find", ""))
    terms = ordered_terms(app_state().counting.wordings().terms(kind), sort)
    found = [one for one in terms if wanted in fold_text(one.text)]
    return [one for one in found if not one.is_definition], [one for one in found if one.is_definition]


def _paged(terms: Sequence[QuotedTerm]) -> Page:
    page = urls.page_of(len(terms), PAGE)
    if page.beyond:
        raise UsageError("usage.bad_parameter", name="page", value=str(page.number))
    return page
