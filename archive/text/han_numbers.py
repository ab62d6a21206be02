"""Numbers in Han figures, and back: figure by figure as years are (二〇二四), with units as counts are (一百零五)."""

from __future__ import annotations

from archive.text.numerals import number

FIGURES = "一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_LARGE = ("", "万", "亿")
MOST = 10**12
"""Numbers from here on are not written with these units."""


def in_figures(value: int, nought: str = "〇") -> str:
    """Figure by figure: 二〇二四."""
    return "".join(nought if figure == "0" else FIGURES[int(figure) - 1] for figure in str(value))


def in_words(value: int) -> str:
    """With units, as the number is read: 十二, 一百零五, 三万. `value` lies in [0, MOST)."""
    if value == 0:
        return "零"
    groups = [value // 10 ** (4 * place) % 10_000 for place in range(len(_LARGE))]
    words = ""
    for place in reversed(range(len(_LARGE))):
        if groups[place]:
            gap = words and groups[place] < 1000
            words += ("零" if gap else "") + _group(groups[place]) + _LARGE[place]
    return words.removeprefix("一") if words.startswith("一十") else words


def from_words(text: str) -> int | None:
    """The number that Han figures write, with 万 and 亿; None where they write none."""
    total = 0
    for unit, factor in (("亿", 10**8), ("万", 10**4)):
        if unit in text:
            head, _, text = text.partition(unit)
            value = number(head) if head and unit not in text else None
            if value is None:
                return None
            total += value * factor
    if not text:
        return total or None
    rest = number(text)
    return None if rest is None else total + rest


def _group(value: int) -> str:
    """A number below 10,000."""
    words, gap = "", False
    for place in reversed(range(4)):
        figure = value // 10**place % 10
        if figure:
            words += ("零" if gap else "") + FIGURES[figure - 1] + _UNITS[place]
        gap = bool(words) and not figure
    return words
