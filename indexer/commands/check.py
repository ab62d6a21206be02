"""baogao check: is everything sound? Catalog, originals, index; changes nothing. Exit 0 sound, 1 not, 2 environment."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from archive.catalog import Finding
from indexer.commands.arguments import Parser
from indexer.commands.terminal import Terminal
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """No arguments of its own."""


def run(_: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Print each finding as it is made, then the verdict."""
    found = 0
    with Workspace(home) as workspace:
        for finding in findings(workspace):
            found += 1
            if terminal.json:
                terminal.print_json({"code": finding.code, **finding.evidence}, flush=True)
            else:
                terminal.print(terminal.plain(terminal.say(finding.code, **finding.evidence)), flush=True)
        reports = len(workspace.catalog.ids())
    if not found and not terminal.json:
        terminal.print(terminal.say("say.sound", reports=reports))
    return 1 if found else 0


def findings(workspace: Workspace) -> Iterator[Finding]:
    """What is not sound in the catalog and its originals, then where the index differs from the catalog."""
    yield from workspace.catalog.verify()
    state = workspace.engine.state()
    last = workspace.catalog.last_change()
    if state.last_change != last:
        yield Finding("check.index_behind", {"behind": last - state.last_change})
        return
    kept, indexed = set(workspace.catalog.ids()), set(workspace.engine.cards())
    for report_id in sorted(kept - indexed):
        yield Finding("check.not_indexed", {"id": report_id})
    for report_id in sorted(indexed - kept):
        yield Finding("check.indexed_in_vain", {"id": report_id})
