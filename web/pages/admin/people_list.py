"""人员: every account, a page of them at a time; adding one, whose owner sets the password by a one-time code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import AccessError
from archive.people.account import ADMIN, DUTIES, GIVEN, Account, folded
from archive.people.password_rules import check, typed_twice
from indexer.accounts.account_form import accounts_form
from indexer.search.page import Page
from web.accounts.administration import Administration, administration
from web.accounts.guard import may, require
from web.accounts.permissions import Right
from web.accounts.visitor import now
from web.http import recording, urls
from web.http.error_pages import status_of
from web.http.json_answers import answered
from web.http.language import say, told

blueprint = Blueprint("people", __name__)

PAGE = 50
DAY = 24 * 3600
STATES = ("", "active", "disabled", "administers")
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """The accounts that the address asks for, and the page of them."""

    accounts: Sequence[Account]
    page: Page

    @property
    def shown(self) -> Sequence[Account]:
        """Those of the page."""
        return self.page.of(self.accounts)


@blueprint.get("/admin/people")
def index() -> str | AnyResponse:
    """The list, and the form for a new account; the first one is made elsewhere, with a code of the terminal."""
    return _page()


@blueprint.get("/admin/people.json")
def index_json() -> Response:
    """The same for programs."""
    here = administration(Right.SYSTEM)
    found = _listed(here)
    return answered(accounts_form(here.people, found.page, found.shown))


@blueprint.post("/admin/people")
def add() -> tuple[str, int] | AnyResponse:
    """A new account with a one-time code, or a first password to be changed, or for whom the office vouches."""
    here = administration(Right.SYSTEM)
    name, groups = request.form.get("name", ""), request.form.getlist("group")
    try:
        account = _added(here, name, request.form.getlist("role"), groups)
    except AccessError as problem:
        return _page(name=name[:LONGEST], problem=told(problem)), status_of(problem)
    recording.told(account=account.name, roles=sorted(account.roles), groups=groups)
    if account.has_password or account.awaits_sign_on:
        flash(say("say.user.added", name=account.name))
        return redirect(url_for("person.show", number=account.number), 303)
    return _page(added=account, code=here.people.invitations.make(account, now())), 200


def _added(here: Administration, name: str, roles: Sequence[str], groups: Sequence[str]) -> Account:
    people, vouched = here.people, here.has_sign_on and "sign_on" in request.form
    password = "" if vouched else request.form.get("password", "")
    if not here.has_accounts:
        raise AccessError("people.set_up_first")
    known = people.groups.list()
    if groups:
        require(Right.SECURITY)
    unknown = [group for group in groups if group not in known]
    if unknown:
        raise AccessError("people.no_such_group", name=unknown[0][:80], known="、".join(known) or "–")
    if password:
        typed_twice(password, request.form.get("again", ""))
        check(password, name)
    hashed = here.passwords.hash(password) if password else ""
    number = people.accounts.add(name, hashed, GIVEN if password else now(), roles, awaits_sign_on=vouched)
    for group in groups:
        people.groups.put(group, number)
    account = people.accounts.by_number(number)
    assert account is not None
    return account


def roles_to_give(here: Administration) -> Sequence[str]:
    """The duties that an account of this archive can have."""
    return DUTIES if here.settings.separate_duties else (ADMIN, *DUTIES)


def _listed(here: Administration) -> Listed:
    words, state = folded(request.args.get("name", "")[:LONGEST]), urls.one_of("state", STATES)
    idle = urls.whole("idle", 0, 0, 36_600)
    before = now() - idle * DAY
    chosen = [
        one
        for one in here.people.accounts.list()
        if words in folded(one.name) and _is(one, state) and (not idle or max(one.seen_at, one.added_at) <= before)
    ]
    return Listed(chosen, urls.page_of(len(chosen), PAGE))


def _is(account: Account, state: str) -> bool:
    if state == "administers":
        return bool(account.roles)
    return not state or account.disabled is (state == "disabled")


def _page(*, name: str = "", problem: str = "", added: Account | None = None, code: str = "") -> str:
    here = administration(Right.SYSTEM)
    found = _listed(here)
    return render_template(
        "admin/people.html",
        found=found,
        groups_of={one.number: sorted(here.people.accounts.groups_of(one.number)) for one in found.shown},
        states=STATES,
        begun=here.has_accounts,
        roles=roles_to_give(here),
        separate=here.settings.separate_duties,
        sign_on=here.has_sign_on,
        groups=list(here.people.groups.list()) if may("security") else (),
        name=name,
        problem=problem,
        added=added,
        code=f"{code[:5]}-{code[5:]}" if code else "",
    )
