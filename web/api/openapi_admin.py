"""The description's part about administering: to whoever has no administrator's duty none of it exists."""

from __future__ import annotations

from archive.people.audit_chain import KINDS
from indexer.accounts.account_form import AccountForm, AccountsForm
from indexer.accounts.rights_form import AllFondsForm, GroupForm, GroupsForm, RightsForm
from indexer.audit.audit_form import AuditForm, VerdictForm
from indexer.maintenance.administration_form import (
    AdministrationForm,
    BackupsForm,
    IndexForm,
    JobsForm,
    StorageForm,
)
from web.api import openapi_parts as parts
from web.api.schemas import Json
from web.pages.admin import people_list

PEOPLE = (
    parts.text("name"),
    parts.choice("state", people_list.STATES),
    parts.whole("idle", 36_600, 0),
    parts.PAGE,
)
GROUP = (parts.text("name"),)

RECORD = (
    *map(parts.text, ("who", "act", "since", "until")),
    parts.choice("kind", ("", *KINDS)),
)
WITNESS = (parts.text("witness", several=True),)

PATHS: dict[str, Json] = {
    "/admin": {"get": parts.page("What needs an administrator's attention")},
    "/admin.json": {"get": parts.json("What needs an administrator's attention", (), AdministrationForm)},
    "/admin/jobs": {
        "get": parts.page("Imports and what else is at work", [parts.PAGE]),
        "post": parts.form("Take up an import that broke off, or give it up: do, number"),
    },
    "/admin/jobs.json": {"get": parts.json("Imports and what else is at work", [parts.PAGE], JobsForm)},
    "/admin/index": {
        "get": parts.page("The index: kind, state, pieces"),
        "post": parts.form("Have the index built anew"),
    },
    "/admin/index.json": {"get": parts.json("The index: kind, state, pieces", (), IndexForm)},
    "/admin/storage": {"get": parts.page("What the archive takes of the disk")},
    "/admin/storage.json": {"get": parts.json("What the archive takes of the disk", (), StorageForm)},
    "/admin/backups": {
        "get": parts.page("Backups and their schedule"),
        "post": parts.form("Have a backup made now"),
    },
    "/admin/backups/plan": {"post": parts.form("Choose when backups are made, and how many are kept")},
    "/admin/backups.json": {"get": parts.json("Backups and their schedule", (), BackupsForm)},
    "/admin/record": {"get": parts.page("The record of deeds, the latest first", [*RECORD, parts.PAGE])},
    "/admin/record.json": {
        "get": parts.json("The record of deeds, the latest first", [*RECORD, parts.PAGE], AuditForm)
    },
    "/admin/record.csv": {"get": parts.file("The record as a file", RECORD, "text/csv")},
    "/admin/record.jsonl": {"get": parts.file("The record as a file", RECORD, "application/x-ndjson")},
    "/admin/record/verify": {"get": parts.page("Is the record whole?", WITNESS)},
    "/admin/record/verify.json": {"get": parts.json("Is the record whole?", WITNESS, VerdictForm)},
    "/admin/people": {
        "get": parts.page("Every account", PEOPLE),
        "post": parts.form("Add an account: name, group, role; password, again, or a one-time code is shown"),
    },
    "/admin/people.json": {"get": parts.json("Every account", PEOPLE, AccountsForm)},
    "/admin/people/{number}": {
        "get": parts.page("One account", [parts.NUMBER]),
        "post": parts.form(
            "Change an account: do is code, password, roles, disable, enable, unlock, logout or revoke", [parts.NUMBER]
        ),
    },
    "/admin/people/{number}.json": {"get": parts.json("One account", [parts.NUMBER], AccountForm)},
    "/admin/groups": {
        "get": parts.page("Every group", [parts.PAGE]),
        "post": parts.form("Add a group: name"),
    },
    "/admin/groups.json": {"get": parts.json("Every group", [parts.PAGE], GroupsForm)},
    "/admin/group": {
        "get": parts.page("One group", GROUP),
        "post": parts.form("Change a group: name; do is put or take with account, or remove"),
    },
    "/admin/group.json": {"get": parts.json("One group", GROUP, GroupForm)},
    "/admin/fonds": {
        "get": parts.page("Every fonds", [parts.PAGE]),
        "post": parts.form("Add a fonds or rename it: do, key, name", [parts.PAGE]),
    },
    "/admin/fonds.json": {"get": parts.json("Every fonds", [parts.PAGE], AllFondsForm)},
    "/admin/rights": {
        "get": parts.page("The rights of groups in fonds", [parts.PAGE, parts.whole("columns", 1000)]),
        "post": parts.form("Change rights, shown before it is done", [parts.PAGE, parts.whole("columns", 1000)]),
    },
    "/admin/rights.json": {"get": parts.json("All rights", (), RightsForm)},
    "/reports/move": {
        "get": parts.page("Which reports go to another fonds", [parts.text("id", several=True), parts.text("from")]),
        "post": parts.form("Move reports to a fonds: id, or all and from; fonds"),
    },
}
