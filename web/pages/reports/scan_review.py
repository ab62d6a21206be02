"""Scans: a page's picture beside what was recognised on it, where a person puts it right. Other corrections: `edit`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Flask, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import ArchiveError, CatalogError, ReadError
from archive.model import Passage, Record, Report
from archive.ocr_corrections import amended
from indexer.processes.ocr import picture_of
from web.http import urls
from web.http.error_pages import status_of
from web.http.language import say, told
from web.state.app_state import app_state

blueprint = Blueprint("scans", __name__, url_prefix="/reports")

UNSURE = 0.9
"""A line below this is worth a look: of printed pages nearly all stand above it."""
KEPT_SECONDS = 86_400
"""A page's picture is always the same where its address names the version."""
CHARACTERS = 100_000
"""The longest passage that is taken."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage on the page: its text as it is to be shown, how sure the recogniser was (None: it is no scan)."""

    passage: Passage
    text: str
    percent: int | None
    unsure: bool


def register(app: Flask) -> None:
    """Register its pages and its words in templates with the application."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(scanned_pages=pages_of)


@blueprint.get("/<report_id>/pages/<int:number>.png")
def picture(report_id: str, number: int) -> Response:
    """The page as a picture, drawn in a child process."""
    here = app_state()
    version = urls.whole("version", 0, 0, urls.MAX_PAGE) or None
    record = here.catalog.record(report_id, version)
    if record is None:
        raise CatalogError("catalog.no_such_report", id=report_id[:80])
    if number not in pages_of(record.report):
        raise ReadError("read.no_picture", name=record.source, page=number)
    data = here.catalog.original(record.id, version)
    response = Response(picture_of(data, record.source, number), mimetype="image/png")
    if version is not None:
        response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response


@blueprint.get("/<report_id>/scan")
def page(report_id: str) -> tuple[str, int]:
    """A page's picture and its text, to be compared and put right."""
    record = app_state().record(report_id)
    return _shown(record, urls.whole("page", 0, 0, urls.MAX_PAGE), {}, None)


@blueprint.post("/<report_id>/scan")
def save(report_id: str) -> tuple[str, int] | AnyResponse:
    """Keep what was put right; what cannot be is shown again with the reason, nothing kept."""
    here = app_state()
    record = here.record(report_id)
    number = urls.whole("page", 0, 0, urls.MAX_PAGE)
    typed = _typed(record)
    try:
        _check_version(record)
        changed = {number: text for number, text in typed.items() if text != record.report.passages[number - 1].text}
        if changed:
            report = amended(record.report, changed, record.source)
            here.change(lambda: here.catalog.amend(record.id, record.version, report))
    except CatalogError as problem:
        return _shown(record, number, typed, problem)
    flash(say("web.scan.saved") if changed else say("web.scan.unchanged"))
    return redirect(urls.searched("scans.page", report_id=record.id, page=number or None), 303)


def _check_version(record: Record) -> None:
    if request.form.get("version", "") != str(record.version):
        raise CatalogError("catalog.changed_meanwhile", version=record.version)


def _typed(record: Record) -> dict[int, str]:
    """The texts of the form by passage; a browser sends line ends as two characters."""
    return {
        passage.number: request.form[f"t{passage.number}"].replace("\r\n", "\n").strip()[:CHARACTERS]
        for passage in record.report.passages
        if passage.scan and f"t{passage.number}" in request.form
    }


def _shown(record: Record, number: int, typed: Mapping[int, str], problem: ArchiveError | None) -> tuple[str, int]:
    pages = pages_of(record.report)
    if not pages:
        raise ReadError("read.no_picture", name=record.source, page=number or 1)
    here = number if number in pages else pages[0]
    at = pages.index(here)
    shown = render_template(
        "reports/scan.html",
        record=record,
        head=record.report.masthead,
        number=here,
        pages=pages,
        before=pages[at - 1] if at else None,
        after=pages[at + 1] if at + 1 < len(pages) else None,
        pieces=[_piece(passage, typed) for passage in record.report.passages if _is_on(passage, here)],
        problem=told(problem) if problem else None,
    )
    return shown, status_of(problem) if problem else 200


def _is_on(passage: Passage, number: int) -> bool:
    return passage.page == number or any(line.page == number for line in passage.scan)


def _piece(passage: Passage, typed: Mapping[int, str]) -> Piece:
    text = typed.get(passage.number, passage.text)
    if not passage.scan:
        return Piece(passage, text, None, unsure=False)
    least = min(line.confidence for line in passage.scan)
    return Piece(passage, text, round(least * 100), unsure=least < UNSURE and passage.recognised is None)


def pages_of(report: Report) -> Sequence[int]:
    """The pages that were recognised, in order."""
    return sorted({line.page for passage in report.passages for line in passage.scan})
