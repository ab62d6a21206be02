"""设置密码: by the one-time code that an administrator has passed on, for a new account or a forgotten password."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import AccessError
from archive.people.password_rules import typed_twice
from web.accounts.visitor import now, people_state
from web.http.error_pages import status_of
from web.http.language import told
from web.pages.accounts.login import logged_in, recorded

blueprint = Blueprint("first_password", __name__)


@blueprint.get("/first-password")
def form() -> str | AnyResponse:
    """A name, the code, a password twice."""
    if people_state().known() is None:
        return redirect(url_for("set_up.form"), 303)
    return _page(name=request.args.get("name", "")[:100])


@blueprint.post("/first-password")
def set_it() -> tuple[str, int] | AnyResponse:
    """Set the password; whoever did is logged in."""
    people = people_state().known()
    if people is None:
        return redirect(url_for("set_up.form"), 303)
    name, new = request.form.get("name", ""), request.form.get("password", "")
    code = request.form.get("code", "")[:100]
    try:
        typed_twice(new, request.form.get("again", ""))
        address = request.remote_addr or ""
        account = people.set_first_password(people_state().passwords, name, code, new, address, now())
    except AccessError as problem:
        recorded("first_password", "refused")
        return _page(name=name[:100], code=code, problem=told(problem)), status_of(problem)
    recorded("first_password", "done", account.name)
    return logged_in(account, url_for("search.home"))


def _page(*, name: str = "", code: str = "", problem: str = "") -> str:
    return render_template("accounts/first_password.html", name=name, code=code, problem=problem)
