"""baogao migrate: the catalog from the home's file into a shared database, or back. Exit 0, 1 not sound, 2 error."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from archive.catalog.opening import identity
from archive.catalog.stores import migration
from archive.errors import CatalogError, UsageError
from indexer import settings as settings_room
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Progress, Terminal
from indexer.maintenance import integrity
from indexer.settings import Settings
from indexer.workspace import Workspace

LOCAL = "local"


def configure(parser: Parser) -> None:
    """Add the verb's option: the database to move the catalog to."""
    parser.option("--to", metavar="URL|local", required=True)


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Move, index, check; say which settings hold from now on. Broken off, the same command goes on."""
    settings = settings_room.load(home)
    progress = Progress(terminal, 0)
    target = "" if arguments.to == LOCAL else str(arguments.to)
    _move(settings, home, target, progress)
    progress.close()
    with Workspace(home, writing=True, settings=replace(settings, catalog=target)) as workspace:
        workspace.catch_up()
        found = [finding for finding in integrity.findings(workspace) if finding.code not in integrity.HARMLESS]
        reports = workspace.catalog.counts().reports
    for finding in found:
        terminal.print(terminal.plain(terminal.say(finding.code, **finding.evidence)))
    if terminal.json:
        terminal.print_json({"reports": reports, "catalog": target, "sound": not found})
    elif not found:
        terminal.print(terminal.say("say.migrated", reports=reports, setting=f'catalog = "{target}"'))
    return 1 if found else 0


def _move(settings: Settings, home: Path, target: str, progress: Progress) -> None:
    secret = settings.secret("catalog", home)
    try:
        if target:
            if not identity(home):
                raise CatalogError("home.missing", home=str(home))
            migration.to_database(home, identity(home), target, secret, progress)
        elif settings.catalog:
            migration.to_file(home, settings.catalog, secret, progress)
        else:
            raise UsageError("usage.already_local", home=str(home))
    except ModuleNotFoundError as missing:
        raise UsageError("settings.extra_missing", extra="postgresql", name=str(missing.name)) from missing
