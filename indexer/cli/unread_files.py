"""The files that gave no report, as the terminal lists them."""

from __future__ import annotations

from archive.catalog import ReadCatalog
from indexer.cli.terminal import Terminal
from indexer.forms.form import to_json
from indexer.forms.imports import unread_form


def print_unread(catalog: ReadCatalog, terminal: Terminal) -> int:
    """The files that gave no report, a line each; the exit code."""
    for file in catalog.unread():
        if terminal.json:
            terminal.print_json(to_json(unread_form(file, terminal.language)))
        else:
            aside = "" if file.set_aside is None else terminal.say("say.unread.reason", reason=file.set_aside)
            terminal.print(f"{terminal.plain(file.source)}  {terminal.about(file.error)}{terminal.plain(aside)}")
    return 0
