"""What counts as the same character, and the way back to the original offsets; what a query means lives elsewhere.

The table maps single characters; its rules are applied to each character, one after the other, until nothing changes:

    1  NFKC, then lower case                １＋５ = 1+5 · ＡＰＰ = app · ㏂ = a.m.
    2  traditional → simplified             黨建 = 党建 (`fold_simplified.txt`, from OpenCC)
    3  look-alikes, private characters      下ー步 = 下一步 (`LOOK_ALIKES`, each with its reason) · `private_use`
    4  dashes → - · tildes → ~ · dots → ·   — = － = - · ～ = ~ · • = ·
    5  invisibles dropped                   categories Cf and Cc, variation selectors, fillers; only U+001F stays
    6  quotation and title marks dropped    落实“一岗双责”制度 = 落实一岗双责制度
    7  white space dropped, all of it       2021 年 = 2021年

Two rules look at neighbours, once what is dropped is gone: a run of dashes is one (—— = — = -), and a closing mark
directly before an opening one leaves U+001F (《党章》《准则》 does not hold 党章准则). Dropped characters between two
neighbours do not part them. Straight quotes are dropped, but neither open nor close.

Laws, for all texts x and y:
- fold(fold(x)) = fold(x);
- fold(x + y) = fold(x) + fold(y), but for the seam: of a `-` on both sides one is left, and of a closing mark
  on the left and an opening one on the right, with nothing kept between, comes a U+001F;
- each slice of x folds to a substring of fold(x), without exception: a piece of text finds itself;
- every span of the folded text leads back to a slice that folds to it, or to more only where the span's end
  lies inside the expansion of one character (㏂), which is then taken whole.

Verbatim (逐字) forgives full and half width and line breaks alone; there the same laws hold without any seam,
and fold(fold_verbatim(x)) = fold(x): what is found verbatim is found folded.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.model import CELL, Span
from archive.text.private_use import PRIVATE

VERSION = 1
"""Of the rules in this file; the tables' content counts in `FINGERPRINT` by itself."""

LOOK_ALIKES: Mapping[str, str] = {
    "ー": "一",  # katakana's long mark typed for the numeral: 下ー步, in a seed
    "○": "〇",  # the circle typed for zero: 一九八○年; masks of ○○ stay masks, 〇〇
    "◯": "〇",  # the large circle, the same
    "⁄": "/",  # the fraction slash, which NFKC puts into ½
    "∕": "/",  # the division slash, the same shape
    "⋯": "…",  # dots at mid height, as some input methods type them; NFKC makes … three full stops
    "∶": ":",  # the ratio sign of typesetters: 3∶1, 10∶30
    "∗": "*",  # the asterisk operator, to which some PDF fonts map the mask *
}
RADICALS = (  # some PDF fonts give a radical's code for the whole character; NFKC knows the Kangxi radicals, not these
    "⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻑长⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙"
)
DASHES = "‐‑‒–—―−－─⸺⸻"
TILDES = "～〜∼"
DOTS = "•・‧∙"
OPENING = "“‘「『《〈‹«〝"
CLOSING = "”’」』》〉›»〞〟"  # 〟 is the low form of 〞
STRAIGHT = "\"'"
FILLERS = "\u034f\u115f\u1160\u180b\u180c\u180d\u180f"  # they print nothing, though they are marks or letters
LINE_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"

# Two controls stand for the marks between the table and the rules on neighbours: all controls but CELL are dropped,
# so no text can bring its own.
_CLOSE, _OPEN = "\x02", "\x03"
_NEIGHBOURS = _CLOSE, _OPEN, "-"
"""What the rules on neighbours look at."""
_SEAM = "\x04"
LINE = "\n"
"""Between two folded passages that are handed on as one text: a folded one holds no line break."""
_DASH_RUN = re.compile("--+")


def _pairs() -> dict[str, str]:
    lines = Path(__file__).with_name("fold_simplified.txt").read_text(encoding="utf-8").splitlines()
    return {line[0]: line[1] for line in lines if not line.startswith("#")}


SIMPLIFIED: Mapping[str, str] = _pairs()

_PLAIN: dict[str, str] = {
    **LOOK_ALIKES,
    **PRIVATE,
    **dict(zip(RADICALS[::2], RADICALS[1::2], strict=True)),
    **dict.fromkeys(DASHES, "-"),
    **dict.fromkeys(TILDES, "~"),
    **dict.fromkeys(DOTS, "·"),
    **dict.fromkeys(OPENING, _OPEN),
    **dict.fromkeys(CLOSING, _CLOSE),
    **dict.fromkeys(STRAIGHT, ""),
    **dict.fromkeys(FILLERS, ""),
    CELL: CELL,
    _OPEN: _OPEN,
    _CLOSE: _CLOSE,
}

_CONTENT = hashlib.sha256(repr(sorted({**SIMPLIFIED, **_PLAIN}.items())).encode()).hexdigest()[:8]

FINGERPRINT = f"fold-{VERSION}.{_CONTENT}/unicode-{unicodedata.unidata_version}"
"""Stored with an index: another fingerprint means that its grams were made from other characters."""


class _Table(dict[str, str]):
    """One character → what it folds to, filled as characters turn up: all of Unicode would take a second."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        self.rule = rule

    def __missing__(self, character: str) -> str:
        self[character] = folded = self.rule(character)
        return folded


def _is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _step(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if character.isspace() or _is_variation_selector(character) or unicodedata.category(character) in ("Cc", "Cf"):
        return ""
    return SIMPLIFIED.get(character, character)


def _fold_one(character: str) -> str:
    if character in (_OPEN, _CLOSE):  # the text's own controls; inside `_step` they are ours
        return ""
    folded = character
    while True:
        before, folded = folded, "".join(map(_step, unicodedata.normalize("NFKC", folded).lower()))
        if folded == before:
            return folded


def _narrow(character: str) -> str:
    if character in LINE_BREAKS:
        return ""
    kind, _, codes = unicodedata.decomposition(character).partition(" ")
    return chr(int(codes, 16)) if kind in ("<wide>", "<narrow>") else character


_FOLDED, _VERBATIM, _SEAMED = _Table(_fold_one), _Table(_narrow), _Table(_fold_one)
_SEAMED[_SEAM] = _SEAM

# What may change; whatever is not here (digits, a–z, most of ASCII, 。、·〇【】〔〕, Han beside the traditional) stays.
_CHANGING = (
    "\0-\x1e \"'A-Z\x7f-\u00b6\u00b8-\u3000\u3003-\u3006\u3008-\u300f\u3012\u3013\u3016-\u33ff\u4dc0-\u4dff"
    + "".join(character for character in SIMPLIFIED if character < "\U00010000")
    + "\ua000-\U0010ffff"
)
_MAY_CHANGE = re.compile(f"([{_CHANGING}])")
_MAY_CHANGE_OR_DASH = re.compile(f"([-{_CHANGING}])")
_MAY_NARROW = re.compile("([\n-\r\x85\u2028\u2029\u3000\uff01-\uffee])")


def fold_text(text: str) -> str:
    """The folded text alone, at tens of millions of characters a second."""
    return _with_neighbours(_mapped(text, _MAY_CHANGE, _FOLDED))


def _with_neighbours(text: str) -> str:
    if _CLOSE in text or _OPEN in text:
        text = text.replace(_CLOSE + _OPEN, CELL).replace(_CLOSE, "").replace(_OPEN, "")
    return _DASH_RUN.sub("-", text) if "--" in text else text


def fold_passages(texts: Sequence[str]) -> tuple[str, ...]:
    """`fold_text` of each, several times faster than one by one: they are folded as one text with seams between."""
    seamed = _seamed(texts) if len(texts) > 1 else None
    if seamed is None:
        return tuple(map(fold_text, texts))
    # The seam is kept by the table and is no mark and no dash, so no rule on neighbours reaches across it.
    return tuple(_with_neighbours(seamed).split(_SEAM))


def fold_both(texts: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """`fold_passages` of texts, and `fold_text` of all as one with line breaks between, at once."""
    seamed = _seamed(texts)
    if seamed is None:
        return tuple(map(fold_text, texts)), fold_text(LINE.join(texts))
    passages = tuple(_with_neighbours(seamed).split(_SEAM)) if texts else ()
    return passages, _with_neighbours(seamed.replace(_SEAM, ""))


def _seamed(texts: Sequence[str]) -> str | None:
    """All texts by the table as one, a seam between two; None where a text brings that control itself."""
    joined = _SEAM.join(texts)
    return _mapped(joined, _MAY_CHANGE, _SEAMED) if joined.count(_SEAM) == max(0, len(texts) - 1) else None


def fold_verbatim(text: str) -> str:
    """The text for mode 逐字: half width where Unicode has a wide form, and without line breaks."""
    return _mapped(text, _MAY_NARROW, _VERBATIM)


def fold_verbatim_passages(texts: Sequence[str]) -> tuple[str, ...]:
    """`fold_verbatim` of each, several times faster than one by one."""
    joined = _SEAM.join(texts)
    if not texts or joined.count(_SEAM) >= len(texts):  # a text that brings the control itself
        return tuple(map(fold_verbatim, texts))
    return tuple(fold_verbatim(joined).split(_SEAM))


def _mapped(text: str, may_change: re.Pattern[str], table: _Table) -> str:
    # Splitting keeps the loop in C: faster than a replacement function called for each match.
    parts = may_change.split(text)
    parts[1::2] = map(table.__getitem__, parts[1::2])
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back: code point i came from the original's [starts[i], ends[i])."""

    text: str
    starts: Sequence[int] = field(repr=False)
    ends: Sequence[int] = field(repr=False)

    @property
    def size(self) -> int:
        """The code points of the folded text."""
        return len(self.text)

    def original(self, start: int, end: int) -> Span:
        """The original's span that folds to [start, end): whole characters, whole runs of dashes, whole pairs of marks.

        A variation selector stays with its character. An empty span leads to an empty one. Raises ValueError for
        a span that does not lie in the folded text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"[{start}, {end}) is not in a text of {len(self.text)}")
        if start == end:
            at = self.starts[start] if start < len(self.text) else (self.ends[-1] if self.ends else 0)
            return Span(at, at)
        return Span(self.starts[start], self.ends[end - 1])


def fold(text: str) -> Folded:
    """The folded text with the way back; `fold(x).text == fold_text(x)`. Slower: for the passages that are shown."""
    return _way_back(text, _MAY_CHANGE_OR_DASH, _FOLDED, neighbours=True)


def verbatim(text: str) -> Folded:
    """`fold_verbatim` with the way back."""
    return _way_back(text, _MAY_NARROW, _VERBATIM, neighbours=False)


def _way_back(text: str, may_change: re.Pattern[str], table: _Table, *, neighbours: bool) -> Folded:
    parts = may_change.split(text)
    changed = {part: table[part] for part in {*parts[1::2]}}
    moving = {part for part, pieces in changed.items() if len(pieces) != 1 or (neighbours and pieces in _NEIGHBOURS)}
    runs = _runs(parts, changed, moving)
    if len(runs) == 1:  # each character has become one: nothing has moved
        size = len(text)
        return Folded(runs[0], range(size), range(1, size + 1))
    return _step_by_step(runs, table, neighbours=neighbours)


def _runs(parts: Sequence[str], changed: Mapping[str, str], moving: Collection[str]) -> list[str]:
    """The text by turns as runs of which each character has become one, folded, and characters that are `moving`."""
    if not moving:
        pieces = list(parts)
        pieces[1::2] = map(changed.__getitem__, parts[1::2])
        return ["".join(pieces)]
    runs: list[str] = []
    run = [parts[0]]
    for character, following in zip(parts[1::2], parts[2::2], strict=True):
        if character in moving:
            runs += "".join(run), character
            run = [following]
        else:
            run += changed[character], following
    return [*runs, "".join(run)]


def _step_by_step(runs: Sequence[str], table: _Table, *, neighbours: bool) -> Folded:
    kept: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    closing = -1  # where a closing mark stands that nothing kept has followed yet
    at = 0
    for index, part in enumerate(runs):
        if not index % 2:  # a run of what stays, whole: most of any text
            if part:
                after, closing = at + len(part), -1
                kept.append(part)
                starts.extend(range(at, after))
                ends.extend(range(at + 1, after + 1))
                at = after
            continue
        pieces = table[part]
        if not pieces and ends and ends[-1] == at and _is_variation_selector(part):
            ends[-1] = at + 1
        for piece in pieces:
            start = at
            if neighbours and piece == _CLOSE:
                closing = at
                continue
            if neighbours and piece == _OPEN:
                if closing < 0:
                    continue
                piece, start = CELL, closing
            closing = -1
            if neighbours and piece == "-" and kept and kept[-1] == "-":
                ends[-1] = at + 1
                continue
            kept.append(piece)
            starts.append(start)
            ends.append(at + 1)
        at += 1
    return Folded("".join(kept), tuple(starts), tuple(ends))
