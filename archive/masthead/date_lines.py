"""Lines that are nothing but a date or a number (发文字号), and their values. Which of them counts lives in `dates`."""

from __future__ import annotations

import re

from archive.text.numerals import DATE, ISO_DATE, iso

_DATE_LINE = re.compile(rf"\(?(?:{DATE.pattern}|[0-9]{{4}}[-./][0-9]{{1,2}}[-./][0-9]{{1,2}})\)?")
_NUMBER = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{1,14})[ ]?[〔(\[【《<〈{](?P<year>(?:19|20)[0-9]{2})[〕)\]】》>〉}]"
    r"[ ]?(?P<ordinal>第?)[ ]?(?P<n>[0-9]{1,5})[ ]?号"
)
_ORDER = re.compile(
    r"(?:[\u4e00-\u9fff]{2,20})?令[ ]?(?:第[ ]?[0-9一二三四五六七八九十百零〇]{1,6}号|[0-9]{4}年第[ ]?[0-9]{1,4}号)"
)
_SIGNER = re.compile(r"[ ]*签发人.*$")


def is_date_line(words: str) -> bool:
    """Whether the plain line is nothing but a date, bracketed or not."""
    return len(words) <= 24 and _DATE_LINE.fullmatch(words) is not None


def date_of(words: str) -> str | None:
    """The date that a plain line holds, as YYYY-MM-DD."""
    match = DATE.search(words) or ISO_DATE.search(words)
    return iso(match) if match else None


def is_number_line(words: str) -> bool:
    """Whether the plain line is nothing but a document's number."""
    return number_of(words) is not None or re.fullmatch(r"第[ ]?[0-9一二三四五六七八九十百]+号", words) is not None


def number_of(words: str) -> str | None:
    """The number that is all of a plain line, with the brackets 〔〕 of GB/T 9704."""
    words = _SIGNER.sub("", words)
    if words.startswith("(") and words.endswith(")"):
        words = words[1:-1]
    match = _NUMBER.fullmatch(words)
    if match:
        return f"{match['organ']}〔{match['year']}〕{match['ordinal']}{match['n']}号"
    return words.replace(" ", "") if _ORDER.fullmatch(words) else None
