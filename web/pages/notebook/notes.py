"""批注: a reader's own words on a passage."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog.notebooks import Note
from archive.errors import UsageError
from archive.model import Record
from indexer.forms.notebook import NotesForm, note_form
from indexer.search.citation import Citations
from web.http import urls
from web.http.json_answers import answered
from web.http.language import say
from web.pages.notebook import sharing
from web.pages.notebook.reader_cookie import notebook, own_notebook
from web.pages.reports.versions import version_of
from web.state.app_state import AppState, app_state

blueprint = Blueprint("notes", __name__)

PAGE = 50
"""Notes a page: the report of each is read for its 出处."""


@blueprint.get("/notes")
def show() -> str:
    """A page of the notes, the latest first."""
    here, notes = app_state(), notes_on(None)
    page = urls.page_of(len(notes), PAGE)
    if page.beyond:
        raise UsageError("usage.bad_parameter", name="page", value=str(page.number))
    shown = [(note, _source(here, note)) for note in page.of(notes)]
    return render_template("notebook/notes.html", notes=shown, page=page)


@blueprint.get("/notes.json")
def twin() -> Response:
    """All notes for programs."""
    return answered(NotesForm(list(map(note_form, notes_on(None)))))


@blueprint.get("/reports/<report_id>/note")
def ask(report_id: str) -> str:
    """The form for one passage."""
    record, passage = _wanted(report_id)
    words = next(
        (one.words for one in notes_on(record.id) if (one.version, one.passage) == (record.version, passage)), ""
    )
    source = Citations(record.report, record.source).of(passage)
    return render_template("notebook/note.html", record=record, passage=passage, words=words, source=source)


@blueprint.post("/reports/<report_id>/note")
def save(report_id: str) -> AnyResponse:
    """Keep it; empty words take it away."""
    record, passage = _wanted(report_id)
    words = request.form.get("words", "")
    if not words.strip():
        place = (record.version, passage)
        sharing.forget("note", [one.number for one in notes_on(record.id) if (one.version, one.passage) == place])
    own_notebook().note(record.id, record.version, passage, words)
    flash(say("web.note.saved"))
    return redirect(urls.at_place(url_for("reports.show", report_id=record.id), passage))


def notes_on(report_id: str | None) -> list[Note]:
    """The reader's notes on a report, or all of them."""
    mine = notebook()
    return [] if mine is None else list(mine.notes(report_id))


def _wanted(report_id: str) -> tuple[Record, int]:
    here = app_state()
    version = urls.whole("version", 0, 0, urls.MAX_PAGE)
    record = version_of(here, report_id, version) if version else here.record(report_id)
    passage = urls.whole("passage", 1, 1, urls.MAX_PAGE)
    if passage > len(record.report.passages):
        raise UsageError("usage.bad_parameter", name="passage", value=str(passage))
    return record, passage


def _source(here: AppState, note: Note) -> str | None:
    record = here.catalog.record(note.report, note.version)
    if record is None or note.passage > len(record.report.passages):
        return None
    return Citations(record.report, record.source).of(note.passage)
