"""Made-up mastheads for the tests of `archive.masthead`: how a few lines become a text and are read."""

from __future__ import annotations

from archive.masthead.extract import read_masthead
from archive.model import Masthead, Passage

BODY = "\n一、主要工作。一年来，坚持学习，抓好落实，取得了一定成效。\n二、存在问题\n学习不够深入。"
SIGNED = "\n青山县教育局\n2023年7月5日"


def passages(text: str) -> tuple[Passage, ...]:
    """One passage for each line that is not blank, as the reader of plain text gives them."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return tuple(Passage(number, line) for number, line in enumerate(lines, 1))


def read(text: str) -> Masthead:
    """The masthead of a text that has no file."""
    return read_masthead(passages(text))
