"""Every answer's line in the record of deeds: written here and nowhere else, before the answer is sent.

Never a text: of an address its values, of a form the ids that it names, of a file that is sent its bytes.
"""

from __future__ import annotations

import logging
from contextlib import suppress

from flask import Flask, Response, current_app, g, request

from archive.errors import ArchiveError, CatalogError
from archive.people.audit_chain import Deed, Kind, Way, what_of
from indexer.audit.recorder import Recorder
from web.http import audited, error_pages
from web.http.urls import is_for_programs

KEY = "baogao_audit"
IDS = 200
"""Reports that a line names; of more it says how many."""
VALUE = 500
"""Code points of a value of an address that a line keeps."""
REFUSED = {401: "refused", 403: "refused", 429: "refused"}

_log = logging.getLogger(__name__)


def register(app: Flask, recorder: Recorder) -> None:
    """Let the application record what it answers: the last that sees an answer."""
    app.extensions[KEY] = recorder
    app.after_request(_recorded)


def recorder() -> Recorder:
    """The record of the archive that answers the current request."""
    found: Recorder = current_app.extensions[KEY]
    return found


def told(**facts: object) -> None:
    """Have the line of the current request say this as well: numbers and ids, never a text."""
    g.setdefault("audit_facts", {}).update(facts)


def nothing_done() -> None:
    """Have the line of the current request say that nothing was changed: it was only asked whether it shall be."""
    g.nothing_done = True


def deed(kind: Kind, act: str, outcome: str = "done", who: str | None = None) -> Deed:
    """What the asker of the current request does."""
    return Deed(
        kind,
        act,
        who=asker_name() if who is None else who,
        way=_way(),
        address=request.remote_addr or "",
        view=str(g.get("view_key", "")),
        what=what_of(_what()),
        outcome=outcome,
    )


def asker_name() -> str:
    """The account of whoever asks; "" where nobody is known."""
    return str(g.get("account_name", ""))


def _recorded(response: Response) -> Response:
    kind = _kind(response.status_code)
    if kind is None:
        return response
    try:
        if recorder().records(kind):  # asked first: to say what was done is more work than to answer some requests
            recorder().record(deed(kind, request.endpoint or "-", _outcome(response)))
    except ArchiveError as problem:
        return _unrecorded(problem, response)
    return response


def _unrecorded(problem: ArchiveError, response: Response) -> Response:
    """Where people share an archive nothing is answered that is not recorded; elsewhere the log tells.

    What failed anyway gave nothing away and says why: a full disk stops the record as well.
    """
    _log.error("not recorded: %s", problem.code, extra={"fields": {"code": problem.code, "act": request.endpoint}})
    if response.status_code >= 500:
        return response
    shared = True
    with suppress(ArchiveError):
        shared = recorder().has_accounts
    if not shared:
        return response
    response.close()
    body, status = error_pages.archive_error(CatalogError("audit.unwritable", problem=problem.code))
    return current_app.make_response((body, status))


def _kind(status: int) -> Kind | None:
    if request.endpoint is None or g.get("unrecorded", False):
        return None
    kind = audited.kind_of(request.endpoint, request.method)
    visitor = g.get("visitor")
    if status < 400 and visitor is not None and not visitor.known:
        return None  # led to the login: nothing was answered
    return "refused" if (status in REFUSED or g.get("refused", False)) and kind is not None else kind


def _outcome(response: Response) -> str:
    if response.status_code < 400:
        return "nothing" if g.get("nothing_done", False) else "done"
    return str(g.get("error_code", f"http.{response.status_code}"))


def _way() -> Way:
    if request.endpoint == "assistants.ask":
        return "assistant"
    return "program" if is_for_programs(request.path) else "page"


def _what() -> dict[str, object]:
    said: dict[str, object] = {name: str(value)[:VALUE] for name, value in (request.view_args or {}).items()}
    for name, values in request.args.to_dict(flat=False).items():
        kept = [value if len(value) <= VALUE else f"{value[:VALUE]}… ({len(value)})" for value in values[:IDS]]
        said[name[:60]] = kept[0] if len(kept) == 1 else kept
    if "form" in vars(request):  # only where the page has read it: what was refused unread stays unread
        ids = request.form.getlist("id")
        if ids:
            said["ids"] = [one[:64] for one in ids[:IDS]]
            said["reports"] = len(ids)
    return {**said, **g.get("audit_facts", {})}
