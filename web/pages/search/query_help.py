"""The page about the query language and the keys, from the query room's own table: each example with what it finds in
this archive. No words of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, render_template

from indexer.forms.service import HelpForm, TopicForm
from indexer.query.help import TOPICS, Topic
from web.http.json_answers import answered
from web.state.app_state import AppState, Totals, app_state

blueprint = Blueprint("manual", __name__)


@blueprint.get("/help")
def help_page() -> str:
    """What may be typed, with an example that can be tried."""
    return render_template("search/help.html", topics=_counted(app_state()))


@blueprint.get("/help.json")
def twin() -> Response:
    """The same as data; totals are null where the example took too long to be counted."""
    return answered(HelpForm([_topic(topic, found) for topic, found in _counted(app_state())]))


def _topic(topic: Topic, found: Totals | None) -> TopicForm:
    reports, matches = (found.reports, found.matches) if found else (None, None)
    return TopicForm(topic.syntax, topic.example, topic.meaning, reports, matches)


def _counted(here: AppState) -> Sequence[tuple[Topic, Totals | None]]:
    totals = here.totals(tuple(topic.example for topic in TOPICS))
    return [(topic, totals[topic.example]) for topic in TOPICS]
