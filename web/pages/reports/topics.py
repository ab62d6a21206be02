"""专题: the sets of reports that people make. The list of them, putting reports in and taking them out, keeping a
search as one. A topic's reports are the list of reports narrowed to it, so it filters and tabulates like all else.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import UsageError
from indexer import deadline
from indexer.forms.topics import ReportSetsForm, topic_form
from indexer.search.answer import FILTERS
from indexer.search.narrowing.kept_search import request_of
from indexer.search.narrowing.topics import Kept, kept_for_topic
from web.http import urls
from web.http.json_answers import answered
from web.http.language import say
from web.state.app_state import AppState, app_state

blueprint = Blueprint("topics", __name__)

MOST = 1_000
"""Reports put in or taken out in one go."""
SECONDS = 5.0
"""Of the processor, for the searches of all topics together."""
KEPT = ("q", "mode", "ignore_punctuation", "scope", "literal", "copies", *FILTERS)


@dataclass(frozen=True, slots=True)
class Shown:
    """A topic as of now; `reports` is None where its search cannot be asked any more."""

    kept: Kept
    reports: int | None

    @property
    def words(self) -> str:
        """What its search looks for, "" where it has no words or cannot be read any more."""
        with suppress(UsageError):
            return request_of(self.kept.search).query.strip()
        return ""


@blueprint.get("/topics")
def show() -> str:
    """The page of all topics."""
    return render_template("reports/topics.html", shown=_shown(app_state()))


@blueprint.get("/topics.json")
def twin() -> Response:
    """All topics for programs."""
    return answered(ReportSetsForm([topic_form(one.kept, one.reports) for one in _shown(app_state())]))


@blueprint.get("/topics/add")
def ask() -> str:
    """The form: which topic the reports that the address names (`id`) go into, or what its search shall be called; with
    `from` whether they shall go out of that one.
    """
    here = app_state()
    ids = _ids(request.args.getlist("id"))
    records = [here.record(name) for name in ids]
    address = "" if ids else _address()
    if address:
        here.searcher.read(request_of(kept_for_topic(address)))  # what is no query is told now
    names = [one.name for one in here.searcher.topics.all() if one.topic]
    taken_from = here.searcher.topics.known(request.args["from"]).name if request.args.get("from") else ""
    return render_template(
        "reports/topic_add.html", records=records, ids=ids, address=address, names=names, taken_from=taken_from
    )


@blueprint.post("/topics/add")
def add() -> AnyResponse:
    """Put the reports in, or keep the search; a new name makes a new topic."""
    here, topics = app_state(), app_state().catalog.topics
    name = request.form.get("name", "").strip() or request.form.get("topic", "").strip()
    ids, address = _ids(request.form.getlist("id")), request.form.get("address", "")
    if address:
        here.searcher.read(request_of(kept_for_topic(address)))
        kept = topics.save(name, address)
        flash(say("topics.saved", name=kept.name))
    elif ids:
        for one in ids:
            here.record(one)
        flash(say("topics.put", n=topics.put(name, ids), name=name))
    else:
        flash(say("topics.saved", name=topics.save(name).name))
    return redirect(url_for("topics.show"))


@blueprint.post("/topics/change")
def change() -> AnyResponse:
    """Take reports out of a topic (`take`), let go of its search (`unsearch`), or forget it (`remove`)."""
    here, topics = app_state(), app_state().catalog.topics
    kept = here.searcher.topics.known(request.form.get("topic", ""))
    do = request.form.get("do", "")
    if do == "take":
        flash(say("topics.taken", n=topics.take(kept.name, _ids(request.form.getlist("id"))), name=kept.name))
        return redirect(url_for("listing.index", topic=kept.name))
    if do == "unsearch":
        topics.save(kept.name, "")
    elif do == "remove":
        topics.remove(kept.name)
        flash(say("topics.removed", name=kept.name))
    else:
        raise UsageError("usage.bad_parameter", name="do", value=do[:20])
    return redirect(url_for("topics.show"))


def _shown(here: AppState) -> list[Shown]:
    with deadline.limited(SECONDS):
        return [Shown(one, here.searcher.topics.count(one.name)) for one in here.searcher.topics.all()]


def _ids(given: Sequence[str]) -> list[str]:
    ids = list(dict.fromkeys(given))
    if len(ids) > MOST:
        raise UsageError("usage.bad_parameter", name="id", value=str(len(ids)))
    return ids


def _address() -> str:
    pairs = [(name, value) for name in KEPT for value in request.args.getlist(name) if value]
    return urlencode([(name, value) for name, value in pairs if value not in urls.DEFAULTS.get(name, ())])
