"""Whether the characters of a printed page are those that a reader sees: fonts with a damaged map give others.

Some programs keep of each character's code the high byte or the low one (Ghostscript before 10.01, of fonts that other
programs embedded), some give numbers of glyphs. The page looks right and its text is nonsense; it is told by its
characters, for nothing else tells it, and is then a picture to us.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.readers.pages.page_lines import Pages, Printed
from archive.text.fold import fold_text

_GARBLED = 0.2
"""The share of characters without a reading from which on a text has none."""
_STRAY = 0.01
"""The share of single bytes among Han from which on they stand for characters: a byte of ，（ and ： is a letter."""
_LEAST_STRAY = 4
_HARDLY = 0.1
_BYTES = 0.25
"""In a text with hardly any Han, the share of what bytes of their codes look like: no language has it."""
_BETWEEN_LETTERS = frozenset("[\\]^_`")
"""High bytes of common Han that are no letters."""
_FEW = 40
_KNOWN_AMONG, _ENOUGH_HAN = 40, 400
"""Among so many of its most frequent Han a text of so many has common ones: a list of names has, in any order."""
_SIGNS = frozenset("·×÷°±§©®µ¶¹²³¼½¾«»¢£¤¥¦ª¬º")
"""Of Latin-1, and used as what they are."""
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
    "定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由"
    "其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意"
    "建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统"
    "接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导"
    "务院责任县市镇乡村局监督检查整改报告情况单位落实办理委会书纪廉"
)


@dataclass(frozen=True, slots=True)
class _Counts:
    """Characters of a text: all that show, those without a reading, Han, bytes that stand where no
    letter may, and signs `between` Z and a.
    """

    shown: int
    garbled: int
    han: int
    stray: int
    accented: int
    between: int
    frequent: frozenset[str]


def set_aside_damaged(pages: Pages) -> None:
    """Takes the lines of damaged pages away; those pages count as pictures, and as damaged."""
    by_page = {page: _counts(list(lines)) for page, lines in groupby(pages.lines, key=lambda line: line.page)}
    own = [page for page, counts in by_page.items() if counts.shown >= _FEW and _is_damaged(counts, 0)]
    sound = any(counts.shown >= _FEW and not counts.stray for page, counts in by_page.items() if page not in set(own))
    whole = _counts(pages.lines)
    if (not sound and _is_damaged(whole, pages.unmapped)) or whole.garbled + pages.unmapped > whole.shown * _GARBLED:
        own = list(by_page)
    pages.damaged = sorted(own)
    if pages.damaged:
        gone = frozenset(pages.damaged)
        pages.lines = [line for line in pages.lines if line.page not in gone]
        pages.pictures = sorted(gone.union(pages.pictures))


def _is_damaged(counts: _Counts, unmapped: int) -> bool:
    if counts.garbled + unmapped > counts.shown * _GARBLED:
        return True
    if counts.stray >= max(_LEAST_STRAY, counts.han * _STRAY):
        return True
    bytes_of_codes = counts.accented + counts.between + counts.garbled + unmapped
    if counts.shown >= _FEW and counts.han < counts.shown * _HARDLY and bytes_of_codes > counts.shown * _BYTES:
        return True
    return counts.han >= _ENOUGH_HAN and not counts.frequent & _COMMON


def _counts(lines: Sequence[Printed]) -> _Counts:
    text = "\n".join(line.text for line in lines)
    often = Counter(text)
    han = {character: times for character, times in often.items() if _is_han(character)}
    accented = sum(times for character, times in often.items() if _is_accented(character))
    padded = f"\n{text}\n" if accented else ""
    return _Counts(
        shown=len(text) - often[" "] - often["\n"],
        garbled=sum(times for character, times in often.items() if _is_unread(character)),
        han=sum(han.values()),
        stray=sum(map(_is_stray, padded[1:-1], padded, padded[2:])),
        accented=accented,
        between=sum(often[character] for character in _BETWEEN_LETTERS),
        frequent=frozenset(fold_text("".join(character for character, _ in Counter(han).most_common(_KNOWN_AMONG)))),
    )


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\u2e80" <= character <= "\u2fdf"


def _is_accented(character: str) -> bool:
    return "\xa1" <= character <= "\u017f" and character not in _SIGNS


def _is_stray(character: str, before: str, after: str) -> bool:
    """Whether a byte stands beside Han, where no word of Latin letters and no sign does; a line may begin with one, for
    that is what fonts of signs give for a bullet.
    """
    if (
        not _is_accented(character)
        or before == "\n"
        or any(other.isascii() and other.isalpha() for other in (before, after))
    ):
        return False
    return before > "\u2e7f" or after > "\u2e7f"


def _is_unread(character: str) -> bool:
    """Whether a font without a map left a number where a character should be."""
    return "\ue000" <= character <= "\uf8ff" or character == "\ufffd" or character >= "\U000f0000"
