"""Characters that look like the right one and are another: 下ー步 (kana), 二O二四 (a letter), ⼀ (a radical), �."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from archive.text.fold import LOOK_ALIKES
from archive.text.numerals import ZEROS
from archive.text.radicals import ideographs
from indexer.proofing.finding import Finding, Place, found

_HAN = "㐀-䶿一-鿿〇"
_KANA = re.compile("[\u3041-\u309f\u30a1-\u30fa\u30fd-\u30ff]")
_LONG_MARK = re.compile(f"(?<=[{_HAN}，。、（“])ー|ー(?=[{_HAN}])")
_LETTERS = "".join(sorted(set(ZEROS) - set("〇○◯零0０")))
_NUMERALS = "一二三四五六七八九〇"
_LETTER_ZERO = re.compile(
    f"(?<=[{_NUMERALS}{_LETTERS}])[{_LETTERS}](?=[{_NUMERALS}{_LETTERS}]*年)|(?<=[二])[{_LETTERS}](?=[{_NUMERALS}]{{2}})"
)
_CIRCLE_ZERO = re.compile(f"(?<=[{_NUMERALS}○◯])[○◯]|[○◯](?=[{_NUMERALS}])")
_RADICAL = re.compile("[\u2e80-\u2fdf]")
_BROKEN = re.compile("\ufffd+|[\ue000-\uf8ff]+|[锟斤拷]{3,}")
_FOREIGN = re.compile(f"(?<=[{_HAN}])[А-Яа-яΑ-Ωα-ω](?=[A-Za-z0-9])|(?<=[A-Za-z])[А-Яа-яΑ-Ωα-ω](?=[A-Za-z])")


def look_alikes(texts: Sequence[str], *, circles: bool = False) -> Iterator[Finding]:
    """Characters of another script or block in a Chinese word. `circles`: ○ typed for 〇, a custom of many houses."""
    for at, text in enumerate(texts, 1):
        if not _KANA.search(text):
            for match in _LONG_MARK.finditer(text):
                yield found("look_alike", "kana", Place(at, *match.span()), match[0], better=LOOK_ALIKES["ー"])
        for match in _LETTER_ZERO.finditer(text):
            yield found("look_alike", "letter", Place(at, *match.span()), match[0], better="〇")
        for match in _RADICAL.finditer(text):
            yield found("look_alike", "radical", Place(at, *match.span()), match[0], better=_whole(match[0]))
        for match in _FOREIGN.finditer(text):
            name = unicodedata.name(match[0], "").split()[0].lower()
            yield found("look_alike", "script", Place(at, *match.span()), match[0], certainty="look", script=name)
        for match in _BROKEN.finditer(text):
            yield found("look_alike", "broken", Place(at, *match.span()), match[0], certainty="look")
        if circles:
            for match in _CIRCLE_ZERO.finditer(text):
                yield found("look_alike", "circle", Place(at, *match.span()), match[0], certainty="hint", better="〇")


def _whole(radical: str) -> str | None:
    """The character that a radical's code stands for; None where it is no character by itself."""
    character = ideographs(radical)
    return character if character != radical else None
