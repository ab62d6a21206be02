"""The description's part about the reading room: 逐处, clippings, saved searches, notes, sources, comparisons."""

from __future__ import annotations

from indexer.export.clippings import FILES, FORMS
from indexer.forms.comparison import ComparisonForm
from indexer.forms.concordance import ConcordanceForm
from indexer.forms.notebook import (
    ClippingsForm,
    ExtentForm,
    NotesForm,
    SavedSearchesForm,
    SharedThingsForm,
    SourceForm,
    ToggledForm,
)
from indexer.forms.report import ReportForm
from indexer.forms.service import TokenForm
from indexer.search.concordance import ORDERS
from web.api import openapi_parts as parts
from web.api.schemas import Json

LINES = (*parts.FOUND, parts.choice("by", ORDERS))
PLACES = (*LINES, parts.PAGE)
VERSION = (parts.REPORT, parts.NUMBER)
CITED = (parts.REPORT, *(parts.whole(name, least=0) for name in ("passage", "version")), *parts.PIECE[-1:])
QUOTED = (*CITED, parts.whole("end"), parts.choice("chosen", ("0", "1")))
NOTED = (parts.REPORT, parts.whole("passage"), parts.whole("version", least=0))
SIDES = (parts.in_path("left"), parts.in_path("right"))
SHARED = (parts.text("kind"), parts.text("chosen", several=True))
CLIPPED = [parts.text("place", several=True)]

PATHS: dict[str, Json] = {
    "/concordance": {"get": parts.page("Every place of a search on a line", PLACES)},
    "/concordance.json": {"get": parts.json("Every place of a search", PLACES, ConcordanceForm)},
    "/clippings": {"get": parts.page("What the reader has clipped")},
    "/clippings.json": {"get": parts.json("What the reader has clipped", (), ClippingsForm)},
    "/clippings.txt": {"get": parts.answers("All clippings to copy", "text/plain", [parts.choice("form", FORMS)])},
    **{
        f"/clippings.{name}": {"get": parts.file("All clippings, or the places that are named, as a file", CLIPPED)}
        for name in FILES
    },
    "/clippings/add": {
        "get": parts.page("What would be clipped", CLIPPED),
        "post": parts.form("Clip places, written ID.VERSION.PASSAGE.START.END"),
    },
    "/clippings/toggle.json": {
        "post": parts.form("Clip places, or take them out where all are in", (), ToggledForm),
    },
    "/clippings/token.json": {"get": parts.json("What a change from a script needs", (), TokenForm)},
    "/clippings/arrange": {"post": parts.form("Move clippings or take them out")},
    "/saved": {"get": parts.page("The reader's saved searches, with the places that are new")},
    "/saved.json": {"get": parts.json("The reader's saved searches", (), SavedSearchesForm)},
    "/saved/add": {"get": parts.page("The form for a search", parts.SEARCH), "post": parts.form("Save a search")},
    "/shared": {"get": parts.page("What others share with one's groups, and what one shares")},
    "/shared.json": {
        "get": parts.json("What others share with one's groups, and what one shares", (), SharedThingsForm)
    },
    "/shared/add": {
        "get": parts.page("The form: with which group", SHARED),
        "post": parts.form("Share clippings, saved searches or notes: kind, chosen, group"),
    },
    "/shared/end": {"post": parts.form("Share it no more: kind, chosen, group")},
    "/saved/{number}": {"post": parts.form("Open a saved search, or forget it", [parts.NUMBER])},
    "/feed/{name}": {
        "get": parts.answers("A saved search as an Atom feed", "application/atom+xml", [parts.in_path("name")])
    },
    "/notes": {"get": parts.page("The reader's notes", [parts.PAGE])},
    "/notes.json": {"get": parts.json("The reader's notes", (), NotesForm)},
    "/reports/{report_id}/note": {
        "get": parts.page("The form for a note", NOTED),
        "post": parts.form("Write a note", NOTED),
    },
    "/compare": {
        "get": parts.page("What a report may be compared with", (parts.text("id", several=True), parts.text("name")))
    },
    "/compare/{left}/{right}": {"get": parts.page("Two texts side by side, each an ID or ID.VERSION", SIDES)},
    "/compare/{left}/{right}.json": {"get": parts.json("Two texts side by side", SIDES, ComparisonForm)},
    "/reports/{report_id}/versions/{number}": {
        "get": parts.page("One version of a report, its places marked", (*VERSION, *parts.SEARCH, *parts.PIECE))
    },
    "/reports/{report_id}/versions/{number}.json": {"get": parts.json("One version of a report", VERSION, ReportForm)},
    "/reports/{report_id}/cite": {"get": parts.page("Where a passage comes from, in several forms", CITED)},
    "/reports/{report_id}/extent.json": {
        "get": parts.json("How far a quotation goes: sentences, never cut between marks", QUOTED, ExtentForm)
    },
    "/reports/{report_id}/cite.json": {
        "get": parts.json("Where a passage comes from, in several forms", CITED, SourceForm)
    },
}
