"""共享: what a reader lets a group see of clippings, saved searches and notes, and what others let them see.

All of it is asked under the view of whoever looks: a search finds what they may read, a clipping or a note on a report
that they may not read does not exist.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog.notebooks import Note, Notebook, name_of_account
from archive.errors import AccessError, UsageError
from archive.people.account import Account
from archive.people.people import People
from archive.people.shares import KINDS, Kind, Share
from indexer import deadline
from indexer.export.clippings import Kept
from indexer.export.clippings import as_of_now as clipped_now
from indexer.forms.notebook import SharedThingForm, SharedThingsForm
from indexer.search.narrowing.new_places import NewPlaces, as_of_now
from web.accounts.visitor import now, people_state, visitor
from web.http import recording, urls
from web.http.json_answers import answered
from web.http.language import say
from web.state.app_state import AppState, app_state

blueprint = Blueprint("sharing", __name__)

SECONDS = 5.0
"""Of the processor, for all searches that are shown together."""
MOST = 200
"""Things that one page shows; the latest come first."""


@dataclass(frozen=True)
class Thing:
    """Something shared as of now, for whoever looks. One of the three is there."""

    share: Share
    search: NewPlaces | None = None
    clipping: Kept | None = None
    note: Note | None = None

    @cached_property
    def href(self) -> str:
        """The address that it leads to."""
        if self.search is not None:
            return url_for("search.results") + "?" + self.search.search.address
        if self.clipping is not None:
            found = self.clipping.clipping
            page = url_for("versions.show", report_id=found.report, number=found.version)
            return urls.at_place(page, found.passage, found.start)
        assert self.note is not None
        page = url_for("versions.show", report_id=self.note.report, number=self.note.version)
        return urls.at_place(page, self.note.passage)

    @property
    def number(self) -> int:
        """Its number in the notebook of its owner."""
        if self.search is not None:
            return self.search.search.number
        return self.clipping.clipping.number if self.clipping is not None else self.note.number if self.note else 0

    @property
    def words(self) -> str:
        """What it says: a search's name, a clipping's words, a note."""
        if self.search is not None:
            return self.search.search.name
        return self.clipping.clipping.words if self.clipping is not None else self.note.words if self.note else ""

    @property
    def form(self) -> SharedThingForm:
        """The thing as JSON shows it."""
        found = self.search
        one = self.share
        return SharedThingForm(
            *(one.kind, self.number, one.who, one.group, self.words, self.href),
            *((found.reports, found.places) if found is not None else (None, None)),
        )


@blueprint.get("/shared")
def show() -> str:
    """What others share with the asker's groups, and what the asker shares."""
    theirs, mine = _all()
    return render_template("notebook/shared.html", theirs=theirs, mine=mine, groups=_groups())


@blueprint.get("/shared.json")
def twin() -> Response:
    """The same for programs."""
    theirs, mine = _all()
    return answered(SharedThingsForm([one.form for one in theirs], [one.form for one in mine]))


@blueprint.get("/shared/add")
def ask() -> str:
    """The form: with which group these (`kind`, `chosen`) shall be shared. Raises AccessError("people.no_groups")."""
    kind, items = _wanted(request.args.get("kind", ""), request.args.getlist("chosen"))
    if not _groups():
        raise AccessError("people.no_groups")
    return render_template("notebook/share.html", kind=kind, items=items, groups=_groups())


@blueprint.post("/shared/add")
def share() -> AnyResponse:
    """Share them with the group."""
    kind, items = _wanted(request.form.get("kind", ""), request.form.getlist("chosen"))
    people, account = _people()
    group = request.form.get("group", "")
    there = _keys(_notebook(account.number), kind)
    new = people.shares.share(account, kind, [there[item] for item in items if item in there], group, now())
    recording.told(kind=kind, numbers=items[:100], group=group[:80])
    flash(say("sharing.done", n=new, group=group))
    return redirect(url_for("sharing.show"), 303)


@blueprint.post("/shared/end")
def end() -> AnyResponse:
    """Share it no more."""
    kind, items = _wanted(request.form.get("kind", ""), request.form.getlist("chosen"))
    people, account = _people()
    group = request.form.get("group", "")
    there = _keys(_notebook(account.number), kind)
    ended = sum(people.shares.end(account, kind, there[item], group) for item in items if item in there)
    recording.told(kind=kind, numbers=items[:100], group=group[:80])
    flash(say("sharing.ended", n=ended, group=group))
    return redirect(url_for("sharing.show"), 303)


def _people() -> tuple[People, Account]:
    """Groups are of accounts: without one nothing is shared. Raises AccessError("people.login_needed")."""
    account, people = visitor().account, people_state().known()
    if account is None or people is None:
        raise AccessError("people.login_needed")
    return people, account


def _groups() -> Sequence[str]:
    account = visitor().account
    return sorted(visitor().reader.groups) if account is not None else ()


def _wanted(kind: str, chosen: Sequence[str]) -> tuple[Kind, list[int]]:
    found = next((one for one in KINDS if one == kind), None)
    items = [int(one) for one in chosen if one.isascii() and one.isdigit() and len(one) < 12]
    if found is None or not items or len(items) > MOST:
        raise UsageError("usage.bad_parameter", name="kind", value=kind[:20])
    return found, items


def _notebook(account: int) -> Notebook:
    return app_state().catalog.notebooks.of(name_of_account(account))


def _keys(notebook: Notebook, kind: Kind) -> Mapping[int, str]:
    """The number of each thing in a notebook -> what tells it for good: numbers are given again."""
    if kind == "search":
        return {one.number: one.address for one in notebook.searches()}
    if kind == "note":
        return {one.number: _place(one) for one in notebook.notes()}
    return {one.number: ".".join(map(str, one.place)) for one in notebook.clippings()}


def _place(note: Note) -> str:
    return f"{note.report}.{note.version}.{note.passage}"


def forget(kind: Kind, numbers: Collection[int]) -> None:
    """Before the asker lets go of these: no group sees them any more."""
    account, people = visitor().account, people_state().known()
    if account is None or people is None:
        return
    known = _keys(_notebook(account.number), kind)
    people.shares.forget(account, kind, [known[number] for number in numbers if number in known])


def _all() -> tuple[list[Thing], list[Thing]]:
    """Others', and one's own; nothing for whoever has no account."""
    account, people = visitor().account, people_state().known()
    if account is None or people is None:
        return [], []
    here = app_state()
    with deadline.limited(SECONDS):
        theirs = list(_things(here, people.shares.seen_by(account)))
        return theirs, list(_things(here, people.shares.of(account)))


def _things(here: AppState, shares: Sequence[Share]) -> Iterator[Thing]:
    """Those that are still kept, and whose report the asker may read."""
    kept: dict[int, Notebook] = {}
    for one in shares[:MOST]:
        notebook = kept.setdefault(one.account, _notebook(one.account))
        found = _thing(here, notebook, one)
        if found is not None:
            yield found


def _thing(here: AppState, notebook: Notebook, one: Share) -> Thing | None:
    if one.kind == "search":
        search = next((each for each in notebook.searches() if each.address == one.item), None)
        return None if search is None else Thing(one, search=as_of_now(here.searcher, search))
    if one.kind == "note":
        note = next((each for each in notebook.notes() if _place(each) == one.item), None)
        readable = note is not None and here.catalog.record(note.report, note.version) is not None
        return Thing(one, note=note) if readable else None
    clipping = next((each for each in notebook.clippings() if ".".join(map(str, each.place)) == one.item), None)
    found = next(iter(clipped_now(here.catalog, [clipping])), None) if clipping is not None else None
    return None if found is None or found.record is None else Thing(one, clipping=found)
