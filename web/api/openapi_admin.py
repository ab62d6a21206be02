"""The description's part about administering: to whoever has no administrator's duty none of it exists."""

from __future__ import annotations

from indexer.accounts.account_form import AccountForm, AccountsForm
from indexer.accounts.rights_form import AllFondsForm, GroupForm, GroupsForm, RightsForm
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

PATHS: dict[str, Json] = {
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
