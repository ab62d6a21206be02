"""The description of the HTTP interface in OpenAPI 3.0, as data. Tests compare it with the routes and their answers."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

from indexer.forms.answer import AnswerForm
from indexer.forms.edits import EditsForm, OneEditForm
from indexer.forms.report import ListForm, ReportForm
from indexer.forms.service import FailedForm, HealthForm, HelpForm, WrittenForm
from indexer.forms.similar import SimilarForm, SuggestionsForm
from indexer.search.answer import MODES, SCOPES
from web.api import (
    openapi_accounts,
    openapi_admin,
    openapi_assistants,
    openapi_imports,
    openapi_reading,
    openapi_scans,
    openapi_tables,
    openapi_wordings,
)
from web.api import openapi_parts as parts
from web.api.openapi_examples import with_examples
from web.api.schemas import Json, components, ref
from web.http.urls import MAX_LIMIT
from web.pages.reports.report_list import CHECKS
from web.pages.search import advanced, similar, suggestions

SIMILAR = (
    *map(parts.text, ("q", "report")),
    parts.whole("passage"),
    *(parts.whole(name, least=0) for name in ("start", "end")),
    parts.whole("limit", similar.MOST),
)
ADVANCED = (
    *map(parts.text, (*advanced.TEXT, *advanced.FACES, *advanced.RANGES, "period", "date")),
    *(parts.text(name, several=True) for name in ("part", "has", "lacks")),
    parts.choice("scope", SCOPES),
    parts.choice("mode", MODES),
    parts.choice("ignore_punctuation", ("0", "1")),
)
LIST = (
    *openapi_tables.LISTED_BY,
    parts.choice("check", CHECKS),
    parts.PAGE,
    parts.whole("limit", MAX_LIMIT),
)
HELP = (*parts.SEARCH, parts.choice("help", ("0", "1")))
_HEALTH = parts.json("200 when a search would be answered in full, else 503", (), HealthForm)
HEALTH: Json = {
    **_HEALTH,
    "responses": {
        "200": {"description": "In full", "content": {parts.JSON: {"schema": ref(HealthForm)}}},
        "503": {"description": "Not in full", "content": {parts.JSON: {"schema": ref(FailedForm)}}},
    },
}

PATHS: dict[str, Json] = {
    "/": {"get": parts.page("The first page", parts.SEARCH)},
    "/search": {"get": parts.page("Results of a search", parts.SEARCH)},
    "/search.json": {"get": parts.json("Results of a search", HELP, AnswerForm)},
    "/similar": {"get": parts.page("The passages nearest to a sentence", SIMILAR)},
    "/similar.json": {"get": parts.json("The passages nearest to a sentence", SIMILAR, SimilarForm)},
    "/api/suggest": {
        "get": parts.json(
            "What a beginning may become", (parts.text("q"), parts.whole("limit", suggestions.MOST)), SuggestionsForm
        )
    },
    "/advanced": {"get": parts.page("A form that writes the query", ADVANCED)},
    "/advanced.json": {"get": parts.json("The query that the form writes", ADVANCED, WrittenForm)},
    **openapi_accounts.PATHS,
    **openapi_admin.PATHS,
    **openapi_assistants.PATHS,
    **openapi_imports.PATHS,
    **openapi_reading.PATHS,
    **openapi_scans.PATHS,
    **openapi_tables.PATHS,
    **openapi_wordings.PATHS,
    "/opensearch.xml": {
        "get": parts.answers("Search description for browsers", "application/opensearchdescription+xml")
    },
    "/reports": {"get": parts.page("All reports", LIST)},
    "/reports.json": {"get": parts.json("All reports", LIST, ListForm)},
    "/reports/remove": {
        "get": parts.page("Which reports would go to the trash", [parts.text("id", several=True)]),
        "post": parts.form("Move reports to the trash"),
    },
    "/reports/confirm": {
        "get": parts.page("Which values would be confirmed", [parts.text("id", several=True), *LIST]),
        "post": parts.form("Confirm the doubtful values of reports, or of all that the list's filters leave", LIST),
    },
    "/edits": {"get": parts.page("The recent changes", [parts.PAGE])},
    "/edits.json": {"get": parts.json("The recent changes", [parts.PAGE], EditsForm)},
    "/edits/{number}": {"get": parts.page("One change", [parts.NUMBER, parts.PAGE])},
    "/edits/{number}.json": {"get": parts.json("One change", [parts.NUMBER, parts.PAGE], OneEditForm)},
    "/edits/{number}/undo": {"post": parts.form("Undo a change", [parts.NUMBER])},
    "/trash": {"get": parts.page("What lies in the trash", [parts.PAGE])},
    "/trash.json": {"get": parts.json("What lies in the trash", [parts.PAGE], ListForm)},
    "/trash/restore": {"post": parts.form("Take reports back from the trash")},
    "/trash/{report_id}/purge": {
        "get": parts.page("What deleting a report for good takes, asked from the machine itself only", [parts.REPORT]),
        "post": parts.form("Delete a report for good", [parts.REPORT]),
    },
    "/reports/edit": {
        "get": parts.page("The form for several reports", [parts.text("id", several=True)]),
        "post": parts.form("Correct several reports"),
    },
    "/reports/{report_id}": {
        "get": parts.page("One report, its places marked", [parts.REPORT, *parts.SEARCH, *parts.PIECE])
    },
    "/reports/{report_id}.json": {
        "get": parts.json("One report, with a search its places too", [parts.REPORT, *parts.SEARCH], ReportForm)
    },
    "/reports/{report_id}/original": {
        "get": parts.file("The file as it came", [parts.REPORT, parts.whole("version", least=0)])
    },
    "/reports/{report_id}/edit": {
        "get": parts.page("The form for one report", [parts.REPORT]),
        "post": parts.form("Correct one report", [parts.REPORT]),
    },
    "/about": {"get": parts.page("Version, place of the data, state of the backup")},
    "/help": {"get": parts.page("How to search")},
    "/help.json": {"get": parts.json("How to search", (), HelpForm)},
    "/health": {"get": HEALTH},
    "/metrics": {"get": parts.answers("Counters for Prometheus, where the setting `metrics` is on", "text/plain")},
    "/openapi.json": {"get": parts.answers("This description", parts.JSON, (), {"type": "object"})},
}


@cache
def document() -> Json:
    """The whole OpenAPI description of this application, as JSON."""
    return {
        "openapi": "3.0.3",
        "info": {"title": "Baogao", "version": version("baogao"), "description": "Exact search of official reports."},
        "paths": with_examples(PATHS),
        "components": {"schemas": components(PATHS), "securitySchemes": openapi_accounts.SECURITY},
        "security": [{}, {"token": []}],
    }
