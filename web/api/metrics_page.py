"""/metrics, where the setting `metrics` is on: the counters of `web.http.metrics`, and how the archive stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from archive.errors import ArchiveError
from archive.storage import disk
from web.http import metrics
from web.http.language import say
from web.http.metrics import Gauge
from web.http.security import is_local
from web.state.app_state import AppState, app_state

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
def show() -> Response:
    """The counters, for whoever may see them; where nothing is counted, an address that is unknown as any other."""
    if not metrics.on():
        raise NotFound
    if not metrics.permitted(request.headers.get("Authorization", ""), local=is_local()):
        refused = Response(say("http.no_metrics") + "\n", status=401, mimetype="text/plain")
        refused.headers["WWW-Authenticate"] = 'Bearer realm="metrics"'
        return refused
    page, kind = metrics.shown([*_gauges(app_state())])
    return Response(page, content_type=kind, headers={"Cache-Control": "no-store"})


def _gauges(here: AppState) -> Iterator[Gauge]:
    """How the archive stands; what cannot be told just now is left out, and `baogao_sound` is 0."""
    sound = 1.0
    try:
        counts = here.catalog.counts()
        yield Gauge("baogao_reports", "Reports in the archive", counts.reports)
        yield Gauge("baogao_unread_files", "Files that gave no report and were not set aside", counts.unread)
        yield Gauge("baogao_index_behind", "Changes that the index has not seen", here.behind())
    except ArchiveError:
        sound = 0.0
    with suppress(OSError):
        yield Gauge("baogao_disk_free_bytes", "Free bytes on the disk of the archive", disk.free(here.home))
    yield Gauge("baogao_sound", "Whether catalog and index could be asked", sound)
