"""关于: the version, where the data lies, and how long ago it was backed up."""

from __future__ import annotations

from importlib.metadata import version

from flask import Blueprint, render_template

from indexer.maintenance.backup_record import days_since_backup, last_backup
from web.accounts.guard import may
from web.http.security import is_local
from web.state.app_state import app_state

blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
def page() -> str:
    """Where the data lies is said to whoever sits at this machine."""
    here = app_state()
    return render_template(
        "search/about.html",
        version=version("baogao"),
        home=here.home if is_local() and may("system") else None,
        counts=here.catalog.counts(),
        backup=last_backup(here.home),
        days=days_since_backup(here.home),
    )
