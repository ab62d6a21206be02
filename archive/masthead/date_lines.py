"""Lines that are nothing but a date or a number (发文字号), and their values. Which of them counts lives in `dates`."""

from __future__ import annotations

import re

from archive.text.numerals import DATE, ISO_DATE, YEAR_AND_MONTH, iso

_TIME = "[ ]?(?:上午|下午|中午|晚上?|凌晨)?"
_DATE_LINE = re.compile(rf"\(?(?:{DATE.pattern}{_TIME}|{ISO_DATE.pattern.replace('?P<', '?P<iso_')}{_TIME})\)?")
_MONTH_LINE = re.compile(rf"\(?{YEAR_AND_MONTH.pattern}\)?")
_NUMBER = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{1,14})[ ]?[〔(\[【《<〈{](?P<year>(?:19|20)[0-9]{2})[〕)\]】》>〉}]"
    r"[ ]?(?P<ordinal>第?)[ ]?(?P<n>[0-9]{1,5})[ ]?号"
)
_ORDER = re.compile(
    r"(?:[\u4e00-\u9fff]{2,20})?令[ ]?(?:第[ ]?[0-9一二三四五六七八九十百零〇]{1,6}号|[0-9]{4}年第[ ]?[0-9]{1,4}号)"
)
_DECREE = re.compile(
    r"日(?:以|由|经)?(?:中华人民共和国)?(?P<organ>[\u4e00-\u9fff]{2,20}?)令[ ]?"
    r"(?P<n>第[ ]?[0-9一二三四五六七八九十百零〇]{1,6}号|[0-9]{4}年第[ ]?[0-9]{1,4}号)(?P<rest>[^0-9]{0,4})"
)
_DECREE_HEAD = re.compile(r"(?:中华人民共和国)?(?P<organ>[\u4e00-\u9fff]{2,20})令")
_ORDINAL = re.compile(r"\(?第[ ]?[0-9一二三四五六七八九十百零〇]{1,6}[ ]?号\)?")
_SIGNER = re.compile(r"[ ]*签发人.*$")


def is_date_line(words: str) -> bool:
    """Whether the plain line is nothing but a date, bracketed or not."""
    return len(words) <= 24 and _DATE_LINE.fullmatch(words) is not None


def is_month_line(words: str) -> bool:
    """Whether the plain line is nothing but a year and a month (2023年12月), as some papers are signed."""
    return len(words) <= 16 and _MONTH_LINE.fullmatch(words) is not None


def date_of(words: str) -> str | None:
    """The date that a plain line holds, as YYYY-MM-DD."""
    match = DATE.search(words) or ISO_DATE.search(words)
    return iso(match) if match else None


def is_number_line(words: str) -> bool:
    """Whether the plain line is nothing but a document's number."""
    return number_of(words) is not None or re.fullmatch(r"第[ ]?[0-9一二三四五六七八九十百]+号", words) is not None


def decree_of(words: str) -> str | None:
    """The number of the decree by which a line of passing says that the paper was published: 河湾市人民政府令第12号.

    Of several the first that publishes; those that follow amend.
    """
    found = list(_DECREE.finditer(words))
    published = [match for match in found if match["rest"].startswith(("公布", "发布", "颁布"))]
    first = next(iter(published or found), None)
    return f"{first['organ']}令{first['n']}".replace(" ", "") if first else None


def decree_over_lines(first: str, second: str) -> str | None:
    """The number of a decree whose head and number stand on two lines: 国务院令 | 第693号."""
    head = _DECREE_HEAD.fullmatch(first.replace(" ", ""))
    if head is None or not _ORDINAL.fullmatch(second):
        return None
    return f"{head['organ']}令{second.strip('()')}".replace(" ", "")


def number_of(words: str) -> str | None:
    """The number that is all of a plain line, with the brackets 〔〕 of GB/T 9704."""
    words = _SIGNER.sub("", words)
    if words.startswith("(") and words.endswith(")"):
        words = words[1:-1]
    match = _NUMBER.fullmatch(words)
    if match:
        return f"{match['organ']}〔{match['year']}〕{match['ordinal']}{match['n']}号"
    return words.replace(" ", "") if _ORDER.fullmatch(words) else None
