"""导入记录: every import with the outcome of each file, and the files that gave no text. Drafts: `near_duplicates`.

What is shown comes from the catalog and from the home's `incoming` folder: any serving process can answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog import Import, ImportedFile, Pair
from archive.catalog.imports import STATUSES
from archive.errors import CatalogError, ReadError
from archive.model import Record
from indexer.demo.papers import COLLECTION
from indexer.forms.imports import ImportsForm, UnreadForm, dated_unread_form, file_form, import_form, record_form
from indexer.ingest.abandonment import give_up
from indexer.ingest.upload_spool import UploadSpool
from indexer.search.page import Page
from indexer.workspace import Workspace
from web.http import urls
from web.http.json_answers import answered
from web.http.language import language, say
from web.pages.imports import demo, near_duplicates, upload_request, uploads
from web.pages.imports.labels import clock, reason, tabs
from web.pages.imports.upload_request import incoming
from web.state.app_state import app_state

blueprint = Blueprint("imports", __name__)

PAGE = 50
REASON = 500
"""Characters of a reason why a file is set aside."""
FILES = 200
"""Imports, files a page."""


@blueprint.get("/imports")
def index() -> str:
    """Every import, the latest first."""
    found, page = _imports()
    return render_template("imports/imports.html", imports=found, page=page, **tabs())


@blueprint.get("/imports.json")
def index_json() -> FlaskResponse:
    """The same for programs."""
    found, page = _imports()
    records = [record_form(one, language()) for one in found]
    return answered(ImportsForm(page.total, page.number, page.pages, records))


@blueprint.get("/imports/<int:number>")
def one(number: int) -> str:
    """One import, as far as it is."""
    shown = shown_of(number)
    return render_template("imports/import_one.html", shown=shown, found=shown.found, near=_near_of(shown.files))


@blueprint.get("/imports/<int:number>.json")
def one_json(number: int) -> FlaskResponse:
    """The same for programs."""
    shown = shown_of(number)
    files = [file_form(file, language(), reason) for file in shown.files]
    return answered(import_form(shown.found, shown.waiting, shown.page, files, language()))


@blueprint.post("/imports/<int:number>/resume")
def resume(number: int) -> AnyResponse:
    """Take up an import that broke off or was stopped; what has an outcome is not done again."""
    uploads.take_up(app_state().catalog.imports, number)
    return redirect(url_for("imports.one", number=number), 303)


@blueprint.post("/imports/<int:number>/give-up")
def abandon(number: int) -> AnyResponse:
    """Give up an import that broke off or was stopped; the disk has the room of its files again."""
    give_up(app_state().catalog, incoming(), number)
    return redirect(url_for("imports.one", number=number), 303)


@blueprint.get("/imports/unread")
def unread() -> str:
    """The files that gave no text."""
    files = list(app_state().catalog.unread())
    page = urls.page_of(len(files), FILES)
    return render_template("imports/unread.html", files=page.of(files), total=len(files), page=page, **tabs())


@blueprint.get("/imports/unread.json")
def unread_json() -> FlaskResponse:
    """The same for programs, all of them."""
    files = app_state().catalog.unread()
    return answered(UnreadForm([dated_unread_form(file, language()) for file in files]))


@blueprint.post("/imports/set-aside")
def set_aside() -> AnyResponse:
    """Say why nothing more is expected of the unread file at `location`, or, with `back`, take that back."""
    location, why = request.form.get("location", ""), request.form.get("reason", "").strip()[:REASON]
    back = "back" in request.form
    if not back and not why:
        flash(say("imports.aside.why"))
    elif not app_state().catalog.set_aside(location, None if back else why):
        raise ReadError("catalog.no_such_unread", name=location[:200])
    return redirect(url_for("imports.unread"), 303)


@blueprint.post("/imports/retry")
def retry() -> AnyResponse:
    """Read unread files again: the one at `location`, or all."""
    catalog = app_state().catalog
    wanted = request.form.get("location")
    files = [
        file for file in catalog.unread() if (file.set_aside is None if wanted is None else wanted == file.location)
    ]
    if not files:
        return redirect(url_for("imports.unread"), 303)
    editable = app_state().view.scope.may_edit
    mine = [file for file in files if editable(file.fonds)]
    if not mine:
        raise CatalogError("catalog.may_not_edit", key=files[0].fonds)
    files = mine
    source = files[0].source if wanted else ""
    number = catalog.imports.begin("retry", source, {}, len(files), fonds=files[0].fonds)
    for file in files:
        incoming().again(number, file.location, file.source)
    incoming().close(number)
    uploads.start(number)
    return redirect(url_for("imports.one", number=number), 303)


def register(app: Flask, workspace: Workspace) -> None:
    """Let the application take files and tell of imports; before CSRF is looked at, which reads the forms."""
    upload_request.register(app, UploadSpool(workspace.home), workspace.settings.max_upload_mb)
    app.register_blueprint(uploads.blueprint)
    app.register_blueprint(blueprint)
    app.register_blueprint(near_duplicates.blueprint)
    app.register_blueprint(demo.blueprint)
    app.jinja_env.filters.update(reason=reason, clock=clock)
    app.jinja_env.globals.update(samples=uploads.has_samples(), demo_collection=COLLECTION)


@dataclass(frozen=True, slots=True)
class Shown:
    """An import as its page shows it. `waiting`: files that came and have no outcome yet, and their `bytes`."""

    found: Import
    files: tuple[ImportedFile, ...]
    status: str
    waiting: int
    bytes: int
    page: Page

    @property
    def can_go_on(self) -> bool:
        """Is there something left to do, and nobody who does it?"""
        return self.found.state in ("stopped", "interrupted") and self.waiting > 0

    @property
    def can_be_given_up(self) -> bool:
        """Does something of it lie on the disk, and nobody works on it?"""
        return self.found.state in ("stopped", "interrupted") and (self.waiting > 0 or self.bytes > 0)

    @property
    def dropped(self) -> int:
        """Outcomes that are only counted."""
        counts = self.found.counts
        asked = [self.status] if self.status else list(counts)
        return 0 if self.files else sum(counts.get(name, 0) for name in asked)


def shown_of(number: int) -> Shown:
    """The import of an address. Raises ReadError("import.no_such"), UsageError for a page or status that cannot be."""
    imports = app_state().catalog.imports
    found = imports.get(number)
    if found is None:
        raise ReadError("import.no_such", number=number)
    status = urls.one_of("status", ("", *STATUSES))
    total = found.counts.get(status, 0) if status else found.files
    page = urls.page_of(total, FILES)
    files = imports.files(number, statuses=(status,) if status else (), limit=page.size, offset=page.offset)
    waiting = 0 if found.state == "done" else len(incoming().waiting(number))
    size = incoming().bytes_of(number) if found.state in ("stopped", "interrupted") else 0
    return Shown(found, tuple(files), status, waiting, size, page)


def _imports() -> tuple[list[Import], Page]:
    imports = app_state().catalog.imports
    page = urls.page_of(imports.count(), PAGE)
    return list(imports.list(limit=page.size, offset=page.offset)), page


def _near_of(files: tuple[ImportedFile, ...]) -> Mapping[str, tuple[Pair, str, Record]]:
    """Report -> the most alike report that nobody has decided about, for the new reports of a page."""
    catalog = app_state().catalog
    new = {file.report for file in files if file.report and file.status in ("added", "updated")}
    found: dict[str, tuple[Pair, str, Record]] = {}
    for pair in catalog.near.of(new):
        for mine, other in ((pair.one, pair.other), (pair.other, pair.one)):
            record = catalog.record(other) if mine in new and mine not in found else None
            if record is not None:
                found[mine] = (pair, other, record)
    return found
