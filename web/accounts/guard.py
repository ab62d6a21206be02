"""The guard: before anything else looks at a request, who asks is known and whether they may. Default is no.

It comes before the check of CSRF tokens and before any page raises the limit of a body: whoever may not bring files in
is refused before a byte of one is read.
"""

from __future__ import annotations

import logging
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, g, redirect, request
from werkzeug.exceptions import NotFound, SecurityError
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import AccessError, ArchiveError
from web.accounts import visitor as visitors
from web.accounts.permissions import ADMINISTRATION, KEEPS_NOTHING, SAFE, SESSIONS, TO_CHANGE, Right, has, needed
from web.accounts.visitor import people_state, recognised, visitor
from web.http.security import is_local
from web.http.urls import is_for_programs

LOGIN = "/login"
HOW = frozenset(
    {
        *("login.form", "login.begin", "login.end", "set_up.form", "set_up.make", "static", "api.health"),
        *("first_password.form", "first_password.set_it"),
        *("sign_on.begin", "sign_on.back"),
    }
)
"""Endpoints that answer even where nobody can log in yet."""
ADMIN = "/admin"
"""Below which all addresses of administrators stand."""
OF_A_NEW_PASSWORD = frozenset({"account.show", "account.change_password", "login.end"})
"""What is answered to whoever came in with a password that somebody else gave them."""
OWN_CHECK = frozenset({"static", "metrics.show"})
"""Endpoints that know no person: files of ours, and counters, whose token is nobody's."""
OF_SCOPE = {"assistant": ("assistants",), "feed": ("feeds",)}
"""Scope of a token -> the blueprints it opens; `search` opens what answers JSON and changes nothing."""

_log = logging.getLogger(__name__)


def check() -> AnyResponse | None:
    """Let the request through, or answer it. Raises AccessError for programs and for those who are logged in."""
    endpoint = request.endpoint
    g.sees_server_paths = _brings_files
    g.visitor, g.reader = visitors.UNKNOWN, visitors.STRANGER
    if endpoint in OWN_CHECK:
        return None
    if isinstance(request.routing_exception, SecurityError):  # the name of another host
        raise request.routing_exception
    try:
        _recognise()
    except AccessError as problem:
        if endpoint not in HOW or problem.code == "people.bad_token":
            raise
    if endpoint is None:  # no such address, or no such method: the same for all who may read
        if request.path.startswith(ADMIN) and visitor().known and not _administers():
            raise NotFound  # also where only the method is wrong, which would tell that there is such an address
        return None if visitor().known else _refused()
    right = needed(endpoint, request.method)
    if right is None:
        _log.error("an address has no row in the table of rights", extra={"fields": {"endpoint": endpoint}})
        raise NotFound
    return _decide(right)


def require(right: Right) -> None:
    """For what an address does only when a form says so. Raises AccessError: "people.forbidden", "people.read_only"."""
    code = _hindrance(right)
    if code:
        raise AccessError(code)


def may(right: str) -> bool:
    """For templates: may the current request's sender do that?"""
    return not _hindrance(Right(right))


def may_open(right: Right, *, changes: bool = False) -> bool:
    """May the current request's sender open the pages that need that right? One that is only for changes needs more."""
    return not _hindrance(right, looking=not changes)


def _brings_files() -> bool:
    try:
        return not _hindrance(Right.IMPORT, looking=True)
    except ArchiveError:  # the catalog that would tell is what fails now
        return False


def own_address(address: str) -> str:
    """`address` if it is a path of ours, else the first page: a login must lead nowhere else."""
    parts = urlsplit(address) if address.isprintable() else None
    inner = parts is not None and not parts.scheme and not parts.netloc and address.startswith("/")
    return address if inner and address[1:2] not in ("/", "\\") and "\\" not in address else "/"


def _recognise() -> None:
    state = people_state()
    people = state.known()
    found = recognised(people, state.settings, state.catalog.notebooks)
    if people is not None and not (request.is_secure or state.settings.plain_http or is_local(any_name=True)):
        raise AccessError("people.no_tls")
    g.visitor, g.reader, g.account_name = found, found.reader, found.reader.name


def _decide(right: Right) -> AnyResponse | None:
    led = None if right is Right.ANYONE else _led_elsewhere(right)
    if led is not None:
        return led
    code = _hindrance(right, looking=_looks())
    if code:
        raise AccessError(code)
    return None


def _looks() -> bool:
    if request.endpoint in SESSIONS:
        return True
    return request.method in SAFE and request.endpoint not in TO_CHANGE


def _led_elsewhere(right: Right) -> AnyResponse | None:
    """Where the sender has to go first. Raises NotFound (pages of administrators), AccessError("people.bad_token")."""
    found = visitor()
    if not found.known:
        return _refused()
    if right in ADMINISTRATION and not _administers():
        g.refused = True  # for the record of deeds: the answer says that there is no such address
        raise NotFound
    if found.account is not None and found.account.must_change and request.endpoint not in OF_A_NEW_PASSWORD:
        return _password_first()
    if found.token is not None and not _opens(found.token.scope):
        raise AccessError("people.bad_token")
    return None


def _hindrance(right: Right, *, looking: bool = False) -> str:
    """The code of what keeps the current request's sender from using a right; "" where nothing does.

    `looking`: only the page is shown from which something could be changed.
    """
    if people_state().settings.read_only and not looking and right not in KEEPS_NOTHING:
        return "people.read_only"
    if right is Right.ANYONE:
        return ""
    granted = visitor().known and has(visitor().reader, right, people_state().catalog)
    return "" if granted else "people.forbidden"


def _administers() -> bool:
    """Has whoever asks any administrator's duty? No program has, in nobody's name."""
    found = visitor()
    return found.known and found.token is None and has(found.reader, Right.ADMINISTER, people_state().catalog)


def _password_first() -> AnyResponse:
    if is_for_programs(request.path) or request.method not in ("GET", "HEAD"):
        raise AccessError("people.change_first")
    return redirect("/account#password", 303)


def _opens(scope: str) -> bool:
    if scope == "search":
        return request.method in SAFE and is_for_programs(request.path)
    return request.blueprint in OF_SCOPE[scope]


def _refused() -> AnyResponse:
    """Whoever has to log in is led there; a program, and what would be lost on the way, is told so."""
    if is_for_programs(request.path) or request.method not in ("GET", "HEAD"):
        raise AccessError("people.login_needed")
    wanted = own_address(request.full_path.rstrip("?"))
    return redirect(LOGIN if wanted == "/" else f"{LOGIN}?{urlencode({'next': wanted})}", 303)


def _not_stored(response: Response) -> Response:
    """What somebody reads who is logged in stays in no cache: the next at that machine would find it."""
    if visitor().account is not None and request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


def register(app: Flask) -> None:
    """Let the guard stand before everything that is registered after it."""
    app.before_request(check)
    app.after_request(_not_stored)
    app.jinja_env.globals.update(may=may)
