"""How reports, fields and places are called on the page: filters of the templates. No HTML, no searching."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from flask import Flask
from jinja2.filters import do_urlencode
from markupsafe import Markup, escape

from archive.known_year import Face, Titled, year_known
from archive.messages import LANGUAGES
from archive.model import Confidence, Notice
from archive.text.enumeration import enumerated
from indexer.search.citation import checks_told, part_told, title_of, year_told
from web.charts.bars import lengths
from web.http.language import language, say
from web.markup import compared
from web.pages.search.asking import former
from web.state.app_state import app_state

LINKS_BYTES = 100_000
"""Of the addresses of one filter's values, about."""
_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000)), "�")

_NEEDED = re.compile("[&<>\"'" + "".join(map(chr, _CONTROL)) + "]").search
"""What is escaped, or not printed: to be looked for in what holds signs that are not printable, as a wide blank is."""


class Named(Titled, Protocol):
    """What a card, an entry and a record's masthead have in common."""

    @property
    def source(self) -> str:
        """The file as shown."""


def title(named: Named) -> str:
    """A report's title in its marks: 《》, or ［］ where it was derived."""
    return title_of(named.title, named.title_derived, named.source)


def printable(found: object) -> object:
    """Every text that a template prints, without the characters that no page may hold (NUL, escape …)."""
    return found.translate(_CONTROL) if type(found) is str and not found.isprintable() else found


def printed(found: object) -> str:
    """The same as it stands on the page, escaped as `markupsafe.escape` does: most of what is printed needs neither."""
    if type(found) is str:
        if not found.isprintable():
            return found if _NEEDED(found) is None else str(escape(printable(found)))
        if "&" in found or "<" in found or ">" in found or '"' in found or "'" in found:
            kept = found.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
            return kept.replace("'", "&#39;").replace('"', "&#34;")
        return found
    if type(found) is int:
        return str(found)
    return found if type(found) is Markup else str(escape(found))


def titled(named: Mapping[str, object]) -> str:
    """The same for a record, whose title and file stand in two places."""
    known = named["title"]
    return title_of(str(known) if known else None, bool(named["title_derived"]), str(named["source"]))


def listed(base: str, most: int = 200) -> int:
    """How many values of a filter are listed where each link begins with `base`: fewer where that is long."""
    return min(most, LINKS_BYTES // max(len(base), 1))


def noted(notice: Notice) -> str:
    """What a reader noticed, in words; a code that a later program wrote stands for itself."""
    known = notice.code in LANGUAGES[language()]
    return say(notice.code, **notice.evidence) if known else say("web.notice.unknown", code=notice.code)


def period(year: int | None, period_: str | None) -> str:
    """The time reported on in one word: 2022, 2022上半年; 年度 itself is not said."""
    later = period_ if period_ and period_ != "年度" else ""
    return f"{year or ''}{later}"


class Timed(Face, Protocol):
    """What a card, an entry and a masthead have in common."""

    @property
    def period(self) -> str | None:
        """年度, 上半年, 第三季度 … without the year."""


def when(face: Timed) -> str:
    """The time of a report: 2022上半年; of one that is about no year when it was written, 成文 2018; "" for neither."""
    if face.year is not None:
        return period(face.year, face.period)
    return " · ".join(filter(None, (period(None, face.period), told_year(face))))


def told_year(face: Face) -> str:
    """The known year without the period."""
    return year_told(face, say)


def value(name: str, found: object) -> str:
    """A filter's value as people read it."""
    if found is None or found == "":
        return say("web.unknown")
    if name == "part":
        return part(str(found))
    if name == "format" and found == "picture":  # the others are suffixes, which are the same in every language
        return say("web.format.picture")
    return str(found)


def told_apart(pairs: Sequence[tuple[object, int]]) -> tuple[list[tuple[object, int, int]], int]:
    """A filter's values that are known, with their counts and the lengths of their bars; the count of what is not."""
    known = [pair for pair in pairs if pair[0] is not None]
    long = lengths([count for _, count in known])
    rows = [(found, count, length) for (found, count), length in zip(known, long, strict=True)]
    return rows, sum(count for found, count in pairs if found is None)


def spoken(name: str) -> Markup:
    """The language of a filter's values, as an attribute: theirs are Chinese words whatever the page speaks."""
    told = language() == "zh" or name in ("part", "format", "year")
    return Markup("") if told else Markup(' lang="zh-CN"')


def part(name: str | None, confidence: Confidence | None = None) -> str:
    """A part's name in the reader's language, which says where it is not sure."""
    code = f"web.part.{name}"
    return part_told(say(code) if name and code in LANGUAGES[language()] else name or "", confidence, say)


def number(count: int) -> str:
    """A count with thin groups of three from five digits on."""
    return f"{count:,}".replace(",", "\u202f") if count >= 10_000 else str(count)


@lru_cache(4096)
def quoted(found: str | int) -> str:
    """A value as it stands in an address; the same units and years are on every page."""
    return do_urlencode(str(found))


def unsure() -> int:
    """Of how many files and reports nobody can say that a wording does not stand there."""
    here = app_state()
    return here.overview().unread + len(here.searcher.partly_read())


def set_aside() -> int:
    """Of how many unreadable files a person has said why nothing more is expected of them."""
    return app_state().catalog.counts().set_aside


def has_copies() -> bool:
    """Does the archive hold equal texts in several formats or encodings, as far as is known?"""
    return app_state().searcher.copies.any()


def twice(found: object) -> tuple[object, object]:
    """A value that is its own word, as a choice in a list."""
    return found, found


def checked(fields: Iterable[str]) -> str:
    """What of a masthead a person should look at."""
    return checks_told(fields, say)


def register(app: Flask) -> None:
    """Register the filters with the templates of the application."""
    app.jinja_env.filters.update(
        title=title,
        checks_told=checked,
        year_known=year_known,
        year_told=told_year,
        titled=titled,
        noted=noted,
        listed=listed,
        enumerated=enumerated,
        compared=compared,
        value=value,
        part=part,
        number=number,
        told_apart=told_apart,
        twice=twice,
        former=former,
        urlencode=quoted,
    )
    app.jinja_env.globals.update(
        period=period, when=when, unsure=unsure, set_aside=set_aside, has_copies=has_copies, zh=spoken
    )
