"""Addresses that open a passage in the browser, and what a pasted address names. Nothing is looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

FAR = 2_000
"""Code points of a passage from which on an address names the place itself: long passages are shown in pieces."""
_ADDRESS = re.compile(r"/reports/(?P<id>[^/?#\s]+?)(?:\.json)?(?=[/?#]|\s*\Z)")
_PASSAGE = re.compile(r"[?&]passage=(?P<asked>\d{1,9})|#p(?P<anchor>\d{1,9})")


@dataclass(frozen=True, slots=True)
class Named:
    """What an id or an address names: a report, and the passage where it says one."""

    report_id: str
    passage: int | None


def link(address: str, report_id: str, passage: int = 1, start: int = 0) -> str:
    """The report's page, opened where code point `start` of the passage stands. `address`: of the pages, without /."""
    page = f"{address}/reports/{quote(report_id, safe='')}"
    if start >= FAR:
        return f"{page}?passage={passage}&start={start}#place"
    return f"{page}?passage={passage}#p{passage}" if passage > 1 else f"{page}#p1"


def named(text: str) -> Named:
    """The report of an address as `link` makes it; what is no address is an id."""
    text = text.strip()
    found = _ADDRESS.search(text)
    if found is None:
        return Named(text, None)
    passage = _PASSAGE.search(text)
    number = int(passage["asked"] or passage["anchor"]) if passage else None
    return Named(unquote(found["id"]), number or None)
