"""All reports: filters, sorting, paging, what is to be checked, and correcting many at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.catalog import Entry, Sort
from archive.catalog.values import Value
from archive.errors import CatalogError, UsageError
from archive.model import MASTHEAD_FIELDS, Record
from indexer.index.card_filter import stretches
from indexer.search.page import Page
from web.http import urls
from web.http.error_pages import status_of
from web.http.language import say, told
from web.state.app_state import AppState, app_state
from web.state.asker import asker
from web.state.overview import LISTED, VALUE, ordered_values
from web.state.values_in_use import offered

blueprint = Blueprint("listing", __name__, url_prefix="/reports")

PAGE = 50
SHARED = ("unit", "person", "year", "period", "type", "date")
"""What reports of one batch have in common; titles and numbers are each report's own."""
NARROWED_BY = (*LISTED, "date", "year_about", "topic")
"""What narrows a list: what stands beside it, 成文日期 by stretches of days, the year that papers are about."""
PARTLY = "partly"
CHECKS = ("0", "1", PARTLY, *MASTHEAD_FIELDS)
"""All; what a person should look at; what was not read whole; one field of what a person should look at."""
BESIDE = 2_000
"""Characters of titles and files that offered values are looked for in."""
MOST = 500
"""Reports corrected in one go."""


@blueprint.get("")
def index() -> str:
    """The page of all reports, filtered and in the order asked for."""
    here = app_state()
    wanted = wanted_page()
    entries, total = entries_of(here, wanted)
    doubts = here.doubts()
    return render_template(
        "reports/reports.html",
        entries=entries,
        doubts=doubts,
        to_check=sum(map(bool, doubts.values())),
        by_field=Counter(name for fields in doubts.values() for name in fields),
        total=total,
        wanted=wanted,
        page=wanted.page_of(total),
        overview=here.overview(),
        facets=facets_of(here, wanted),
        removed=here.catalog.counts().removed,
        behind=here.behind(),
        fonds=here.catalog.fonds.all(),
        names=(*LISTED[:-1], "topic", LISTED[-1]),
        sorts=urls.LIST_SORTS,
    )


@blueprint.route("/edit", methods=["GET", "POST"])
def edit_many() -> tuple[str, int] | AnyResponse:
    """The form for several reports (`id` once for each), and keeping what it says: empty fields stay as they are."""
    here = app_state()
    source = request.form if request.method == "POST" else request.args
    ids = list(dict.fromkeys(source.getlist("id")))[: MOST + 1]
    if not ids or len(ids) > MOST:
        raise UsageError("usage.bad_parameter", name="id", value=str(len(ids)))
    records = [here.record(report_id) for report_id in ids]
    typed = {name: request.form.get(name, "").strip() for name in SHARED}
    problem: CatalogError | None = None
    corrections: dict[str, Value | None] = {name: value for name, value in typed.items() if value}
    if request.method == "POST" and "save" in request.form and corrections:
        try:
            here.correct(ids, corrections, by=asker())
        except CatalogError as wrong:
            problem = wrong
        else:
            flash(say("web.edit.many_saved", n=len(ids)))
            return redirect(url_for("listing.index"))
    page = render_template(
        "reports/bulk.html",
        records=records,
        fields=SHARED,
        values=typed,
        offered=_offered(here, records, typed),
        problem=told(problem) if problem else None,
        wrong=problem.evidence.get("field") if problem else None,
    )
    return page, status_of(problem) if problem else 200


def _offered(here: AppState, records: Sequence[Record], typed: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """For each field the values in use in this archive, near ones of what is typed or of what these reports have."""
    heads = [record.report.masthead for record in records]
    beside = " ".join(f"{head.title or ''} {record.source}" for head, record in zip(heads, records, strict=True))
    known = {name: next((str(value) for head in heads if (value := getattr(head, name))), "") for name in SHARED}
    used = here.overview().used
    return {
        name: offered(used[name], typed.get(name) or known[name], beside[:BESIDE]) for name in SHARED if name in used
    }


_IN_CATALOG = {"year": "year_known", "year_about": "year", "date": "dates"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address of a list asks for. `check`: "0" all; "1" what a person should look at; a field: there."""

    filters: Mapping[str, tuple[str, ...]]
    sort: Sort
    page: int
    limit: int
    check: str

    @property
    def where(self) -> dict[str, Value | Collection[Value] | None]:
        """The filters as the catalog takes them: a year is the one known, dates are whole stretches of days."""
        where: dict[str, Value | Collection[Value] | None] = {
            _IN_CATALOG.get(name, name): values for name, values in self.values.items() if name != "topic"
        }
        if dates := self.filters.get("date"):
            days = [stretch.days for stretch in stretches(dates)]
            where["dates"] = [f"{first or ''}..{last or ''}" for first, last in days] or None
        return where

    @property
    def values(self) -> dict[str, Collection[Value] | None]:
        """What each filter lets pass; “not known” stands by itself."""
        return {
            name: None if values == ("",) else [_typed(name, value) for value in values if value]
            for name, values in self.filters.items()
        }

    def page_of(self, total: int) -> Page:
        """The page of `total` entries."""
        return Page(self.page, self.limit, total)


def wanted_page() -> Wanted:
    """The current address, understood."""
    return Wanted(
        filters=urls.filters(NARROWED_BY),
        sort=urls.one_of("sort", urls.LIST_SORTS),
        page=urls.whole("page", 1, 1, urls.MAX_PAGE),
        limit=urls.whole("limit", PAGE, 1, urls.MAX_LIMIT),
        check=urls.one_of("check", CHECKS),
    )


def entries_of(here: AppState, wanted: Wanted, *, whole: bool = False) -> tuple[list[Entry], int]:
    """The entries of a page, or of the `whole` list, and how many there are in all."""
    topics = _in_topics(here, wanted)
    if wanted.check == "0" and topics is None and whole:
        every = list(here.catalog.list(wanted.where, sort=wanted.sort))
        return every, len(every)
    if wanted.check == "0" and topics is None:
        total = here.catalog.count(wanted.where)
        offset = wanted.page_of(total).offset
        return list(here.catalog.list(wanted.where, sort=wanted.sort, limit=wanted.limit, offset=offset)), total
    doubts = here.doubts() if wanted.check != "0" else {}
    checked = [
        entry
        for entry in here.catalog.list(wanted.where, sort=wanted.sort)
        if (wanted.check == "0" or _listed(here, entry.id, doubts, wanted.check))
        and (topics is None or entry.id in topics)
    ]
    return checked if whole else list(wanted.page_of(len(checked)).of(checked)), len(checked)


def facets_of(here: AppState, wanted: Wanted) -> Mapping[str, Sequence[tuple[Value | None, int]]]:
    """For each filter its values among the reports that pass all the others, so that none leads to an empty list."""
    if not wanted.filters and wanted.check == "0":
        held = here.searcher.topics.counted()
        return {**here.overview().values, "topic": held}
    topics, passing = _in_topics(here, wanted), set()
    doubts = here.doubts() if wanted.check != "0" else {}
    counted: dict[str, Counter[Value | None]] = {name: Counter() for name in LISTED}
    asked = wanted.values
    for entry in here.catalog.list():
        if wanted.check != "0" and not _listed(here, entry.id, doubts, wanted.check):
            continue
        failed = [name for name, values in asked.items() if name != "topic" and not _passes(name, entry, values)]
        if not failed:
            passing.add(entry.id)
        if topics is not None and entry.id not in topics:
            failed.append("topic")
        for name in failed or LISTED:
            if len(failed) < 2 and name in counted:
                counted[name][VALUE[name](entry)] += 1
    found = {name: ordered_values(name, counter) for name, counter in counted.items()}
    return {**found, "topic": here.searcher.topics.counted(passing)}


def _in_topics(here: AppState, wanted: Wanted) -> Collection[str] | None:
    """The ids of the reports in the topics that are asked for; None where none is."""
    if not wanted.filters.get("topic"):
        return None
    return here.searcher.topics.resolved(wanted.filters)["topic"]


def _passes(name: str, entry: Entry, values: Collection[Value] | None) -> bool:
    value = entry.date if name == "date" else entry.year if name == "year_about" else VALUE[name](entry)
    if value is None or values is None:
        return value is values
    if name == "date":
        return any(stretch.holds(str(value)) for stretch in stretches(tuple(map(str, values))))
    return value in values


def _listed(here: AppState, report_id: str, doubts: Mapping[str, Collection[str]], check: str) -> bool:
    if check == PARTLY:
        return report_id in here.searcher.partly_read()
    fields = doubts.get(report_id, ())
    return bool(fields) if check == "1" else check in fields


def _typed(name: str, value: str) -> Value:
    return (
        int(value)
        if name in ("year", "year_about") and value.isascii() and value.isdigit() and len(value) < 9
        else value
    )
