"""baogao term: how a wording is used; the quoted ones; what rises and falls. Exit 0 found, 1 none, 2 an error."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from archive.known_year import year_known
from archive.text.fold import fold_text
from indexer.cli.arguments import Parser, unshielded
from indexer.cli.search.not_found import tell_doubts
from indexer.cli.terminal import BOLD, DIM, Terminal
from indexer.cli.value_types import count
from indexer.forms.form import to_json
from indexer.forms.wording import quoted_terms_form, rising_form, wording_form
from indexer.rights.person import as_seen
from indexer.search.page import Page
from indexer.wordings.comparison_groups import Comparison, group_of
from indexer.wordings.keyness import Keyword
from indexer.wordings.places import UsedPlace
from indexer.wordings.quoted_terms import KINDS, LEAST, QuotedTerm
from indexer.wordings.rates import Rate
from indexer.wordings.usage import Usage
from indexer.wordings.wordings import Wordings
from indexer.workspace import Workspace

LINES = 20
"""Units, terms and phrases that are printed; --limit 0 prints all."""


def configure(parser: Parser) -> None:
    """Wordings, or two groups, or nothing: then the quoted terms."""
    parser.word("wording", "say.word.term", nargs="*", metavar="WORDING")
    parser.option("--rising", metavar="GROUP")
    parser.option("--against", metavar="GROUP")
    parser.option("--kind", choices=KINDS, default="reports")
    parser.option("--find", metavar="WORDS", default="")
    parser.option("--limit", type=count, metavar="N", default=LINES)
    parser.option("--as", dest="seen_by", metavar="NAME")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Count it and print."""
    with Workspace(home) as workspace:
        seen = as_seen(workspace, arguments.seen_by)
        # What is kept beside the index is of all reports.
        wordings = Wordings(seen.searcher, workspace.home / "index" if arguments.seen_by is None else None)
        if arguments.rising is not None or arguments.against is not None:
            here, there = group_of(arguments.rising or ""), group_of(arguments.against or "")
            return _tell_rising(wordings.comparison(here, there, arguments.kind), arguments.limit, terminal)
        if not arguments.wording:
            terms = [one for one in wordings.terms(arguments.kind) if fold_text(arguments.find) in fold_text(one.text)]
            return _tell_quoted(terms, arguments, terminal)
        suggester = seen.suggester if seen.suggester.at_hand else None
        used = [wordings.usage(unshielded([wording]), suggester) for wording in arguments.wording]
        for one in used:
            _tell(one, arguments.limit, terminal)
        found = any(one.total_reports for one in used)
        if not found:
            tell_doubts(seen.searcher, terminal)
        return 0 if found else 1


def _tell(used: Usage, limit: int, terminal: Terminal) -> None:
    if terminal.json:
        terminal.print_json(to_json(wording_form(used)))
        return
    totals = {"r": used.total_reports, "m": used.total_matches, "n": used.base.total.reports}
    terminal.print(terminal.say("say.term.head", wording=terminal.paint(used.wording, BOLD), **totals))
    if used.total_reports:
        _tell_places(used, terminal)
        _tell_rates("years", used.years, 0, terminal)
        _tell_rates("units", used.units, limit, terminal)
        _tell_structure(used, terminal)
    if used.variants:
        words = " · ".join(f"{terminal.plain(one.text)} {one.reports}/{one.matches}" for one in used.variants)
        terminal.print(terminal.say("say.term.variants", words=words))
    if used.passages:
        terminal.print(terminal.say("say.term.passages"))
    for place in used.passages:
        terminal.print(f"  {year_known(place.card)}  {_quoted(place, terminal)}")


def _tell_places(used: Usage, terminal: Terminal) -> None:
    for code, place in (("first", used.first), ("last", used.last)):
        if place is not None:
            text = _quoted(place, terminal)
            terminal.print(terminal.say(f"say.term.{code}", year=year_known(place.card), text=text))
            terminal.print("    " + terminal.paint(place.citation, DIM))
    if used.first is None:
        terminal.print(terminal.say("wordings.first.none"))
    if used.undated:
        terminal.print(terminal.say("say.term.undated", n=used.undated.matches, r=used.undated.reports))


def _tell_rates(
    name: str, rates: Sequence[Rate[int | None]] | Sequence[Rate[str | None]], limit: int, terminal: Terminal
) -> None:
    terminal.print(terminal.say(f"say.term.{name}"))
    for one in rates[: limit or None]:
        key = terminal.say("say.term.unknown") if one.key is None else terminal.plain(str(one.key))
        figures = f"{one.reports}  {one.matches}  {one.per_reports:.1f}  {one.per_characters:.1f}"
        terminal.print(f"  {key}  {figures}")
    if limit and len(rates) > limit:
        terminal.print("  " + terminal.say("wordings.units.more", n=len(rates) - limit))


def _tell_structure(used: Usage, terminal: Terminal) -> None:
    structure, beside = used.structure, used.neighbours
    parts = [(part or terminal.say("wordings.part.none"), places) for part, places in structure.parts]
    terminal.print(terminal.say("say.term.parts", words=_counted(parts, terminal)))
    headings = _counted(structure.headings, terminal)
    terminal.print(terminal.say("say.term.headings", n=structure.in_headings, words=headings))
    if structure.places < used.total_matches:
        terminal.print(terminal.say("say.term.sample", r=structure.reports, m=structure.places))
    for code, words in (("before", beside.before), ("after", beside.after)):
        if words:
            terminal.print(terminal.say(f"say.term.{code}", words=_counted(words, terminal)))
    if beside.places < used.total_matches:
        terminal.print(terminal.say("say.term.sampled", n=beside.places))


def _counted(pairs: Iterable[tuple[str, int]], terminal: Terminal) -> str:
    return " · ".join(f"{terminal.plain(word)} {places}" for word, places in pairs)


def _quoted(place: UsedPlace, terminal: Terminal) -> str:
    text = place.text
    pieces = text[: place.start], text[place.start : place.end], text[place.end :]
    before, there, after = (piece.replace("\n", "") for piece in pieces)
    return terminal.plain(before) + terminal.marked(there) + terminal.plain(after)


def _tell_quoted(terms: Sequence[QuotedTerm], arguments: argparse.Namespace, terminal: Terminal) -> int:
    wordings = [one for one in terms if not one.is_definition]
    definitions = [one for one in terms if one.is_definition]
    shown = wordings[: arguments.limit or None]
    if terminal.json:
        page = Page(1, max(1, arguments.limit or len(wordings)), len(wordings))
        terminal.print_json(to_json(quoted_terms_form(arguments.kind, "reports", page, shown, definitions)))
        return 0 if terms else 1
    for one in shown:
        years = "–".join(dict.fromkeys(str(year) for year in (one.first_year, one.last_year) if year))
        figures = {"r": one.reports, "m": one.matches, "units": one.units}
        unknown = terminal.say("say.term.unknown")
        terminal.print(
            terminal.say("say.term.quoted", text=terminal.plain(one.text), years=years or unknown, **figures)
        )
    if wordings:
        terminal.print(terminal.say("say.term.listed", n=len(wordings)))
    else:
        terminal.print(terminal.say("wordings.list.none", least=LEAST))
    if definitions:
        terminal.print(terminal.say("say.term.defined", n=len(definitions)))
    return 0 if terms else 1


def _tell_rising(found: Comparison, limit: int, terminal: Terminal) -> int:
    if terminal.json:
        terminal.print_json(to_json(rising_form(found)))
        return 0 if found.rising or found.falling else 1
    groups = {"here": terminal.plain(found.here.group), "there": terminal.plain(found.there.group)}
    for side in (found.here, found.there):
        sizes = {"r": side.reports, "held": side.held, "words": side.words}
        terminal.print(terminal.say("say.term.side", group=terminal.plain(side.group), **sizes))
    for code, words in (("rising", found.rising), ("falling", found.falling)):
        terminal.print(terminal.say(f"say.term.{code}", **groups))
        for one in words[: limit or None]:
            terminal.print("  " + _keyword(one, terminal))
        if not words:
            terminal.print("  " + terminal.say("wordings.rising.none"))
    return 0 if found.rising or found.falling else 1


def _keyword(one: Keyword, terminal: Terminal) -> str:
    return f"{terminal.plain(one.text)}  {one.g2:.1f}  {one.log_ratio:.1f}  {one.places}/{one.places_there}"
