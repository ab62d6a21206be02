"""单位统一登录: to the office's own provider, and back with whom it vouches for."""

from __future__ import annotations

from flask import Blueprint, redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import AccessError
from web.accounts.guard import own_address
from web.accounts.visitor import now, people_state
from web.http.error_pages import status_of
from web.http.language import told
from web.pages.accounts.login import logged_in, login_page, recorded

blueprint = Blueprint("sign_on", __name__)

TARGET = "sign_on_target"
"""Where to go on afterwards, in the session beside the state."""


@blueprint.get("/login/office")
def begin() -> tuple[str, int] | AnyResponse:
    """On to the provider; where there is none, or nobody has an account yet, to the page for that."""
    provider, target = people_state().provider, own_address(request.args.get("next", "/"))
    if provider is None or people_state().known() is None:
        return redirect(url_for("login.form"), 303)
    try:
        answer = provider.begin(url_for("sign_on.back", _external=True))
    except AccessError as problem:
        return login_page(target, problem=told(problem)), status_of(problem)
    session[TARGET] = target
    return answer


@blueprint.get("/login/office/back")
def back() -> tuple[str, int] | AnyResponse:
    """Logged in, and on to the page that was asked for; or told why not."""
    provider, people = people_state().provider, people_state().known()
    if provider is None or people is None:
        return redirect(url_for("login.form"), 303)
    target = own_address(str(session.pop(TARGET, "/")))
    try:
        account = people.signed_on(provider.end(), now())
    except AccessError as problem:
        recorded("login", "refused")
        return login_page(target, problem=told(problem)), status_of(problem)
    return logged_in(account, target)
