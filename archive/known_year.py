"""The year by which a paper is found: the one that it is about, else that of its 成文日期, else that of its 文号.

A law, a notice, an opinion is about no year, but it is dated: whoever looks for 2018 looks for it too. What a paper is
about stays what its masthead says (`archive.masthead.reporting_year`); nothing of this is stored.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, Protocol

from archive.text.numerals import YEARS, number

Basis = Literal["text", "title", "date", "number"]

OPENING = "〔[(【{〈《<［（﹝｛＜"
"""What stands before the year of a 文号, by GB/T 9704 the first of them; people who put one right type any."""
BLANKS = " \u3000"
BEFORE_YEAR = (("〔20", 1), ("〔19", 1), ("年第", -4))
"""Marks of the year in a 文号, brackets written alike, and how far behind each it begins: 〔2018〕5号, 2004年第3号.

The first that is there decides. The catalog's SQL goes by the same three tables (`archive.catalog.sql.filters`).
"""
_WRITTEN = str.maketrans({**dict.fromkeys(OPENING, "〔"), **dict.fromkeys(BLANKS, None)})
_FIGURES = re.compile(r"((?:19|20)[0-9]{2})[^0-9]?", re.DOTALL)


class Titled(Protocol):
    """Whatever bears the title of a report."""

    @property
    def title(self) -> str | None:
        """The title, None for none."""

    @property
    def title_derived(self) -> bool:
        """Was it made from the first sentence?"""


class Face(Titled, Protocol):
    """What a masthead, an entry of the catalog and a card have in common."""

    @property
    def number(self) -> str | None:
        """The 发文字号 that the paper bears."""

    @property
    def date(self) -> str | None:
        """The 成文日期 as YYYY-MM-DD."""

    @property
    def year(self) -> int | None:
        """The year that the paper is about."""


def year_known(face: Face) -> int | None:
    """The year that a paper is about, else the year it was written in; None where nothing tells."""
    if face.year is not None:
        return face.year
    if face.date is not None:
        return int(face.date[:4])
    return None if face.number is None else year_of_number(face.number)


def year_basis(face: Face) -> Basis | None:
    """What the known year rests on; None where none is known.

    A year that the paper is about stands on its title where that names it, else on its text (or on what its file is
    called, or a person has said: the masthead's evidence tells). `date` and `number`: the paper is about no year.
    """
    if face.year is not None:
        return "title" if face.title and not face.title_derived and _names(face.title, face.year) else "text"
    if face.date is not None:
        return "date"
    return None if year_known(face) is None else "number"


def year_of_number(written: str) -> int | None:
    """The year in a 文号, 1900–2099: 国发〔2018〕5号, 成府发(2018)5号, 公告2004年第3号."""
    plain = written.translate(_WRITTEN)
    for mark, distance in BEFORE_YEAR:
        at = plain.find(mark)
        if at >= 0:
            start = at + distance
            found = _FIGURES.fullmatch(plain[start : start + 5]) if start >= 0 else None
            return int(found[1]) if found else None
    return None


def _names(title: str, year: int) -> bool:
    """Does the title name that year, in whatever figures?"""
    plain = unicodedata.normalize("NFKC", title)
    if re.search(rf"(?<![0-9]){year}(?![0-9])", plain):
        return True
    return any(number(found["year"]) == year for found in YEARS.finditer(plain))
