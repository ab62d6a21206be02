"""导入: files come from the browser, with scripts in parts, without in one form; they are imported in the background.

Every request leaves its state in the home, so that any serving process may take the next one. What became of the files
is on the pages of `imports`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog import Fonds, Imports
from archive.catalog.fonds import WHOLE, known_fonds
from archive.errors import ArchiveError, CatalogError, ReadError
from archive.masthead.corrections import validated
from indexer.forms.imports import BegunForm, PlacesForm
from indexer.ingest import background
from indexer.rights.catalog_view import first_editable
from web.http.error_pages import answer, status_of
from web.http.json_answers import answered
from web.http.language import say, told
from web.pages.imports.upload_request import MOST_FILES, incoming, received
from web.state.app_state import app_state

blueprint = Blueprint("bringing", __name__)

GIVEN = ("unit", "year", "period")
SAMPLES = Path(__file__).resolve().parents[3] / "seeds"
"""The five sample reports; an installation without the project's folder has none."""
MOST_EXPECTED = 1_000_000
LATELY = 3
"""Imports that the form tells of."""


@blueprint.get("/import")
def page() -> str:
    """The form, and the place to drop files on."""
    return _page({}, None)[0]


@blueprint.post("/import")
def take() -> tuple[str, int] | AnyResponse:
    """All files in one form: what a browser without scripts sends."""
    typed = {name: request.form.get(name, "") for name in (*GIVEN, "fonds")}
    files = received()
    try:
        given = given_of(typed)
        if not files:
            raise ReadError("import.no_files")
    except ArchiveError as problem:
        return _page(typed, problem)
    number = app_state().catalog.imports.begin("page", "", given, len(files), fonds=_fonds())
    for draft, name in files:
        incoming().keep(number, draft, name)
    incoming().close(number)
    start(number)
    return redirect(url_for("imports.one", number=number), 303)


@blueprint.post("/import.json")
def begin() -> Response:
    """A new import, empty; `expected` files will come in parts."""
    number = app_state().catalog.imports.begin("page", "", given_of(request.form), _expected(), fonds=_fonds())
    start(number)
    return answered(BegunForm(number, url_for("imports.one", number=number)))


@blueprint.post("/imports/<int:number>/files.json")
def take_more(number: int) -> Response:
    """Some of the files."""
    found = app_state().catalog.imports.get(number)
    if found is None:
        raise ReadError("import.no_such", number=number)
    _check(found.fonds)
    if found.ended_at is not None or found.way != "page":
        raise ReadError("import.closed", number=number)
    places = [incoming().keep(number, draft, name) for draft, name in received()]
    if found.state == "interrupted":
        start(number)
    return answered(PlacesForm(places))


@blueprint.post("/imports/<int:number>/close.json")
def close(number: int) -> Response:
    """That was all; with `expected` where some could not be sent."""
    found = app_state().catalog.imports.get(number)
    if found is None or found.way != "page":
        raise ReadError("import.no_such", number=number)
    _check(found.fonds)
    if found.ended_at is None:
        if "expected" in request.form:
            app_state().catalog.imports.expect(number, _expected() or 0)
        incoming().close(number)
        start(number)
    return answered(BegunForm(number, url_for("imports.one", number=number)))


def _fonds() -> str:
    """The fonds that the files come to: as chosen, else the archive's own or the first that the reader may edit.

    Raises CatalogError: `catalog.no_such_fonds`, `catalog.may_not_edit`.
    """
    here, chosen = app_state(), request.form.get("fonds")
    fonds = first_editable(here.view.scope) if chosen is None else known_fonds(here.catalog.fonds, chosen)
    _check(fonds)
    return fonds


def _offered() -> list[Fonds]:
    """The fonds that the reader may bring files to."""
    here = app_state()
    every = (Fonds(WHOLE, say("fonds.whole")), *here.catalog.fonds.all())
    return [one for one in every if here.view.scope.may_edit(one.key)]


def _check(fonds: str) -> None:
    if not app_state().view.scope.may_edit(fonds):
        raise CatalogError("catalog.may_not_edit", key=fonds)


@blueprint.post("/import/samples")
def samples() -> AnyResponse:
    """The five samples, as if somebody had dropped them here."""
    files = sorted(SAMPLES.glob("*.txt"))
    if not files:
        raise CatalogError("catalog.no_such_report", id="seeds")
    number = app_state().catalog.imports.begin("page", SAMPLES.name, {}, len(files), fonds=_fonds())
    for file in files:
        draft = incoming().draft()
        draft.write(file.read_bytes())
        incoming().keep(number, draft, f"{SAMPLES.name}/{file.name}")
    incoming().close(number)
    start(number)
    return redirect(url_for("imports.one", number=number), 303)


def start(number: int) -> None:
    """Let another process bring it in; where one does already, the new one leaves at once."""
    if app_state().importers != "apart":
        background.start(incoming().home, number)


def take_up(imports: Imports, number: int) -> None:
    """Go on with an import that broke off or was stopped, where files wait. Raises ReadError("import.no_such")."""
    found = imports.get(number)
    if found is None:
        raise ReadError("import.no_such", number=number)
    if found.state in ("stopped", "interrupted") and incoming().waiting(number):
        imports.resume(number)
        incoming().close(number)
        start(number)


def has_samples() -> bool:
    """Does this installation have the samples?"""
    return any(SAMPLES.glob("*.txt"))


@blueprint.errorhandler(413)
def too_large(_: RequestEntityTooLarge) -> tuple[Response | str, int]:
    """More at once than is taken."""
    limit = current_app.config["MAX_UPLOAD"] >> 20
    return answer("import.too_large", say("import.too_large", limit=limit), 413)


def given_of(typed: Mapping[str, str]) -> dict[str, str | int]:
    """What is filled in for the whole batch. Raises CatalogError("catalog.bad_value")."""
    values = {name: validated(name, typed.get(name, "").strip() or None) for name in GIVEN}
    return {name: value for name, value in values.items() if value is not None}


def _expected() -> int | None:
    text = request.form.get("expected", "")
    return min(int(text), MOST_EXPECTED) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _page(typed: Mapping[str, str], problem: ArchiveError | None) -> tuple[str, int]:
    body = render_template(
        "imports/import.html",
        fields=GIVEN,
        values=typed,
        problem=told(problem) if problem else None,
        wrong=problem.evidence.get("field") if problem else None,
        limit=current_app.config["MAX_UPLOAD"] >> 20,
        most=MOST_FILES,
        lately=app_state().catalog.imports.list(limit=LATELY),
        overview=app_state().overview(),
        fonds=_offered(),
    )
    return body, status_of(problem) if problem else 200
