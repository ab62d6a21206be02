"""baogao audit: the record of who did what. Exit 0; 1 where nothing is found or the record is not whole; 2 usage."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from archive.errors import UsageError
from archive.people.audit import Wanted
from archive.people.audit_chain import KINDS, Line, Pruned, Witness, verdict
from indexer import settings as settings_room
from indexer.audit import audit_file, witnesses
from indexer.audit.audit_form import line_form, verdict_form
from indexer.audit.moments import moment
from indexer.audit.recorder import Recorder
from indexer.cli.arguments import Parser
from indexer.cli.terminal import DIM, Terminal
from indexer.cli.value_types import count
from indexer.forms.form import to_json

ACTIONS = ("list", "verify", "export")
SHOWN = 50


def configure(parser: Parser) -> None:
    """An action; which lines; what vouches for them."""
    parser.word("action", "say.word.audit.action", choices=ACTIONS, metavar="ACTION")
    parser.word("file", "say.word.audit.file", nargs="?", metavar="FILE", type=Path)
    parser.option("--who", metavar="NAME", default="")
    parser.option("--kind", choices=KINDS, default="")
    parser.option("--act", metavar="NAME", default="")
    parser.option("--since", metavar="DATE", type=moment, default=None)
    parser.option("--until", metavar="DATE", type=moment, default=None)
    parser.options.add_argument(
        "--limit", type=count, metavar="N", default=SHOWN, help=parser.terminal.say("say.option.limit_audit")
    )
    parser.option("--witness", action="append", metavar="NUMBER:HASH", default=[])
    parser.option("--log", action="append", metavar="FILE", type=Path, default=[])
    parser.option("--backup", action="append", metavar="FILE", type=Path, default=[])


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """List, verify or export."""
    recorder = Recorder(home, settings_room.load(home), read_only=True)
    try:
        if arguments.action == "verify":
            return _verify(recorder, arguments, terminal)
        if arguments.action == "export":
            return _export(recorder, arguments, terminal)
        return _list(recorder, arguments, terminal)
    finally:
        recorder.close()


def _list(recorder: Recorder, arguments: argparse.Namespace, terminal: Terminal) -> int:
    lines = recorder.audit.recent(_wanted(arguments), limit=arguments.limit) if recorder.exists else ()
    for line in lines:
        if terminal.json:
            terminal.print_json(to_json(line_form(line)))
        else:
            _print(line, terminal)
    if not lines and not terminal.json:
        terminal.print(terminal.say("audit.none"))
    return 0 if lines else 1


def _verify(recorder: Recorder, arguments: argparse.Namespace, terminal: Terminal) -> int:
    seen = list(_witnesses(arguments))
    found = recorder.audit.verify(seen) if recorder.exists else verdict((), Pruned(), seen)
    if terminal.json:
        terminal.print_json(to_json(verdict_form(found)))
    elif found.fault is None:
        terminal.print(terminal.say("audit.sound", n=found.lines, first=found.first, witnesses=len(seen)))
        terminal.print(f"{found.last.number}:{found.last.hash}")
    else:
        terminal.print(terminal.say(f"audit.wrong.{found.fault.wrong}", number=found.fault.number))
    return 0 if found.fault is None else 1


def _export(recorder: Recorder, arguments: argparse.Namespace, terminal: Terminal) -> int:
    form = "" if arguments.file is None else arguments.file.suffix[1:].lower()
    if form not in audit_file.FORMS:
        raise UsageError("audit.export_form", known=" ".join(f".{one}" for one in audit_file.FORMS))
    lines = recorder.audit.lines(_wanted(arguments)) if recorder.exists else ()
    made = audit_file.rows(lines) if form == "csv" else audit_file.objects(lines)
    try:
        with arguments.file.open("x", encoding="utf-8", newline="") as file:
            written = sum(1 for row in made if file.write(row))
    except OSError as problem:
        path = str(arguments.file)
        raise UsageError("audit.unwritten", path=path, problem=problem.strerror or str(problem)) from problem
    told = written - (form == "csv")
    if terminal.json:
        terminal.print_json({"file": str(arguments.file), "lines": told})
    else:
        terminal.print(terminal.say("audit.exported", n=told, path=terminal.plain(str(arguments.file))))
    return 0


def _wanted(arguments: argparse.Namespace) -> Wanted:
    return Wanted(arguments.who, arguments.kind, arguments.act, arguments.since or "", arguments.until or "")


def _witnesses(arguments: argparse.Namespace) -> Iterator[Witness]:
    yield from map(witnesses.typed, arguments.witness)
    for path in arguments.log:
        yield from witnesses.in_log(path)
    for path in arguments.backup:
        yield from witnesses.in_backup(path)


def _print(line: Line, terminal: Terminal) -> None:
    one = line.deed
    who = terminal.plain(one.who or one.address or "–")
    kind = terminal.say(f"audit.kind.{one.kind}")
    outcome = "" if one.outcome == "done" else f"  [{terminal.plain(one.outcome)}]"
    what = "" if one.what == "{}" else "  " + terminal.paint(one.what, DIM)
    terminal.print(f"{line.number:>6}  {line.at}  {who}  {kind}  {terminal.plain(one.act)}{outcome}{what}")
