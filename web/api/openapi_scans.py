"""The description's part about scans."""

from __future__ import annotations

from web.api import openapi_parts as parts
from web.api.schemas import Json

PAGE = (parts.REPORT, parts.whole("page", least=0))

PATHS: dict[str, Json] = {
    "/reports/{report_id}/pages/{number}.png": {
        "get": parts.file(
            "A recognised page as a picture",
            (parts.REPORT, parts.NUMBER, parts.whole("version", least=0)),
            "image/png",
        )
    },
    "/reports/{report_id}/scan": {
        "get": parts.page("A page's picture beside its recognised text", PAGE),
        "post": parts.form("Put recognised text right", PAGE),
    },
}
