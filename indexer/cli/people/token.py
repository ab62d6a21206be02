"""baogao token: what lets a program in, for one purpose, with the rights of an account. Exit 0, 2 error."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from archive.errors import AccessError, UsageError
from archive.people.tokens import SCOPES
from indexer.accounts.account_form import token_form
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.cli.value_types import count
from indexer.forms.form import to_json
from indexer.workspace import Workspace

ACTIONS = ("list", "add", "revoke")


def configure(parser: Parser) -> None:
    """An action, an account's name; for `revoke` the token's number."""
    parser.word("action", "say.word.token.action", choices=ACTIONS, metavar="ACTION")
    parser.word("name", "say.word.user.name", metavar="NAME")
    parser.word("number", "say.word.token.number", nargs="?", type=count, metavar="NUMBER")
    parser.option("--scope", choices=SCOPES, default=SCOPES[0])
    parser.option("--days", metavar="DAYS", type=count, default=90)
    parser.option("--label", metavar="WORDS", default="baogao token")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Do what `action` says. The token itself is printed once, alone on its line."""
    with Workspace(home, writing=True) as workspace:
        people, now = workspace.people, int(time.time())
        account = people.accounts.named(arguments.name)
        if arguments.action == "add":
            if account.disabled:
                raise AccessError("people.no_such_account", name=arguments.name[:80])
            secret = people.tokens.make(account, arguments.label, arguments.scope, arguments.days, now)
            terminal.print_json({"token": secret}) if terminal.json else terminal.print(secret)
        elif arguments.action == "revoke":
            if arguments.number is None:
                problem = terminal.say("say.problem.missing", names="NUMBER")
                raise UsageError("usage.bad_arguments", problem=problem, command="baogao token")
            people.tokens.revoke(arguments.number, account)
            terminal.print(terminal.say("account.token.revoked"))
        else:
            for token in people.tokens.of(account):
                form = token_form(token)
                if terminal.json:
                    terminal.print_json(to_json(form))
                    continue
                scope = terminal.say(f"account.scope.{form.scope}")
                terminal.print(terminal.plain(f"{form.number}  {form.name}  {scope}  {form.expires_at}"))
    return 0
