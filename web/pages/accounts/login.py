"""登录: a name and a password for a session; and its end."""

from __future__ import annotations

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import AccessError
from archive.people.account import Account
from web.accounts.guard import own_address
from web.accounts.visitor import cookie_name, now, people_state, visitor
from web.http import recording
from web.http.error_pages import status_of
from web.http.language import told
from web.pages.notebook import reader_cookie

blueprint = Blueprint("login", __name__)


@blueprint.get("/login")
def form() -> Response | AnyResponse | str:
    """Who comes in; where nobody needs to, the first page."""
    if visitor().known:
        return redirect(own_address(request.args.get("next", "/")), 303)
    return login_page(request.args.get("next", "/"))


@blueprint.post("/login")
def begin() -> tuple[str, int] | AnyResponse:
    """Log in, and on to the page that was asked for."""
    target = own_address(request.form.get("next", "/"))
    people = people_state().known()
    if people is None:
        return redirect(url_for("set_up.form"), 303)
    name, password = request.form.get("name", ""), request.form.get("password", "")
    try:
        here = people_state()
        account = people.log_in(here.passwords, name, password, request.remote_addr or "", now(), here.directory)
    except AccessError as problem:
        recorded("login", "refused")
        return login_page(target, name=name[:100], problem=told(problem)), status_of(problem)
    before = visitor().logged_in
    if before is not None:
        people.sessions.end(before.session.token, before.account.number)
    return logged_in(account, target)


@blueprint.post("/logout")
def end() -> AnyResponse:
    """Log out here; the cookie is worth nothing from now on, wherever it was copied to."""
    found, people = visitor().logged_in, people_state().known()
    if found is not None and people is not None:
        people.sessions.end(found.session.token, found.account.number)
        recorded("logout", "done", found.account.name)
    session.clear()
    response = redirect(url_for("login.form"), 303)
    response.delete_cookie(cookie_name(), secure=request.is_secure, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def logged_in(account: Account, target: str) -> AnyResponse:
    """A new session for the account, and the page at `target`. CSRF tokens of before are good no longer."""
    recorded("login", "done", account.name)
    token = people_state().all.sessions.begin(account, now(), request.remote_addr or "")
    session.clear()
    response = make_response(redirect(target, 303))
    response.set_cookie(cookie_name(), token, secure=request.is_secure, httponly=True, samesite="Lax", path="/")
    reader_cookie.hand_over(account, response)
    return response


def recorded(act: str, outcome: str, who: str = "") -> None:
    """A line in the record of deeds; of a name that was refused nothing: people type passwords there."""
    g.unrecorded = True
    recording.recorder().record(recording.deed("login", act, outcome, who))


def login_page(target: str, *, name: str = "", problem: str = "") -> str:
    """The form, which leads on to `target`."""
    return render_template(
        "accounts/login.html",
        target=own_address(target),
        name=name,
        problem=problem,
        office=people_state().provider is not None,
    )
