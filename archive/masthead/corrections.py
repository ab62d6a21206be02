"""What people give at import and correct later, laid over what was read. Reading lives in the other files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from archive.errors import CatalogError
from archive.masthead.evidence import assembled
from archive.masthead.head_and_tail import plain
from archive.masthead.periods import PERIODS, period_in
from archive.model import MASTHEAD_FIELDS, Evidence, Masthead
from archive.text.numerals import (
    DATE,
    ISO_DATE,
    iso,
    number,
)

FIRST_YEAR, LAST_YEAR = 1900, 2100
MAX_LENGTH = {"title": 300, "unit": 100, "person": 40, "number": 60, "addressee": 500, "type": 20}


def validated(field: str, value: object) -> str | int | None:
    """One value that a person gave, checked and in its kept form; None and blank text clear the field.

    A year is 1900–2100, a date YYYY-MM-DD of the calendar, a period one of `PERIODS`; other fields are short texts
    without control characters. Raises `CatalogError("catalog.bad_value", field=, value=)`.
    """
    if value is None:
        return None
    if field not in MASTHEAD_FIELDS or isinstance(value, bool) or not isinstance(value, (str, int)):
        raise CatalogError("catalog.bad_value", field=field, value=value)
    text = str(value).strip()
    if any(unicodedata.category(character) in ("Cc", "Cs", "Cf", "Zl", "Zp") for character in text):
        raise CatalogError("catalog.bad_value", field=field, value=value)
    if not text:
        return None
    checked = _CHECKS.get(field, _text)(field, text)
    if checked is None:
        raise CatalogError("catalog.bad_value", field=field, value=value)
    return checked


def _year(_: str, text: str) -> int | None:
    year = number(re.sub("年度?$", "", plain(text)))
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else None


def _date(_: str, text: str) -> str | None:
    words = plain(text)
    match = DATE.fullmatch(words) or ISO_DATE.fullmatch(words)
    return iso(match) if match else None


def _period(_: str, text: str) -> str | None:
    words = plain(text)
    if words in PERIODS:
        return words
    known = period_in("年" + words)
    return (
        known
        if re.fullmatch(r"第?[一二三四1-4]季度|[0-9一二三四五六七八九十]{1,2}月份?|全年|前三季度", words)
        else None
    )


def _text(field: str, text: str) -> str | None:
    return text if len(text) <= MAX_LENGTH[field] else None


_CHECKS = {"year": _year, "date": _date, "period": _period}


def filled(masthead: Masthead, given: Mapping[str, str | int]) -> Masthead:
    """`masthead` with what was given at import: it sets what the text does not say.

    A value that the text or the page's table says with high or medium confidence stays; guesses from names and low
    ones give way, and so does a title that was only derived. Raises `CatalogError` as `validated` does.
    """
    evidence = dict(masthead.evidence)
    derived = masthead.title_derived
    for field, raw in given.items():
        value = validated(field, raw)
        stands_in = field == "title" and derived
        if value is None or (field in evidence and _stays(evidence[field]) and not stands_in):
            continue
        evidence[field] = Evidence(value, str(raw), "given", "high")
        derived = derived and field != "title"
    return assembled(evidence, derived)


def _stays(found: Evidence) -> bool:
    return found.origin in ("text", "metadata", "correction") and found.confidence != "low"


def corrected(masthead: Masthead, corrections: Mapping[str, str | int | None]) -> Masthead:
    """`masthead` with a person's corrections, which win over all; None clears a field. Raises as `validated` does.

    A title in ［ ］ was made for a report without its own, as archives write it (自拟题名): it stays derived.
    """
    evidence = dict(masthead.evidence)
    derived = masthead.title_derived
    cleared = dict.fromkeys(masthead.cleared)
    for field, raw in corrections.items():
        value = validated(field, raw)
        if field == "title":
            derived, value = _title(value)
        cleared.pop(field, None)
        if value is None:
            evidence.pop(field, None)
            cleared[field] = None
        else:
            evidence[field] = Evidence(value, str(raw), "correction", "high")
    return assembled(evidence, derived, tuple(cleared))


_DERIVED = re.compile(r"[［\[]\s*([^［\[\]］]+?)\s*[\]］]")


def _title(value: str | int | None) -> tuple[bool, str | int | None]:
    """Was the title made for the report, and its words without the brackets that say so."""
    match = _DERIVED.fullmatch(str(value)) if value is not None else None
    return (True, match[1]) if match else (False, value)
