"""A saved search as an Atom feed (RFC 4287), under an address that nobody can guess and its reader can revoke. The name
in it is all the right to it there is: it is kept as a hash, and stands in no log.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Blueprint, Flask, Response, render_template, request, url_for

from archive.catalog.notebooks import SavedSearch
from archive.catalog.opening import identity
from archive.errors import CatalogError
from indexer import deadline
from indexer.document import Card
from indexer.search.answer import Request
from indexer.search.citation import title_of
from indexer.search.narrowing.kept_search import request_of
from web.http.access_log import ROUTE
from web.state.app_state import AppState, app_state
from web.state.excerpts import excerpts_of

blueprint = Blueprint("feeds", __name__)

LATEST = 30
"""Entries of a feed: the reports that came or changed last."""
LOGGED = "feed/…"
"""What a log says in place of the address."""
_IN_NO_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}")


@dataclass(frozen=True, slots=True)
class Item:
    """A report of the feed: one of its versions, with its number of places and the first sentence that holds one."""

    card: Card
    version: int
    updated: str
    title: str
    words: str
    places: int


@blueprint.get("/feed/<name>")
def show(name: str) -> Response:
    """The feed; what was revoked is as what never was."""
    here = app_state()
    search = here.catalog.notebooks.followed(name.removesuffix(".atom"))
    if search is None:
        raise CatalogError("catalog.no_such_search")
    with deadline.limited():
        items = list(_items(here, search))
    body = render_template(
        "notebook/feed.xml",
        search=search,
        items=items,
        updated=max((item.updated for item in items), default=search.saved_at),
        # The name of the feed is not its address: programs copy it about.
        identity=f"urn:baogao:saved:{identity(here.home)}:{search.number}",
        address=request.base_url,
        page=url_for("search.results", _external=True) + "?" + search.address,
    )
    response = Response(body.translate(_IN_NO_XML), mimetype="application/atom+xml")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.add_etag()
    response.make_conditional(request)
    return response


def feed_address(name: str) -> str:
    """The whole address of a feed by its name."""
    return url_for("feeds.show", name=f"{name}.atom", _external=True)


def _items(here: AppState, search: SavedSearch) -> Iterator[Item]:
    wanted = request_of(search.address)
    counts = {row.card.id: row for row in here.searcher.tally(wanted).rows}
    entries = [entry for entry in here.catalog.list() if entry.id in counts]
    latest = sorted(entries, key=lambda entry: -entry.change)[:LATEST]
    found = {one.card.id: one for one in here.searcher.shown([one.id for one in latest], _one_passage(wanted))}
    for entry in latest:
        one = found.get(entry.id)
        if one is None:
            continue
        excerpts = excerpts_of(one.passages[0]) if one.passages else ()
        versions = [version for version in here.catalog.versions(entry.id) if version.number == entry.version]
        yield Item(
            card=one.card,
            version=entry.version,
            updated=versions[0].added_at if versions else entry.added_at,
            title=title_of(entry.title, entry.title_derived, entry.source),
            words=excerpts[0].quotation if excerpts else "",
            places=counts[entry.id].matches,
        )


def _one_passage(wanted: Request) -> Request:
    return replace(wanted, passages=1)


def _unnamed() -> None:
    if request.blueprint == blueprint.name:
        request.environ[ROUTE] = LOGGED


def register(app: Flask) -> None:
    """Let the log name no feed."""
    app.register_blueprint(blueprint)
    app.before_request(_unnamed)
