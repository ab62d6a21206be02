"""Text to lines, and lines that were broken inside a sentence to one paragraph again. Encodings live elsewhere.

Copies of web pages put each link on a line of its own (…提出的 / 第三个五年计划 / ，已经…). A false join would let a
phrase cross two paragraphs, a missing one would hide a phrase; so a line is joined to the one before it only where

1. it begins with a mark that begins no paragraph (，。》 …);
2. the line directly above ends in an opening mark or a comma;
3. the text parts its paragraphs by blank lines, none stands between, and the sentence above has not ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

PAGE_BREAK = "\f"

_LINE_END = re.compile("\r\n|[\r\x0b\f\x85\u2028\u2029]")
# Control characters are nobody's text; U+001F would pass for our own mark between cells.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_SHOWN = re.compile("[^\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_INDENT = re.compile("\u3000{2}|[ \u00a0]{4}|\t")

_NEVER_FIRST = frozenset("，。；、：！？,;:!?")
_CLOSING = dict(zip("）】〕》〉”’」』)]", "（【〔《〈“‘「『([", strict=True))
_OPENING = frozenset(_CLOSING.values())
_COMMAS = frozenset("，、,")
_STOPS = frozenset("。！？；：…!?;:.")
_AMBIGUOUS = frozenset("）】〕》〉”’」』)]\"'")
_SENTENCE = re.compile("[，。；、！？]")
_NUMERAL = "[0-9０-９〇零一二三四五六七八九十百]+"
_NUMBERED = re.compile(
    f"(?:[（(]{_NUMERAL}[）)]|第{_NUMERAL}[编章节条]|第?{_NUMERAL}[、．，]|{_NUMERAL}\\.(?!\\d)|{_NUMERAL}[是要][，：]?)"
)
_DATE = re.compile(
    f"[（(]?[0-9０-９〇○零一二三四五六七八九]{{2,4}}\\s*年\\s*{_NUMERAL}\\s*月(?:\\s*{_NUMERAL}\\s*日)?[）)]?$"
)
_HEADING_LENGTH = 8
_SPACED_SHARE = 0.5
# How far a rule looks back in a paragraph (characters) and ahead (lines): no text may make this quadratic.
_RECENT = 2000
_AHEAD = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line with visible text: without the white space around it, which is told by `indented`.

    `apart` is whether blank lines stand between it and the line before (true for the first one); `torn` whether a
    line of invisible characters does: some sites leave one where they cut a sentence.
    """

    text: str
    indented: bool
    apart: bool
    torn: bool = False


def visible(text: str) -> str:
    """`text` with line ends as LF and no other control character but the tab."""
    if not _ODD.search(text):  # as nearly always
        return text
    return _CONTROL.sub("", _LINE_END.sub("\n", text))


def shows(text: str) -> bool:
    """Whether a person sees anything of `text`."""
    return _SHOWN.search(text) is not None


def split(text: str) -> list[Line]:
    """The lines of visible `text` that show something. One of invisible characters is neither text nor blank."""
    lines = []
    apart, torn = True, False
    for raw in text.split("\n"):
        stripped = raw.strip()
        if not stripped:
            apart = True
        elif shows(stripped):
            lines.append(Line(stripped, _INDENT.match(raw) is not None, apart, torn))
            apart, torn = False, False
        else:
            torn = True
    return lines


def joined(lines: Sequence[Line]) -> Iterator[str]:
    """The paragraphs that `lines` make, an LF at each seam."""
    spaced = parted_by_blank_lines(lines)
    paragraph = ""
    for number, line in enumerate(lines):
        if paragraph and _continues(paragraph, lines, number, spaced=spaced):
            paragraph += "\n" + line.text
            continue
        if paragraph:
            yield paragraph
        paragraph = line.text
    if paragraph:
        yield paragraph


def parted_by_blank_lines(lines: Sequence[Line]) -> bool:
    """Whether most lines that end a sentence are followed by a blank one: then a bare line end means nothing."""
    after_stop = [after.apart for before, after in pairwise(lines) if before.text[-1] in "。！？"]
    return sum(after_stop) > len(after_stop) * _SPACED_SHARE


def _continues(paragraph: str, lines: Sequence[Line], number: int, *, spaced: bool) -> bool:
    line = lines[number]
    first, last = line.text[0], paragraph[-1]
    if first in _NEVER_FIRST:
        return True
    if line.apart:
        return False
    if first in _CLOSING:
        return last not in _STOPS or _is_open(paragraph, first)
    if last in _OPENING:
        return True
    if line.indented or begins_anew(line.text):
        return False
    return last in _COMMAS or (spaced and _unfinished(paragraph, lines, number))


def _is_open(paragraph: str, closing: str) -> bool:
    recent = paragraph[-_RECENT:]
    return recent.count(_CLOSING[closing]) > recent.count(closing)


def begins_anew(text: str) -> bool:
    """Whether `text` begins as headings, items and dates on a line of their own do: （一）, 1., 第三条, —."""
    return text.startswith("—") or _NUMBERED.match(text) is not None or _DATE.match(text) is not None


def _unfinished(paragraph: str, lines: Sequence[Line], number: int) -> bool:
    """Whether the sentence above goes on, in a text whose paragraphs are parted by blank lines."""
    line = lines[number]
    if _is_only_a_mark(paragraph):
        return True
    if paragraph[-1] in _STOPS:
        return False
    if line.torn or "\n" in paragraph or _SENTENCE.search(_NUMBERED.sub("", paragraph, count=1)):
        return paragraph[-1] not in _AMBIGUOUS or paragraph[-2:-1] not in _STOPS
    if len(line.text) == 1:  # the last character of a title
        return True
    # No mark in it, so it may be a heading: only a link's words, with a sentence after them, show that it is not.
    if len(paragraph) < _HEADING_LENGTH or _NUMBERED.match(paragraph) or _SENTENCE.search(line.text):
        return False
    return _sentence_follows(lines, number)


def _sentence_follows(lines: Sequence[Line], number: int) -> bool:
    for line in lines[number + 1 : number + _AHEAD]:
        if line.apart:
            return False
        if _SENTENCE.search(line.text):
            return True
    return False


def _is_only_a_mark(paragraph: str) -> bool:
    numbered = _NUMBERED.match(paragraph)
    return paragraph.strip("—-'") == "" or (numbered is not None and numbered.end() == len(paragraph))
