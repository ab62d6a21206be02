"""A page of which the reader has the first part while the second is made: sent as it is rendered, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, takewhile

from flask import Response, current_app, stream_with_context
from markupsafe import Markup

PAUSE = Markup("<!--pause-->")
"""Where a template writes `{{ pause }}`, what stands before it is sent; the page itself does not hold it."""


def in_two_steps(template: str, **values: object) -> Response:
    """The page of `template`, its first part rendered now; what fails there is answered as everywhere.

    What is behind the pause is rendered while the answer is sent: its status is told by then, so a template's values
    have to tell of their own what could not be made.
    """
    values["pause"] = PAUSE
    current_app.update_template_context(values)
    pieces = current_app.jinja_env.get_template(template).generate(values)
    first = "".join(takewhile(PAUSE.__ne__, pieces))
    # It takes up the request's context only when it is asked for: a reader who leaves before leaves nothing open.
    second = stream_with_context(_together(pieces))
    response = Response(chain((first,), second), mimetype="text/html")
    response.headers["X-Accel-Buffering"] = "no"  # else nginx holds the first part back
    return response


def _together(pieces: Iterator[str]) -> Iterator[str]:
    yield "".join(pieces)
