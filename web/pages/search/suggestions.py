"""Suggestions while somebody types: the archive's own titles, quoted terms and words, as data. No page of its own."""

from __future__ import annotations

import re

from flask import Blueprint, Response, request

from archive.text.fold import fold_text
from indexer.forms.similar import SuggestionsForm, completion_form
from indexer.search.spelling.term_list import Suggestion
from web.http import urls
from web.http.json_answers import answered
from web.pages.search.advanced import written
from web.state.app_state import app_state

blueprint = Blueprint("suggestions", __name__, url_prefix="/api")

SHOWN = 8
MOST = 50
LONGEST = 200
"""Characters; what is longer is a sentence, and nothing to be completed."""
_LAST = re.compile(r"(?P<before>.*[\s(（])(?P<last>[^\s(（]+)$", re.DOTALL)


@blueprint.get("/suggest")
def suggest() -> Response:
    """What `q`, or the last word of it, may become: for each the whole `query` that it makes."""
    typed = request.args.get("q", "")
    limit = urls.whole("limit", SHOWN, 1, MOST)
    found = _completed(typed.lstrip(), limit) if len(typed) <= LONGEST else []
    return answered(SuggestionsForm(typed, [completion_form(one, query) for one, query in found]))


def _completed(typed: str, limit: int) -> list[tuple[Suggestion, str]]:
    """The whole as the beginning of one term; where it is none, its last word."""
    suggester = app_state().suggester()
    if suggester is None:
        return []
    found = [(one, written(one.text)) for one in suggester.suggest(typed, limit)] if typed.strip() else []
    match = _LAST.fullmatch(typed)
    if not found and match:
        before, last = match["before"], match["last"].lstrip("-－")
        sign = match["last"][: len(match["last"]) - len(last)]
        found = [(one, before + sign + written(one.text)) for one in suggester.suggest(last, limit)]
    return [(one, query) for one, query in found if fold_text(query) != fold_text(typed)]
