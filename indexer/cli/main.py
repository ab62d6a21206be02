"""The command line: finds the verb, parses, calls, prints. Each verb is a file of this folder or an entry point.

Exit codes are the contract's: what a verb returns; 2 for usage and environment; 141 quietly when a pipe closes; 130
and 143 where Ctrl+C or SIGTERM ended the run: what had been acknowledged is safe, what was under way is taken back.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import takewhile
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn, Protocol

from archive.errors import ArchiveError, UsageError
from indexer import settings
from indexer.cli.arguments import Front, Parser, query_safe
from indexer.cli.recorded import recorded
from indexer.cli.terminal import Terminal
from indexer.logs import faults
from indexer.logs.configuration import configure

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

VERBS: Mapping[str, str] = {
    "add": "content",
    "search": "search",
    "kwic": "search",
    "compare": "search",
    "batch": "search",
    "similar": "search",
    "suggest": "search",
    "overlap": "search",
    "proof": "search",
    "verify": "search",
    "term": "search",
    "numbers": "search",
    "show": "search",
    "list": "search",
    "edit": "content",
    "confirm": "content",
    "edits": "content",
    "remove": "content",
    "unremove": "content",
    "purge": "content",
    "unread": "content",
    "status": "system",
    "reindex": "system",
    "check": "system",
    "verify-record": "system",
    "backup": "system",
    "restore": "system",
    "audit": "system",
    "watch": "content",
    "roster": "content",
    "topic": "content",
    "fonds": "content",
    "right": "system",
    "saved": "search",
    "near": "content",
    "register": "content",
    "export": "content",
    "user": "people",
    "group": "people",
    "token": "people",
    "demo": "content",
    "migrate": "system",
    "cert": "system",
    "worker": "system",
    "mcp": "system",
    "completion": "system",
}
"""Verb, in the order of the help, to the folder that its file of the same name (- is _ there) lies in."""
QUERIES = ("search", "kwic", "similar", "suggest", "term", "numbers")
"""Verbs whose words are a query: a word that begins with a minus is no option there."""
BROKEN_PIPE = 141
INTERRUPTED, TERMINATED = 130, 143
INTERNAL = 70
"""EX_SOFTWARE of sysexits.h: a bug, never an answer such as 1 for “nothing found”."""


class Command(Protocol):
    """A verb: a module of this folder, or an object that another distribution room offers as entry point."""

    def configure(self, parser: Parser) -> None:
        """Add the verb's own arguments."""
        ...

    def run(self, arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
        """Do it; the exit code."""
        ...


class Terminated(BaseException):
    """SIGTERM came: everything on the way is undone as on any error."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the process's exit code."""
    terminal = Terminal()
    _speak_utf8()
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _terminate)
    try:
        # No list(…): the verb's module of that name stands here once it is loaded.
        return _run([*(sys.argv[1:] if argv is None else argv)], terminal)
    except ArchiveError as error:
        terminal.error(error)
        return 2
    except PermissionError as problem:
        if problem.filename is None:  # no path that a person could give rights to
            return _unforeseen(problem, terminal)
        terminal.error(UsageError("usage.not_permitted", path=os.fsdecode(problem.filename)))
        return 2
    except BrokenPipeError:
        # Whoever read us has gone (`| head`): point stdout elsewhere, so that Python's last flush is quiet too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:  # noqa: BLE001 # a bug: its trace is in the log, the terminal gets a line and the number
        return _unforeseen(error, terminal)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Terminated:
        return TERMINATED


def _unforeseen(error: Exception, terminal: Terminal) -> int:
    terminal.internal(faults.recorded(error, told=True))
    if faults.debugging():
        traceback.print_exception(type(error), error, error.__traceback__)
    return INTERNAL


def _terminate(_: int, __: FrameType | None) -> NoReturn:
    raise Terminated


def _speak_utf8() -> None:
    """Chinese goes out as UTF-8 whatever the locale says; undecodable names of files are shown, not fatal."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _run(argv: list[str], terminal: Terminal) -> int:
    front = Front(terminal)
    arguments = front.parse(argv)
    terminal.json = getattr(arguments, "json", False)
    if arguments.version:
        from importlib.metadata import version

        terminal.print(f"baogao {version('baogao')}")
        return 0
    if arguments.verb is None:
        front.print_help(terminal, sorted({*VERBS, *_offered()}, key=lambda verb: (verb not in VERBS, verb)))
        return 0 if arguments.help else 2
    terminal.json = terminal.json or "--json" in takewhile(lambda word: word != "--", arguments.rest)
    if arguments.verb == "add":
        from indexer.processes.forking import begin_for  # the other verbs start none

        with suppress(OSError):  # whoever needs the processes starts them, or says why not
            begin_for(Path(word) for word in arguments.rest if not word.startswith("-"))
    chosen = command(arguments.verb, terminal)
    parser = Parser(arguments.verb, terminal)
    chosen.configure(parser)
    words = arguments.rest  # as typed: a verb may have a `rest` of its own
    rest = query_safe(words) if arguments.verb in QUERIES else words
    parsed = parser.parse_intermixed_args(rest, arguments)
    terminal.color = getattr(parsed, "color", "auto")
    home = settings.home_of(getattr(parsed, "home", None))
    configure(settings.load(home), home, role=arguments.verb, for_programs=terminal.json)
    with recorded(arguments.verb, parsed, words, home) as told:
        code = chosen.run(parsed, home, terminal)
        told.append(code)
    terminal.out.flush()
    return code


def verbs() -> list[str]:
    """All verbs, in the order of the help: ours, then those that other distribution rooms offer."""
    return [*VERBS, *sorted(_offered().keys() - VERBS.keys())]


def command(verb: str, terminal: Terminal) -> Command:
    """The verb itself. Raises UsageError("usage.unknown_verb")."""
    if verb in VERBS:
        module: Command = importlib.import_module(f"indexer.cli.{VERBS[verb]}.{verb.replace('-', '_')}")
        return module
    offered = _offered()
    if verb in offered:
        chosen: Command = offered[verb].load()
        return chosen
    known = (*VERBS, *sorted(offered))
    likely = difflib.get_close_matches(verb.lower(), known, n=1)
    meant = terminal.say("say.verb_meant", verb=likely[0]) if likely else ""
    raise UsageError("usage.unknown_verb", verb=verb, meant=meant, known=" ".join(known))


def _offered() -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points  # brings the mail parser along; most verbs are our own

    return {point.name: point for point in entry_points(group="baogao.commands")}
