"""Errors as people and programs meet them: a page, or the contract's error object, with its status. No logic."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError
from werkzeug.wrappers import Response as WsgiResponse

from archive.errors import AccessError, ArchiveError, CatalogError, EngineError, QueryError, ReadError, UsageError
from indexer import deadline
from indexer.forms.form import ABSENT, Absent
from indexer.forms.problem import ErrorForm, ProblemForm
from indexer.logs import faults
from web.http.json_answers import answered
from web.http.language import say, told
from web.http.security import CSRFError
from web.http.urls import is_for_programs

_log = logging.getLogger(__name__)

STATUS = {
    "catalog.no_such_report": 404,
    "catalog.no_such_version": 404,
    "catalog.only_here": 403,
    "catalog.no_such_unread": 404,
    "catalog.no_such_search": 404,
    "catalog.notebook_full": 409,
    "catalog.notebook_too_long": 400,
    "catalog.bad_value": 400,
    "catalog.changed_meanwhile": 409,
    "catalog.edited_meanwhile": 409,
    "catalog.empty_passage": 400,
    "catalog.not_recognised": 400,
    "read.no_picture": 404,
    "catalog.no_such_roster": 404,
    "catalog.no_such_fonds": 404,
    **dict.fromkeys(("catalog.may_not_edit", "catalog.whole_only"), 403),
    **dict.fromkeys(("catalog.fonds_key", "catalog.fonds_name", "catalog.fonds_full", "catalog.group_name"), 400),
    "catalog.fonds_there": 409,
    "catalog.no_such_topic": 404,
    **dict.fromkeys(("catalog.topic_name", "catalog.topic_search", "catalog.topic_nested"), 400),
    **dict.fromkeys(("catalog.topics_full", "catalog.topic_full"), 400),
    "catalog.no_such_edit": 404,
    "catalog.edit_undone": 409,
    "catalog.roster_name": 400,
    "catalog.roster_empty": 400,
    "catalog.roster_too_long": 400,
    "catalog.roster_unit": 400,
    "catalog.locked": 503,
    "catalog.read_only": 403,
    "disk.full": 507,
    "usage.long_address": 414,
    "query.busy": 503,
    "import.no_such": 404,
    "import.closed": 409,
    "import.running": 409,
    "import.too_large": 413,
    **dict.fromkeys(("usage.searches_too_often", "usage.exports_too_often"), 429),
    "audit.unwritable": 503,
    **dict.fromkeys(("people.login_needed", "people.bad_token", "people.wrong_login"), 401),
    **dict.fromkeys(("people.forbidden", "people.read_only", "people.nobody_yet", "people.no_tls"), 403),
    **dict.fromkeys(("people.tokens_off", "people.setup_elsewhere", "people.wrong_code", "people.change_first"), 403),
    **dict.fromkeys(("people.sign_on_disabled", "people.name_is_local"), 403),
    **dict.fromkeys(("people.not_in_group", "people.no_groups"), 403),
    **dict.fromkeys(("people.wrong_invitation",), 401),
    **dict.fromkeys(("people.not_yourself", "people.vouched_elsewhere", "people.shares_full"), 409),
    **dict.fromkeys(("people.no_such_account", "people.no_such_group", "people.no_such_token"), 404),
    **dict.fromkeys(("people.name_taken", "people.group_taken", "people.already_set_up", "people.tokens_full"), 409),
    "people.last_administrator": 409,
    "people.sign_on_refused": 401,
    **dict.fromkeys(("people.busy", "people.sign_on_away"), 503),
}
"""Codes with a status of their own; the others have that of their kind."""
KINDS: tuple[tuple[type[ArchiveError], int], ...] = (
    (QueryError, 400),
    (UsageError, 400),
    (ReadError, 400),
    (AccessError, 400),
    (EngineError, 503),
    (CatalogError, 500),
)
HTTP = {400: "http.bad_request", 404: "http.not_found", 405: "http.method", 413: "http.too_large"}
WORDS = {
    404: "web.error.lost",
    413: "web.error.large",
    429: "web.error.often",
    503: "web.error.busy",
    507: "web.error.full",
}
"""The heading of an error's page, by its status; the others have one in common."""
AGAIN = (429, 503)
SCHEME = "Bearer"
"""How a program proves who it asks for (RFC 6750)."""


def status_of(error: ArchiveError) -> int:
    """The HTTP status of an error of ours."""
    kind = next((status for kind, status in KINDS if isinstance(error, kind)), 500)
    return STATUS.get(error.code, kind)


def wants_json() -> bool:
    """Is it a program that asks? The address says so, never a header."""
    return is_for_programs(request.path)


def answer(
    code: str, message: str, status: int, *, position: int | Absent = ABSENT, number: str | Absent = ABSENT
) -> tuple[Response | str, int]:
    """The error as the asker reads it; `position` in a query, from 0; `number` of a fault in the log."""
    g.error_code = code  # for the record of deeds
    if wants_json():
        return answered(ErrorForm(ProblemForm(code, message, position, number))), status
    title = WORDS.get(status, "web.error")
    return render_template("error.html", title=title, message=message, status=status, again=_again(status)), status


def _again(status: int) -> str:
    """From when on it makes sense to ask again, by this machine's clock; "" where that is not known."""
    if status not in AGAIN:
        return ""
    seconds = int(g.get("retry_after", deadline.AGAIN))
    return (datetime.now().astimezone() + timedelta(seconds=seconds)).strftime("%H:%M:%S")


def archive_error(error: ArchiveError) -> tuple[Response | str, int]:
    """An error of ours; from 500 up it is logged as well."""
    status = status_of(error)
    if status >= 500:
        _log.log(logging.INFO if error.code in deadline.OVER else logging.ERROR, "%s: %s", error.code, error)
    body, _ = answer(error.code, told(error), status, position=ABSENT if error.position is None else error.position)
    if status == 401 and isinstance(body, Response):
        body.headers["WWW-Authenticate"] = SCHEME
    return body, status


def csrf_error(_: CSRFError) -> tuple[Response | str, int]:
    """A change without a valid token: an old page, or another site's form."""
    return answer("http.expired", say("http.expired"), 400)


def http_error(error: HTTPException) -> tuple[Response | str, int, Mapping[str, str]] | HTTPException | WsgiResponse:
    """Flask's own errors in our words; a redirect stays what it is. A 405 says what may be asked (RFC 9110, 15.5.6)."""
    status = error.code or 500
    if status < 400:
        return error
    if request.endpoint is None and (address := _without_slash()):
        return redirect(address, 308)
    code = HTTP.get(status, "http.refused")
    limit = (request.max_content_length or 0) / (1 << 20)
    body, _ = answer(code, say(code, status=status, limit=f"{limit:.0f}"), status)
    allowed = error.valid_methods if isinstance(error, MethodNotAllowed) else None
    return body, status, {"Allow": ", ".join(allowed)} if allowed else {}


def _without_slash() -> str:
    """The page of ours whose address was written with a slash behind it; "" where there is none."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not request.path.endswith("/") or request.method not in ("GET", "HEAD"):
        return ""
    try:
        endpoint, values = adapter.match(request.path.rstrip("/"), "GET")
    except HTTPException:
        return ""
    query = request.query_string.decode("ascii", "replace")
    return url_for(endpoint, **values) + (f"?{query}" if query else "")


def foreign_host(_: SecurityError) -> tuple[Response, int]:
    """A name that is not ours: no page, no links that would carry it on."""
    return Response(say("http.foreign_host") + "\n", mimetype="text/plain"), 400


def unforeseen(error: Exception) -> tuple[Response | str, int]:
    """A bug: logged under a number that the reader is told; nothing of it is shown."""
    number = faults.recorded(error)
    return answer("server.error", say("server.error", number=number), 500, number=number)


def register(app: Flask) -> None:
    """Let the application answer every error."""
    app.register_error_handler(ArchiveError, archive_error)
    app.register_error_handler(CSRFError, csrf_error)
    app.register_error_handler(SecurityError, foreign_host)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unforeseen)
