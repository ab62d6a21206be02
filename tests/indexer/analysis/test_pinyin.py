"""How characters sound, with as little of the library in memory as the question needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.shared_files import ROOT

ASKED = """
import sys
from indexer.analysis.pinyin import initials, readings
characters, words = "长行重乐调𠀀〇A，", ("长效机制", "银行行长", "重庆", "调查", "x一岗", "")
def by_character():
    told = [readings(character) for character in characters]
    assert "pypinyin.phrases_dict" not in sys.modules or asked != "characters first"
    return told
asked = sys.argv[1]
if asked == "characters first":
    one = by_character()
    print(one, [initials(word) for word in words])
else:
    other = [initials(word) for word in words]
    print(by_character(), other)
"""


def told(order: str, library_first: str = "") -> str:
    run = [sys.executable, "-c", library_first + ASKED, order]
    return subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def expected() -> str:
    return told("words first", "import pypinyin\n")


@pytest.mark.parametrize("order", ["characters first", "words first"])
def test_the_same_whether_words_are_loaded_before_or_later(expected: str, order: str) -> None:
    assert told(order) == expected
    assert "'chang'" in expected
    assert "'cxjz'" in expected
