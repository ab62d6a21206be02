"""核查表: who has written what, as a table to read, keep and print. How a cell gets its state: `checklist` in tables.

All that is asked stands in the address; what is too long for one (long lists, files) is posted and answered at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog import Roster
from archive.catalog.rosters import known
from archive.errors import ArchiveError, QueryError, UsageError
from archive.masthead.periods import PERIODS
from indexer import deadline
from indexer.export import spreadsheet
from indexer.export.printed_record import now
from indexer.forms.checklist import checklist_form
from indexer.search.answer import Request
from indexer.search.page import Page
from indexer.tables.checklist import check
from indexer.tables.checklist_order import ordered
from indexer.tables.checklist_sheet import head_of, sheet_of, turnout_said, who_said
from indexer.tables.checklist_table import (
    Checklist,
    Row,
    Turnout,
    Wording,
)
from indexer.tables.record_verification import checklist_record
from web.accounts.guard import require
from web.accounts.permissions import Right
from web.http import urls
from web.http.error_pages import status_of
from web.http.json_answers import answered
from web.http.language import language, say, told
from web.pages.tables.checklist_cells import (
    Line,
    Who,
    lines_of,
    who_of,
)
from web.pages.tables.checklist_request import (
    FIELDS,
    Wanted,
    wanted_of,
    with_files,
)
from web.state.app_state import AppState, app_state

blueprint = Blueprint("checklist", __name__)

MOST = 200
"""Wordings of one table."""
SECONDS = 30.0
"""Of the processor, for a table: forty wordings over 2,250 reports take one and a half."""
PAGE = 300
"""Rows a page; the summary above speaks of all, and so does what is exported or printed."""
LONGEST_ADDRESS = 8_000
"""Characters: what servers in front of this one let through."""


@dataclass(frozen=True, slots=True)
class Made:
    """A table with what the page says of it."""

    table: Checklist
    turnout: Turnout
    notices: tuple[str, ...]
    at: str
    unread: int
    set_aside: int

    @property
    def record(self) -> tuple[str, ...]:
        """The lines by which it can be verified."""
        return checklist_record(app_state().catalog, self.table, self.at)

    def head(self, wanted: Wanted) -> tuple[tuple[str, str], ...]:
        """What makes it evidence."""
        left = {"unread": self.unread, "set_aside": self.set_aside}
        return head_of(self.table, self.turnout, say, **left, at=self.at, collection=wanted.collection)


@blueprint.get("/checklist")
def show() -> tuple[str, int]:
    """The form; where wordings are given, the table."""
    return _answer(wanted_of(request.args), posted=False)


@blueprint.post("/checklist")
def make() -> tuple[str, int] | AnyResponse:
    """Files read, the roster kept where it shall be; then the table's own address, where it is not too long for one."""
    try:
        wanted = with_files(wanted_of(request.form))
        if request.form.get("save"):
            require(Right.EDIT)
            wanted = _kept(wanted, request.form.get("name", ""))
    except ArchiveError as problem:
        values = {name: request.form.get(name, "") for name in FIELDS}
        return _form(values, told(problem)), status_of(problem)
    target = wanted.address()
    return _answer(wanted, posted=True) if len(target) > LONGEST_ADDRESS else redirect(target, 303)


@blueprint.post("/checklist/rosters/remove")
def remove_roster() -> AnyResponse:
    """Forget a collection's roster."""
    roster = known(app_state().catalog.rosters, request.form.get("collection", ""))
    app_state().catalog.rosters.remove(roster.name)
    flash(say("checklist.roster.removed", name=roster.name))
    return redirect(url_for("checklist.show"), 303)


@blueprint.route("/checklist.csv", methods=["GET", "POST"], defaults={"form": "csv"})
@blueprint.route("/checklist.xlsx", methods=["GET", "POST"], defaults={"form": "xlsx"})
def export(form: str) -> Response:
    """The whole table as a file, with what makes it evidence above it."""
    wanted = wanted_of(request.values)
    made = _made(app_state(), wanted)
    name = f"{say('checklist.title')}_{wanted.collection or made.at[:10]}.{form}"
    data = spreadsheet.data(sheet_of(made.table, say, made.head(wanted), made.record), form)
    return send_file(BytesIO(data), mimetype="application/octet-stream", as_attachment=True, download_name=name)


@blueprint.route("/checklist/record", methods=["GET", "POST"])
def record() -> str:
    """打印核查单: the whole table with what makes it evidence, for paper."""
    wanted = wanted_of(request.values)
    made = _made(app_state(), wanted)
    sheet = sheet_of(made.table, say, made.head(wanted), made.record)
    return render_template(
        "tables/checklist_record.html",
        sheet=sheet,
        head=sheet.head,
        record=sheet.record,
        back=wanted.address(),
        wide=len(sheet.columns) > 5,
    )


@blueprint.get("/api/checklist")
def as_json() -> Response:
    """The table for programs: a wording that is no query is an error, which the page searches as typed."""
    wanted = wanted_of(request.args)
    made = _made(app_state(), wanted, strict=True)
    return answered(checklist_form(made.table, made.turnout, made.at))


def _kept(wanted: Wanted, name: str) -> Wanted:
    """The roster saved under its collection's name, which then stands for it in the address."""
    kept = app_state().catalog.rosters.save(Roster(name, wanted.roster, wanted.year, wanted.period))
    flash(say("checklist.roster.saved", name=kept.name, n=len(kept.units)))
    return replace(wanted, roster=(), collection=kept.name, year=None, period=None)


def _answer(wanted: Wanted, *, posted: bool) -> tuple[str, int]:
    if not wanted.wordings:
        return _form(wanted.values, None), 200
    try:
        made = _made(app_state(), wanted)
    except ArchiveError as problem:
        return _form(wanted.values, told(problem)), status_of(problem)
    whole = len(made.table.rows)
    page = Page(1, 0, whole) if posted else urls.page_of(whole, PAGE).clamped()
    rows: Sequence[Row] = page.of(made.table.rows)
    lines: list[Line] = lines_of(made.table, rows)
    who: list[Who] = who_of(made.table)
    html = render_template(
        "tables/checklist.html",
        wanted=wanted,
        values=wanted.values,
        made=made,
        table=made.table,
        lines=lines,
        who=who,
        turnout=turnout_said(made.turnout, say) if made.table.roster else None,
        who_said=who_said(made.table, made.turnout, say, at=made.at),
        posted=posted,
        page=page,
        **_choices(),
    )
    return html, 200


def _form(values: Mapping[str, str], problem: str | None) -> str:
    return render_template("tables/checklist.html", made=None, values=values, problem=problem, **_choices())


def _choices() -> dict[str, object]:
    here = app_state()
    topics = [one.name for one in here.searcher.topics.all() if one.topic]
    return {
        "topics": topics,
        "rosters": here.catalog.rosters.all(),
        "years": here.overview().reported,
        "periods": PERIODS,
        "most": MOST,
    }


def _made(here: AppState, wanted: Wanted, *, strict: bool = False) -> Made:
    """The table. `strict`: a wording that is no query is UsageError("checklist.bad_wording"), not taken as typed."""
    if len(wanted.wordings) > MOST:
        raise UsageError("checklist.too_many", limit=MOST)
    kept = known(here.catalog.rosters, wanted.collection) if wanted.collection else None
    wordings, notices = _understood(here, wanted, strict)
    year = wanted.year if wanted.year is not None or kept is None else kept.year
    period = wanted.period if wanted.period is not None or kept is None else kept.period
    with deadline.limited(SECONDS):
        table = check(
            here.searcher,
            wordings,
            by=wanted.by,
            roster=wanted.roster or (kept.units if kept else ()),
            year=year,
            period=period,
            hiding=wanted.copies == "hide",
            topic=wanted.topic or None,
        )
    table = ordered(table, wanted.order)
    unsure = {"unit", *(("year",) if year else ()), *(("period",) if period else ())}
    doubtful = [name for name, fields in here.doubts().items() if unsure & set(fields)]
    counts = here.catalog.counts()
    return Made(table, table.turnout(doubtful), notices, now(), counts.unread, counts.set_aside)


def _understood(here: AppState, wanted: Wanted, strict: bool) -> tuple[list[Wording], tuple[str, ...]]:
    """The wordings as they are asked; what is no query is taken as typed, and said so."""
    wordings: list[Wording] = []
    notices: list[str] = []
    for number, text in enumerate(wanted.wordings, 1):
        wording = Wording(text, wanted.literal)
        problem = _problem_of(here, wording)
        if problem is not None and not strict and not wanted.literal:
            notices.append(say("checklist.bad_wording", n=number, wording=text[:40], problem=_as_typed(problem)))
            wording = Wording(text, literal=True)
            problem = _problem_of(here, wording)
        if problem is not None:
            words = problem.message(language())
            raise UsageError("checklist.bad_wording", n=number, wording=text[:40], problem=words) from problem
        wordings.append(wording)
    return wordings, tuple(notices)


def _problem_of(here: AppState, wording: Wording) -> QueryError | None:
    try:
        here.searcher.read(Request(wording.text, literal=wording.literal))
    except QueryError as problem:
        return problem
    return None


def _as_typed(problem: QueryError) -> str:
    return told(problem) + say("web.as_typed")
