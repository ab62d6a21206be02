"""备份: the schedule and changing it, what became of the last one, those that lie in the folder; one made now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from indexer import settings_by_page
from indexer.maintenance import backup_schedule
from indexer.maintenance.administration_form import BackupFileForm, BackupsForm, MadeBackupForm
from indexer.maintenance.backup_record import last_backup
from web.accounts.administration import Administration, administration
from web.accounts.permissions import Right
from web.http import recording
from web.http.json_answers import answered
from web.http.language import say

blueprint = Blueprint("backups", __name__)

MOST_HOURS = 10_000
"""Above it neither hours nor a number of backups make sense."""
MOST = 100
"""Backups of the folder that are listed, the latest first."""


@blueprint.app_template_filter()
def local_minute(at: str) -> str:
    """A moment with its zone as the clock of this machine shows it."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


@blueprint.get("/admin/backups")
def show() -> str:
    """The page about backups."""
    return _page()


@blueprint.get("/admin/backups.json")
def twin() -> Response:
    """The same for programs."""
    return answered(_found(administration(Right.SYSTEM)))


@blueprint.post("/admin/backups")
def make() -> AnyResponse:
    """Have the service make one now."""
    here = administration(Right.SYSTEM)
    if backup_schedule.folder_of(here.home, here.settings) is None:
        recording.nothing_done()
        flash(say("backups.no_folder"))
    else:
        backup_schedule.ask_for_one(here.home)
        flash(say("backups.asked"))
    return redirect(url_for("backups.show"), 303)


@blueprint.post("/admin/backups/plan")
def plan() -> tuple[str, int] | AnyResponse:
    """Choose when backups are made and how many are kept, as far as the operator has not said so."""
    here = administration(Right.SYSTEM)
    try:
        values = {name: value for name, value in _chosen().items() if name not in here.operators_settings}
    except ValueError:
        return _page(problem=say("backups.plan.bad", most=MOST_HOURS)), 400
    settings_by_page.keep(here.home, values)
    recording.told(**values)
    flash(say("backups.plan.done"))
    return redirect(url_for("backups.show"), 303)


def _chosen() -> dict[str, str | float | int]:
    """What the form says. Raises ValueError for what is no number in its bounds."""
    form = request.form
    found: dict[str, str | float | int] = {"backup_folder": settings_by_page.FOLDER if "on" in form else ""}
    if "every" in form:
        found["backup_every"] = float(form["every"])
    if "keep" in form:
        found["backup_keep"] = int(form["keep"])
    if any(not isinstance(value, str) and not 0 <= value <= MOST_HOURS for value in found.values()):
        raise ValueError(found)
    return found


def _page(*, problem: str = "") -> str:
    here = administration(Right.SYSTEM)
    return render_template(
        "admin/backups.html",
        found=_found(here),
        told=backup_schedule.last_scheduled(here.home).told,
        operators=[name for name in settings_by_page.NAMES if name in here.operators_settings],
        free=[name for name in settings_by_page.NAMES if name not in here.operators_settings],
        problem=problem,
    )


def _found(here: Administration) -> BackupsForm:
    home, settings = here.home, here.settings
    folder, last, when = backup_schedule.folder_of(home, settings), backup_schedule.last_scheduled(home), None
    if (due := backup_schedule.next_at(home, settings)) is not None:
        when = due.isoformat(timespec="seconds")
    noted = last_backup(home)
    made = MadeBackupForm(
        *(last.begun_at or None, last.ended_at or None, last.file or None, last.bytes, last.reports),
        *(last.problem or None, last.trial or None),
    )
    return BackupsForm(
        *(folder is not None, settings.backup_every, settings.backup_keep, when, backup_schedule.running(home), made),
        () if folder is None else _files(folder),
        noted.at.isoformat(timespec="seconds") if noted else None,
    )


def _files(folder: Path) -> Sequence[BackupFileForm]:
    """The backups of the schedule; none where the folder cannot be read: the last one's problem says so."""
    try:
        ours = sorted((one for one in folder.iterdir() if backup_schedule.NAMED.fullmatch(one.name)), reverse=True)
        states = [(one.name, one.stat()) for one in ours[:MOST]]
    except OSError:
        return ()
    return [
        BackupFileForm(
            name, state.st_size, datetime.fromtimestamp(state.st_mtime).astimezone().isoformat(timespec="seconds")
        )
        for name, state in states
    ]
