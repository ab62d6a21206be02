"""The door for assistants at /mcp (MCP, streamable HTTP, without a stream or a session), and /llms.txt.

Stateless: a POST is one message and its answer, so any process may answer it; a GET, which would open a stream, and a
DELETE, which would end a session, are 405. Source: MCP 2025-11-25, Transports, streamable HTTP.
"""

from __future__ import annotations

from flask import Blueprint, Flask, Response, current_app, request

from indexer.assistants.answer_page import written
from indexer.assistants.json_rpc import INVALID_REQUEST, TOOLS, answered
from indexer.assistants.tool import Caller, Json
from indexer.settings import Settings
from web.http import recording
from web.http.language import language, say
from web.http.security import is_local, without_token
from web.http.server_paths import for_reader
from web.state.app_state import app_state

blueprint = Blueprint("assistants", __name__)

JSON = "application/json"
WHO = "BAOGAO_ASSISTANTS"
"""The key of the application's configuration that says who may ask, as the setting `assistants` does."""
VERSION_HEADER = "MCP-Protocol-Version"


def register(app: Flask, settings: Settings) -> None:
    """Add the addresses. No token of ours is asked for: nothing is changed here, and no other site's page can ask in a
    reader's name, as only JSON is taken and an Origin other than our own is refused.
    """
    app.config[WHO] = settings.assistants
    app.register_blueprint(blueprint)
    without_token(app, blueprint)


@blueprint.post("/mcp")
def ask() -> Response:
    """One message of JSON-RPC: answered as JSON, or 202 where it wants no answer."""
    refusal = _refusal()
    if refusal is not None:
        code, status = refusal
        return _refused(code, status)
    here = app_state()
    caller = Caller(here.searcher, language(), request.host_url.rstrip("/"), here.counting.wordings, _asked, for_reader)
    answer = answered(request.get_data(), caller)
    if answer is None:
        return Response(status=202)
    return Response(answer.encode("utf-8", "replace"), mimetype=JSON)


@blueprint.get("/llms.txt")
def about() -> Response:
    """What this place is, for a language model that reads it (llmstxt.org)."""
    tools = "\n".join(f"- {tool.name}: {tool.description}" for tool in TOOLS.values())
    pages = "\n".join(f"- [{title}]({request.host_url.rstrip('/')}{path}): {told}" for title, path, told in PAGES)
    words = (
        f"# Baogao 报告库\n\n> {ABOUT}\n\n## Tools (MCP at {request.host_url}mcp)\n{tools}\n\n## Addresses\n{pages}\n"
    )
    return Response(words, mimetype="text/plain")


ABOUT = (
    "An archive of Chinese official reports with exact search: what is found stands there to the character, totals are "
    "exact, and every passage has a source (出处) and a link that opens it."
)
PAGES = (
    ("OpenAPI", "/openapi.json", "all addresses that answer JSON"),
    ("Search", "/search.json?q=…", "results with marked passages"),
    ("Verify", "/verify.json?q=…", "whether the archive has these words"),
    ("Query language", "/help.json", "what may be asked, by examples"),
)


def _asked(question: Json, outcome: str) -> None:
    """The line that is written of this request anyway says what was asked."""
    recording.told(**question, answer=outcome)


def _refusal() -> tuple[str, int] | None:
    """Why nothing is answered: a code of ours and the status. A wrong Host is refused before anybody comes here."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.lower() != request.host_url.rstrip("/").lower():
        return "assistant.foreign_origin", 403
    who = current_app.config[WHO]
    if who == "off" or (who == "here" and not is_local()):
        return "assistant.off", 403
    if request.mimetype != JSON:
        return "assistant.not_json", 415
    return None


def _refused(code: str, status: int) -> Response:
    error = {"code": INVALID_REQUEST, "message": say(code), "data": {"code": code}}
    return Response(written({"jsonrpc": "2.0", "id": None, "error": error}), status, mimetype=JSON)
