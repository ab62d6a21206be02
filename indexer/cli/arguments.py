"""Arguments as people type them: options on either side of the verb, words that begin with a minus, two languages."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import NoReturn

from archive.errors import UsageError
from indexer.cli.terminal import Terminal

SHIELD = "\0"
"""Put before a word like -廉政, which argparse would take for an option. No argument of a process can hold NUL."""


def query_safe(words: Sequence[str]) -> list[str]:
    """`words` with each one shielded that begins with - and a non-ASCII character, and all that follow a --."""
    safe: list[str] = []
    for index, word in enumerate(words):
        if word == "--":
            return safe + [SHIELD + word for word in words[index + 1 :]]
        shielded = len(word) > 1 and word[0] == "-" and not word[1].isascii()
        safe.append(SHIELD + word if shielded else word)
    return safe


def unshielded(words: Iterable[str]) -> str:
    """The words of a query joined by a blank, shields taken off."""
    return " ".join(word.removeprefix(SHIELD) for word in words)


PROBLEMS = {
    "say.problem.missing": r"the following arguments are required: (?P<names>.+)",
    "say.problem.unknown": r"unrecognized arguments: (?P<words>.+)",
    "say.problem.no_value": r"argument (?P<name>[^:]+): expected .*",
    "say.problem.choice": r"argument (?P<name>[^:]+): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<known>.*)\)",
    "say.problem.value": r"argument (?P<name>[^:]+): (?P<value>.*) is not from (?P<least>\d+) to (?P<most>\d+)",
}
"""What argparse (and the types in `values`) say in English only, by the code of our own words for it."""


def _told(problem: str, terminal: Terminal) -> str:
    """What argparse finds wrong in the reader's language; its own words where it says something new."""
    for code, pattern in PROBLEMS.items():
        if found := re.fullmatch(pattern, problem, re.DOTALL):
            return terminal.say(code, **{name: value.replace("'", "") for name, value in found.groupdict().items()})
    return problem


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Usage in the reader's language."""

    def __init__(self, prog: str, *, prefix: str) -> None:
        super().__init__(prog)
        self.prefix = prefix

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Argparse's own, with our prefix."""
        super().add_usage(usage, actions, groups, self.prefix if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A verb's parser: errors are UsageError, help comes from the message table, common options are there."""

    def __init__(self, verb: str, terminal: Terminal) -> None:
        super().__init__(
            prog=f"baogao {verb}".strip(),
            description=terminal.say(f"say.help.{verb}") if verb else terminal.say("say.help"),
            formatter_class=partial(_Formatter, prefix=terminal.say("say.usage")),
            add_help=False,
            allow_abbrev=False,
        )
        self.terminal = terminal
        self.words = self.add_argument_group(terminal.say("say.arguments"))
        self.options = self.add_argument_group(terminal.say("say.options"))
        self.common = self.add_argument_group(terminal.say("say.common"))
        add_common(self.common, terminal)
        self.common.add_argument("-h", "--help", action="help", help=terminal.say("say.option.help"))

    def option(self, *names: str, **rules: object) -> None:
        """An option whose help is `say.option.NAME` of the message table (NAME: the last name without dashes)."""
        code = f"say.option.{names[-1].lstrip('-')}"
        self.options.add_argument(*names, help=self.terminal.say(code), **rules)  # type: ignore[arg-type] # passed on

    def word(self, name: str, code: str, **rules: object) -> None:
        """A positional argument whose help is `code` of the message table."""
        self.words.add_argument(name, help=self.terminal.say(code), **rules)  # type: ignore[arg-type] # passed on

    def format_usage(self) -> str:
        """The usage with argparse's own English prefix: parse_intermixed_args cuts off just that."""
        formatter = argparse.HelpFormatter(self.prog)
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        return formatter.format_help()

    def error(self, message: str) -> NoReturn:
        """What argparse finds wrong, as the archive's own error."""
        raise UsageError("usage.bad_arguments", problem=_told(message, self.terminal), command=self.prog)


def add_common(group: argparse._ArgumentGroup | argparse.ArgumentParser, terminal: Terminal) -> None:
    """The options that every command takes, before or after its name."""
    suppress = argparse.SUPPRESS
    group.add_argument("--home", metavar="DIR", default=suppress, help=terminal.say("say.option.home"))
    group.add_argument("--json", action="store_true", default=suppress, help=terminal.say("say.option.json"))
    group.add_argument(
        "--color", choices=("auto", "always", "never"), default=suppress, help=terminal.say("say.option.color")
    )


class Front:
    """What stands before the verb."""

    def __init__(self, terminal: Terminal) -> None:
        self.parser = Parser("", terminal)
        self.parser.common.add_argument("--version", action="store_true", help=terminal.say("say.option.version"))

    def parse(self, argv: Sequence[str]) -> argparse.Namespace:
        """The common options, the verb (None: none was given) and the rest, unread."""
        if not argv or argv[0] in ("-h", "--help"):
            return argparse.Namespace(verb=None, rest=[], version=False, help=bool(argv))
        at = 0
        while at < len(argv) and argv[at].startswith("-"):
            at += 2 if argv[at] in ("--home", "--color") else 1
        verb = argv[at] if at < len(argv) else None
        return self.parser.parse_args(argv[:at], argparse.Namespace(verb=verb, rest=list(argv[at + 1 :]), help=False))

    def print_help(self, terminal: Terminal, verbs: Iterable[str]) -> None:
        """All verbs with a line each."""
        terminal.print(terminal.say("say.help") + "\n")
        for verb in verbs:
            terminal.print(f"  {verb:<10}{terminal.say(f'say.help.{verb}')}")
        terminal.print("\n" + terminal.say("say.help.more"))
