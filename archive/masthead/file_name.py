"""What a file's name and its folders say, with medium confidence at best. The text is read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.masthead import document_types
from archive.masthead.date_lines import is_number_line
from archive.masthead.head_and_tail import cleaned, plain
from archive.masthead.periods import period_in, spans_years, year_in
from archive.masthead.unit_words import is_unit
from archive.model import Confidence, Evidence, Origin
from archive.text.numerals import ISO_DATE, iso

_HASH = re.compile(r"^(?:[0-9]+[_-])?[0-9a-f]{8,}$", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_ISO_IN_BRACKETS = re.compile(rf"[(（]?{ISO_DATE.pattern}[)）]?")
_ORDINAL = re.compile(r"^(?:附件[0-9一二三四五六七八九十]{0,2}[:：.、 ]?|[0-9]{1,3}[.、](?![0-9]))")
_SEPARATOR = re.compile(r"[_\-—~+,，、;；\[\]【】\s]+|(?<=[)）])|(?=[(（])")
_BRACKETED = re.compile(r"[(（].*[)）]")
_NOISE = re.compile(
    r"^[(（]?(?:定稿|终稿|修改稿|初稿|草稿|送审稿|最新|最终|副本|打印版?|全文|正式|公开|另一版本|终版|[Vv]er?|版本|新建|文本文档)"
    r".{0,6}[)）]?$|^[(（]?[0-9]{1,2}[)）]?$"
)
_COPY = re.compile(
    r"[ ]*[(（](?:[0-9]{1,2}|[^()（）]{0,6}(?:稿|版|最新|最终|副本|打印)[^()（）]{0,4})[)）]$|[ ]*-[ ]*副本$"
)
_YEAR_HEAD = re.compile(r"^(?P<before>.*?)[ ]?(?:19|20)[0-9]{2}")
_ABOUT_TIME = re.compile(
    r"(?:(?:19|20)[0-9]{2}年?度?|(?:上|下)半年|前?[一二三四1-4]季度|[0-9]{1,2}月份?|全年|年度|年终|半年)+"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a name between separators, where it stands, and the longer piece between underscores around it."""

    text: str
    origin: Origin
    whole: str = ""

    @property
    def plain(self) -> str:
        """The piece in half width and simplified script."""
        return plain(self.text)


class Name:
    """A file's name and folders, cut into pieces, the name first, then the innermost folder."""

    def __init__(self, name: str, folder: str) -> None:
        name, folder = cleaned(name), cleaned(folder)
        stem = _ORDINAL.sub("", _EXTENSION.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]).strip())
        self.stem = "" if _HASH.match(stem) else stem
        self.parts = [*_parts(self.stem, "file_name")]
        for piece in reversed([piece for piece in re.split(r"[/\\]", folder) if piece.strip(" .")]):
            self.parts.extend(_parts(piece, "folder"))

    def title(self) -> Evidence | None:
        """A piece that reads as a whole title: it ends with a kind and has six characters, or is a long phrase."""
        texts = [_COPY.sub("", text) for text in _undated(self.stem).split("_")]
        pieces = [Part(text, "file_name") for text in texts if text and not _NOISE.match(text)]
        pieces = [part for part in pieces if not _BRACKETED.fullmatch(part.text)]
        complete = [p for p in pieces if len(p.plain) >= 6 and document_types.ending(p.plain) not in (None, "法")]
        if complete:
            return self._evidence(max(complete, key=lambda part: len(part.text)), "medium")
        phrases = [p for p in pieces if len(p.plain) >= 12 and not is_unit(p.plain) and not is_number_line(p.plain)]
        if not phrases:
            return None
        text = " ".join(part.text for part in phrases)
        return Evidence(text, self.stem, "file_name", "low")

    def unit(self) -> Evidence | None:
        """A piece that is a unit's name: 东街道, 东街道2024年述职报告, 部门规章-公安部."""
        for part in self.parts:
            for words in _unit_words(part.plain):
                if is_unit(words):
                    return Evidence(words, part.text, part.origin, "medium")
        return None

    def year(self) -> Evidence | None:
        """A year that stands alone or is followed by 年; never one inside a date or a document number."""
        about_a_year = {
            p
            for p in self.parts
            if p.whole and document_types.kind_of(p.whole) not in (None, *document_types.REPORTING)
        }
        for part in self.parts:
            year = year_in(part.plain, bare=True)
            if spans_years(part.whole):
                continue
            if year is not None and part not in about_a_year and self._tells_time(part.plain):
                return Evidence(year, part.text, part.origin, "medium")
        return None

    def period(self) -> Evidence | None:
        """The reporting period that the name or the folder says: 三季度, 上半年, 2024年度."""
        for part in self.parts:
            period = period_in(part.plain)
            if period is not None:
                return Evidence(period, part.text, part.origin, "medium")
        return None

    def date(self) -> Evidence | None:
        """A whole date in the file's name: 立法法(2023-03-13)."""
        match = ISO_DATE.search(plain(self.stem))
        value = iso(match) if match else None
        return Evidence(value, match[0], "file_name", "medium") if match and value else None

    def kind(self) -> Evidence | None:
        """The kind that a piece of the name ends with; a folder of 述职 holds 述职报告."""
        for part in self.parts:
            kind = document_types.kind_of(part.plain) or ("党代会报告" if part.plain == "党代会" else None)
            if kind not in (None, "报告") and (part.origin == "file_name" or kind in document_types.REPORTING):
                return Evidence(str(kind), part.text, part.origin, "medium")
        return None

    @staticmethod
    def _tells_time(words: str) -> bool:
        """Whether the year in a piece is the report's: not 2008年 in 关于2008年北京奥运会的批复."""
        rest = _ABOUT_TIME.sub("", re.sub(r"^(?:19|20)[0-9]{2}$", "", words)).strip("()")
        return len(rest) <= 4 or is_unit(rest) or document_types.kind_of(words) in document_types.REPORTING

    @staticmethod
    def _evidence(part: Part, confidence: Confidence) -> Evidence:
        return Evidence(part.text, part.text, part.origin, confidence)


def _undated(text: str) -> str:
    return _ISO_IN_BRACKETS.sub("", text)


def _parts(text: str, origin: Origin) -> Iterator[Part]:
    for whole in _undated(text).split("_"):
        for piece in _SEPARATOR.split(whole):
            if piece and not _NOISE.match(piece):
                yield Part(piece, origin, plain(whole))


def _unit_words(words: str) -> Iterator[str]:
    yield words
    yield words.strip("0123456789. ")
    head = _YEAR_HEAD.match(words)
    if head and head["before"]:
        yield head["before"]
    shorter = _ABOUT_TIME.split(words, maxsplit=1)
    if len(shorter) == 2 and shorter[0]:
        yield shorter[0]
    for word in ("关于", "述职", "工作总结", "工作报告", "情况报告", "党建工作"):
        if (at := words.find(word)) > 0:
            yield words[:at]
