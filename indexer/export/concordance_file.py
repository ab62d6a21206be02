"""A concordance as a file: every place on a line, in its order. How reports become files is told in `export`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from archive.errors import UsageError
from indexer import deadline
from indexer.export import spreadsheet
from indexer.export.answer_file import (
    FORMS,
    File,
    Say,
    file_name,
    head_lines,
    write_record,
)
from indexer.export.printed_record import SECONDS, Head, now
from indexer.export.record_lines import program, references
from indexer.export.spreadsheet import Table
from indexer.forms.concordance import file_head_form, line_form
from indexer.forms.form import to_json
from indexer.search.answer import Request
from indexer.search.citation import part_told, title_of, year_told
from indexer.search.concordance import (
    By,
    Concordance,
    Line,
    concordance,
    lines,
)
from indexer.search.searcher import Searcher

MOST = {"docx": 5_000, "xlsx": 20_000, "csv": 20_000, "jsonl": 20_000}
"""Lines in a file."""
CONTEXT = 40
"""Characters on either side: paper is wider than a screen."""
COLUMNS = ("left", "term", "right", "title", "unit", "year", "period", "part", "place", "page", "source", "file")


def file(searcher: Searcher, request: Request, by: By, form: str, say: Say) -> File:
    """The concordance as a file of that form. Raises QueryError, UsageError("usage.unknown_form")."""
    if form not in FORMS:
        raise UsageError("usage.unknown_form", path=f".{form}", known=" ".join(f".{known}" for known in FORMS))
    with deadline.limited(SECONDS):
        found = concordance(searcher, request, by)
        shown = list(lines(searcher, found, 0, MOST[form], context=CONTEXT))
        named = references(searcher.catalog, _places(searcher, found))
        counts, partly = searcher.catalog.counts(), len(searcher.partly_read())
    head = Head(
        request=request,
        understood=found.understood,
        total_reports=found.total_reports,
        total_matches=found.total_matches,
        reports=counts.reports,
        unread=counts.unread,
        set_aside=counts.set_aside,
        partly=partly,
        at=now(),
        listed_reports=found.total_reports,
        listed_passages=len(shown),
        copies=found.copies,
        references=named,
    )
    return File(_data(found, head, shown, form, say), file_name(head, form, say), head)


def _data(found: Concordance, head: Head, shown: Sequence[Line], form: str, say: Say) -> bytes:
    if form == "jsonl":
        figures = {"reports": head.reports, "unread": head.unread, "partly": head.partly, "aside": head.set_aside}
        first = to_json(file_head_form(found, **figures, at=head.at))
        known = {one.id: {"sha256": one.sha256, "imported": one.added} for one in head.references}
        above_all = {**first, "program": program(), "record": head.record}
        forms = [above_all, *({**to_json(line_form(line)), **known.get(line.card.id, {})} for line in shown)]
        texts = [json.dumps(one, ensure_ascii=False) for one in forms]
        return "".join(text + "\n" for text in texts).encode("utf-8", "replace")
    above = head_lines(head, say)
    if len(shown) < found.total_matches:
        above.append((say("export.cut"), say("export.cut.places", n=len(shown))))
    if form == "docx":
        return _word(head, above, shown, say)
    columns = tuple(say(f"export.column.{name}") for name in COLUMNS)
    rows = [_row(line, say) for line in shown]
    return spreadsheet.data(
        Table(say("export.name"), columns, rows, tuple(above), head.record, say("record.lines")), form
    )


def _places(searcher: Searcher, found: Concordance) -> dict[str, int]:
    """How many places each report has, also where not every place has a line."""
    if not found.left_out:
        return dict(Counter(spot.card.id for spot in found.spots))
    return {row.card.id: row.matches for row in searcher.tally(found.request).listed}


def _row(line: Line, say: Say) -> list[str | int | None]:
    card = line.card
    return [
        line.left,
        line.term,
        line.right,
        title_of(card.title, card.title_derived, card.source),
        card.unit,
        card.year or year_told(card, say) or None,
        card.period,
        line.part and part_told(line.part, line.part_confidence, say),
        " › ".join(line.path),
        line.page,
        line.citation.removeprefix("——"),
        card.source,
    ]


def _word(head: Head, above: Sequence[tuple[str, str]], shown: Sequence[Line], say: Say) -> bytes:
    from indexer.export.docx_writer import WordFile

    document = WordFile(say("export.word.title", q=head.request.query.strip()))
    for label, value in above:
        document.paragraph(say("export.pair", label=label, value=value))
    for line in shown:
        document.paragraph(f"{line.left}{line.term}{line.right}{line.citation}")
    write_record(document, head.record, say)
    return document.data()
