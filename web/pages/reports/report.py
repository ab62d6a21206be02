"""One report: reading it with its places marked, its original, correcting what was read. Lists: `report_list`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.doubts import to_check
from archive.errors import ArchiveError, CatalogError, ReadError
from archive.model import MASTHEAD_FIELDS, Masthead, Record
from archive.readers.decoding import decode
from archive.readers.markup.markdown import FORMAT as MARKDOWN
from archive.readers.markup.markdown import rendered
from indexer.search.answer import MarkedPassage, Request
from web.http import urls
from web.http.error_pages import status_of
from web.http.language import say, told
from web.http.security import ORIGINAL_POLICY
from web.markup import Style, emphasis
from web.pages.reports.find import sought
from web.pages.reports.layout import Asked, layout
from web.pages.reports.neighbours import across
from web.pages.reports.way_back import carried_on, way_back
from web.pages.search.asking import ask
from web.state.app_state import AppState, app_state
from web.state.asker import asker
from web.state.values_in_use import offered

blueprint = Blueprint("reports", __name__, url_prefix="/reports")

EDITED = ("title", "unit", "person", "year", "period", "type", "date", "number", "addressee")


@blueprint.get("/<report_id>")
def show(report_id: str) -> str | AnyResponse:
    """The report as it is now; one that was merged into another is read there."""
    here = app_state()
    kept = here.catalog.near.kept(report_id)
    if kept is not None:
        return redirect(url_for("versions.show", report_id=kept[0], number=kept[1], q=request.args.get("q")))
    return paper(here, here.record(report_id))


def paper(here: AppState, record: Record) -> str:
    """A version of a report, every place of the query marked; `at` is the place that the reader stands at."""
    wanted, marks, notice = marks_of(here, record)
    loosely = bool(marks) and wanted.mode == "loose" and not here.searcher.answers(record, wanted)
    finding = sought(here, record)
    if finding.words:
        marks, notice, loosely = finding.marks, finding.notice, False
    total = sum(len(passage.marks) for passage in marks)
    current = min(urls.whole("at", 0, 0, urls.LONGEST_PASSAGE), total)
    around = across(here, wanted, record.id)
    numbers = {name: urls.whole(name, 0, 0, urls.LONGEST_PASSAGE) for name in ("piece", "passage", "start")}
    return render_template(
        "reports/report.html",
        record=record,
        head=record.report.masthead,
        wanted=wanted,
        loosely=loosely,
        finding=finding,
        handed_on=list(carried_on("find", "at", "piece", "passage", "start")),
        way_back=way_back(wanted, record.id, around.number, 0 if finding.words else current),
        layout=layout(record, marks, Asked(current, **numbers), emphasis_of(here, record)),
        current=current,
        total=total,
        notice=notice,
        across=around,
        versions=here.catalog.versions(record.id),
        fields=EDITED,
        checks=to_check(record.report.masthead),
    )


@blueprint.get("/<report_id>/original")
def original(report_id: str) -> Response:
    """The file as it came: always to be saved, never shown, whatever it is."""
    here = app_state()
    version = urls.whole("version", 0, 0, urls.MAX_PAGE) or None
    record = here.catalog.record(report_id, version)
    if record is None:
        raise CatalogError("catalog.no_such_report", id=report_id[:80])
    response = send_file(
        BytesIO(here.catalog.original(record.id, version)),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=file_name(record.source),
    )
    response.headers["Content-Security-Policy"] = ORIGINAL_POLICY
    return response


def file_name(source: str) -> str:
    """The original's own name without folders and without what a header or a disk cannot take."""
    name = source.replace("\\", "/").rpartition("/")[2]
    kept = "".join(character for character in name if character.isprintable() and character not in '<>:"|?*')
    return kept.encode("utf-8", "replace").decode().strip(" .")[-150:] or "original"


@blueprint.get("/<report_id>/edit")
def edit(report_id: str) -> tuple[str, int]:
    """The form: each field with what was read and from where."""
    return _form(app_state().record(report_id), {}, None)


@blueprint.post("/<report_id>/edit")
def save(report_id: str) -> tuple[str, int] | AnyResponse:
    """Keep what was changed; a value that cannot be is shown again with the reason, nothing kept.

    What the form showed comes back with it (`was.FIELD`): a field that this person left alone is left alone, whatever
    others have made of it since.
    """
    here = app_state()
    record = here.record(report_id)
    typed = {name: request.form[name] for name in EDITED if _is_meant(name)}
    reset = tuple(name for name in request.form.getlist("reset") if name in MASTHEAD_FIELDS)
    problem = edited_meanwhile(record, typed)
    if problem is not None:
        return _form(record, typed, problem)
    changed, confirmed = changes_of(record, typed), confirmed_of(record)
    corrections = {name: value for name, value in {**confirmed, **changed}.items() if name not in reset}
    if corrections or reset:
        try:
            here.correct([record.id], corrections, reset, asker())
        except CatalogError as problem:  # what was typed stays, whatever the reason
            return _form(record, typed, problem)
        flash(say("edit.saved"))
    return redirect(urls.searched("reports.show", report_id=record.id))


def _is_meant(name: str) -> bool:
    """Is the field in the form, and other than the form showed it? Without what was shown, each field is meant."""
    given = request.form.get(name)
    return given is not None and given.strip() != request.form.get(f"was.{name}")


def edited_meanwhile(record: Record, typed: Mapping[str, str]) -> CatalogError | None:
    """Which field does this person want to change or confirm that was changed since the form was opened, if any?

    No error where both changed it to the same.
    """
    known = shown_of(record.report.masthead)
    for name in EDITED:
        if name not in typed and name not in request.form.getlist("confirm"):
            continue
        now = known[name]
        if request.form.get(f"was.{name}", now) != now and typed.get(name, "").strip() != now:
            return CatalogError("catalog.edited_meanwhile", field=name, value=now)
    return None


def changes_of(record: Record, typed: Mapping[str, str]) -> dict[str, str | None]:
    """The fields whose typed value differs from the known one; an emptied one is cleared."""
    known = shown_of(record.report.masthead)
    return {name: value.strip() or None for name, value in typed.items() if value.strip() != known[name]}


def confirmed_of(record: Record) -> dict[str, str | int | None]:
    """The fields that a person has looked at and found right: from now on they are corrections with that value.

    A derived title is confirmed as what it is, in its brackets: no report gets a title of its own by the way.
    """
    known = shown_of(record.report.masthead)
    return {name: known[name] for name in request.form.getlist("confirm") if known.get(name)}


def shown_of(head: Masthead) -> dict[str, str]:
    """The fields as the form shows and takes them; a derived title stands in ［ ］, and without them it is the
    report's own.
    """
    shown = {name: "" if getattr(head, name) is None else str(getattr(head, name)) for name in EDITED}
    return shown | {"title": f"［{head.title}］"} if head.title and head.title_derived else shown


def _form(record: Record, typed: Mapping[str, str], problem: ArchiveError | None) -> tuple[str, int]:
    head = record.report.masthead
    page = render_template(
        "reports/edit.html",
        record=record,
        head=head,
        values={**shown_of(head), **typed},
        shown=shown_of(head),
        fields=EDITED,
        offered=_offered(record, {**shown_of(head), **typed}),
        checks=to_check(head),
        problem=told(problem) if problem else None,
        wrong=problem.evidence.get("field") if problem else None,
    )
    return page, status_of(problem) if problem else 200


def _offered(record: Record, shown: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """For each field the values in use in this archive."""
    beside = f"{record.report.masthead.title or ''} {record.source}"
    used = app_state().overview().used
    return {name: offered(values, shown.get(name, ""), beside) for name, values in used.items()}


def marks_of(here: AppState, record: Record) -> tuple[Request, Sequence[MarkedPassage], str | None]:
    """The search of the address, its places in the report, and what the page says where it was asked otherwise.

    `apart`: the report was opened from those that hold the words apart, below the exact results.
    """
    wanted = urls.asked(passages=0)
    if urls.one_of("apart", ("0", "1")) == "1":
        wanted = replace(wanted, mode="loose", sort="relevance")
    if not wanted.query.strip():
        return wanted, (), None
    asked = ask(wanted, lambda request: here.searcher.marks(record, request))
    return asked.request, asked.found or (), asked.notice


def emphasis_of(here: AppState, record: Record) -> Mapping[int, Sequence[Style]]:
    """What Markdown prints bold, slanted or as a link. Without its original a report is shown without these."""
    if record.report.format != MARKDOWN:
        return {}
    try:
        data = here.catalog.original(record.id, record.version)
        text = decode(data, record.source, record.report.encoding).text
        return emphasis(rendered(text), record.report.passages)
    except (CatalogError, ReadError):
        return {}
