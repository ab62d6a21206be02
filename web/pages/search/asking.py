"""Asking what an address asks, or the nearest that can be asked, and saying so: people paste. Programs get the error.

What is wrong with a query is decided by the searcher; here only what the page does about it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from archive.errors import ArchiveError, QueryError, UsageError
from indexer import deadline
from indexer.query.model import Any, Query
from indexer.query.nodes.quoting import in_quotes
from indexer.query.parser import parse
from indexer.search.answer import Request
from web.http.language import say, told

Found = TypeVar("Found")

PUNCTUATED = ("usage.exclusive", "query.sentences_need_punctuation", "query.nothing_left_ignoring")
"""What cannot be asked while punctuation is ignored."""
HOPELESS = ("query.empty", "query.too_long", "query.bad_character", "query.too_many_values", *deadline.OVER)
"""What the text as typed cannot be asked for either."""


@dataclass(frozen=True, slots=True)
class Asked(Generic[Found]):
    """What was found for `request`, None where nothing could be asked; `problem` and the page's `notice` of it."""

    found: Found | None
    request: Request
    problem: ArchiveError | None = None
    notice: str | None = None


def ask(wanted: Request, question: Callable[[Request], Found]) -> Asked[Found]:
    """Put `wanted` to `question`; where it is no query, the text as typed, and where punctuation is needed, with it."""
    try:
        return Asked(question(wanted), wanted)
    except (QueryError, UsageError) as problem:
        if problem.code in PUNCTUATED:
            again = ask(replace(wanted, ignore_punctuation=False), question)
            return replace(again, notice=_counted(problem) + (again.notice or "")) if again.found is not None else again
        if not isinstance(problem, QueryError):
            raise
        if problem.code in HOPELESS:
            return Asked(None, wanted, problem, told(problem))
        return _as_typed(wanted, question, problem)


def _counted(problem: ArchiveError) -> str:
    said = say("asking.verbatim_counts") if problem.code == "usage.exclusive" else told(problem)
    return said + say("asking.punctuation_counted")


def _as_typed(wanted: Request, question: Callable[[Request], Found], problem: QueryError) -> Asked[Found]:
    literal = replace(wanted, literal=True, scope="report")
    try:
        return Asked(question(literal), literal, problem, told(problem) + say("web.as_typed"))
    except QueryError as second:
        what = second if second.code != "query.unbalanced_quote" else problem
        return Asked(None, wanted, what, told(what))


def former(request: Request) -> str:
    """The query that a request for more within its results builds on: taken literally, it stays text."""
    text = request.query.strip()
    return in_quotes(text) if request.literal and text else text


def joined(before: str, more: str) -> str:
    """The query that looks for `more` in the results of `before`; the same text where it says all already."""
    if more.strip() == before.strip() or more.startswith(before.strip() + " "):
        return more.strip()
    return " ".join(filter(None, (_whole(before), _whole(more))))


def _whole(typed: str) -> str:
    """A query as an item of a larger one: alternatives in brackets, what is no query in quotation marks."""
    text = typed.strip()
    if not text:
        return ""
    try:
        query: Query = parse(text)
    except QueryError as problem:
        return text if problem.code == "query.no_positive" else in_quotes(text)
    if isinstance(query, Any):
        return f"({text})"
    return str(query) if text.endswith((":", "：")) else text  # 同句: would take what follows for its own
