"""baogao status: what the archive holds and whether its index is level. Changes nothing."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.readers.ocr import engine
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.processes import sandbox
from indexer.search.partly_read import partly_read
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """No arguments of its own."""


def run(_: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Print how many reports there are, how far the index is, and what this machine can do."""
    with Workspace(home) as workspace:
        counts = workspace.catalog.counts()
        partly = partly_read(workspace.catalog)
        state = workspace.engine.state()
        behind = workspace.catalog.last_change() - state.last_change
        facts: dict[str, object] = {
            "home": str(home),
            "reports": counts.reports,
            "removed": counts.removed,
            "unread": counts.unread,
            "set_aside": counts.set_aside,
            "fonds": len(workspace.catalog.fonds.all()),
            "people": _people(workspace),
            "partly_read": len(partly.noticed),
            "older": len(partly.older),
            "indexed": state.reports,
            "behind": behind,
            "engine": workspace.engine.name,
            "analyzer": workspace.analyzer.fingerprint,
            "fingerprint": state.fingerprint,
            "recogniser": _recogniser(workspace, terminal),
        }
        ineffective = workspace.settings.without_effect
    held = sandbox.limits_held()
    if terminal.json:
        facts["limits"] = held
        facts["without_effect"] = ineffective
        terminal.print_json(facts)
    else:
        for name, value in facts.items():
            terminal.print(f"{terminal.say(f'say.status_of.{name}')}  {terminal.plain(str(value))}")
        for holding in (True, False):
            names = " · ".join(terminal.say(f"say.limit.{name}") for name, holds in held.items() if holds is holding)
            if names:
                terminal.print(f"{terminal.say('say.limits.held' if holding else 'say.limits.missing')}  {names}")
        for setting in ineffective:
            terminal.print(terminal.say("say.without_effect", setting=setting))
    return 0


def _people(workspace: Workspace) -> int:
    """How many accounts there are; 0 where nobody needs one."""
    known = workspace.known_people()
    return 0 if known is None else known.accounts.count()


def _recogniser(workspace: Workspace, terminal: Terminal) -> str | None:
    """What reads scans here; under --json null for nothing."""
    here = None if workspace.settings.ocr == "off" else engine.available()
    return here if here is not None or terminal.json else terminal.say("say.recogniser.none")
