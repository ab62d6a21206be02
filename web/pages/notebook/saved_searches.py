"""常用检索: searches that a reader saved, each with the number of places that are new since the last visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog.notebooks import SavedSearch
from archive.errors import CatalogError, QueryError
from indexer import deadline
from indexer.forms.notebook import SavedSearchesForm, SavedSearchForm
from indexer.search.answer import Request
from indexer.search.narrowing.new_places import NewPlaces, as_of_now, places_of
from web.http import urls
from web.http.json_answers import answered
from web.http.language import say
from web.pages.notebook import sharing
from web.pages.notebook.feed import feed_address
from web.pages.notebook.reader_cookie import notebook, own_notebook
from web.state.app_state import AppState, app_state

blueprint = Blueprint("saved", __name__)

SECONDS = 5.0
"""Of the processor, for all of a reader's searches together: what is left then is shown without its numbers."""
KEPT = tuple(name for name in urls.SEARCH if name not in ("page", "limit", "apart"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A saved search as of now. `followed`: may a program follow it?"""

    found: NewPlaces
    followed: bool = False

    @property
    def href(self) -> str:
        """The address of its results."""
        return url_for("search.results") + "?" + self.found.search.address

    @property
    def form(self) -> SavedSearchForm:
        """The saved search as JSON shows it."""
        search, found = self.found.search, self.found
        return SavedSearchForm(
            search.number,
            search.name,
            self.href,
            found.reports,
            found.places,
            found.new,
            search.seen_at,
            self.followed,
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
    places = places_of(app_state().searcher, _address())
    return render_template("notebook/save.html", wanted=wanted, address=_address(), places=places)


@blueprint.post("/saved/add")
def add() -> AnyResponse:
    """Keep it; what is found now counts as seen."""
    asked = request.form.get("address", "")
    wanted = _search_of(asked)
    name = request.form.get("name", "").strip() or wanted.query.strip()[:100]
    own_notebook().save_search(name, asked, places_of(app_state().searcher, asked) or {})
    flash(say("web.saved.done"))
    return redirect(url_for("saved.show"))


@blueprint.post("/saved/<int:number>")
def change(number: int) -> AnyResponse | tuple[str, int]:
    """Open one (what is found now counts as seen), forget it, let programs follow it, or no longer."""
    mine = own_notebook()
    search = next((one for one in mine.searches() if one.number == number), None)
    if search is None:
        raise CatalogError("catalog.no_such_search")
    do = request.form.get("do")
    if do == "forget":
        sharing.forget("search", [number])
        mine.forget_search(number)
        return redirect(url_for("saved.show"))
    if do == "unfollow":
        mine.close_feed(number)
        flash(say("web.saved.unfollowed", name=search.name))
        return redirect(url_for("saved.show"))
    if do == "follow":
        name = mine.open_feed(number)
        assert name is not None  # it was found just now
        return render_template("notebook/followed.html", search=search, feed=feed_address(name)), 200
    places = places_of(app_state().searcher, search.address)
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


def _mine() -> Sequence[SavedSearch]:
    mine = notebook()
    return () if mine is None else mine.searches()


def _shown(here: AppState, searches: Sequence[SavedSearch]) -> list[Shown]:
    mine = notebook()
    followed = frozenset[int]() if mine is None else mine.feeds()
    with deadline.limited(SECONDS):
        return [Shown(as_of_now(here.searcher, search), search.number in followed) for search in searches]


def with_new_places(here: AppState, searches: Sequence[SavedSearch]) -> int:
    """How many of them have found something new; those that cannot be asked in the caller's time are not among them."""
    return sum(bool(as_of_now(here.searcher, search).new) for search in searches)
