"""The description's part about bringing in, the records of imports, and reports that may be drafts."""

from __future__ import annotations

from archive.catalog.imports import STATUSES
from indexer.forms.imports import BegunForm, ImportForm, ImportsForm, NearForm, PlacesForm, UnreadForm
from indexer.forms.service import DemoForm
from web.api import openapi_parts as parts
from web.api.schemas import Json

ONE = (parts.NUMBER, parts.choice("status", ("", *STATUSES)), parts.PAGE)

PATHS: dict[str, Json] = {
    "/import": {"get": parts.page("The form for files"), "post": parts.files("Bring files in with one form")},
    "/import.json": {"post": parts.form("Begin an import whose files come in parts", (), BegunForm)},
    "/import/samples": {"post": parts.form("Bring in the five samples")},
    "/demo": {"post": parts.form("Bring in the invented papers")},
    "/demo/remove": {"post": parts.form("Take the invented papers away for good")},
    "/demo.json": {"get": parts.json("How many invented papers are there", (), DemoForm)},
    "/imports": {"get": parts.page("Every import", [parts.PAGE])},
    "/imports.json": {"get": parts.json("Every import", [parts.PAGE], ImportsForm)},
    "/imports/{number}": {"get": parts.page("One import and its files", ONE)},
    "/imports/{number}.json": {"get": parts.json("One import and its files", ONE, ImportForm)},
    "/imports/{number}/files.json": {"post": parts.files("Some of an import's files", [parts.NUMBER], PlacesForm)},
    "/imports/{number}/close.json": {"post": parts.form("No more files will come", [parts.NUMBER], BegunForm)},
    "/imports/{number}/resume": {"post": parts.form("Take up an import that broke off", [parts.NUMBER])},
    "/imports/{number}/give-up": {"post": parts.form("Give up an import that broke off", [parts.NUMBER])},
    "/imports/unread": {"get": parts.page("Files that gave no text", [parts.PAGE])},
    "/imports/unread.json": {"get": parts.json("Files that gave no text", (), UnreadForm)},
    "/imports/set-aside": {"post": parts.form("Say why nothing more is expected of an unread file, or take that back")},
    "/imports/retry": {"post": parts.form("Read such files again")},
    "/imports/near": {
        "get": parts.page("Reports that may be drafts of one another", [parts.PAGE]),
        "post": parts.form("Decide"),
    },
    "/imports/near.json": {"get": parts.json("Reports that may be drafts of one another", (), NearForm)},
}
