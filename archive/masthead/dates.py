"""The date of the paper (成文日期) and its number (发文字号). Years that a report looks back on: `reporting_year`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from archive.masthead.date_lines import date_of, decree_of, decree_over_lines, is_date_line, number_of
from archive.masthead.head_and_tail import (
    Face,
    Line,
    is_passing,
    plain,
)
from archive.model import Confidence, Evidence
from archive.text.numerals import DATE, iso

PUBLICATION_LAG_DAYS = 120
"""A date in a law's file name that is later than this after its last line of passing belongs to a newer version."""

_LABELS: tuple[tuple[str, Confidence], ...] = (("成文日期", "high"), ("发文日期", "medium"), ("生成日期", "medium"))
_GIVEN_AT = re.compile(r"^—*.{4}年.{1,3}月.{1,3}日[^。]{0,6}在.{2,40}(?:会议|大会)(?:第.{1,6}次会议)?上?")
_FORWARDS = re.compile(r"转发|批转|印发")
_IN_FORCE = re.compile(r"日起?(?:施行|实施|生效|执行)")
_PASSED = re.compile(r"通过|公布|发布|修订|修正|批准")


def of_metadata(metadata: Mapping[str, str]) -> Evidence | None:
    """成文日期 of a page's table; its 发文日期 or 生成日期 is less sure, and the day of publication is none."""
    for label, confidence in _LABELS:
        raw = metadata.get(label, "").strip()
        if value := date_of(plain(raw)):
            return Evidence(value, raw, "metadata", confidence)
    return None


def of_page(stated: Evidence | None, read: Evidence | None) -> Evidence | None:
    """The date between what a page's table says and what is printed: 成文日期 wins, 发文日期 is the day of sending and
    gives way to a date below the title or beside the signature.
    """
    printed = read is not None and read.origin == "text" and read.confidence == "high"
    return read if printed and stated is not None and stated.confidence != "high" else stated or read


def of_text(face: Face, title: Evidence | None, unit: Evidence | None) -> Evidence | None:
    """The date below the title, of the session, of the last passing, or beside the signature."""
    forwards = title is not None and _FORWARDS.search(plain(str(title.value))) is not None
    return _below_title(face) or _passing(face) or _signature(face, str(unit.value) if unit and forwards else None)


def _below_title(face: Face) -> Evidence | None:
    for line in face.top[:12]:
        if is_date_line(line.plain) or _GIVEN_AT.match(line.compact):
            value = date_of(line.plain)
            if value:
                return Evidence(value, line.text, "text", "high", line.passage)
    return None


def passing_lines(face: Face) -> list[Line]:
    """The lines of passing and amendment above the body, as laws and resolutions carry them."""
    return [line for line in face.top if is_passing(line)]


def _passing(face: Face) -> Evidence | None:
    """The latest day on which this version was passed, published, amended or approved; not its coming into force."""
    latest: tuple[str, Line] | None = None
    for line in passing_lines(face):
        for match in DATE.finditer(line.compact):
            value = iso(match)
            rest = line.compact[match.end() - 1 :]
            if value and _PASSED.search(rest) and not _IN_FORCE.match(rest) and (latest is None or value > latest[0]):
                latest = (value, line)
    return Evidence(latest[0], latest[1].text, "text", "high", latest[1].passage) if latest else None


def _signature(face: Face, sender: str | None) -> Evidence | None:
    """The first line below the body's beginning that is only a date: annexes and forwarded papers come after it.

    Beside an organ it is sure, or below the name of whoever signs a decree (总理　张三); without one it counts only at
    the text's end. A paper that forwards another carries two: then only the one beside `sender` counts.
    """
    dated = [(organ, line) for organ, line in face.dated if is_date_line(line.plain) or date_of(line.plain)]
    for organ, line in dated:
        if (organ and sender in (None, organ)) or (not organ and sender is None and face.below_signer(line)):
            return _dated(line, "high")
    if sender:
        return None
    last = face.tail[0].passage if face.tail else 0
    closing = [line for _, line in dated if line.passage >= last]
    return _dated(closing[0], "medium") if len(closing) == 1 else None


def _dated(line: Line, confidence: Confidence) -> Evidence | None:
    value = date_of(line.plain)
    return Evidence(value, line.text, "text", confidence, line.passage) if value else None


def settle(read: Evidence | None, named: Evidence | None, *, is_law: bool) -> Evidence | None:
    """The date between what the text says and what the file's name says.

    The text wins. Laws carry the date of their publication in the file's name: there the name wins where it is so much
    later that the text's lines must be those of an older version.
    """
    if read is None or named is None:
        return read or named
    lag = date.fromisoformat(str(named.value)) - date.fromisoformat(str(read.value))
    return named if is_law and lag.days > PUBLICATION_LAG_DAYS else read


def number(face: Face, metadata: Mapping[str, str]) -> Evidence | None:
    """发文字号: of a page's table, or alone on a line above the body. Numbers inside sentences are cited papers."""
    for label in ("发文字号", "文号"):
        if raw := metadata.get(label, "").strip():
            return Evidence(number_of(plain(raw)) or raw, raw, "metadata", "high")
    for line in face.top[:14]:
        value = number_of(line.plain)
        if value:
            return Evidence(value, line.text, "text", "high", line.passage)
    return _decree(face)


def _decree(face: Face) -> Evidence | None:
    """The number of the decree that published the paper: over two lines at its head, or in the line of passing."""
    for line, following in pairwise(face.top[:14]):
        if value := decree_over_lines(line.plain, following.plain):
            return Evidence(value, f"{line.text} {following.text}", "text", "high", line.passage)
    for line in passing_lines(face):
        if value := decree_of(line.compact):
            return Evidence(value, line.text, "text", "high", line.passage)
    return None
