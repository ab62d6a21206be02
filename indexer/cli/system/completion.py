"""baogao completion: a script by which bash, zsh or fish completes verbs, options and files. Exit 0."""

from __future__ import annotations

import argparse
from pathlib import Path

from indexer.cli.arguments import Front, Parser
from indexer.cli.shell_completion import SHELLS, script, verb_of
from indexer.cli.terminal import Terminal


def configure(parser: Parser) -> None:
    """Add the verb's word: the shell."""
    parser.word("shell", "say.word.shell", choices=SHELLS, metavar="SHELL")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:  # noqa: ARG001 # every verb is given a home
    """Ask every verb for its arguments, and print the script."""
    from indexer.cli import main  # the front door, which knows all verbs and has loaded this one

    verbs = []
    for name in main.verbs():
        parser = Parser(name, terminal)
        main.command(name, terminal).configure(parser)
        verbs.append(verb_of(name, parser, terminal.say(f"say.help.{name}")))
    common = verb_of("", Front(terminal).parser, "").options
    terminal.out.write(script(arguments.shell, verbs, common))
    return 0
