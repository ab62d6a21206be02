"""How characters sound: pinyin without tones, by all readings. The only pypinyin; what is suggested by sound lives in
`search.suggest`.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
from functools import cache, lru_cache
from itertools import islice, product

_NO_WORDS = "PYPINYIN_NO_PHRASES"
_loading = threading.Lock()

MOST = 8
"""Ways in which the initials of a wording are read, at most: the reading of the words first."""


def initials(text: str) -> tuple[str, ...]:
    """The first letters by every reading: 长效机制 → cxjz, zxjz; what is no Han character stays."""
    _load_words()
    from pypinyin import Style, lazy_pinyin

    read = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()
    ways = product(*(dict.fromkeys(syllable[0] for syllable in readings(character)) for character in text))
    return tuple(dict.fromkeys((read, *map("".join, islice(ways, MOST)))))[:MOST]


@lru_cache(maxsize=20_000)
def readings(character: str) -> tuple[str, ...]:
    """The syllables of a character by all its readings, the commonest first: 长 → (chang, zhang)."""
    _load_characters()
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(syllable.lower() for syllable in found[0] if syllable)) or (character,)


def sound_alike(one: str, other: str) -> bool:
    """May two characters be read alike?"""
    return one == other or not set(readings(one)).isdisjoint(readings(other))


def same_sound(one: str, other: str) -> bool:
    """May two wordings be read alike?"""
    return len(one) == len(other) and all(map(sound_alike, one, other))


def _load_characters() -> None:
    """Load the library, without its words unless it is there already: these take four fifths of its 56 MB, and how a
    character may be read does not hang on them (pypinyin.readthedocs.io: PYPINYIN_NO_PHRASES).
    """
    if "pypinyin" in sys.modules:
        return
    with _loading:
        before = os.environ.get(_NO_WORDS)
        os.environ[_NO_WORDS] = "true"
        try:
            importlib.import_module("pypinyin")
        finally:
            del os.environ[_NO_WORDS]
            if before is not None:
                os.environ[_NO_WORDS] = before


@cache
def _load_words() -> None:
    """The library's words, too: how 长 is read in 长效机制."""
    _load_characters()
    from pypinyin import load_phrases_dict
    from pypinyin.phrases_dict import phrases_dict

    load_phrases_dict(phrases_dict)
