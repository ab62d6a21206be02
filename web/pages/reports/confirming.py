"""全部无误: for one report, for those ticked, for all that the list's filters leave. What is doubtful: `doubts`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog import Confirmed, Entry
from archive.errors import UsageError
from web.http import urls
from web.http.language import say
from web.pages.reports.report_list import MOST, entries_of, wanted_page
from web.state.app_state import AppState, app_state
from web.state.asker import asker

blueprint = Blueprint("confirming", __name__)

SHOWN = 200
"""Reports that the page lists before a person says that they are right; all are counted, and all are confirmed."""
LAST = 2**53
"""No catalog has more changes."""


@blueprint.get("/reports/confirm")
def ask() -> str:
    """What would be confirmed: of `id` (once for each), or of all that the filters of the list leave."""
    here = app_state()
    seen = here.catalog.last_change()  # before anything is read: what changes after this was not seen
    doubts = here.doubts()
    found = [(entry, fields) for entry in _meant(here) if (fields := doubts.get(entry.id, ()))]
    return render_template(
        "reports/confirm.html",
        found=found[:SHOWN],
        reports=len(found),
        values=sum(len(fields) for _, fields in found),
        counted=Counter(name for _, fields in found for name in fields).most_common(),
        ids=_ids(),
        seen=seen,
    )


@blueprint.post("/reports/confirm")
def confirm() -> AnyResponse:
    """Confirm it; searches see it on return. What has changed since the change `seen` is left alone and told."""
    here = app_state()
    seen = urls.whole("seen", LAST, 0, LAST, request.form)
    doubts = here.doubts()
    ids = [entry.id for entry in _meant(here) if doubts.get(entry.id)]
    done: list[Confirmed] = []
    here.change(lambda: done.append(here.catalog.confirm(ids, by=asker(), seen=seen)))
    told = done[0]
    code = "confirm.none" if told.edit is None else "confirm.done"
    flash(say(code, n=told.reports, values=told.values, number=told.edit))
    if told.changed:
        flash(say("confirm.changed", n=len(told.changed)))
    if request.form.get("back") and len(ids) == 1:
        return redirect(url_for("reports.show", report_id=ids[0]), 303)
    return redirect(url_for("listing.index", check="1"), 303)


def _meant(here: AppState) -> Iterator[Entry]:
    """The reports that are meant. Raises UsageError where nothing is, or more ids than one form takes."""
    ids = _ids()
    if not ids and not request.args:  # nobody confirms a whole archive by leaving something out
        raise UsageError("usage.nothing_to_confirm")
    if not ids:
        entries, _ = entries_of(here, wanted_page(), whole=True)
        yield from entries
        return
    for name in ids:
        here.record(name)  # one that is not there is told, not passed over
    known = {entry.id: entry for entry in here.catalog.entries(ids)}
    yield from (known[name] for name in ids if name in known)


def _ids() -> Sequence[str]:
    ids = list(dict.fromkeys(request.values.getlist("id")))
    if len(ids) > MOST:
        raise UsageError("usage.bad_parameter", name="id", value=str(len(ids)))
    return ids
