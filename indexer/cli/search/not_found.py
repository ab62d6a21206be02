"""What the commands say where nothing was found: of how much nobody can say that the wording does not stand there."""

from __future__ import annotations

from indexer.cli.terminal import Terminal
from indexer.search.searcher import Searcher


def tell_doubts(searcher: Searcher, terminal: Terminal) -> None:
    """On standard error, so that no program reads it as an answer; nothing where everything was read whole."""
    unread, partly = searcher.catalog.counts().unread, len(searcher.partly_read())
    if unread or partly:
        terminal.err.write(terminal.say("say.not_found", unread=unread, partly=partly) + "\n")
