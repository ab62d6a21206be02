"""我的账号: one's password, the browsers that are logged in, the tokens of one's programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import AccessError
from archive.people.account import Account
from archive.people.password_rules import typed_twice
from archive.people.tokens import SCOPES
from web.accounts.visitor import Visitor, now, people_state, visitor
from web.http.error_pages import status_of
from web.http.language import say, told
from web.pages.accounts.login import logged_in

blueprint = Blueprint("account", __name__)


@blueprint.app_template_filter()
def day(seconds: int) -> str:
    """A day of the local calendar, from seconds since 1970."""
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d")


@blueprint.app_template_filter()
def minute(seconds: int) -> str:
    """A minute of the local clock, from seconds since 1970."""
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")


DAYS = (30, 90, 180, 366)


@blueprint.get("/account")
def show() -> str:
    """What one may do, and everything by which one comes in. Raises AccessError("people.login_needed")."""
    return _page()


@blueprint.post("/account/password")
def change_password() -> tuple[str, int] | AnyResponse:
    """Another password; every session ends but a new one here."""
    account, here = _own(), people_state()
    old, new = request.form.get("old", ""), request.form.get("new", "")
    try:
        typed_twice(new, request.form.get("again", ""))
        changed = here.all.change_password(here.passwords, account, old, new, request.remote_addr or "", now())
    except AccessError as problem:
        return _page(problem=told(problem)), status_of(problem)
    response = logged_in(changed, url_for("account.show"))
    flash(say("account.password.changed"))
    return response


@blueprint.post("/account/sessions")
def end_sessions() -> AnyResponse:
    """Log out one browser, or all of them."""
    account, people = _own(), people_state().all
    wanted = request.form.get("session", "")
    if wanted:
        people.sessions.end(wanted, account.number)
    else:
        people.accounts.end_sessions(account.number)
    flash(say("account.sessions.ended"))
    return redirect(url_for("account.show"), 303)


@blueprint.post("/account/tokens")
def make_token() -> tuple[str, int]:
    """A new token, shown this once."""
    account, people = _own(), people_state().all
    days = request.form.get("days", "")
    try:
        secret = people.tokens.make(
            account,
            request.form.get("name", ""),
            request.form.get("scope", ""),
            int(days) if days.isascii() and days.isdigit() and len(days) < 6 else 0,
            now(),
        )
    except AccessError as problem:
        return _page(problem=told(problem)), status_of(problem)
    return _page(secret=secret), 200


@blueprint.post("/account/tokens/revoke")
def revoke_token() -> AnyResponse:
    """End a token. Raises AccessError("people.no_such_token")."""
    number = request.form.get("number", "")
    known = number.isascii() and number.isdigit() and len(number) < 10
    people_state().all.tokens.revoke(int(number) if known else 0, _own())
    flash(say("account.token.revoked"))
    return redirect(url_for("account.show"), 303)


def _own() -> Account:
    account = visitor().account
    if account is None:  # the home's owner, where nobody needs an account
        raise AccessError("people.login_needed")
    return account


def _page(*, problem: str = "", secret: str = "") -> str:
    account, people, found = _own(), people_state().all, visitor()
    return render_template(
        "accounts/my_account.html",
        account=account,
        groups=sorted(found.reader.groups),
        roles=_shown_roles(account, found),
        sessions=people.sessions.of(account, now()),
        mine=found.logged_in.session.token if found.logged_in else "",
        tokens=people.tokens.of(account),
        at=now(),
        scopes=SCOPES,
        days=DAYS,
        problem=problem,
        secret=secret,
    )


def _shown_roles(account: Account, found: Visitor) -> Sequence[str]:
    return sorted(role for role in account.roles if role in found.reader.roles)
