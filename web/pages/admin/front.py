"""系统管理: what needs an administrator's attention, and the pages that the asker's duties are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, render_template, url_for

from archive.catalog.fonds import RIGHTS
from archive.errors import ArchiveError
from archive.people.account import ADMIN, DUTIES
from indexer.maintenance.administration_form import AdministrationForm, AttentionForm
from indexer.maintenance.backup_record import last_backup
from indexer.maintenance.backup_schedule import last_scheduled, next_at
from indexer.maintenance.disk_use import disk_use
from indexer.maintenance.index_facts import index_facts
from indexer.maintenance.upkeep import account_of
from web.accounts.administration import Administration, administration
from web.accounts.guard import may_open
from web.accounts.permissions import Right
from web.http.json_answers import answered

blueprint = Blueprint("admin", __name__)

BACKUP_DAYS = 7
"""A backup that is older is told of."""
LATEST = 100
"""Imports among which those that broke off are looked for."""
QUICK = 0.3
"""Seconds for the look at the disk: here only what is left of it counts."""


@dataclass(frozen=True, slots=True)
class Attention:
    """Something to see to: its words are admin.attention.CODE; `address` "" where it is a setting."""

    code: str
    count: int | None = None
    address: str = ""


@blueprint.get("/admin")
def show() -> str:
    """The page, for whoever has any duty."""
    here = administration(Right.ADMINISTER)
    return render_template(
        "admin/front.html", attention=list(attention(here)), settings=here.settings, begun=here.has_accounts
    )


@blueprint.get("/admin.json")
def twin() -> Response:
    """The same for programs."""
    here = administration(Right.ADMINISTER)
    told = [AttentionForm(one.code, one.count, one.address) for one in attention(here)]
    duties = [duty for duty in DUTIES if may_open(Right(duty))]
    settings = here.settings
    flags = (settings.plain_http, settings.read_only, settings.separate_duties)
    return answered(AdministrationForm(duties, *flags, told))


def attention(here: Administration) -> Iterator[Attention]:
    """All that there is for the asker's duties. That passwords go over the net in clear is told to all, always."""
    if here.settings.plain_http:
        yield Attention("plain_http")
    if may_open(Right.SYSTEM):
        yield from _of_people(here)
        yield from _of_system(here)
    if may_open(Right.SECURITY):
        yield from _of_rights(here)


def _of_people(here: Administration) -> Iterator[Attention]:
    if not here.has_accounts:
        yield Attention("no_accounts", address=url_for("people.index"))
        return
    accounts = [one for one in here.people.accounts.list() if not one.disabled]
    if here.settings.separate_duties:
        lacking = [duty for duty in DUTIES if not any(duty in one.roles for one in accounts)]
        if lacking:
            yield Attention("duty_missing", len(lacking), url_for("people.index", state="administers"))
        both = sum(ADMIN in one.roles or len(one.roles) > 1 for one in accounts)
        if both:
            yield Attention("duties_together", both, url_for("people.index", state="administers"))


def _of_system(here: Administration) -> Iterator[Attention]:
    broken = sum(one.state in ("stopped", "interrupted") for one in here.catalog.imports.list(limit=LATEST))
    if broken:
        yield Attention("jobs", broken, url_for("jobs.index"))
    facts = index_facts(here.home, here.settings, here.catalog, here.engine)
    upkeep = account_of(here.home)
    if facts.problem or upkeep.damaged:
        yield Attention("index", address=url_for("index.show"))
    elif facts.behind:
        yield Attention("behind", facts.behind, url_for("index.show"))
    if disk_use(here.home, here.settings, seconds=QUICK).nearly_full or upkeep.merge_waits_for_room:
        yield Attention("disk", address=url_for("storage.show"))
    yield from _of_backups(here)


def _of_backups(here: Administration) -> Iterator[Attention]:
    at = url_for("backups.show")
    if last_scheduled(here.home).problem:
        yield Attention("backup_failed", address=at)
    made = last_backup(here.home)
    if made is None:
        if here.catalog.counts().reports:
            yield Attention("backup_never", address=at)
    elif (days := (datetime.now().astimezone() - made.at.astimezone()).days) >= BACKUP_DAYS:
        yield Attention("backup_old", days, at)
    if next_at(here.home, here.settings) is None:
        yield Attention("backup_unscheduled", address=at)


def _of_rights(here: Administration) -> Iterator[Attention]:
    if not here.has_accounts:
        return
    with suppress(ArchiveError):
        grants, groups = here.catalog.fonds.grants(), here.people.groups.list()
        idle = _without(list(groups), [grant.group for grant in grants])
        if idle:
            yield Attention("groups_without_rights", len(idle), url_for("groups.index"))
        gone = _without([grant.group for grant in grants], list(groups))
        if gone:
            yield Attention("rights_of_nobody", len(gone), url_for("rights.show"))
        fonds = [one.key for one in here.catalog.fonds.all()]
        unread = _without(fonds, [grant.fonds for grant in grants if grant.right in RIGHTS])
        if unread:
            yield Attention("fonds_without_readers", len(unread), url_for("rights.show"))


def _without(names: Sequence[str], known: Sequence[str]) -> set[str]:
    return {*names} - {*known}
