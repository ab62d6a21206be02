"""逐处 as a table for spreadsheets, the wording in a column of its own. What is found and sorted: `concordance`."""

from __future__ import annotations

from indexer import spreadsheet
from indexer.answer import Request
from indexer.citation import title_of
from indexer.concordance import CONTEXT, By, Concordance, Line, concordance, lines
from indexer.deadline import limited
from indexer.export import Say, head_lines
from indexer.findings import SECONDS, Head, now
from indexer.searcher import Searcher
from indexer.spreadsheet import Table

FORMS = spreadsheet.FORMS


def data(searcher: Searcher, request: Request, by: By, form: str, say: Say) -> bytes:
    """All lines, below how, in what and when it was asked. Raises QueryError as a search does."""
    with limited(SECONDS):
        found = concordance(searcher, request, by)
        rows = [_row(line) for line in lines(searcher, found, context=2 * CONTEXT)]
    names = ("left", "term", "right")
    columns = tuple(say(f"web.kwic.column.{name}") for name in names)
    about = tuple(say(f"export.column.{name}") for name in ("title", "unit", "year", "part", "place", "page", "source"))
    return spreadsheet.data(
        Table(say("web.views.places"), columns + about, rows, tuple(_head(searcher, found, say))), form
    )


def _head(searcher: Searcher, found: Concordance, say: Say) -> list[tuple[str, str]]:
    counts = searcher.catalog.counts()
    head = Head(
        request=found.request,
        understood=found.understood,
        total_reports=found.total_reports,
        total_matches=found.total_matches,
        reports=counts.reports,
        unread=counts.unread,
        at=now(),
        listed_reports=found.total_reports,
        listed_passages=len(found.spots),
    )
    cut = [(say("export.cut"), say("say.kwic.left_out", n=len(found.spots)))] if found.left_out else []
    return [*head_lines(head, say), *cut]


def _row(line: Line) -> list[str | int | None]:
    card = line.card
    return [
        line.left,
        line.term,
        line.right,
        title_of(card.title, card.title_derived, card.source),
        card.unit,
        card.year,
        line.part,
        " › ".join(line.path),
        line.page,
        line.citation.removeprefix("——"),
    ]
