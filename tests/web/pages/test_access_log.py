"""An answer's line and the number of its work, taken piece by piece, given up in the middle, forgotten by its taker."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextvars import copy_context
from typing import Any

import pytest

from indexer.logs import context
from web.http.access_log import AccessLog

ENVIRON: dict[str, Any] = {"REQUEST_METHOD": "GET", "PATH_INFO": "/"}
seen: list[int | None] = []


def answering(environ: object, start_response: Any) -> Iterator[bytes]:
    """Three pieces, each telling whose work it was made in."""
    start_response("200 OK", [])
    for piece in (b"a", b"b", b"c"):
        work = context.current()
        seen.append(None if work is None else work.number)
        yield piece


def pieces() -> Iterator[bytes]:
    return iter(AccessLog(answering)(ENVIRON, lambda *_: lambda _: None))


def test_each_piece_is_made_under_the_number_and_nothing_of_it_is_left_between() -> None:
    seen.clear()
    taken = pieces()
    between = []
    for _ in range(3):
        next(taken)
        between.append(context.current())
    assert between == [None, None, None]
    assert len(set(seen)) == 1
    assert seen[0] is not None


@pytest.mark.filterwarnings("error")
def test_an_answer_that_is_given_up_in_the_middle_harms_nobody() -> None:
    taken = pieces()
    copy_context().run(next, taken)  # begun in one context, dropped in another, as a server's threads do
    del taken
    gc.collect()
    assert context.current() is None
