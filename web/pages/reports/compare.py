"""Two texts side by side on the page: versions of a report, or this year's and last year's of a unit."""

from __future__ import annotations

import re

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog import Entry
from archive.errors import CatalogError
from archive.known_year import year_known
from archive.model import Record
from archive.text.fold import fold_text
from indexer import deadline
from indexer.comparison.facing import Facing, facing, shared_part
from indexer.comparison.side_by_side import (
    KINDS,
    Comparison,
    compare,
)
from indexer.forms.comparison import comparison_form
from web.http import urls
from web.http.json_answers import answered
from web.http.language import say
from web.pages.reports.compared_rows import SHOWS, differences, shown_of, stretches
from web.pages.reports.versions import version_of
from web.state.app_state import AppState, app_state

blueprint = Blueprint("comparing", __name__)

_SIDE = re.compile(r"([0-9A-Za-z_-]{1,80})(?:\.(\d{1,9}))?")
SECONDS = 10.0
"""Of the processor: two texts of six thousand paragraphs take some three."""
SHOWN = 3
"""Earlier reports of a unit that are offered."""
OFFERED, LONGEST = 30, 100
"""Reports offered to be compared with one; characters of the words that they are looked for by."""


@blueprint.get("/compare/<left>/<right>")
def show(left: str, right: str) -> str:
    """The right text against the left one. Each is an ID, or ID.VERSION."""
    found = compared(app_state(), left, right)
    show = shown_of(found, urls.one_of("show", SHOWS))
    beside: tuple[Facing, ...] = ()
    if show == "beside":
        with deadline.limited(SECONDS):
            beside = facing(found.left, found.right)
    laid = [] if beside else stretches(found.rows, show)
    return render_template(
        "reports/compare.html",
        found=found,
        show=show,
        shows=[name for name in SHOWS if name != "auto"],
        beside=beside,
        shared=shared_part(beside),
        stretches=laid,
        differences=differences(laid),
        kinds=[kind for kind in KINDS if kind != "moved_away"],
        numbers=[(row, pair) for row in found.rows for pair in row.numbers],
    )


@blueprint.get("/compare/<left>/<right>.json")
def twin(left: str, right: str) -> Response:
    """The same for programs."""
    return answered(comparison_form(compared(app_state(), left, right)))


@blueprint.get("/compare")
def choose() -> str | AnyResponse:
    """Two reports (`id` twice) lead to their comparison; of one, the page offers what it may be laid beside, or those
    whose face holds the words of `name`. Of none it offers reports to begin with, the latest first.
    """
    here = app_state()
    ids = list(dict.fromkeys(request.args.getlist("id")))
    if len(ids) == 2:
        return redirect(url_for("comparing.show", left=ids[0], right=ids[1]))
    if len(ids) > 2:
        flash(say("web.compare.two", n=len(ids)))
        return redirect(url_for("listing.index"))
    record = here.record(ids[0]) if ids else None
    name = request.args.get("name", "").strip()[:LONGEST]
    found = named(here, record, name) if name or record is None else likely(here, record)
    return render_template(
        "reports/choose.html", record=record, name=name, found=found[:OFFERED], more=max(0, len(found) - OFFERED)
    )


def likely(here: AppState, record: Record) -> list[Entry]:
    """What a report may be laid beside: its unit's other reports, the latest first; else those of its year and kind."""
    head = record.report.masthead
    same: list[Entry] = []
    if head.unit:
        same = list(here.catalog.list({"unit": head.unit}, sort="newest", limit=OFFERED))
    if len(same) < 2 and head.type:
        same += here.catalog.list({"type": head.type, "year_known": year_known(head)}, sort="newest", limit=OFFERED)
    return list({entry.id: entry for entry in same if entry.id != record.id}.values())


def named(here: AppState, record: Record | None, words: str) -> list[Entry]:
    """The reports but `record` in whose title, unit or file name each of the words stands, folded as a search folds."""
    wanted = [fold_text(word) for word in words.split()]
    return [
        entry
        for entry in here.catalog.list(sort="newest")
        if (record is None or entry.id != record.id)
        and all(word in fold_text(f"{entry.title or ''}\n{entry.unit or ''}\n{entry.source}") for word in wanted)
    ]


def compared(here: AppState, left: str, right: str) -> Comparison:
    """Both laid side by side.

    Raises CatalogError: `catalog.no_such_report`, `catalog.no_such_version`; UsageError("compare.too_long").
    """
    with deadline.limited(SECONDS):
        return compare(_side(here, left), _side(here, right))


def earlier(record: Record) -> list[Entry]:
    """The unit's earlier reports of the same kind, the latest first: what this one may be laid beside."""
    head = record.report.masthead
    if not head.unit or not head.year:
        return []
    same = app_state().catalog.list({"unit": head.unit, "type": head.type, "period": head.period}, sort="newest")
    return [entry for entry in same if entry.year and entry.year < head.year and entry.id != record.id][:SHOWN]


def _side(here: AppState, name: str) -> Record:
    found = _SIDE.fullmatch(name)
    if found is None:
        raise CatalogError("catalog.no_such_report", id=name[:80])
    return version_of(here, found[1], int(found[2])) if found[2] else here.record(found[1])
