"""What only a file's name or folder says is doubtful; where the text says the same, it is sure. Nothing is read here
that the other files have not found.
"""

from __future__ import annotations

from dataclasses import replace

from archive.masthead.head_and_tail import Face, Line, is_heading, plain
from archive.masthead.periods import period_in
from archive.masthead.reporting_year import SESSION_KINDS
from archive.masthead.unit_words import is_place
from archive.model import Evidence
from archive.text.numerals import YEARS, number

_HEAD = 12
"""Lines of a text that tell what year it speaks of, beside all headings: title, date, the first sentences."""


def title(named: Evidence, said: Evidence | None) -> Evidence:
    """The title of a name, sure where the speaker's first sentences (`lead_in`) give the paper the same title."""
    if said is None or plain(str(said.value)) != plain(str(named.value)):
        return named
    return replace(named, text=f"{named.text}；{said.text}", confidence="high", passage=said.passage)


def unit(named: Evidence | None, face: Face) -> Evidence | None:
    """The unit of a name, sure where a line above the body holds it; a place is not yet a unit."""
    if named is None or is_place(str(named.value)):
        return named
    beside = next((line for line in face.top if str(named.value) in line.compact), None)
    return _with(named, beside)


def year(named: Evidence | None, face: Face, kind: str | None) -> Evidence | None:
    """The year of a name, sure where the text's head speaks of it.

    A government's work report looks back: its head may name the year before as the last one.
    """
    if named is None:
        return None
    spoken = [(value, line) for line in face.lines[:_HEAD] for value in _years(line)]
    headed = [(value, line) for line in face.begun[_HEAD:] if is_heading(line) for value in _years(line)]
    same = next((line for value, line in [*spoken, *headed] if value == named.value), None)
    if same is None and kind in SESSION_KINDS and spoken:
        latest, line = max(spoken, key=lambda pair: pair[0])
        same = line if latest + 1 == named.value else None
    return _with(named, same)


def period(named: Evidence | None, title: Evidence | None) -> Evidence | None:
    """The period of a name, sure where the printed title has it, too."""
    if named is None or title is None or title.origin == "file_name":
        return named
    return replace(named, confidence="high") if period_in(plain(str(title.value))) == named.value else named


def _with(named: Evidence, line: Line | None) -> Evidence:
    if line is None:
        return named
    return replace(named, text=f"{named.text}；{line.text}", confidence="high", passage=line.passage)


def _years(line: Line) -> list[int]:
    found = (number(match["year"]) for match in YEARS.finditer(line.compact))
    return [value for value in found if value is not None]
