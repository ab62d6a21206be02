"""操作记录: who did what, filtered and by pages; as a file; and whether the record is whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta

from flask import Blueprint, Response, render_template, request

from archive.errors import ArchiveError, UsageError
from archive.people.audit import Audit, Wanted
from archive.people.audit_chain import KINDS, Line, Verdict, Witness
from indexer.audit import audit_file, deed_words, witnesses
from indexer.audit.audit_form import audit_form, verdict_form
from indexer.audit.moments import moment, shown
from indexer.maintenance.backup_schedule import NAMED, folder_of
from indexer.search.page import Page
from web.accounts.administration import administration
from web.accounts.permissions import Right
from web.http import recording, urls
from web.http.json_answers import answered
from web.http.language import say

blueprint = Blueprint("record", __name__)

PAGE = 50
LONGEST = 100
MOST_WITNESSES = 50
FILTERS = ("who", "kind", "act", "since", "until")


@blueprint.get("/admin/record")
def index() -> str:
    """The lines, the latest first."""
    page, lines = _listed()
    days = administration(Right.AUDIT).settings.audit_days
    return render_template("admin/record.html", page=page, lines=lines, kinds=KINDS, names=_audit().names(), days=days)


@blueprint.get("/admin/record.json")
def index_json() -> Response:
    """The same for programs."""
    page, lines = _listed()
    return answered(audit_form(page, lines))


@blueprint.get("/admin/record.csv", defaults={"form": "csv"})
@blueprint.get("/admin/record.jsonl", defaults={"form": "jsonl"})
def export(form: str) -> Response:
    """All lines that the filters leave, in their order, as a file."""
    wanted, audit = _wanted(), _audit()
    recording.told(lines=audit.count(wanted))
    made = audit_file.rows(audit.lines(wanted)) if form == "csv" else audit_file.objects(audit.lines(wanted))
    kind = "text/csv" if form == "csv" else "application/x-ndjson"
    name = f"baogao-record-{date.today().isoformat()}.{form}"  # noqa: DTZ011 # the auditor's own day
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response((row.encode() for row in made), mimetype=kind, headers=headers)


@blueprint.get("/admin/record/verify")
def verify() -> str:
    """Is it whole? Held against the hashes that the address names (`witness`) and those in backups."""
    found, seen = _verdict()
    return render_template("admin/verify.html", found=found, seen=seen)


@blueprint.get("/admin/record/verify.json")
def verify_json() -> Response:
    """The same for programs."""
    return answered(verdict_form(_verdict()[0]))


@blueprint.app_template_global()
def sifted() -> str:
    """The filters of the current address, for the files that hold the same lines."""
    kept = {name: values for name, values in request.args.to_dict(flat=False).items() if name in FILTERS}
    return urls.query_of(kept, {})


@blueprint.app_template_filter()
def local_moment(at: str) -> str:
    """A moment of the record on this machine's clock."""
    return shown(at)


@blueprint.app_template_filter()
def deed_act(act: str) -> str:
    """A page or command by name; as it stands in the record where this version does not know it."""
    key = deed_words.act_key(act)
    return act if key is None else say(key)


@blueprint.app_template_filter()
def deed_outcome(outcome: str) -> str:
    """What became of it, in words where there are some; else the stable code."""
    key = deed_words.outcome_key(outcome)
    return outcome if key is None else say(key)


@blueprint.app_template_filter()
def deed_facts(what: str) -> Sequence[tuple[str, str]]:
    """What a deed was about, as labels and values."""
    labels = ((deed_words.fact_key(name), name, value) for name, value in deed_words.facts(what))
    return [(name if key is None else say(key), value) for key, name, value in labels]


def _audit() -> Audit:
    administration(Right.AUDIT)  # raises for whoever is no auditor
    return recording.recorder().audit


def _listed() -> tuple[Page, Sequence[Line]]:
    audit, wanted = _audit(), _wanted()
    page = urls.page_of(audit.count(wanted), PAGE)
    return page, audit.recent(wanted, limit=page.size, offset=page.offset)


def _wanted() -> Wanted:
    """The lines that the address asks for. Raises UsageError."""
    return Wanted(
        who=request.args.get("who", "")[:LONGEST],
        kind=urls.one_of("kind", ("", *KINDS)),
        act=request.args.get("act", "")[:LONGEST],
        since=_moment("since"),
        until=_moment("until", last_day=True),
    )


def _moment(name: str, *, last_day: bool = False) -> str:
    """A day or a moment; a whole last day is in it."""
    words = request.args.get(name, "").strip()
    if not words:
        return ""
    if last_day:
        with suppress(ValueError, OverflowError):
            return moment((date.fromisoformat(words) + timedelta(days=1)).isoformat())
    return moment(words)


def _verdict() -> tuple[Verdict, int]:
    """What was found, and how many witnesses were heard."""
    seen = list(_witnesses())
    return _audit().verify(seen), len(seen)


def _witnesses() -> Iterator[Witness]:
    given = [line for value in request.args.getlist("witness") for line in value.split()]
    if len(given) > MOST_WITNESSES:
        raise UsageError("usage.bad_parameter", name="witness", value=str(len(given)))
    yield from map(witnesses.typed, given)
    here = administration(Right.AUDIT)
    folder = folder_of(here.home, here.settings)
    if folder is None:
        return
    with suppress(OSError):
        for path in sorted(folder.iterdir(), reverse=True)[:MOST_WITNESSES]:
            if NAMED.fullmatch(path.name):
                with suppress(ArchiveError):  # one that cannot be read says nothing of the record
                    yield from witnesses.in_backup(path)
