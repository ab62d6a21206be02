"""baogao check: is everything sound? Changes nothing, but with --repair. Exit 0 sound, 1 not, 2 environment."""

from __future__ import annotations

import argparse
from pathlib import Path

from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.maintenance.integrity import HARMLESS, findings, repair
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """Add the verb's option: whether what is derived or double may be mended."""
    parser.option("--repair", action="store_true")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Print each finding as it is made, then the verdict; with --repair mend first, then tell what is left."""
    if arguments.repair:
        with Workspace(home) as workspace:  # no archive is made where there is none
            workspace.catalog.counts()
        with Workspace(home, writing=True) as workspace:
            done = repair(workspace)
        if done and not terminal.json:
            terminal.print(terminal.say("say.repaired", what=" ".join(done)))
    found = 0
    with Workspace(home, looking=True) as workspace:
        for finding in findings(workspace):
            found += finding.code not in HARMLESS
            if terminal.json:
                terminal.print_json({"code": finding.code, **finding.evidence}, flush=True)
            else:
                terminal.print(terminal.plain(terminal.say(finding.code, **finding.evidence)), flush=True)
        reports = 0 if found else len(workspace.catalog.ids())
    if not found and not terminal.json:
        terminal.print(terminal.say("say.sound", reports=reports))
    return 1 if found else 0
