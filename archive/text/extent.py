"""How far a quotation goes: the whole sentences around a place, or what a reader has chosen; never cut between a pair
of quotation marks, title marks or brackets. What is copied, clipped and given on a report's page all asks here.

Offsets are code points of a passage's original text, half-open. A sentence ends with 。！？； and the marks that close
behind it, outside all pairs; a mark without its partner is no pair, and neither are two that lie further apart than a
quotation goes. The cells of a row are sentences of their own. A line break inside a passage ends nothing: there the
margin broke a line. Work is bounded: of a passage of megabytes only what is near is looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.model import CELL

PAIRS = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "（": "）",
    "(": ")",
    "【": "】",
    "〔": "〕",
}
"""GB/T 15834: what opens and what closes it. Straight quotation marks do not say which they are."""
LONGEST_PAIR = 2_000
"""Code points between a mark and its partner; what lies further apart belongs to a slip."""
WHOLE = 20_000
"""Code points of a passage that is looked at as a whole, and remembered."""
_CLOSING = "".join(PAIRS.values())
_TITLES = "》〉"
"""A stop before them is the title's own."""
_BRACKETS = "）)】〕"
"""A stop before them is the remark's own, unless that stands behind the sentence."""
_STOPS = "。！？；!?;"
_OPENS = {close: opening for opening, close in PAIRS.items()}
_MARK = re.compile(f"[{re.escape(''.join(PAIRS) + _CLOSING)}{CELL}]")
_STOP = re.compile(rf"(?:[{_STOPS}]+[{re.escape(_CLOSING)}]*)|{CELL}")
LONGEST_WORD = 24
"""Code points that a cut gives way at most: what goes on for longer is no number and no word."""
_DIGITS = "0-9０-９〇零一二三四五六七八九十百千万亿*×"
_TORN = re.compile(
    rf"[{_DIGITS}A-Za-zＡ-Ｚａ-ｚ\u00c0-\u024f]{{2}}|[{_DIGITS}][.．,%％‰]|[.．,][{_DIGITS}]"
    "|.[\u0300-\u036f\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Two code points that no cut may part: those of a number, of a word, a character and what is written onto it."""
_GOES_ON = re.compile(r"\s*[，、：的等]")
"""What follows a quotation inside a sentence: “怎么办？”的问题."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """Where sentences end in a text, in order, and its outermost pairs as [start, end)."""

    ends: tuple[int, ...]
    starts: tuple[int, ...]
    closes: tuple[int, ...]

    def pair_at(self, at: int) -> tuple[int, int] | None:
        """The pair that a cut at `at` would tear."""
        index = bisect_left(self.starts, at) - 1
        return (self.starts[index], self.closes[index]) if index >= 0 and at < self.closes[index] else None


def extent(text: str, start: int, end: int, *, chosen: bool = False) -> tuple[int, int]:
    """How far to quote around [start, end): its whole sentences, without white space at their edges.

    `chosen`: no further than whole pairs and no sentence more, since a reader has said what to quote. Asked for what it
    answers, it answers the same.
    """
    if len(text) <= WHOLE:
        return _extent(text, _remembered(text), start, end, chosen=chosen)
    reach = 2 * LONGEST_PAIR
    while True:
        left, right = max(0, start - reach), min(len(text), end + reach)
        near = text[left:right]
        first, last = _extent(near, _laid(near), start - left, end - left, chosen=chosen)
        if (not left or first > LONGEST_PAIR) and (right == len(text) or last < len(near) - LONGEST_PAIR):
            return left + first, left + last
        reach *= 4


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """[start, end) and the rest of a number or a word that its ends would tear: 40个 is not cut to 0个."""
    first, last = max(0, start - LONGEST_WORD), min(len(text), end + LONGEST_WORD)
    left, right = start, end
    while left > first and _TORN.match(text, left - 1, left + 1):
        left -= 1
    while right < last and right and _TORN.match(text, right - 1, right + 1):
        right += 1
    return start if first and left == first else left, end if last < len(text) and right == last else right


def torn(text: str, at: int) -> bool:
    """Would a cut at `at` part what belongs together: a number, a word, a character and what is written onto it?"""
    return 0 < at < len(text) and _TORN.match(text, at - 1, at + 1) is not None


def _extent(text: str, laid: _Laid, start: int, end: int, *, chosen: bool) -> tuple[int, int]:
    first, last = (start, end) if chosen else _sentences(laid, start, end, len(text))
    if torn := laid.pair_at(first):
        first = torn[0]
    if torn := laid.pair_at(last):
        last = torn[1]
    while first < min(start, last) and text[first].isspace():
        first += 1
    while last > max(end, first) and (text[last - 1].isspace() or text[last - 1] == CELL):
        last -= 1
    return first, last


def _sentences(laid: _Laid, start: int, end: int, length: int) -> tuple[int, int]:
    before = bisect_right(laid.ends, start) - 1
    after = bisect_left(laid.ends, max(end, start + 1))
    return laid.ends[before] if before >= 0 else 0, laid.ends[after] if after < len(laid.ends) else length


@lru_cache(256)
def _remembered(text: str) -> _Laid:
    return _laid(text)


def _laid(text: str) -> _Laid:
    if _MARK.search(text) is None:
        return _Laid(tuple(found.end() for found in _STOP.finditer(text)), (), ())
    pairs = _outermost(text)
    starts, closes = tuple(start for start, _ in pairs), tuple(end for _, end in pairs)
    bare = _Laid((), starts, closes)
    ends = (found.end() for found in _STOP.finditer(text) if _ends(text, found, bare))
    return _Laid(tuple(ends), starts, closes)


def _ends(text: str, stop: re.Match[str], pairs: _Laid) -> bool:
    """Does the sentence end behind a stop and what closes there?"""
    if stop[0] == CELL:
        return True
    last = stop[0][-1]
    if pairs.pair_at(stop.end()) or last in _TITLES:
        return False
    if last in _BRACKETS and not _is_apart(text, stop.end(), pairs):
        return False
    return last not in _CLOSING or not _GOES_ON.match(text, stop.end())


def _is_apart(text: str, close: int, pairs: _Laid) -> bool:
    """Is the pair that closes at `close` a remark of its own, behind a sentence that has ended (句外括号)?"""
    index = bisect_left(pairs.closes, close)
    if index == len(pairs.closes) or pairs.closes[index] != close:
        return True
    before = text[max(0, pairs.starts[index] - 8) : pairs.starts[index]].rstrip()
    return not before or before[-1] in _STOPS or before[-1] in _CLOSING


def _outermost(text: str) -> Sequence[tuple[int, int]]:
    """The pairs that lie in no other, as [start, end), in order."""
    open_marks: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for found in _MARK.finditer(text):
        mark, at = found[0], found.start()
        if mark == CELL:
            open_marks.clear()
        elif mark in PAIRS:
            open_marks.append((mark, at))
        else:
            partner = next((i for i in range(len(open_marks) - 1, -1, -1) if open_marks[i][0] == _OPENS[mark]), None)
            if partner is None:
                continue
            begun = open_marks[partner][1]
            del open_marks[partner:]  # what was opened inside and never closed is no pair
            if at + 1 - begun <= LONGEST_PAIR:
                while pairs and pairs[-1][0] > begun:
                    pairs.pop()
                pairs.append((begun, at + 1))
    return pairs
