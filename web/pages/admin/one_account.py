"""One account: its state, its duties, a new one-time code or first password, its sessions and its programs' tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import AccessError, UsageError
from archive.people.account import Account, checked_roles
from archive.people.password_rules import check, typed_twice
from indexer.accounts.account_form import account_form
from web.accounts.administration import Administration, administration, not_own
from web.accounts.permissions import Right
from web.accounts.visitor import now
from web.http import recording
from web.http.error_pages import status_of
from web.http.json_answers import answered
from web.http.language import say, told
from web.pages.admin.people_list import roles_to_give

blueprint = Blueprint("person", __name__)

Change = Callable[[Administration, Account], str]
"""Does it; what is said of it afterwards."""


@blueprint.get("/admin/people/<int:number>")
def show(number: int) -> str:
    """The page of an account. Raises AccessError("people.no_such_account")."""
    return _page(_account(number))


@blueprint.get("/admin/people/<int:number>.json")
def twin(number: int) -> Response:
    """The same for programs."""
    return answered(account_form(administration(Right.SYSTEM).people, _account(number), now()))


@blueprint.post("/admin/people/<int:number>")
def change(number: int) -> tuple[str, int] | AnyResponse:
    """What `do` says; what cannot be taken back easily is asked once more (`sure`)."""
    here, account, do = administration(Right.SYSTEM), _account(number), request.form.get("do", "")
    recording.told(account=account.name, do=do[:20])
    if do not in CHANGES:
        raise UsageError("usage.bad_parameter", name="do", value=do[:20])
    try:
        _check(account, do)
        if do == "roles":
            checked_roles(request.form.getlist("role"), separate=here.settings.separate_duties)
        if do in ASKED and "sure" not in request.form:
            return _ask(account, do), 200
        if do == "code":
            return _page(account, code=_code(here, account)), 200
        flash(CHANGES[do](here, account))
    except AccessError as problem:
        return _page(account, problem=told(problem)), status_of(problem)
    return redirect(url_for("person.show", number=number), 303)


def _check(account: Account, do: str) -> None:
    """Raises AccessError: "people.not_yourself", "people.vouched_elsewhere"."""
    if do in ASKED:
        not_own(account)
    if do == "sign_on" and not administration(Right.SYSTEM).has_sign_on:
        raise UsageError("usage.bad_parameter", name="do", value=do)
    if do in ("code", "password") and account.source:
        raise AccessError("people.vouched_elsewhere", source=account.source)


def _code(here: Administration, account: Account) -> str:
    """A one-time code; the old password opens nothing any more, and every session has ended."""
    here.people.accounts.give_password(account.number, "")
    here.people.attempts.forgive(account.name)
    return here.people.invitations.make(account, now())


def _give_password(here: Administration, account: Account) -> str:
    password = request.form.get("password", "")
    typed_twice(password, request.form.get("again", ""))
    check(password, account.name)
    here.people.accounts.give_password(account.number, here.passwords.hash(password))
    here.people.invitations.end(account)
    here.people.attempts.forgive(account.name)
    return say("say.user.password", name=account.name)


def _set_roles(here: Administration, account: Account) -> str:
    roles = request.form.getlist("role")
    here.people.accounts.set_roles(account.number, roles)
    recording.told(roles=sorted(roles)[:10])
    return say("say.user.roles", name=account.name)


def _disable(here: Administration, account: Account) -> str:
    here.people.accounts.disable(account.number, disabled=True)
    return say("say.user.disable", name=account.name)


def _enable(here: Administration, account: Account) -> str:
    here.people.accounts.disable(account.number, disabled=False)
    return say("say.user.enable", name=account.name)


def _await_sign_on(here: Administration, account: Account) -> str:
    here.people.await_sign_on(account)
    return say("say.user.sign-on", name=account.name)


def _unlock(here: Administration, account: Account) -> str:
    here.people.attempts.forgive(account.name)
    return say("say.user.unlock", name=account.name)


def _end_sessions(here: Administration, account: Account) -> str:
    here.people.accounts.end_sessions(account.number)
    return say("say.user.logout", name=account.name)


def _revoke(here: Administration, account: Account) -> str:
    number = request.form.get("token", "")
    known = number.isascii() and number.isdigit() and len(number) < 10
    here.people.tokens.revoke(int(number) if known else 0, account)
    return say("account.token.revoked")


CHANGES: Mapping[str, Change] = {
    "code": _code,
    "password": _give_password,
    "roles": _set_roles,
    "disable": _disable,
    "enable": _enable,
    "sign_on": _await_sign_on,
    "unlock": _unlock,
    "logout": _end_sessions,
    "revoke": _revoke,
}
ASKED = ("code", "roles", "disable", "sign_on")
"""What shuts somebody out or gives them power, and is never done to oneself."""


def _account(number: int) -> Account:
    found = administration(Right.SYSTEM).people.accounts.by_number(number)
    if found is None:
        raise AccessError("people.no_such_account", name=str(number))
    return found


def _ask(account: Account, do: str) -> str:
    recording.nothing_done()
    roles = request.form.getlist("role") if do == "roles" else []
    named = say("edits.separator").join(say(f"account.role.{role}") for role in roles) or say("account.none")
    return render_template(
        "admin/sure.html",
        title=say(f"people.sure.{do}.title", name=account.name),
        words=[say(f"people.sure.{do}", name=account.name, roles=named)],
        action=url_for("person.change", number=account.number),
        back=url_for("person.show", number=account.number),
        fields=[("do", do), *(("role", role) for role in roles)],
        button=say(f"people.do.{do}"),
    )


def _page(account: Account, *, problem: str = "", code: str = "") -> str:
    here = administration(Right.SYSTEM)
    account = here.people.accounts.by_number(account.number) or account
    return render_template(
        "admin/person.html",
        account=account,
        groups=sorted(here.people.accounts.groups_of(account.number)),
        sessions=here.people.sessions.of(account, now()),
        tokens=here.people.tokens.of(account),
        until=here.people.invitations.until(account, now()),
        roles=roles_to_give(here),
        separate=here.settings.separate_duties,
        sign_on=here.has_sign_on,
        at=now(),
        problem=problem,
        code=f"{code[:5]}-{code[5:]}" if code else "",
    )
