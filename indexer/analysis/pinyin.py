"""How characters sound: pinyin without tones. The only pypinyin; what is suggested by sound lives in `suggest`."""

from __future__ import annotations


def initials(text: str) -> str:
    """The first letters: 一岗双责 → ygsz; what is no Han character stays."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()


def sounds(text: str) -> tuple[str, ...]:
    """The syllables: 责任 → (ze, ren)."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(text))
