"""What the commands say where nothing was found: what the page teaches there, and of how much nobody can say that the
wording does not stand there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer import deadline
from indexer.cli.terminal import Terminal
from indexer.rights.person import Archive
from indexer.search.answer import Answer, Copies, Request
from indexer.search.citation import title_of
from indexer.search.searcher import Searcher

if TYPE_CHECKING:
    from indexer.guidance.lesson import Lesson, Term
    from indexer.guidance.other_writings import Writing
    from indexer.guidance.ways import Way
    from indexer.search.similar import Likeness

OPTIONS = {"loose": "--mode loose", "standard": "--mode standard", "ignore_punctuation": "--ignore-punctuation"}
"""How another way to ask is asked for here."""


def tell_doubts(searcher: Searcher, terminal: Terminal) -> None:
    """On standard error, so that no program reads it as an answer; nothing where everything was read whole."""
    counts, partly = searcher.catalog.counts(), len(searcher.partly_read())
    if counts.unread or partly:
        terminal.err.write(terminal.say("say.not_found", unread=counts.unread, partly=partly) + "\n")
    if counts.set_aside:
        terminal.err.write(terminal.say("say.not_found.set_aside", n=counts.set_aside) + "\n")


def tell_writings(found: Sequence[Writing], terminal: Terminal) -> None:
    """Other writings of the dates and numbers that were asked for, a line each."""
    if found:
        terminal.print(terminal.say("writings.others"))
    for one in found:
        figures = terminal.say("web.totals", r=one.reports, m=one.matches)
        terminal.print(f"  {terminal.plain(one.query)}   {figures}")


def tell_copies(request: Request, copies: Copies, terminal: Terminal, *, err: bool = False) -> None:
    """What was hidden as a copy, where copies are hidden; on standard error where only sources are printed."""
    if request.copies == "hide":
        line = copies_said(copies, terminal)
        terminal.err.write(line + "\n") if err else terminal.print(line)


def copies_said(copies: Copies, terminal: Terminal) -> str:
    """The same as words."""
    said = terminal.say("copies.hidden", r=copies.reports, m=copies.matches)
    return said + (terminal.say("copies.unknown", n=copies.unknown) if copies.unknown else "")


def tell_stored(searcher: Searcher, request: Request, terminal: Terminal) -> None:
    """On standard error as well: cells that keep what was asked for and show something else."""
    from indexer.tables.stored_values import stored_values  # not needed where something was found

    for found in stored_values(searcher, request):
        words = "asking.stored" if found.shown else "asking.stored.unshown"
        said = terminal.say(
            words, value=found.value, shown=terminal.plain(found.shown), place=terminal.plain(found.place)
        )
        terminal.err.write(f"{said}  {terminal.plain(found.source)}\n")


def with_help(seen: Archive, answer: Answer) -> object:
    """The answer as JSON; where nothing was found, what the page teaches there under `help`, as its twin has it."""
    from indexer.forms.answer import answer_form  # the many shapes of JSON are not needed in a terminal
    from indexer.forms.form import to_json

    found = writings(seen.searcher, answer)
    form = replace(answer_form(answer), writings=[one.form for one in found])
    return to_json(form if answer.listed else replace(form, help=_lesson(seen, answer).form))


def writings(searcher: Searcher, answer: Answer) -> tuple[Writing, ...]:
    """Other writings of the answer's dates and numbers; what looks for them is loaded only for a query that has any."""
    from archive.text.writings import forms_of

    if not forms_of(answer.request.query):
        return ()
    from indexer.guidance.other_writings import writings_of

    with deadline.limited():
        return writings_of(searcher, answer)


def tell_lesson(seen: Archive, answer: Answer, terminal: Terminal) -> None:
    """What the page teaches, in its order; nothing where something was found."""
    if answer.listed or answer.request.page > 1:
        return
    lesson = _lesson(seen, answer)
    for head, lines in _parts(lesson, terminal):
        if lines:
            terminal.print(f"\n{head}")
            for line in lines:
                terminal.print(f"  {terminal.plain(line)}")


def _lesson(seen: Archive, answer: Answer) -> Lesson:
    from indexer.guidance.lesson import lesson_of  # loads what compares texts: only where nothing is found

    suggester = seen.suggester
    return lesson_of(seen.searcher, lambda: suggester if suggester.at_hand else None, answer)


def _parts(lesson: Lesson, terminal: Terminal) -> Iterator[tuple[str, list[str]]]:
    yield terminal.say("asking.meant"), [_counted(term, terminal) for term in lesson.meant]
    near = [line for one in lesson.nearest for line in _likeness(one, terminal)]
    yield terminal.say("asking.similar.nearest"), near
    yield terminal.say("web.nothing.apart"), [_counted(term, terminal) for term in lesson.apart]
    yield terminal.say("web.nothing.try"), [*_ways(lesson, terminal), terminal.say("web.nothing.shorter")]


def _counted(term: Term, terminal: Terminal) -> str:
    parts = "".join(f"  {part} {count}" for part, count in term.parts)
    return f"{term.query}   {terminal.say('web.totals', r=term.reports, m=term.matches)}{parts}"


def _ways(lesson: Lesson, terminal: Terminal) -> Iterator[str]:
    for way in lesson.ways:
        found = ("web.reports", way.reports) if way.code == "loose" else ("web.totals", way.reports)
        how = _asked_so(way)
        if how:
            told = terminal.say(found[0], r=found[1], m=way.matches)
            yield f"{how}   {terminal.say(f'asking.way.{way.code}')}   {told}"


def _asked_so(way: Way) -> str | None:
    """The option or the query of another way; None where the terminal has no such choice."""
    return OPTIONS.get(way.code) or dict(way.changes).get("q")


def _likeness(one: Likeness, terminal: Terminal) -> Iterator[str]:
    title = title_of(one.card.title, one.card.title_derived, one.card.source)
    percent = min(int(one.share * 100), 99) if one.share < 1 else 100
    yield f"{title}  {terminal.say('say.similar', percent=percent)}"
    yield "  " + one.text[one.start : one.end].replace("\n", "")
