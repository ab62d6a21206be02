"""baogao migrate: the catalog and the people from the home's files into a shared database, or back.

Exit 0, 1 not sound, 2 error.
"""

from __future__ import annotations

import argparse
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from archive.catalog.opening import identity
from archive.catalog.stores import migration
from archive.catalog.stores.database import Database
from archive.errors import CatalogError, UsageError
from archive.people import people_transfer
from archive.people.audit_chain import Deed
from archive.people.opening import open_people
from indexer import settings as settings_room
from indexer.audit.recorder import Recorder
from indexer.cli.arguments import Parser
from indexer.cli.operator import operator
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
    moved = replace(settings, catalog=target)
    _move_people(settings, moved, home)
    with Workspace(home, writing=True, settings=moved) as workspace:
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


def _move_people(old: Settings, new: Settings, home: Path) -> None:
    """Accounts, groups and the record of deeds, which then says on the other side that it came there."""
    if not Recorder(home, old).exists:
        return
    stores = [_people(home, settings) for settings in (old, new)]
    try:
        people_transfer.move(*stores)
    finally:
        for store in stores:
            store.close()
    with closing(Recorder(home, new)) as recorder:
        recorder.record(Deed("administer", "migrate", operator().who, "command"))


def _people(home: Path, settings: Settings) -> Database:
    secret = settings.secret("catalog", home) if settings.catalog else ""
    return open_people(home, lock_seconds=5.0, address=settings.catalog, password=secret)


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
