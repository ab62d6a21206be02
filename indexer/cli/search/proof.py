"""baogao proof: what of a draft a person should look at once more. Exit 0 nothing, 1 findings, 2 an error (as diff)."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from indexer.cli.arguments import Parser
from indexer.cli.terminal import BOLD, DIM, MARK, Terminal
from indexer.cli.value_types import bytes_of
from indexer.forms.form import to_json
from indexer.forms.proofing import message_of, proof_form
from indexer.proofing.draft import Draft, draft_of_file, draft_of_text
from indexer.proofing.draft_check import Options, Proof, proof
from indexer.proofing.finding import Finding
from indexer.proofing.house_list import house_list
from indexer.rights.person import as_seen
from indexer.workspace import Workspace

AROUND = 16
"""Code points shown on either side of a place."""


def configure(parser: Parser) -> None:
    """A draft, and what is looked at besides."""
    parser.word("file", "say.word.proof.file", metavar="FILE")
    parser.option("--unit", metavar="NAME")
    parser.option("--list", metavar="FILE", type=Path)
    parser.option("--circles", action="store_true")
    parser.option("--docx", metavar="FILE", type=Path)
    parser.option("--as", dest="seen_by", metavar="NAME")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Look through it and print; --docx has the findings as comments."""
    draft = draft_of(arguments.file)
    listed = house_list(bytes_of(str(arguments.list)), arguments.list.name) if arguments.list else ()
    options = Options(circles=arguments.circles, own=arguments.unit, house_list=listed)
    with Workspace(home) as workspace:
        seen = as_seen(workspace, arguments.seen_by)
        found = proof(draft, seen.searcher, options)
    if arguments.docx:
        from indexer.export import proofed_docx, spreadsheet  # loaded for those who ask for a file

        data = None if arguments.file == "-" else bytes_of(arguments.file)
        spreadsheet.save(arguments.docx, proofed_docx.commented(found, terminal.say, data))
    if terminal.json:
        terminal.print_json(to_json(proof_form(found, terminal.say)))
    else:
        _print(found, terminal)
    return 1 if found.findings else 0


def draft_of(name: str) -> Draft:
    """The draft in a file, or in what standard input says. Raises UsageError and ReadError."""
    data = bytes_of(name)
    return draft_of_text(data.decode("utf-8-sig", "replace")) if name == "-" else draft_of_file(data, Path(name).name)


def _print(found: Proof, terminal: Terminal) -> None:
    for finding in found.findings:
        _print_finding(finding, found.draft.texts, terminal)
    if found.unverified:
        terminal.print(terminal.say("say.proof.unverified", n=found.unverified))
    if not found.findings:
        terminal.print(terminal.say("say.proof.none"))
        return
    counts = " · ".join(f"{terminal.say(f'proof.kind.{kind}')} {number}" for kind, number in found.counts.items())
    terminal.print(terminal.say("say.proof.totals", n=len(found.findings), counts=counts))


def _print_finding(finding: Finding, texts: Sequence[str], terminal: Terminal) -> None:
    place = finding.places[0]
    text = texts[place.passage - 1]
    before = text[max(0, place.start - AROUND) : place.start].replace("\n", "")
    after = text[place.end : place.end + AROUND].replace("\n", "")
    stands = text[place.start : place.end].replace("\n", "")
    shown = terminal.plain(before) + _pointed(stands, terminal) + terminal.plain(after)
    kind = terminal.say(f"proof.kind.{finding.kind}")
    terminal.print(terminal.say("say.proof.line", passage=place.passage, kind=terminal.paint(kind, BOLD), text=shown))
    told = [terminal.plain(message_of(finding, terminal.say))]
    if finding.better:
        told.append(terminal.say("say.proof.better", better=terminal.plain(finding.better)))
    if len(finding.places) > 2:
        told.append(terminal.say("say.proof.more", n=len(finding.places) - 1))
    certainty = terminal.say(f"proof.certainty.{finding.certainty}")
    terminal.print("    " + terminal.paint(certainty, DIM) + "  " + "  ".join(told))


def _pointed(text: str, terminal: Terminal) -> str:
    """The place itself: coloured, else in brackets that no paper uses, in a pipe too."""
    return terminal.paint(text, MARK) if terminal.colored else f"⟦{terminal.plain(text)}⟧"
