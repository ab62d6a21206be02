"""One table: each address by its endpoint, and which right each method needs. What has no row is answered to nobody.

The guard goes by it, and so does the test that walks every address: they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum

from archive.catalog import Catalog
from indexer.rights.reader import Reader


class Right(Enum):
    """What may be needed. `ANYONE`: no login; `READ`: to read what one's groups may; `KEEP`: to keep something there;
    `EDIT`, `IMPORT`: to change reports or bring some into some 分库; `MANAGE`: to delete for good; `ADMINISTER`: to
    have any of the administrators' duties, which are the last three.
    """

    ANYONE = "anyone"
    READ = "read"
    KEEP = "keep"
    EDIT = "edit"
    IMPORT = "import"
    MANAGE = "manage"
    ADMINISTER = "administer"
    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"


A, R, K, E, I, M = Right.ANYONE, Right.READ, Right.KEEP, Right.EDIT, Right.IMPORT, Right.MANAGE  # noqa: E741 # columns of a table
ADM, SYS, SEC, AUD = Right.ADMINISTER, Right.SYSTEM, Right.SECURITY, Right.AUDIT
TO_CHANGE = frozenset({"bringing.page", "register.form"})
"""Pages that are for nothing but a change: where nothing may be changed they are not opened, and stand in no bar."""
SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing (RFC 9110, 9.2.1). What they need is what GET needs."""

PERMISSIONS: Mapping[str, Mapping[str, Right]] = {
    "static": {"GET": A},
    # Coming in.
    "login.form": {"GET": A},
    "login.begin": {"POST": A},
    "login.end": {"POST": A},
    "sign_on.begin": {"GET": A},
    "sign_on.back": {"GET": A},
    "set_up.form": {"GET": A},
    "set_up.make": {"POST": A},
    "first_password.form": {"GET": A},
    "first_password.set_it": {"POST": A},
    "account.show": {"GET": R},
    "account.change_password": {"POST": K},
    "account.end_sessions": {"POST": K},
    "account.make_token": {"POST": K},
    "account.revoke_token": {"POST": K},
    # Searching.
    "search.home": {"GET": R},
    "search.results": {"GET": R},
    "search.opensearch": {"GET": R},
    "advanced.form": {"GET": R},
    "advanced.twin": {"GET": R},
    "suggestions.suggest": {"GET": R},
    "similar.page": {"GET": R},
    "similar.twin": {"GET": R},
    "concordance.show": {"GET": R},
    "concordance.twin": {"GET": R},
    "manual.help_page": {"GET": R},
    "manual.twin": {"GET": R},
    "about.page": {"GET": R},
    "exports.export": {"GET": R},
    "exports.places": {"GET": R},
    "exports.record": {"GET": R},
    "taking_out.as_zip": {"GET": R},
    # Programs.
    "api.search": {"GET": R},
    "api.report": {"GET": R},
    "api.reports": {"GET": R},
    "api.openapi": {"GET": R},
    "api.health": {"GET": A},
    "metrics.show": {"GET": A},  # it asks for its own token, or for a program on this machine
    "assistants.ask": {"POST": R},
    "assistants.about": {"GET": R},
    "feeds.show": {"GET": R},
    # Reports.
    "listing.index": {"GET": R},
    "listing.edit_many": {"GET": E, "POST": E},
    "reports.show": {"GET": R},
    "reports.original": {"GET": R},
    "reports.edit": {"GET": E},
    "reports.save": {"POST": E},
    "scans.page": {"GET": R},
    "scans.picture": {"GET": R},
    "scans.save": {"POST": E},
    "versions.show": {"GET": R},
    "versions.twin": {"GET": R},
    "citing.show": {"GET": R},
    "citing.twin": {"GET": R},
    "citing.quotable": {"GET": R},
    "comparing.choose": {"GET": R},
    "comparing.show": {"GET": R},
    "comparing.twin": {"GET": R},
    "confirming.ask": {"GET": E},
    "confirming.confirm": {"POST": E},
    "edits.index": {"GET": E},
    "edits.index_json": {"GET": E},
    "edits.one": {"GET": E},
    "edits.one_json": {"GET": E},
    "edits.undo": {"POST": E},
    "topics.show": {"GET": R},
    "topics.twin": {"GET": R},
    "topics.ask": {"GET": E},
    "topics.add": {"POST": E},
    "topics.change": {"POST": E},
    "trash.index": {"GET": E},
    "trash.index_json": {"GET": E},
    "trash.ask": {"GET": E},
    "trash.remove": {"POST": E},
    "trash.restore": {"POST": E},
    "trash.purge": {"GET": M, "POST": M},
    # What a reader keeps.
    "clippings.show": {"GET": R},
    "clippings.twin": {"GET": R},
    "clippings.text": {"GET": R},
    "clippings.as_file": {"GET": R},
    "clippings.token": {"GET": R},
    "clippings.ask": {"GET": K},
    "clippings.add": {"POST": K},
    "clippings.toggle": {"POST": K},
    "clippings.arrange": {"POST": K},
    "saved.show": {"GET": R},
    "saved.twin": {"GET": R},
    "saved.ask": {"GET": K},
    "saved.add": {"POST": K},
    "saved.change": {"POST": K},
    "sharing.show": {"GET": R},
    "sharing.twin": {"GET": R},
    "sharing.ask": {"GET": K},
    "sharing.share": {"POST": K},
    "sharing.end": {"POST": K},
    "notes.show": {"GET": R},
    "notes.twin": {"GET": R},
    "notes.ask": {"GET": K},
    "notes.save": {"POST": K},
    # Checking. What a form brings is looked at and not kept, unless it says so (`checklist.make` asks once more).
    "checklist.show": {"GET": R},
    "checklist.as_json": {"GET": R},
    "checklist.export": {"GET": R, "POST": R},
    "checklist.record": {"GET": R, "POST": R},
    "checklist.make": {"POST": R},
    "checklist.remove_roster": {"POST": E},
    "roster.show": {"GET": R},
    "roster.as_json": {"GET": R},
    "roster.all_as_json": {"GET": R},
    "roster.export": {"GET": R},
    "roster.save": {"POST": E},
    "overlap.show": {"GET": R},
    "overlap.twin": {"GET": R},
    "overlap.look": {"POST": R},
    "overlap.survey": {"GET": R},
    "overlap.survey_twin": {"GET": R},
    "overlap.begin": {"POST": E},
    "proofing.form": {"GET": R},
    "proofing.look": {"POST": R},
    "proofing.word": {"POST": R},
    "proofing.twin": {"POST": R},
    "proofing.verify": {"GET": R},
    "wordings.index": {"GET": R},
    "wordings.list_twin": {"GET": R},
    "wordings.show": {"GET": R},
    "wordings.twin": {"GET": R},
    "rising.show": {"GET": R},
    "rising.twin": {"GET": R},
    "numbers.show": {"GET": R},
    "numbers.twin": {"GET": R},
    "register.form": {"GET": E},
    "register.look": {"POST": E},
    "register.apply": {"POST": E},
    "register.export": {"GET": E},
    # Bringing in.
    "bringing.page": {"GET": I},
    "bringing.begin": {"POST": I},
    "bringing.take": {"POST": I},
    "bringing.take_more": {"POST": I},
    "bringing.close": {"POST": I},
    "bringing.samples": {"POST": I},
    "demo.state": {"GET": I},
    "demo.add": {"POST": I},
    "demo.remove": {"POST": I},
    "imports.index": {"GET": I},
    "imports.index_json": {"GET": I},
    "imports.one": {"GET": I},
    "imports.one_json": {"GET": I},
    "imports.abandon": {"POST": I},
    "imports.resume": {"POST": I},
    "imports.retry": {"POST": I},
    "imports.set_aside": {"POST": I},
    "imports.unread": {"GET": I},
    "imports.unread_json": {"GET": I},
    "drafts.pairs": {"GET": E},
    "drafts.pairs_json": {"GET": E},
    "drafts.decide": {"POST": E},
    "moving.ask": {"GET": E},
    "moving.move": {"POST": E},
    # Administering. To whoever has no duty none of these exists.
    "admin.show": {"GET": ADM},
    "admin.twin": {"GET": ADM},
    "jobs.index": {"GET": SYS},
    "jobs.index_json": {"GET": SYS},
    "jobs.change": {"POST": SYS},
    "index.show": {"GET": SYS},
    "index.twin": {"GET": SYS},
    "index.rebuild": {"POST": SYS},
    "storage.show": {"GET": SYS},
    "storage.twin": {"GET": SYS},
    "backups.show": {"GET": SYS},
    "backups.twin": {"GET": SYS},
    "backups.make": {"POST": SYS},
    "backups.plan": {"POST": SYS},
    "record.index": {"GET": AUD},
    "record.index_json": {"GET": AUD},
    "record.export": {"GET": AUD},
    "record.verify": {"GET": AUD},
    "record.verify_json": {"GET": AUD},
    "people.index": {"GET": SYS},
    "people.index_json": {"GET": SYS},
    "people.add": {"POST": SYS},
    "person.show": {"GET": SYS},
    "person.twin": {"GET": SYS},
    "person.change": {"POST": SYS},
    "groups.index": {"GET": SEC},
    "groups.index_json": {"GET": SEC},
    "groups.add": {"POST": SEC},
    "group.show": {"GET": SEC},
    "group.twin": {"GET": SEC},
    "group.change": {"POST": SEC},
    "fonds.index": {"GET": SEC},
    "fonds.index_json": {"GET": SEC},
    "fonds.change": {"POST": SEC},
    "rights.show": {"GET": SEC},
    "rights.twin": {"GET": SEC},
    "rights.change": {"POST": SEC},
}

KEEPS_NOTHING = frozenset({Right.READ})
"""Rights whose addresses change nothing, by whatever method."""
SESSIONS = frozenset({"login.begin", "login.end"})
"""Endpoints at which a session begins or ends: also where nothing may be changed."""
ON_FONDS = {Right.EDIT: ("edit", "manage"), Right.IMPORT: ("edit", "manage"), Right.MANAGE: ("manage",)}
"""Rights that groups have on a 分库, and what of theirs suffices. On which one it is, whoever does it checks."""
DUTIES = frozenset({Right.SYSTEM, Right.SECURITY, Right.AUDIT})
"""三员: which an account has, its roles say; where they are separate, one at most (`archive.people.account`)."""
ADMINISTRATION = DUTIES | {Right.ADMINISTER}
"""Rights of addresses that do not exist for whoever has no duty."""


def needed(endpoint: str, method: str) -> Right | None:
    """The right that a method of an endpoint needs; None where the table has no such row."""
    methods = PERMISSIONS.get(endpoint, {})
    if method in methods:
        return methods[method]
    if method == "HEAD":
        return methods.get("GET")
    if method == "OPTIONS":
        return methods.get("GET", next(iter(methods.values()), None))
    return None


def has(reader: Reader, right: Right, catalog: Catalog) -> bool:
    """Has somebody who is logged in, or the home's owner, that right?"""
    if right in (Right.ANYONE, Right.READ, Right.KEEP) or "owner" in reader.roles:
        return True
    if right is Right.ADMINISTER:
        return any(duty.value in reader.roles for duty in DUTIES)
    if right in DUTIES:
        return right.value in reader.roles
    return _on_some_fonds(reader.groups, ON_FONDS[right], catalog)


def _on_some_fonds(groups: Collection[str], rights: Collection[str], catalog: Catalog) -> bool:
    if not groups:
        return False
    return any(grant.group in groups and grant.right in rights for grant in catalog.fonds.grants())
