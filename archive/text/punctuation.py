"""忽略标点: what a text is once its punctuation is dropped, and the way back. What it is searched for lives elsewhere.

Dropped from the folded text is what Unicode calls punctuation (in its basic plane), with these exceptions: masks and
signs that carry meaning stay (`KEPT`), and of `. : -` those between two digits (1.5 is not 15, 10:30, 2020-2022).
Quotation and title marks go first, so that 《党章》《准则》 holds 党章准则; the cells of a table row stay apart. Every
piece of a text still finds itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

from archive.text.fold import (
    CLOSING,
    OPENING,
    STRAIGHT,
    Folded,
    fold,
    fold_passages,
    fold_text,
)

KEPT = "*%‰#@&/\\_"
_MARKS = OPENING + CLOSING + STRAIGHT
_BETWEEN_DIGITS = ".:-"
_SEAM = "\x1e"


@cache
def _all_marks() -> re.Pattern[str]:
    """Quotation and title marks, those that only have another shape included (﹁ is 「)."""
    shapes = map(chr, (*range(0xFE10, 0xFE70), *range(0xFF00, 0xFF70)))
    return _any_of(_MARKS + "".join(shape for shape in shapes if unicodedata.normalize("NFKC", shape) in _MARKS))


@cache
def _dropped() -> re.Pattern[str]:
    # Of the basic plane alone: a class that reaches beyond takes six times as long, for the signs of dead scripts.
    return _any_of("".join(filter(_is_dropped, map(chr, range(0x10000)))))


def _any_of(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(characters)}]+")


def _is_dropped(character: str) -> bool:
    return unicodedata.category(character)[0] == "P" and character not in KEPT + _BETWEEN_DIGITS


# The sign comes first, its left neighbour is looked back at from behind it: otherwise each character would be tried.
_SOMETIMES = re.compile(f"[{_BETWEEN_DIGITS}](?:(?<![0-9].)|(?![0-9]))")


@cache
def _dropped_or_sometimes() -> re.Pattern[str]:
    return re.compile(f"{_dropped().pattern}|{_SOMETIMES.pattern}")


def drop_punctuation(text: str) -> str:
    """`text` folded, without punctuation."""
    return _drop(fold_text(_all_marks().sub("", text)))


def drop_from_passages(texts: Sequence[str]) -> tuple[str, ...]:
    """`drop_punctuation` of each, faster than one by one."""
    joined = _SEAM.join(texts)
    if not texts or joined.count(_SEAM) >= len(texts):  # a text that brings the control itself
        return tuple(map(drop_punctuation, texts))
    folded = fold_passages(_all_marks().sub("", joined).split(_SEAM))
    return tuple(_drop(_SEAM.join(folded)).split(_SEAM))


def _drop(folded: str) -> str:
    # The signs between digits are judged first, by their neighbours as they stand.
    return _dropped().sub("", _SOMETIMES.sub("", folded))


def without_punctuation(text: str) -> Folded:
    """`drop_punctuation` with the way back to `text`."""
    kept = _kept(text, _all_marks())
    back = list(_each_of(kept))
    folded = fold("".join(text[start:end] for start, end in kept))
    left = _kept(folded.text, _dropped_or_sometimes())
    return Folded(
        "".join(folded.text[start:end] for start, end in left),
        tuple(back[folded.starts[at]] for at in _each_of(left)),
        tuple(back[folded.ends[at] - 1] + 1 for at in _each_of(left)),
    )


def _kept(text: str, dropped: re.Pattern[str]) -> list[tuple[int, int]]:
    """The stretches [start, end) of `text` between what is dropped, in order, none empty."""
    gone = [match.span() for match in dropped.finditer(text)]
    starts = (0, *(end for _, end in gone))
    ends = (*(start for start, _ in gone), len(text))
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _each_of(stretches: Iterable[tuple[int, int]]) -> Iterator[int]:
    return chain.from_iterable(range(start, end) for start, end in stretches)
