"""Which commands stand in the record of deeds, as what: the one place through which all verbs go."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import ArchiveError
from indexer.cli.operator import operator

if TYPE_CHECKING:
    from archive.people.audit_chain import Kind

KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(
        ("search", "kwic", "compare", "batch", "similar", "overlap", "proof", "verify", "term", "numbers"), "search"
    ),
    **dict.fromkeys(("list", "show", "edits", "near", "unread", "saved", "topic", "roster", "confirm"), "read"),
    **dict.fromkeys(("export", "backup"), "export"),
    **dict.fromkeys(("add", "edit", "remove", "unremove", "purge", "demo", "watch", "register"), "change"),
}
"""What a verb does; one that is not here, and not in `QUIET`, administers."""
QUIET = frozenset({"suggest", "status", "check", "verify-record", "completion", "worker", "mcp", "cert"})
"""Verbs that show no report and change nothing by themselves; what a worker does is in the records of imports."""
LONG = frozenset({"serve", "watch", "migrate"})
"""Verbs that are recorded when they begin: they end when they are told to, or leave this record behind."""
LOOKING = frozenset({"list", "show", "run", "missing", "verify"})
"""Actions that change nothing."""
CHANGING = ("undo", "reason", "back", "merge", "apart", "merge_equal", "apply")
"""Options with which a verb that shows something changes it."""
MOST_WORDS, LONGEST_WORD = 60, 200
"""Of a command: arguments, and code points of each, that are kept."""

_log = logging.getLogger(__name__)


def kind_of(verb: str, parsed: argparse.Namespace) -> Kind | None:
    """As what a command is recorded; None: not at all."""
    if verb in QUIET:
        return None
    kind = KINDS.get(verb, "administer")
    action = getattr(parsed, "action", None)
    if getattr(parsed, "preview", False) or (kind == "administer" and action in LOOKING):
        return "read"
    if kind != "read":
        return kind
    acts = verb in ("topic", "roster", "saved") and action not in LOOKING
    return "change" if acts or verb == "confirm" or any(getattr(parsed, name, None) for name in CHANGING) else kind


@contextmanager
def recorded(verb: str, parsed: argparse.Namespace, words: Sequence[str], home: Path) -> Iterator[list[int]]:
    """A command runs inside; its exit code is put into the list. What cannot be recorded is told in the log."""
    kind, code, outcome = kind_of(verb, parsed), list[int](), ""
    if verb in LONG:
        _record(kind, verb, words, home, "begun")
        kind = None
    try:
        yield code
    except ArchiveError as problem:
        outcome = problem.code
        raise
    except BaseException as error:
        outcome = type(error).__name__
        raise
    finally:
        done = {0: "done", 1: "nothing"}
        _record(kind, verb, words, home, outcome or (done.get(code[0], f"exit {code[0]}") if code else "done"))


def _record(kind: Kind | None, verb: str, words: Sequence[str], home: Path, outcome: str) -> None:
    if kind is None:
        return
    from archive.people.audit_chain import Deed, what_of  # a cold search of an archive without accounts needs none
    from indexer import settings
    from indexer.audit.recorder import Recorder, is_home

    if not is_home(home):
        return
    try:
        recorder = Recorder(home, settings.load(home))
        try:
            kept = [word.removeprefix("\0")[:LONGEST_WORD] for word in words[:MOST_WORDS]]
            what = what_of({"arguments": kept} if kept else {})
            recorder.record(Deed(kind, verb, operator().who, "command", what=what, outcome=outcome))
        finally:
            recorder.close()
    except ArchiveError as problem:
        _log.warning("not recorded: %s", problem.code, extra={"fields": {"code": problem.code, "act": verb}})
