"""The mark of secrecy on a paper's first page (GB/T 9704-2012, 7.2.2: 密级和保密期限): found, not judged.

Such a mark stands alone, at the head, in a frame or in the running head: `机密★1年`, `秘 密`, `绝密★启用前`,
perhaps behind the copy's number or before 特急. The same words in a sentence are no mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.model import CELL, Block

_BARE_WITHIN = 8
"""So many paragraphs from the top a word without ★ is a mark; further down it may be a heading or a list's item."""
_FIRST_PAGE = 40
"""Paragraphs of the first page where a format knows no pages."""
_WORD = "绝密|机密|秘密"
_AROUND = r"(?:No\.?|№|编号:?|份号:?)?\d{0,8}"
_STARRED = re.compile(rf"{_AROUND}(?:密级:?)?((?:{_WORD})[★☆*](?:[^，。；]{{0,10}}))", re.IGNORECASE)
_BARE = re.compile(rf"{_AROUND}(?:密级:?)?({_WORD})(?:[★☆]|特急|加急|特提|平急|急件)?|\[({_WORD})\]", re.IGNORECASE)


def mark(blocks: Iterable[Block], apart: Iterable[str]) -> str | None:
    """The mark on the first page of `blocks`, or in the running heads `apart`, without blanks; None for none."""
    for place, line in _lines(blocks, apart):
        found = _STARRED.fullmatch(line) or (_BARE.fullmatch(line) if place < _BARE_WITHIN else None)
        if found is not None:
            return str(next(filter(None, found.groups())))
    return None


def _lines(blocks: Iterable[Block], apart: Iterable[str]) -> Iterator[tuple[int, str]]:
    for text in apart:
        yield from ((0, line) for line in _pieces(text))
    place = 0
    for block in blocks:
        if block.kind == "page_break" or (block.page or 1) > 1:
            return
        if place == _FIRST_PAGE:
            return
        yield from ((place, line) for line in _pieces(block.text))
        place += bool(block.text)


def _pieces(text: str) -> list[str]:
    """The lines and cells of a text, without blanks and in one width."""
    lines = re.split(f"[\n{CELL}]", text[:2000])
    return ["".join(line.split()).replace("：", ":").replace("［", "[").replace("］", "]") for line in lines]
