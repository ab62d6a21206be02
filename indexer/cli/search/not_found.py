"""What the commands say where nothing was found: of how much nobody can say that the wording does not stand there."""

from __future__ import annotations

from indexer.cli.terminal import Terminal
from indexer.search.answer import Request
from indexer.search.searcher import Searcher
from indexer.tables.stored_values import stored_values


def tell_stored(searcher: Searcher, request: Request, terminal: Terminal) -> None:
    """On standard error as well: cells that keep what was asked for and show something else."""
    for found in stored_values(searcher, request):
        words = "asking.stored" if found.shown else "asking.stored.unshown"
        said = terminal.say(
            words, value=found.value, shown=terminal.plain(found.shown), place=terminal.plain(found.place)
        )
        terminal.err.write(f"{said}  {terminal.plain(found.source)}\n")


def tell_doubts(searcher: Searcher, terminal: Terminal) -> None:
    """On standard error, so that no program reads it as an answer; nothing where everything was read whole."""
    unread, partly = searcher.catalog.counts().unread, len(searcher.partly_read())
    if unread or partly:
        terminal.err.write(terminal.say("say.not_found", unread=unread, partly=partly) + "\n")
