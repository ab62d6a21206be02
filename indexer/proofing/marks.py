"""Marks: brackets and quotation marks without their other half, half-width marks among full ones, marks typed twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.proofing.finding import Finding, Place, found

PAIRS = {
    "“": "”",
    "‘": "’",
    "《": "》",
    "〈": "〉",
    "（": "）",
    "【": "】",
    "〔": "〕",
    "「": "」",
    "『": "』",
    "［": "］",
}
"""GB/T 15834: marks that come in pairs. Half-width brackets are taken for their full ones."""
_SAME = {"(": "（", ")": "）"}
_CLOSING = {close: opening for opening, close in PAIRS.items()}
_ALL = re.compile("[" + re.escape("".join([*PAIRS, *PAIRS.values(), *_SAME])) + "]")
_ENUMERATION = re.compile(r"\s*(?:[0-9０-９]{1,3}|[a-zA-Z]|[一二三四五六七八九十]{1,3}|[ivx]{1,4})[)）]")
"""1） at the beginning of a line is a number, not half a pair."""
_INLINE_NUMBER = re.compile(r"(?<![0-9A-Za-z（(])(?:[0-9０-９]{1,2}|[a-zA-Z])[)）]")
LONGEST = 30
"""Passages that a pair may span: a quotation of a page and more is opened anew at each paragraph."""

_HAN = "㐀-䶿一-鿿"
_HALF = re.compile(rf"(?<=[{_HAN}”’》）])[,;:?!](?=$|[{_HAN}“‘《（\s])|(?<=[{_HAN}])\.(?=$|[{_HAN}])")
_HALF_BRACKET = re.compile(rf"\((?=[^()]*[{_HAN}][^()]*\))|(?<=[{_HAN}])\((?=[^()]*\))")
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "(": "（", ")": "）"}
_FULL_MARKS = re.compile("[，。；：？！（）]")
_TWICE = re.compile(r"，，+|。。(?!。)|；；+|：：+|、、+|。，|，。|、，|，、|；。|。；|：。|，；|；，|、。|。、|：，")
_STUTTER = re.compile("(?<![目有标])的的(?![确士卡哥黎里])|(?<![平温柔附缓总共中饱])和和(?![气睦平谐美])")


@dataclass(slots=True)
class _Open:
    mark: str
    place: Place


def unpaired(texts: Sequence[str]) -> Iterator[Finding]:
    """Marks whose other half is missing, judged over all passages: a quotation may run over several.

    A quotation that is opened anew at each of its paragraphs and closed at the last is whole.
    """
    waiting: dict[str, list[_Open]] = {opening: [] for opening in PAIRS}
    lonely: list[tuple[Place, str, str]] = []
    for at, text in enumerate(texts, 1):
        number = _ENUMERATION.match(text)
        ignored = {number.end() - 1} if number else set()
        for match in _ALL.finditer(text):
            start = match.start()
            if start in ignored:
                continue
            mark = _SAME.get(match[0], match[0])
            place = Place(at, start, start + 1)
            if mark in PAIRS:
                if not (mark in "“‘" and waiting[mark] and not text[:start].strip()):  # opened anew at a paragraph
                    waiting[mark].append(_Open(match[0], place))
                continue
            opening = _CLOSING[mark]
            if waiting[opening]:
                waiting[opening].pop()
            elif mark != "’" and not (mark == "）" and _INLINE_NUMBER.match(text, max(0, start - 1))):  # an apostrophe
                lonely.append((place, match[0], "closing"))
        for opening, opened in waiting.items():
            lonely += [(one.place, one.mark, "opening") for one in opened if at - one.place.passage >= LONGEST]
            waiting[opening] = [one for one in opened if at - one.place.passage < LONGEST]
    lonely += [(one.place, one.mark, "opening") for opened in waiting.values() for one in opened]
    for place, mark, case in sorted(lonely):
        full = _SAME.get(mark, mark)
        other = PAIRS[full] if case == "opening" else _CLOSING[full]
        yield found("unpaired", case, place, mark, other=other)


def half_width(texts: Sequence[str]) -> Iterator[Finding]:
    """Half-width marks between Han characters of a text that uses full ones: one finding a document."""
    if not any(_FULL_MARKS.search(text) for text in texts):
        return
    places: list[tuple[Place, str]] = []
    for at, text in enumerate(texts, 1):
        hits = [match.span() for match in _HALF.finditer(text)]
        for match in _HALF_BRACKET.finditer(text):
            close = text.find(")", match.end())
            hits += [match.span(), (close, close + 1)]
        places += [(Place(at, start, end), text[start:end]) for start, end in sorted(set(hits))]
    if places:
        mark = places[0][1]
        kinds = "".join(dict.fromkeys(text for _, text in places))
        yield found(
            "half_width",
            "some",
            [place for place, _ in places],
            mark,
            better=_FULL[mark],
            count=len(places),
            marks=kinds,
        )


def doubled(texts: Sequence[str]) -> Iterator[Finding]:
    """Marks typed twice or against each other (。，), and words typed twice (的的), which may be meant."""
    for at, text in enumerate(texts, 1):
        for match in _TWICE.finditer(text):
            yield found("doubled", "mark", Place(at, *match.span()), match[0])
        for match in _STUTTER.finditer(text):
            yield found("doubled", "word", Place(at, *match.span()), match[0], certainty="hint", better=match[0][0])
