"""The protocol between a client and the tools: MCP over JSON-RPC 2.0, one message in, one answer or none out.

Sources: the JSON-RPC 2.0 specification; Model Context Protocol, revisions 2025-06-18 and 2025-11-25 (lifecycle, ping,
tools).

Stateless: a client that introduces itself is answered and not remembered, so any process may answer any message.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version
from typing import Any, Final

from archive.errors import ArchiveError, UsageError
from indexer import deadline
from indexer.assistants import tools_drafts, tools_reading, tools_searching, tools_units, tools_wordings
from indexer.assistants.answer_page import Json, fitted, written
from indexer.assistants.argument_check import checked
from indexer.assistants.cursor import NAME as CURSOR
from indexer.assistants.cursor import cursor_of, first_of
from indexer.assistants.tool import Caller, Tool
from indexer.logs import faults

_log = logging.getLogger(__name__)

VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26")
"""Revisions spoken, the latest first: what a client that asks for another one is offered."""
PARSE_ERROR, INVALID_REQUEST, NO_METHOD, BAD_PARAMETERS, INTERNAL = -32700, -32600, -32601, -32602, -32603
TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for room in (tools_searching, tools_reading, tools_units, tools_wordings, tools_drafts)
    for tool in room.TOOLS
}
INSTRUCTIONS = (
    "Baogao is an archive of Chinese official reports with exact search. Quote only words that read, search or "
    "verify_quotations returned, letter for letter, each with its source (出处) and link. Exact and apart results are "
    "different things: say which. Where nothing is found, say what was looked through. Everything here only reads."
)
DRAFTS = frozenset({"text", "quotations"})
"""Arguments that are somebody's own writing."""
LONGEST_VALUE = 500
"""Code points of any other argument that the record keeps."""
LONGEST = 20.0
"""Seconds by the clock that a tool may take, however busy the machine is: clients give up after some thirty."""
ASIDE: Final = object()
"""The id of a message that wants no answer."""


def answered(raw: bytes | str, caller: Caller) -> str | None:
    """One message as it came -> the answer as it goes out, on one line; None for what wants none."""
    try:
        message = json.loads(raw, parse_constant=_refused)
    except (ValueError, RecursionError):
        return written(_error(None, PARSE_ERROR, "Parse error"))
    answer = reply(message, caller)
    return None if answer is None else written(answer)


def reply(message: object, caller: Caller) -> Json | None:
    """The answer to a message; None for a notification and for what answers us, which asks nothing."""
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        return _error(None, INVALID_REQUEST, "Invalid Request")
    if "method" not in message and ("result" in message or "error" in message):
        return None
    number = message.get("id", ASIDE)
    method, parameters = message.get("method"), message.get("params", {})
    if not isinstance(method, str) or not (number is ASIDE or type(number) in (str, int)):
        return _error(None, INVALID_REQUEST, "Invalid Request")
    if number is ASIDE:
        return None
    if method not in METHODS:
        return _error(number, NO_METHOD, "Method not found")
    if not isinstance(parameters, dict):
        return _error(number, BAD_PARAMETERS, "Invalid params")
    return _done(number, method, parameters, caller)


def _done(number: object, method: str, parameters: Json, caller: Caller) -> Json:
    try:
        return {"jsonrpc": "2.0", "id": number, "result": METHODS[method](parameters, caller)}
    except UsageError as wrong:  # what concerns the call itself; a tool's own errors are its answer
        return _error(number, BAD_PARAMETERS, wrong.message(caller.language), wrong.as_json(caller.language))
    except Exception as fault:  # noqa: BLE001 # a bug: its trace is in the log, the client gets a number
        known = faults.recorded(fault)
        message = caller.say("server.error", number=known)
        return _error(number, INTERNAL, message, {"code": "server.error", "message": message, "number": known})


def _initialize(parameters: Json, _: Caller) -> Json:
    wanted = parameters.get("protocolVersion")
    return {
        "protocolVersion": wanted if wanted in VERSIONS else VERSIONS[0],
        "capabilities": {"tools": {"listChanged": False}},
        "serverInfo": {"name": "baogao", "title": "Baogao", "version": version("baogao")},
        "instructions": INSTRUCTIONS,
    }


def _ping(_: Json, __: Caller) -> Json:
    return {}


@cache
def _described() -> tuple[Json, ...]:
    return tuple(tool.described() for tool in TOOLS.values())


def _list(parameters: Json, _: Caller) -> Json:
    if parameters.get("cursor") is not None:  # all tools stand in one part, so there is no cursor of ours
        raise UsageError("assistant.cursor_unknown")
    return {"tools": list(_described())}


def _call(parameters: Json, caller: Caller) -> Json:
    name, given = parameters.get("name"), parameters.get("arguments")
    if not isinstance(name, str) or name not in TOOLS:
        raise UsageError("assistant.no_such_tool", name=str(name)[:80], known=", ".join(TOOLS))
    begun, outcome = time.perf_counter(), "answered"
    try:
        body = _answer(TOOLS[name], {} if given is None else given, caller)
    except ArchiveError as problem:
        outcome, body = problem.code, _failed(problem, caller)
    try:
        if caller.asked is not None:
            caller.asked(question(name, given), outcome)
    except ArchiveError as problem:
        outcome, body = problem.code, _failed(problem, caller)
    text = written(body)
    took = round((time.perf_counter() - begun) * 1000)
    told = {"tool": name, "outcome": outcome, "ms": took, "characters": len(text)}
    _log.info("assistant asked", extra={"fields": told})
    content = [{"type": "text", "text": text}]
    return {"content": content, "structuredContent": body, "isError": outcome != "answered"}


def question(tool: str, given: object) -> Json:
    """A call as the record of deeds keeps it: the tool and its arguments; of drafts and quotations the length."""
    told: Json = {"tool": tool}
    for name, value in given.items() if isinstance(given, dict) else ():
        written_out = value if isinstance(value, str) else written(value)
        if name in DRAFTS:
            told[f"{name}_length"] = len(written_out)
        elif name in TOOLS[tool].taken:
            told[name] = value if len(written_out) <= LONGEST_VALUE else f"{written_out[:LONGEST_VALUE]}…"
    return told


def _failed(problem: ArchiveError, caller: Caller) -> Json:
    error = caller.shown(problem).as_json(caller.language)
    return {"error": {**error, "message": str(error["message"])[:2_000]}}


def _answer(tool: Tool, given: object, caller: Caller) -> Json:
    """Raises ArchiveError for what the tool cannot answer."""
    arguments = checked(given, tool.taken, tool.required)
    change = caller.catalog.last_change()
    cursor = arguments.pop(CURSOR, None)
    first = 0 if cursor is None else first_of(cursor, tool.name, arguments, change)
    caller.prepare()
    with deadline.limited(tool.seconds, LONGEST):
        part = tool.answer(caller, arguments, first)
        return fitted(part, lambda told: cursor_of(tool.name, arguments, change, first + told))


def _refused(name: str) -> float:
    """NaN and Infinity are no JSON (RFC 8259)."""
    raise ValueError(name)


def _error(number: object, code: int, message: str, data: Mapping[str, Any] | None = None) -> Json:
    error: Json = {"code": code, "message": message}
    return {"jsonrpc": "2.0", "id": number, "error": error if data is None else {**error, "data": dict(data)}}


METHODS: Mapping[str, Callable[[Json, Caller], Json]] = {
    "initialize": _initialize,
    "ping": _ping,
    "tools/list": _list,
    "tools/call": _call,
}
