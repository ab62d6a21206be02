"""The rows of the private area against a second opinion: Python's codec, which knows most of them, and its table."""

from __future__ import annotations

import unicodedata

import pytest

from archive.text.fold import fold_text
from archive.text.private_use import GB18030_2022, PRIVATE

CODES = [bytes((0xFE, trail)) for trail in range(0x50, 0xA1) if trail != 0x7F]


def test_gbk_s_last_row_lies_in_the_private_area_in_its_order() -> None:
    """Where Python's codec (GB 18030-2005) has a place for a code, it is that of the private code point."""
    privates = [chr(code) for code in range(0xE815, 0xE865)]
    known = dict(zip(privates, (code.decode("gb18030") for code in CODES), strict=True))
    still_private = {one for one, character in known.items() if unicodedata.category(character) == "Co"}
    assert {one: PRIVATE[one] for one in privates if one not in still_private} == {
        one: character for one, character in known.items() if one not in still_private
    }
    assert {chr(code) for code in GB18030_2022 if code > 0xE796} >= still_private


@pytest.mark.parametrize("private", sorted(PRIVATE))
def test_both_spellings_are_one_to_a_search(private: str) -> None:
    assert fold_text(private) == fold_text(PRIVATE[private]) != ""
    assert unicodedata.category(PRIVATE[private]) != "Co"
