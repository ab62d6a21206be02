"""The scans' part of the description of the HTTP interface."""

from __future__ import annotations

from web.api.openapi_parts import (
    WHOLE,
    Json,
    answers,
    form,
    in_path,
    page,
    whole,
)
from web.http.urls import MAX_PAGE

_REPORT = in_path("report_id")

PATHS: dict[str, Json] = {
    "/reports/{report_id}/pages/{number}.png": {
        "get": answers(
            "A recognised page as a picture",
            "image/png",
            (_REPORT, in_path("number", WHOLE), whole("version", MAX_PAGE)),
            {"type": "string", "format": "binary"},
        )
    },
    "/reports/{report_id}/scan": {
        "get": page("A page's picture beside its recognised text", (_REPORT, whole("page", MAX_PAGE))),
        "post": form("Put recognised text right", (_REPORT, whole("page", MAX_PAGE))),
    },
}
