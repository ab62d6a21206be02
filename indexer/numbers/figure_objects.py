"""What a figure is of: the words beside it that name it, found by rules on the folded text.

Counts have their noun behind them (63项成果), rates and amounts before them (技术合同成交额增长11.2%), and a clause
that only goes on (…, 增长1.3%) is about what the clause before was. Where the rules have to look so far, the answer is
not sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.model import CELL
from indexer.numbers import object_words as words
from indexer.numbers.measures import CLASSIFIERS, DURATIONS, RATES
from indexer.numbers.quantities import Quantity

LONGEST = 30
"""Folded characters of an object."""
_CLAUSE = 80
"""Folded characters before a figure that are looked at."""
_STOP = re.compile(f"[,。;:!?{CELL}]")
_NAMES = re.compile("[一-龥a-z]")


@dataclass(frozen=True, slots=True)
class Of:
    """[start, end) of the folded text says what a figure is of; `sure`: it stands beside it in the same clause."""

    start: int
    end: int
    sure: bool = True


def objects_of(text: str, figures: Sequence[Quantity]) -> list[Of | None]:
    """What each of the figures of a text is of; figures come in order."""
    found: list[Of | None] = []
    for number, one in enumerate(figures):
        last = figures[number - 1] if number else None
        floor = _floor(text, one, last)
        said = text[floor : one.start]
        before, behind = _before(text, floor, one.start), _behind(text, figures, number)
        whose = before is not None and text.startswith("的", one.after)
        whose = whose and (one.measure == "番" or words.PREDICATE.search(said) is not None)
        if behind is not None and not whose:
            found.append(behind)
        elif one.measure in DURATIONS and (words.WITHIN.search(text, one.end, one.after) or words.LAPSE.search(said)):
            found.append(None)
        else:
            found.append(before or _inherited(text, one, last, found))
    return found


def _floor(text: str, one: Quantity, last: Quantity | None) -> int:
    """Where the clause of a figure begins, or behind the figure before it."""
    floor = _begins(text, max(0, one.start - _CLAUSE), one.start)
    return max(floor, last.after) if last else floor


def _begins(text: str, floor: int, end: int) -> int:
    """Where the last clause of [floor, end) begins."""
    stops = [stop.end() for stop in _STOP.finditer(text, floor, end)]
    return stops[-1] if stops else floor


def _behind(text: str, figures: Sequence[Quantity], number: int) -> Of | None:
    """The noun directly behind a figure; 二千元以上二万元以下罚款 has one noun for both."""
    one = figures[number]
    following = figures[number + 1] if number + 1 < len(figures) else None
    between = "," if following is None else text[one.end : following.start]
    if between != "," and words.BOUNDS.fullmatch(between):
        return _behind(text, figures, number + 1)
    of, use = text.startswith("的", one.after), text.startswith("用于", one.after)
    if (one.measure in RATES and not of) or words.GOES_ON.match(text, one.after):
        return None
    if not of and text[one.end : one.after].endswith("内"):
        return None
    start = one.after + of + 2 * use
    limit = min(len(text), start + LONGEST)
    if following is not None and following.start > start:
        limit = min(limit, following.start)
    return _noun(text, start, limit, 1 if of or one.measure in CLASSIFIERS else 2)


def _noun(text: str, start: int, limit: int, shortest: int) -> Of | None:
    """The noun with which [start, limit) begins, of at least `shortest` characters."""
    end = limit
    for pattern, past in ((_STOP, 0), (words.BEHIND, 0), (words.ADVERB, 2)):
        cut = pattern.search(text, start + past, end)
        end = cut.start() if cut else end
    whole = text.find("的", start + 2, end)
    if whole > 0 and not words.QUALITY.search(text[start:whole]):
        end = whole
    while start < end and text[start] in "的多余":
        start += 1
    while end > start and text[end - 1] in "的了和与及、且并":
        end -= 1
    return Of(start, end) if end - start >= shortest and text[start] not in "、和与及" else None


def _before(text: str, floor: int, end: int) -> Of | None:
    """The words in [floor, end) before a figure that name what it is of."""
    while (tail := words.TAIL.search(text, floor, end)) and tail.start() < end:
        end = tail.start()
    start = floor
    for verb in words.VERB.finditer(text, floor, end):
        start = verb.end() if verb.end() < end else start
    if text[floor:start] in ("在", "据", "按", "按照", "根据") and _STOP.match(text, floor - 1):
        return None
    while (head := words.HEAD.match(text, start, end)) or (
        (head := words.ACTS.match(text, start, end)) and head.end() < end
    ):
        start = head.end()
    while start < end and text[start] in "了的着":
        start += 1
    start = max(start, end - LONGEST)
    if not _NAMES.search(text, start, end) or words.VERB.fullmatch(text, start, end):
        return None
    return Of(start, end)


def _inherited(text: str, one: Quantity, last: Quantity | None, found: Sequence[Of | None]) -> Of | None:
    """What the clause before is about: the object of its figure, else its own words. Never sure."""
    floor = _floor(text, one, last)
    if last is not None and "。" not in text[last.end : one.start] and one.start - last.end < _CLAUSE:
        # 国家已有九十三个；建立联系的国家，已有一百零四个: the clause between is what the second one tells of.
        told = words.TELLS.search(text[floor : one.start]) and len(_STOP.findall(text, last.end, floor)) > 1
        if not told and not words.ASIDE.match(text, _floor(text, last, None)):
            return replace(of, sure=False) if (of := found[-1]) else None
    end = one.start
    while (stop := max(text.rfind(sign, max(0, end - _CLAUSE), end) for sign in ",:;")) > 0:
        floor = _begins(text, max(0, stop - _CLAUSE), stop)
        if not words.ASIDE.match(text, floor):
            subject = words.SUBJECT_ENDS.search(text, floor + 2, stop)
            of = _before(text, floor, subject.start() if subject else stop)
            return replace(of, sure=False) if of else None
        end = max(0, floor - 1)
    return None
