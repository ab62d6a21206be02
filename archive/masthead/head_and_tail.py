"""The face of a text: its first and last lines, cleaned, and where the body begins. What they say is read elsewhere.

A line is cleaned without losing its printed form: `text` is what a person would copy, `plain` the same
characters one for one in half width and simplified script, so that a place in `plain` is a place in `text`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from archive.masthead.date_lines import is_date_line, is_month_line
from archive.masthead.unit_words import units
from archive.model import Passage
from archive.text.fold import SIMPLIFIED
from archive.text.numerals import DATE

HEAD_LINES = 16
TAIL_LINES = 4
FOOT_LINES = 8
LINE_CHARACTERS = 600
FULL_LINES = 6
SHORTER_CHARACTERS = 160
"""A lead-in may end a long paragraph; from the seventh line on, the beginning is enough."""
FURTHER_LINES = 60
FURTHER_CHARACTERS = 90
"""Below the head only headings are looked for: their first characters are enough."""
SIGNATURE_CHARACTERS = 40
MAX_SIGNERS = 6


_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff\u2060-\u2064\u2066-\u2069\u200b-\u200f\u202a-\u202e]+"
)
_PRINTED = re.compile("[\u3000-\ufefe\uff00-\uffff -~]*+")
"""Lines that have nothing of that, as nearly all."""
_PLAIN = {
    **SIMPLIFIED,
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys("○◯", "〇"),
    **dict.fromkeys("―－─–", "—"),
}
_CHANGING = re.compile("([" + "".join(one for one in _PLAIN if one < "\U00010000") + "\U00010000-\U0010ffff])")
_ENTITY = re.compile(r"&(?:[a-z]{2,5}|#[0-9]{2,5});")  # left behind by careless exports: 国务院办公厅 &nbsp;
_SPACED_FIGURES = re.compile(r"(?<=[0-9０-９年月])\s+(?=[0-9０-９年月日])")
_HEADING = re.compile(
    r"第[一二三四五六七八九十百0-9]+[编章节条分]|[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|[0-9]+[.、]"
)
_SALUTATION = re.compile(r"(?:各位)?.{0,40}(?:代表|同志们|委员|领导|同志|朋友们)(?:[、,].{0,20})?[:!。]?")
_PASSING = re.compile(r".{0,4}[0-9〇一二三四五六七八九]{4}年.{3,12}日.*(?:通过|公布|发布|修订|修正|批准|施行|实施)")
_TABLE_LABEL = re.compile(
    r"(?:索 ?引 ?号|主 ?题 ?词|主题分类|发文机关|成文日期|发布日期|发文字号|标 ?题|名 ?称|有效性) ?:"
)
_SIGNED = re.compile(rf"(?P<organ>[^0-9。,;:]{{3,30}}) (?P<date>{DATE.pattern})")
_POST_AND_NAME = re.compile(
    r"[\u4e00-\u9fff]{0,14}?(?:总理|主席|[部省市区县州镇乡署局院行]长|主任|检察长) ?"
    r"[\u4e00-\u9fff]{1,3} ?[\u4e00-\u9fff]{1,2}"
)
_DATED = re.compile(r"[日号月]|[0-9０-９]\s?[-/．.]\s?[0-9０-９]")
"""What a line that is a date holds; the others are not cleaned."""
_ANNEX_LABEL = re.compile(r"附 ?[件表录]? ?[0-9一二三四五六七八九十]{0,2} ?:")
"""附件3: alone on a line above the annex's own title."""
_CONTENTS = re.compile("目[录次]")
_ENTRY = re.compile(r"[\s.…·]\(?[0-9]{1,4}\)?$")
_CLOSING = re.compile(r"[。，、；》”）]")


class Line(NamedTuple):
    """One cleaned line: `text` as printed, `plain` for matching (same length), the passage it stands in."""

    passage: int
    text: str
    plain: str
    level: int | None = None

    @property
    def compact(self) -> str:
        """`plain` without any blank."""
        return self.plain.replace(" ", "")


def plain(text: str) -> str:
    """`text` in half width and simplified script, character for character."""
    parts = _CHANGING.split(text)  # faster than `str.translate`, which asks for each character by itself
    parts[1::2] = [_PLAIN.get(one, one) for one in parts[1::2]]
    return "".join(parts)


def cleaned(text: str) -> str:
    """A line as a person would copy it: no invisible characters, no padding between the characters of a word."""
    if _PRINTED.fullmatch(text) is None:
        text = _INVISIBLE.sub("", text)
    words = (_ENTITY.sub(" ", text) if "&" in text else text).split()
    if len(words) < 2:
        return "".join(words)
    if (len(words) > 2 and all(len(word) == 1 for word in words)) or (len(words) == 2 and set(map(len, words)) == {1}):
        return "".join(words)
    return _SPACED_FIGURES.sub("", " ".join(words))


def line_of(passage: Passage, characters: int = LINE_CHARACTERS) -> Line:
    """The cleaned first characters of a passage."""
    return _line(passage, passage.text[:characters])


def lines_of(passage: Passage, characters: int) -> list[Line]:
    """The printed lines of a passage: one, or more where a word processor's line breaks stand inside."""
    return [_line(passage, piece) for piece in passage.text[:characters].splitlines()]


def _line(passage: Passage, piece: str) -> Line:
    text = cleaned(piece)
    return Line(passage.number, text, plain(text), passage.level if passage.kind == "heading" else None)


class Face:
    """The lines of one text that a masthead is read from."""

    def __init__(self, passages: Sequence[Passage], start: int = 0) -> None:
        self._passages = passages
        head = [passage for passage in passages[start : start + HEAD_LINES] if passage.kind != "row"]
        lines = [line for passage in head[:FULL_LINES] for line in lines_of(passage, LINE_CHARACTERS)]
        lines += [line for passage in head[FULL_LINES:] for line in lines_of(passage, SHORTER_CHARACTERS)]
        self._further = passages[start + HEAD_LINES : start + FURTHER_LINES]
        self.lines = mended(without_contents([line for line in lines if not _TABLE_LABEL.match(line.plain)]))
        self.body = next((i for i, line in enumerate(self.lines) if begins_body(line)), len(self.lines))

    @cached_property
    def begun(self) -> list[Line]:
        """The lines of the head, and the beginnings of the lines below it, where further headings stand."""
        return [*self.lines, *(line_of(passage, FURTHER_CHARACTERS) for passage in self._further)]

    @property
    def body_passage(self) -> int:
        """The number of the passage where the body begins."""
        return self.lines[self.body].passage if self.body < len(self.lines) else len(self._passages) + 1

    @property
    def top(self) -> list[Line]:
        """The lines above the body: title, date, number, name; never the addressee."""
        return self.lines[: self.body]

    @property
    def subtitle(self) -> Line | None:
        """The line below a title that begins with a dash."""
        return next((line for line in self.top if line.plain.startswith("—")), None)

    @property
    def opening(self) -> list[Line]:
        """The first lines of the body, salutation and lead-in among them."""
        return self.lines[self.body : self.body + 8]

    @cached_property
    def dated(self) -> list[tuple[str, Line]]:
        """In the body, each line that is only a date, with the organs signed above or beside it ("" for none).

        In reading order: the paper's own signature comes before those of annexes. The whole text is looked through;
        only lines short enough are cleaned.
        """
        first = self.body_passage
        found = []
        for index, passage in enumerate(self._passages):
            if len(passage.text) > SIGNATURE_CHARACTERS or passage.number < first or not _DATED.search(passage.text):
                continue
            line = line_of(passage)
            together = _SIGNED.fullmatch(line.plain)
            if is_date_line(line.plain) or is_month_line(line.plain):
                found.append((self._signers(index), line))
            elif together:
                found.append((units(together["organ"]) or "", line))
        return found

    def below_signer(self, line: Line) -> bool:
        """Whether somebody signs on the line above with post and name, as under a decree: 市长　张三."""
        above = self._passages[line.passage - 2] if line.passage > 1 else None
        if above is None or len(above.text) > SIGNATURE_CHARACTERS:
            return False
        return _POST_AND_NAME.fullmatch(" ".join(line_of(above).plain.split())) is not None

    def _signers(self, index: int) -> str:
        """The organs on the lines above passage `index`, joint ones in their order."""
        signers: list[str] = []
        for passage in reversed(self._passages[max(0, index - MAX_SIGNERS) : index]):
            organ = units(line_of(passage).plain) if len(passage.text) <= SIGNATURE_CHARACTERS else None
            if organ is None:
                break
            signers.insert(0, organ)
        return "、".join(signers)

    @cached_property
    def parts(self) -> int:
        """How many headings of level 1 the text has: several are its chapters, one may be its title."""
        return sum(passage.kind == "heading" and passage.level == 1 for passage in self._passages)

    @cached_property
    def foot(self) -> list[Line]:
        """The short ones of the last lines: a page's own menus may follow the text."""
        return [
            line_of(passage) for passage in self._passages[-FOOT_LINES:] if len(passage.text) <= SIGNATURE_CHARACTERS
        ]

    @cached_property
    def tail(self) -> list[Line]:
        """The last lines of the text that have words, in reading order."""
        return [line for line in map(line_of, self._passages[-TAIL_LINES:]) if line.text]


def without_contents(lines: list[Line]) -> list[Line]:
    """The lines that have text, but for a table of contents printed first: 目录 and the entries with their pages."""
    written = [line for line in lines if line.text]
    begin = next((at for at, line in enumerate(written[:4]) if _CONTENTS.fullmatch(line.compact)), None)
    if begin is None:
        return written
    end = begin + 1
    while end < len(written) and _ENTRY.search(written[end].plain):
        end += 1
    return written[:begin] + written[end:] if end > begin + 1 else written


def mended(lines: list[Line]) -> list[Line]:
    """Lines joined again where a link's text was put on a line of its own: 所作的 | 政府工作报告 | 。会议…"""
    whole: list[Line] = []
    for line in lines:
        if _CLOSING.match(line.text) and len(whole) > 1:
            link, before = whole.pop(), whole.pop()
            text = before.text + link.text + line.text
            line = Line(before.passage, text, plain(text), before.level)
        whole.append(line)
    return whole


def is_heading(line: Line) -> bool:
    """Whether the line begins with a numbering of the body."""
    return _HEADING.match(line.plain) is not None


def is_passing(line: Line) -> bool:
    """Whether the line says when and by whom the paper was passed, published or amended."""
    return _PASSING.match(line.compact) is not None


def is_salutation(line: Line) -> bool:
    """各位代表：, 同志们！: whom the speaker greets, not 主送."""
    return line.plain[-1:] in (":", "!") and _SALUTATION.fullmatch(line.plain) is not None and _greets(line.plain)


def _greets(words: str) -> bool:
    return words.startswith(("各位", "同志", "主任", "尊敬", "代表", "朋友", "女士")) or "同志们" in words


def begins_body(line: Line) -> bool:
    """Whether the body begins here: a numbered heading, a sentence, an addressee, a salutation."""
    words = line.plain
    if _ANNEX_LABEL.fullmatch(words):
        return False
    if line.level == 1 or is_passing(line) or words.startswith("("):
        return is_heading(line) and line.level != 1 and not is_passing(line)
    if is_heading(line) or words.endswith((":", "!", "?", "。", ";")):
        return True
    return "。" in words or (len(words) > 45 and "," in words) or len(words) > 90
