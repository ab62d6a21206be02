"""存储: how much of the disk the archive takes, for what, and how much is left."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, render_template

from indexer.maintenance.administration_form import StorageForm, UsedForm
from indexer.maintenance.disk_use import DiskUse, disk_use
from web.accounts.administration import administration
from web.accounts.permissions import Right
from web.http.json_answers import answered

blueprint = Blueprint("storage", __name__)

UNITS = ("B", "KB", "MB", "GB", "TB", "PB")


@blueprint.app_template_filter()
def size(count: int) -> str:
    """A number of bytes with three figures: 12.3 MB."""
    amount, unit = float(count), 0
    while amount >= 999.5 and unit < len(UNITS) - 1:
        amount, unit = amount / 1024, unit + 1
    digits = 0 if unit == 0 or amount >= 99.95 else 1
    return f"{amount:.{digits}f} {UNITS[unit]}"


@blueprint.get("/admin/storage")
def show() -> str:
    """The page about the disk."""
    return render_template("admin/storage.html", found=_found())


@blueprint.get("/admin/storage.json")
def twin() -> Response:
    """The same for programs."""
    found = _found()
    used = [UsedForm(**asdict(one)) for one in found.used]
    return answered(StorageForm(sum(one.bytes for one in found.used), found.free, found.size, used))


def _found() -> DiskUse:
    here = administration(Right.SYSTEM)
    return disk_use(here.home, here.settings)
