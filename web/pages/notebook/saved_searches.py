"""常用检索: searches that a reader saved, each with the number of places that are new since the last visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog.notebooks import SavedSearch
from archive.errors import CatalogError, QueryError, UsageError
from indexer import deadline
from indexer.forms.notebook import SavedSearchesForm, SavedSearchForm
from indexer.search.answer import (
    Request,
)
from web.http import urls
from web.http.json_answers import answered
from web.http.language import say
from web.pages.notebook.reader_cookie import notebook, own_notebook
from web.state.app_state import AppState, app_state

blueprint = Blueprint("saved", __name__)

SECONDS = 5.0
"""Of the processor, for all of a reader's searches together: what is left then is shown without its numbers."""
KEPT = tuple(name for name in urls.SEARCH if name not in ("page", "limit", "apart"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A saved search as of now; None where it can no longer be asked, or takes too long."""

    search: SavedSearch
    reports: int | None
    places: int | None
    new: int | None

    @property
    def href(self) -> str:
        """The address of its results."""
        return url_for("search.results") + "?" + self.search.address

    @property
    def form(self) -> SavedSearchForm:
        """The saved search as JSON shows it."""
        search = self.search
        return SavedSearchForm(
            search.number, search.name, self.href, self.reports, self.places, self.new, search.seen_at
        )


@blueprint.get("/saved")
def show() -> str:
    """The page of all saved searches with what is new in each."""
    return render_template("notebook/saved.html", shown=_shown(app_state(), _mine()))


@blueprint.get("/saved.json")
def twin() -> Response:
    """All of them for programs."""
    return answered(SavedSearchesForm([one.form for one in _shown(app_state(), _mine())]))


@blueprint.get("/saved/add")
def ask() -> str:
    """The form: what it shall be called."""
    wanted = urls.asked()
    if not wanted.query.strip():
        raise QueryError("query.empty")
    places = _places(app_state(), wanted)
    return render_template("notebook/save.html", wanted=wanted, address=_address(), places=places)


@blueprint.post("/saved/add")
def add() -> AnyResponse:
    """Keep it; what is found now counts as seen."""
    asked = request.form.get("address", "")
    wanted = _search_of(asked)
    name = request.form.get("name", "").strip() or wanted.query.strip()[:100]
    own_notebook().save_search(name, asked, _places(app_state(), wanted) or {})
    flash(say("web.saved.done"))
    return redirect(url_for("saved.show"))


@blueprint.post("/saved/<int:number>")
def change(number: int) -> AnyResponse:
    """Open one (what is found now counts as seen), or forget it."""
    mine = own_notebook()
    search = next((one for one in mine.searches() if one.number == number), None)
    if search is None:
        raise CatalogError("catalog.no_such_search")
    if request.form.get("do") == "forget":
        mine.forget_search(number)
        return redirect(url_for("saved.show"))
    places = _places(app_state(), _search_of(search.address))
    if places is not None:  # what could not be counted now was not seen either
        mine.visited(number, places)
    return redirect(url_for("search.results") + "?" + search.address)


def _search_of(address: str) -> Request:
    """The search of an address's query string. Raises UsageError, QueryError("query.empty")."""
    wanted = urls.search_of(urls.values_of(address))
    if not wanted.query.strip():
        raise QueryError("query.empty")
    return wanted


def _address() -> str:
    pairs = [(name, value) for name in KEPT for value in request.args.getlist(name) if value]
    return urlencode([(name, value) for name, value in pairs if value not in urls.DEFAULTS.get(name, ())])


def _places(here: AppState, wanted: Request) -> dict[str, int] | None:
    """The places of each report; None where the query cannot be answered (any more)."""
    try:
        return {row.card.id: row.matches for row in here.searcher.tally(replace(wanted, limit=0)).rows}
    except (QueryError, UsageError):
        return None


def _mine() -> Sequence[SavedSearch]:
    mine = notebook()
    return () if mine is None else mine.searches()


def _shown(here: AppState, searches: Sequence[SavedSearch]) -> list[Shown]:
    with deadline.limited(SECONDS):
        return [_as_of_now(here, search) for search in searches]


def with_new_places(here: AppState, searches: Sequence[SavedSearch]) -> int:
    """How many of them have found something new; those that cannot be asked in the caller's time are not among them."""
    return sum(bool(_as_of_now(here, search).new) for search in searches)


def _as_of_now(here: AppState, search: SavedSearch) -> Shown:
    try:
        now = _places(here, _search_of(search.address))
    except (QueryError, UsageError):  # kept by a version that took what this one refuses
        now = None
    if now is None:
        return Shown(search, None, None, None)
    new = sum(max(0, count - search.seen.get(name, 0)) for name, count in now.items())
    return Shown(search, len(now), sum(now.values()), new)
