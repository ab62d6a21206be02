"""The year and period that a report looks back on. What a phrase names lives in `periods`, its date in `dates`.

The rule, for the filter 年:2022:
- Only papers that look back have a year: reports, summaries, 公报. A notice, an opinion, a resolution, the report to a
  party congress has none, unless a rule below or its file's name or folder says one; a law never has.
- It is the year that the title or the lead-in names; then that of the opening sentence or of a heading of deeds.
- A resolution that approves a government's work report is about that report's year: 同意报告提出的2009年工作部署. A
  decision, an opinion or another resolution is about the year that its title gives its subject: 2018年度奖励的决定.
- A plan has the year that its title names (2024年工作要点), and no period; so has a table (2023年河道整治台账).
- A government's work report is known by the year of the session it is given at: the 2022年政府工作报告 of March 2022
  looks back on 2021 and forward on 2022, and readers ask for it by 2022. Other reports given to a congress likewise.
- A year inside a cited paper or an assessment (2021年度述职评议), a start (1958年以来) or a stretch (五年来) is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.masthead import document_types
from archive.masthead.head_and_tail import (
    Face,
    Line,
    is_heading,
    plain,
)
from archive.masthead.lead_in import subject_of
from archive.masthead.periods import period_in, spans_years, year_in
from archive.model import Confidence, Evidence

_TABLE = re.compile(
    r"(?:台[账帐]|清[单册]|花?名[册单]|(?:统计|汇总|明细|情况|登记|一览|进度|分解|报)表)(?:\([^)]*\))?$"
)
"""What a table's title ends with."""
_CITED = re.compile(
    r"《[^》]*》|(?:19|20)[0-9]{2}年(?:度)?[^,。]{0,24}(?:述职评议|考核|巡察|巡视|审计|督查)(?:[^,。]{0,8}(?:反馈|整改|问题|通报|情况))?"
)
_SINCE = re.compile(r"(?P<year>(?:19|20)[0-9]{2})年(?:[0-9一二三四五六七八九十]{1,2}月)?(?:以来|起|至今)")
_AT_SESSION = re.compile(r"[0-9]{1,2}月[0-9]{1,2}日在.{4,40}(?:会议|大会)上?")
_SINCE_MONTH = re.compile(r"年[0-9一二三四五六七八九十]{1,2}月[^,。至到—]{0,10}以来")
_OPENS = re.compile(
    r"^(?P<when>(?:19|20)[0-9]{2}年(?:(?:度|以来|来|上半年|下半年|前三季度|第?[一二三四]季度)[,是]?|[,是]))"
)
_REVIEW = re.compile(
    r"^[(0-9一二三四五六七八九十)]+[、.)]?[^。]{0,6}?(?P<when>(?:19|20)[0-9]{2}年(?:度)?[^。,]{0,4}半?年?[^。]{0,30}?(?:工作|履职|情况|回顾|成效|总结))"
)
_PLANNED = re.compile(r"打算|计划|安排|下一?步|思路|目标|展望|部署|建议|上年度|明年|要点|问题整改")
_RELATIVE = re.compile(r"今年以?来|一年来|今年来|本年度|今年上半年|上半年以?来|过去一年|全年")
_REVIEWED_YEAR = re.compile(r"(?P<year>[0-9]{4})年(?:国内)?(?:的)?(?:政府)?工作(?:的)?回顾")
_ANY_YEAR = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})年")

_DECIDING = frozenset({"决议", "决定", "意见"})
_AGREES = re.compile(r"同意报告(?:提出|对)的?(?P<what>[^。]{0,120})")
_YEARLY = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})年(?:度|(?:[^,。、届第]{0,16}?)(?:决算|预算|计划|工作|任务|目标|考核)(?!会议))"
)
"""What comes round every year: 2018年度国家科学技术奖励, 2023年全面推进乡村振兴重点工作."""
_THIS_YEAR = re.compile(r"今年|本年|上半年|(?:前三|[一二三123])季度")
_WHOLE_YEAR = re.compile(r"一年来|过去一年|全年|年度|下半年|四季度")
_PART_OF_YEAR = re.compile(
    r"以来|至今|截至|[0-9一二三四五六七八九十]月|季度|半年|阶段|期间|近期|活动|专项|春节|国庆|元旦|中秋|汛期|暑期|寒假|第.{1,3}[批期轮次]"
)
"""2022年春节期间, 2022年专项整治: the year is plain, but not the whole of it is reported on."""
SPRING = 4
"""The last month in which a report on 一年来 still means the year before."""

SESSION_KINDS = frozenset({"政府工作报告"})


def year(face: Face, title: Evidence | None, kind: str | None, date: Evidence | None) -> Evidence | None:
    """The reporting year as the text says it."""
    if kind in SESSION_KINDS:
        return _session_year(face, title, date)
    is_table = kind is None and title is not None and _TABLE.search(plain(str(title.value))) is not None
    if kind in document_types.PLANS or kind in document_types.ABOUT_A_YEAR or is_table:
        return _planned_year(title)
    if kind in _DECIDING:
        return _approved_year(face, title, date) or _year_of_subject(title)
    if kind not in document_types.REPORTING:
        return None
    phrases = _phrases(face, title, with_session=True)
    for line, confidence in phrases:
        words = _said(line)
        if spans_years(words) or len(set(_ANY_YEAR.findall(words))) > 1:
            return None
        found = _year_of(face, line, confidence)
        if found is not None:
            return found
    return _year_of_date(phrases, date) or _year_of_body(face)


def _approved_year(face: Face, title: Evidence | None, date: Evidence | None) -> Evidence | None:
    """The year of the work report that a resolution approves: it agrees to what is proposed for that year."""
    if title is None or "政府工作报告" not in plain(str(title.value)):
        return None
    for line in face.opening[:4]:
        match = _AGREES.search(line.plain)
        if match is None or "批准" not in line.plain:
            continue
        years = set(_ANY_YEAR.findall(match["what"]))
        if len(years) == 1:
            return Evidence(int(years.pop()), match[0], "text", "high", line.passage)
        if date is not None and date.origin in ("text", "metadata") and not years:
            return Evidence(int(str(date.value)[:4]), f"{match[0]}；{date.text}", "text", "medium", line.passage)
    return None


def _year_of_subject(title: Evidence | None) -> Evidence | None:
    """2018年度, 2023年重点工作, 2022年市级决算: the title's one year is that of its subject."""
    words = plain(str(title.value)) if title else ""
    found = set(_ANY_YEAR.findall(_CITED.sub("", words)))
    if title is None or title.origin == "file_name" or len(found) != 1 or spans_years(words):
        return None
    match = _YEARLY.search(words)
    return Evidence(int(match["year"]), title.text, title.origin, "high", title.passage) if match else None


def _said(line: Line) -> str:
    """A phrase without the session it was given at, the papers it cites, and the plan it ends with."""
    return document_types.without_plan(_CITED.sub("", _AT_SESSION.sub("", line.plain)))


def _planned_year(title: Evidence | None) -> Evidence | None:
    """A plan, a 公报 or a table has the year that its title names: 2024年工作要点."""
    words = plain(str(title.value)) if title else ""
    if title is None or spans_years(words):
        return None
    value = year_in(words)
    return Evidence(value, title.text, title.origin, "high", title.passage) if value else None


def _year_of_date(phrases: Sequence[tuple[Line, Confidence]], date: Evidence | None) -> Evidence | None:
    """今年以来, 一年来 … counted from the paper's date; a whole year that is reported on in spring is the last one."""
    if date is None or date.origin not in ("text", "metadata"):
        return None
    dated, month = int(str(date.value)[:4]), int(str(date.value)[5:7])
    for line, _ in phrases:
        if _THIS_YEAR.search(line.plain):
            return Evidence(dated, f"{line.text}；{date.text}", "text", "medium", line.passage)
        if _WHOLE_YEAR.search(line.plain):
            return Evidence(dated - (month <= SPRING), f"{line.text}；{date.text}", "text", "medium", line.passage)
    return None


def period(face: Face, title: Evidence | None, kind: str | None, found_year: Evidence | None) -> Evidence | None:
    """The reporting period as the text says it; 年度 where a report's title or lead-in names a whole year."""
    if kind not in document_types.REPORTING or kind in SESSION_KINDS:
        return None
    for line, confidence in _phrases(face, title):
        value = None if _SINCE_MONTH.search(line.plain) else period_in(_said(line))
        if value is not None:
            return Evidence(value, line.text, "text", confidence, line.passage)
    return _period_of_body(face) or _whole_year(face, title, found_year)


def _phrases(face: Face, title: Evidence | None, *, with_session: bool = False) -> list[tuple[Line, Confidence]]:
    """Title, subtitle, lead-in: what a report says of itself; the session it was given at only where asked for."""
    phrases: list[tuple[Line, Confidence]] = []
    if title is not None and title.origin in ("text", "metadata"):
        phrases.append((Line(title.passage or 1, str(title.value), plain(str(title.value))), "high"))
    if (
        title is not None
        and face.subtitle is not None
        and (with_session or not _AT_SESSION.search(face.subtitle.plain))
    ):
        phrases.append((face.subtitle, "medium"))
    for line in [*face.top[:3], *face.opening]:
        match = subject_of(line)
        if match:
            start, end = match.span("about")
            phrases.append((Line(line.passage, line.text[start:end], match["about"]), "high"))
    return phrases


def _year_of(face: Face, line: Line, confidence: Confidence) -> Evidence | None:
    words = _said(line)
    since = _SINCE.search(words)
    if _SINCE_MONTH.search(words) or (since and _later_than(face, int(since["year"]))):
        return None
    value = year_in(words)
    return Evidence(value, line.text, "text", confidence, line.passage) if value else None


def _later_than(face: Face, start: int) -> bool:
    """Whether the head of the text speaks of years after `start`: then “since” covers more than one."""
    years = {int(match["year"]) for line in face.begun for match in _ANY_YEAR.finditer(line.plain)}
    return any(year > start for year in years) or start < 1990


def _year_of_body(face: Face) -> Evidence | None:
    """The year that the opening sentence begins with, or a heading of deeds; only where the text speaks of one year."""
    spoken = any(_RELATIVE.search(line.plain) for line in face.lines[:6])
    for index, line in enumerate(face.begun):
        if _PLANNED.search(line.plain[:40]):
            continue
        match = _OPENS.match(line.plain) if index < 3 and not is_heading(line) else None
        match = match or (_REVIEW.match(line.plain) if spoken else None)
        if match and (value := year_in(match["when"])):
            since = "来" in match["when"] and _later_than(face, value)
            return None if since else Evidence(value, match[0], "text", "high", line.passage)
    return None


def _period_of_body(face: Face) -> Evidence | None:
    """A part of the year that the opening sentence begins with, or a heading of deeds names."""
    for index, line in enumerate(face.begun):
        if _PLANNED.search(line.plain[:40]):
            continue
        match = _OPENS.match(line.plain) if index < 3 and not is_heading(line) else None
        match = match or _REVIEW.match(line.plain)
        if match and (value := period_in(match["when"])) and value != "年度":
            return Evidence(value, match[0], "text", "high", line.passage)
    return None


def _whole_year(face: Face, title: Evidence | None, found: Evidence | None) -> Evidence | None:
    if found is None or spans_years(found.text):
        return None
    for line, _ in _phrases(face, title):
        if _RELATIVE.search(line.plain) or year_in(_said(line)):
            return Evidence("年度", line.text, "text", found.confidence, line.passage) if not _partial(line) else None
    return None


def _partial(line: Line) -> bool:
    return _PART_OF_YEAR.search(line.plain) is not None


def _session_year(face: Face, title: Evidence | None, date: Evidence | None) -> Evidence | None:
    """Of a government's work report: the title's year, the session's, or the year after the one it reviews."""
    if title is not None and title.origin != "file_name" and (value := year_in(plain(str(title.value)))):
        return Evidence(value, str(title.value), title.origin, "high", title.passage)
    if date is not None and date.origin in ("text", "metadata"):
        return Evidence(int(str(date.value)[:4]), date.text, date.origin, "high", date.passage)
    for line in face.lines[:12]:
        match = _REVIEWED_YEAR.search(line.plain)
        if match:
            return Evidence(int(match["year"]) + 1, line.text, "text", "high", line.passage)
    return None
