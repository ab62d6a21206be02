"""Menus of a saved page, told from its text by their links alone. Parts that the page itself marks are `page`'s."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from archive.model import Block

_MENU_LINES = 3


def without_menus(blocks: Sequence[Block], linked: Collection[int]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """`blocks` without runs of lines that are nothing but links, as menus and lists of other sites are; and the words
    of those.

    `linked` has the identities of such blocks. A run that names an annex (附件) is content and stays.
    """
    kept: list[Block] = []
    gone: dict[str, None] = {}
    for is_link, run in groupby(blocks, key=lambda block: id(block) in linked):
        lines = list(run)
        if not is_link or len(lines) < _MENU_LINES or any("附件" in line.text for line in lines):
            kept += lines
        else:
            gone.update(dict.fromkeys(line.text for line in lines))
    return tuple(kept), tuple(gone)
