"""First account: made on this machine alone, with the one-time code that a terminal has shown."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import AccessError
from archive.people.account import ADMIN, SYSTEM
from archive.people.password_rules import check, typed_twice
from web.accounts.visitor import now, people_state
from web.http.error_pages import status_of
from web.http.language import told
from web.http.security import is_local
from web.pages.accounts.login import logged_in

blueprint = Blueprint("set_up", __name__)

COMMAND = "baogao user setup"


@blueprint.get("/setup")
def form() -> str | AnyResponse:
    """The code, a name and a password twice. Raises AccessError("people.setup_elsewhere")."""
    if people_state().known() is not None:
        return redirect(url_for("login.form"), 303)
    _check_place()
    return _page()


@blueprint.post("/setup")
def make() -> tuple[str, int] | AnyResponse:
    """The first administrator, who is logged in at once. Raises AccessError("people.setup_elsewhere")."""
    if people_state().known() is not None:
        return redirect(url_for("login.form"), 303)
    _check_place()
    name, password = request.form.get("name", ""), request.form.get("password", "")
    people, separate = people_state().all, people_state().settings.separate_duties
    try:
        typed_twice(password, request.form.get("again", ""))
        check(password, name)
        people.setup_codes.check(request.form.get("code", "")[:100], now())
        hashed = people_state().passwords.hash(password)
        number = people.accounts.add_first(name, hashed, now(), [SYSTEM if separate else ADMIN])
    except AccessError as problem:
        return _page(name=name[:100], problem=told(problem)), status_of(problem)
    people.setup_codes.end()
    account = people.accounts.by_number(number)
    assert account is not None
    return logged_in(account, url_for("account.show"))


def _check_place() -> None:
    if not is_local() or people_state().settings.trusted_proxy:
        raise AccessError("people.setup_elsewhere")


def _page(*, name: str = "", problem: str = "") -> str:
    return render_template("accounts/set_up.html", name=name, problem=problem, command=COMMAND)
