"""baogao verify: does a draft quote the archive to the character? Exit 0 all do, 1 one does not, 2 error."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import get_args

from indexer.cli.arguments import Parser
from indexer.cli.search.proof import draft_of
from indexer.cli.terminal import BOLD, DIM, Terminal
from indexer.forms.form import to_json
from indexer.forms.proofing import VerifiedDraftForm, quoted_forms
from indexer.proofing.draft_check import verify
from indexer.proofing.quotations import Quoted, State, Verified
from indexer.rights.person import as_seen
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """The draft whose quotations are asked for."""
    parser.word("file", "say.word.proof.file", metavar="FILE")
    parser.option("--as", dest="seen_by", metavar="NAME")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Hold its quotations against the archive and print a line each."""
    draft = draft_of(arguments.file)
    with Workspace(home) as workspace:
        seen = as_seen(workspace, arguments.seen_by)
        verified, unverified = verify(draft, seen.searcher)
    if terminal.json:
        terminal.print_json(to_json(VerifiedDraftForm(draft.name, quoted_forms(verified), unverified)))
    else:
        _print(verified, unverified, terminal)
    return 0 if not unverified and all(said.state in ("exact", "folded") for _, said in verified) else 1


def _print(verified: list[tuple[Quoted, Verified]], unverified: int, terminal: Terminal) -> None:
    for quotation, said in verified:
        state = terminal.say(f"proof.state.{said.state}")
        terminal.print(f"{terminal.paint(state, BOLD)}  “{terminal.plain(quotation.text)}”")
        if said.state == "near" and said.wording:
            terminal.print("    " + terminal.say("say.proof.better", better=terminal.plain(said.wording)))
        if said.source:
            terminal.print("    " + terminal.paint(said.source, DIM))
        if said.state == "absent":
            terminal.print("    " + terminal.say("proof.quotation.absent", searched=said.searched, unsure=said.unsure))
    if unverified:
        terminal.print(terminal.say("say.proof.unverified", n=unverified))
    if not verified and not unverified:
        terminal.print(terminal.say("say.verify.none"))
        return
    counted = Counter(said.state for _, said in verified)
    counts = " · ".join(
        f"{terminal.say(f'proof.state.{state}')} {counted[state]}" for state in get_args(State) if counted[state]
    )
    terminal.print(terminal.say("say.verify.totals", n=len(verified), counts=counts))
