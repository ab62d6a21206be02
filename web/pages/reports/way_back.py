"""The way back from a report to the list it was opened from: the same page of it, at the report's own row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

from flask import request, url_for

from indexer.search.answer import FACETS, Request
from web.http import urls

View = Literal["results", "places", "list"]
VIEWS: tuple[View, ...] = get_args(View)
"""What a report may have been opened from: results by report, 逐处, the list of reports."""
_OF_SEARCH = tuple(name for name in urls.SEARCH if name not in ("page", "apart"))


def way_back(wanted: Request, report_id: str, number: int, current: int) -> str:
    """The address of the list, with the row of a report as its anchor.

    `number`: of the report in the answer, 0 where it is not in it: reading on may have led to another page than the one
    that was left. `current`: the place that the reader stands at.
    """
    view = urls.one_of("view", VIEWS)
    if view == "places" and wanted.query.strip():
        return _address("concordance.show", (*_OF_SEARCH, "page", "by"), _anchor=f"l-{report_id}-{current or 1}")
    if view == "list" or not wanted.query.strip():
        sort = request.args.get("by") if view == "list" else None
        kept = (*FACETS, "check", "page") if view == "list" else ()
        return _address("listing.index", kept, sort=sort, _anchor=f"r-{report_id}")
    if request.args.get("apart") == "1":
        return _address("search.results", (*_OF_SEARCH, "page"), _anchor="also")
    page = (number - 1) // wanted.limit + 1 if number and wanted.limit else urls.whole("page", 1, 1, urls.MAX_PAGE)
    return _address("search.results", _OF_SEARCH, page=page if page > 1 else None, _anchor=f"r-{report_id}")


def carried_on(*without: str) -> Iterator[tuple[str, str]]:
    """The values of the address that a form of this page hands on, but those named."""
    for name, values in request.args.lists():
        if name in urls.CARRIED and name not in without:
            yield from ((name, value) for value in values)


def _address(endpoint: str, kept: tuple[str, ...], **changes: object) -> str:
    args = {name: values for name, values in request.args.to_dict(flat=False).items() if name in kept}
    return url_for(endpoint) + urls.query_of(args, changes)
