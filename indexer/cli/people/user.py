"""baogao user: accounts. A password is typed twice at a terminal, or read from a line of standard input.

Exit 0, 1 no such account, 2 error.
"""

from __future__ import annotations

import argparse
import getpass
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from archive.errors import AccessError, UsageError
from archive.people.account import ADMIN, DUTIES, ROLES, SYSTEM, Account
from archive.people.password_rules import check, typed_twice
from archive.people.people import People
from indexer.accounts.account_form import listed_form
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.cli.value_types import count
from indexer.forms.form import to_json
from indexer.workspace import Workspace

ACTIONS = ("list", "add", "password", "roles", "groups", "disable", "enable", "unlock", "logout", "sign-on", "setup")
DAY = 24 * 3600


def configure(parser: Parser) -> None:
    """An action, an account's name; for `roles` and `groups` all that it shall have."""
    parser.word("action", "say.word.user.action", choices=ACTIONS, metavar="ACTION")
    parser.word("name", "say.word.user.name", nargs="?", metavar="NAME")
    parser.word("values", "say.word.user.values", nargs="*", metavar="VALUE")
    parser.option("--admin", action="store_true")
    parser.option("--role", action="append", choices=DUTIES, default=[])
    parser.option("--group", action="append", metavar="GROUP", default=[])
    parser.option("--no-password", action="store_true")
    parser.option("--idle", metavar="DAYS", type=count, default=None)


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Do what `action` says."""
    action, name = arguments.action, arguments.name
    if name is None and action not in ("list", "setup"):
        problem = terminal.say("say.problem.missing", names="NAME")
        raise UsageError("usage.bad_arguments", problem=problem, command="baogao user")
    with Workspace(home, writing=True) as workspace:
        people = workspace.people
        if action == "list":
            _list(people, arguments.idle, terminal)
        elif action == "setup":
            _setup(people, terminal)
        elif action == "add":
            _add(people, arguments, terminal)
        else:
            account = people.accounts.find(name)
            if account is None:
                terminal.error(AccessError("people.no_such_account", name=name[:80]))
                return 1
            _change(people, account, arguments, terminal)
    return 0


def _add(people: People, arguments: argparse.Namespace, terminal: Terminal) -> None:
    roles = [*arguments.role, *([ADMIN] if arguments.admin else [])]
    if not people.accounts.count() and not {ADMIN, SYSTEM} & {*roles}:
        raise AccessError("people.first_administers")
    unknown = [group for group in arguments.group if group not in people.groups.list()]
    if unknown:
        raise AccessError("people.no_such_group", name=unknown[0][:80], known="、".join(people.groups.list()) or "–")
    hashed = "" if arguments.no_password else _hashed(arguments.name, terminal)
    number = people.accounts.add(arguments.name, hashed, int(time.time()), roles, awaits_sign_on=arguments.no_password)
    for group in arguments.group:
        people.groups.put(group, number)
    terminal.print(terminal.say("say.user.added", name=terminal.plain(arguments.name)))


def _change(people: People, account: Account, arguments: argparse.Namespace, terminal: Terminal) -> None:
    accounts, action, name = people.accounts, arguments.action, terminal.plain(account.name)
    if action == "password":
        accounts.set_password(account.number, _hashed(account.name, terminal), int(time.time()))
        people.attempts.forgive(account.name)
    elif action == "roles":
        _check_choice(arguments.values, terminal)
        accounts.set_roles(account.number, arguments.values)
    elif action == "groups":
        _set_groups(people, account, arguments.values)
    elif action in ("disable", "enable"):
        accounts.disable(account.number, disabled=action == "disable")
    elif action == "unlock":
        people.attempts.forgive(account.name)
    elif action == "sign-on":
        people.await_sign_on(account)
    else:
        accounts.end_sessions(account.number)
    terminal.print(terminal.say(f"say.user.{action}", name=name))


def _check_choice(roles: Sequence[str], terminal: Terminal) -> None:
    unknown = [role for role in roles if role not in ROLES]
    if unknown:
        known = ", ".join(ROLES)
        problem = terminal.say("say.problem.choice", name="VALUE", value=unknown[0], known=known)
        raise UsageError("usage.bad_arguments", problem=problem, command="baogao user")


def _set_groups(people: People, account: Account, wanted: Sequence[str]) -> None:
    before = people.accounts.groups_of(account.number)
    for group in wanted:
        people.groups.put(group, account.number)
    for group in before - {*wanted}:
        people.groups.take(group, account.number)


def _list(people: People, idle: int | None, terminal: Terminal) -> None:
    """All accounts, or those that nobody has logged in to for so many days."""
    since = int(time.time()) - (idle or 0) * DAY
    for account in people.accounts.list():
        if idle is not None and max(account.seen_at, account.added_at) > since:
            continue
        form = listed_form(account, people.accounts.groups_of(account.number))
        if terminal.json:
            terminal.print_json(to_json(form))
            continue
        roles = " ".join(terminal.say(f"account.role.{role}") for role in form.roles)
        off = terminal.say("say.user.is_disabled") if form.disabled else ""
        seen = terminal.say("say.user.seen", at=form.seen_at or terminal.say("account.never"))
        told = (form.name, roles, "、".join(form.groups), off, seen)
        terminal.print("  ".join(terminal.plain(word) for word in told if word))


def _setup(people: People, terminal: Terminal) -> None:
    """The one-time code for the browser on this machine."""
    if people.accounts.count():
        raise AccessError("people.already_set_up")
    code = people.setup_codes.make(int(time.time()))
    if terminal.json:
        terminal.print_json({"code": code, "path": "/setup", "minutes": 10})
        return
    terminal.print(terminal.say("say.user.code", code=f"{code[:5]}-{code[5:]}"))


def _hashed(name: str, terminal: Terminal) -> str:
    """The password's hash. Raises AccessError where it is not good enough."""
    from archive.people.passwords import Passwords  # what it loads is for those who need it

    if sys.stdin.isatty():
        password = getpass.getpass(terminal.say("say.user.type"))
        typed_twice(password, getpass.getpass(terminal.say("say.user.again")))
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    check(password, name)
    return Passwords().hash(password)
