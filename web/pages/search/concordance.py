"""逐处 on the page: every place of a search on a line, the wording in the middle. What is found and sorted: indexer."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from flask import Blueprint, Response, render_template

from archive.errors import QueryError, UsageError
from archive.text.line_sides import whole_after, whole_before
from indexer.forms.concordance import concordance_form
from indexer.query.model import Phrase
from indexer.search.concordance import (
    ORDERS,
    Concordance,
    Line,
    concordance,
    lines,
)
from indexer.search.page import Page
from web.http import urls
from web.http.error_pages import status_of
from web.http.json_answers import answered
from web.pages.search.asking import ask
from web.state.app_state import AppState, app_state

blueprint = Blueprint("concordance", __name__)

PAGE = 1000
"""Lines a page: real text, so that the browser's own Ctrl+F finds every one of them (ui.md)."""
DESK, PHONE = 20, 9
"""Characters on either side, at the desk and on the phone."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as the page draws it: what only a desk has room for stands apart; `wide`, `narrow`: half characters that
    the left side lacks there, so that the wordings stand below each other in one run of text.
    """

    line: Line
    far_left: str
    left: str
    right: str
    far_right: str
    wide: int
    narrow: int


@blueprint.get("/concordance")
def show() -> tuple[str, int]:
    """A page of lines; a query that cannot be parsed is taken as typed, and the page says so."""
    here = app_state()
    wanted = replace(urls.asked(), limit=0)
    if not wanted.query.strip():
        raise QueryError("query.empty")
    by = urls.one_of("by", ORDERS)
    asked = ask(wanted, lambda request: concordance(here.searcher, request, by))
    if asked.found is None:
        assert asked.problem is not None
        html = render_template(
            "search/unasked.html", problem=asked.notice, code=asked.problem.code, wanted=asked.request
        )
        return html, status_of(asked.problem)
    found = asked.found
    page = _page(found)
    html = render_template(
        "search/concordance.html",
        found=found,
        wanted=found.request,
        shown=[shown(line) for line in _lines(here, found, page)],
        page=page,
        orders=ORDERS,
        sides=(("before", found.before), ("after", found.after)),
        wording=wording_of(found),
        notice=asked.notice,
        behind=here.behind(),
    )
    return html, 200


@blueprint.get("/concordance.json")
def twin() -> Response:
    """The same page of lines for programs. A query that cannot be understood is an error with its position."""
    here = app_state()
    wanted = urls.asked()
    found = concordance(here.searcher, replace(wanted, limit=0), urls.one_of("by", ORDERS))
    page = _page(found)
    return answered(concordance_form(found, page, _lines(here, found, page)))


def wording_of(found: Concordance) -> str | None:
    """The wording, where the query is one alone: with a neighbour beside it, it is a wording again."""
    typed = found.reading.typed
    return typed.text if isinstance(typed, Phrase) and found.request.mode == "standard" else None


def shown(line: Line) -> Shown:
    """A line cut for desk and phone."""
    near, right = whole_before(line.left, PHONE), whole_after(line.right, PHONE)
    return Shown(
        line,
        far_left=line.left[: len(line.left) - len(near)],
        left=near,
        right=right,
        far_right=line.right[len(right) :],
        wide=2 * DESK - halves(line.left),
        narrow=2 * PHONE - halves(near),
    )


def halves(text: str) -> int:
    """The width of a text in half characters, as the faces of official papers have it: quotation marks are whole."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _page(found: Concordance) -> Page:
    page = urls.page_of(len(found.spots), PAGE)
    if page.beyond:
        raise UsageError("usage.bad_parameter", name="page", value=str(page.number))
    return page


def _lines(here: AppState, found: Concordance, page: Page) -> list[Line]:
    return list(lines(here.searcher, found, page.offset, page.offset + page.size, context=DESK))
