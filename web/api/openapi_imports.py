"""How OpenAPI 3.0 describes bringing in, the records of imports, and reports that may be drafts, as data."""

from __future__ import annotations

from archive.catalog.imports import STATUSES
from web.api.openapi_parts import (
    MAYBE,
    TEXT,
    WHOLE,
    YEAR,
    Json,
    choice,
    form,
    in_path,
    json,
    page,
    several,
    shape,
    whole,
)
from web.http.urls import MAX_PAGE

NUMBER = in_path("number", WHOLE)
PAGE = whole("page", MAX_PAGE)
STATUS = choice("status", ("", *STATUSES))


def _files(summary: str, parameters: list[Json], name: str | None) -> Json:
    """A form that carries files."""
    described = json(summary, parameters, name) if name else page(summary, parameters)
    fields = {
        "type": "object",
        "required": ["csrf_token"],
        "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
    }
    return {**described, "requestBody": {"content": {"multipart/form-data": {"schema": fields}}}}


def _told(summary: str, parameters: list[Json], name: str) -> Json:
    """A small form that answers in JSON."""
    return {**form(summary, parameters), "responses": json(summary, parameters, name)["responses"]}


PATHS: dict[str, Json] = {
    "/import": {"get": page("The form for files"), "post": _files("Bring files in with one form", [], None)},
    "/import.json": {"post": _told("Begin an import whose files come in parts", [], "Begun")},
    "/import/samples": {"post": form("Bring in the five samples")},
    "/imports": {"get": page("Every import", [PAGE])},
    "/imports.json": {"get": json("Every import", [PAGE], "Imports")},
    "/imports/{number}": {"get": page("One import and its files", [NUMBER, STATUS, PAGE])},
    "/imports/{number}.json": {"get": json("One import and its files", [NUMBER, STATUS, PAGE], "Import")},
    "/imports/{number}/files.json": {"post": _files("Some of an import's files", [NUMBER], "Places")},
    "/imports/{number}/close.json": {"post": _told("No more files will come", [NUMBER], "Begun")},
    "/imports/{number}/resume": {"post": form("Take up an import that broke off", [NUMBER])},
    "/imports/{number}/give-up": {"post": form("Give up an import that broke off", [NUMBER])},
    "/imports/unread": {"get": page("Files that gave no text", [PAGE])},
    "/imports/unread.json": {"get": json("Files that gave no text", [], "Unread")},
    "/imports/retry": {"post": form("Read such files again")},
    "/imports/near": {"get": page("Reports that may be drafts of one another", [PAGE]), "post": form("Decide")},
    "/imports/near.json": {"get": json("Reports that may be drafts of one another", [], "Near")},
}

_ERROR: Json = {"type": "object", "nullable": True}
_IMPORT: dict[str, Json] = {
    "number": WHOLE,
    "way": {"type": "string", "enum": ["command", "page", "watch", "retry", "reread"]},
    "source": TEXT,
    "given": {"type": "object"},
    "expected": YEAR,
    "begun_at": TEXT,
    "ended_at": MAYBE,
    "state": {"type": "string", "enum": ["running", "done", "stopped", "interrupted"]},
    "counts": {"type": "object", "additionalProperties": WHOLE},
    "error": _ERROR,
}
_FILE = shape(
    place=WHOLE,
    name=TEXT,
    status={"type": "string", "enum": list(STATUSES)},
    id=MAYBE,
    error=_ERROR,
    notices=several({"type": "object"}),
)
_PAIR = shape(
    reports=several(TEXT),
    percent=WHOLE,
    resemblance={"type": "number"},
    containment={"type": "number"},
    kept=MAYBE,
)
SCHEMAS: dict[str, Json] = {
    "Begun": shape(number=WHOLE, address=TEXT),
    "Places": shape(places=several(WHOLE)),
    "Imports": shape(total=WHOLE, page=WHOLE, pages=WHOLE, imports=several(shape(**_IMPORT))),
    "Import": shape(**_IMPORT, waiting=WHOLE, page=WHOLE, pages=WHOLE, files=several(_FILE)),
    "Unread": shape(files=several(shape(source=TEXT, location=TEXT, at=TEXT, error={"type": "object"}))),
    "Near": shape(open=several(_PAIR), merged=several(_PAIR)),
}
