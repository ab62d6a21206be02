"""The title where it is printed above the body or stated by a page. Stand-ins: `lead_in`; types: `document_types`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from archive.masthead import document_types
from archive.masthead.date_lines import is_date_line, is_number_line
from archive.masthead.head_and_tail import (
    Face,
    Line,
    is_heading,
    is_passing,
    is_salutation,
    plain,
)
from archive.masthead.unit_words import units
from archive.model import Evidence, Passage

MAX_TITLE = 120
MAX_LINES = 6

_SUBTITLE = re.compile(r"^—+")
_POST = re.compile(
    r".{0,16}(?:总理|省长|市长|区长|县长|州长|镇长|乡长|书记|主任|局长|院长|检察长|主席|委员长|校长|签发人.*)$"
)
_CRUMB = re.compile(
    r"当前.{0,4}位置|首页|来源[:：]|发布时间|浏览次数|字号|打印|分享|^目录$|^(?:附件|附|大纲|附表|表)[0-9一二三四五六七八九十]{0,2}[:：]?$|机密|秘密|绝密|特急|加急|^[—-]?[0-9]+[—-]?$"
)
_UNFINISHED = re.compile(r"[的了和在是与及对将把为以由从向所]$|,")
_MENU = frozenset(
    str.split("通知公告 公告 通知 公报 意见 建议 政府公报 政策解读 决定 命令 目录 方案 制度 标准 规定 办法 条例 函")
)
_BROKEN_OFF = re.compile(r"[,，、。:：;；!！?？]$")
_BAR = re.compile(r"\s*[|｜]\s*")
_PART_OF_LAW = re.compile(r".{1,6}[编则]")
_SITE = re.compile(r"\s*[|｜_]\s*|\s+[-–—]\s+|-(?=[^-]*(?:网|政府|门户)[^-]*$)")


def printed(face: Face) -> Evidence | None:
    """The title that stands above the body, put together again where it runs over lines."""
    headings = [line for line in face.top[:4] if line.level == 1 and not is_heading(line) and not units(line.plain)]
    return _above_chapters(face, headings) or _headed(headings) or _complete(face) or _phrase(face)


def _above_chapters(face: Face, headings: Sequence[Line]) -> Evidence | None:
    """河湾镇泵站使用手册 above its chapters, which are the headings of level 1; looked for only where it has any."""
    complete = _complete(face) if headings and face.parts > 1 else None
    return complete if complete and not complete.text.endswith(headings[0].text) else None


def _headed(headings: Sequence[Line]) -> Evidence | None:
    """The title that stands in a heading of level 1, or in two: 民法典 with its part 总则, a title that runs over."""
    if not headings:
        return None
    first, *further = headings
    text = first.text
    for second in further[:1]:
        if _PART_OF_LAW.fullmatch(second.plain):
            text = f"{first.text} {second.text}"
        elif not document_types.ending(first.plain) and document_types.ending(plain(first.text + second.text)):
            text = first.text + second.text
    return Evidence(text, text, "text", "high", first.passage)


def _complete(face: Face) -> Evidence | None:
    """The first run of lines whose last words name a kind."""
    top = face.top[:12]
    for start, line in enumerate(top):
        if not _may_hold_title(line):
            continue
        for end in range(start + 1, min(start + MAX_LINES, len(top)) + 1):
            run = top[start:end]
            if not all(map(_may_hold_title, run)):
                break
            if end > start + 1 and _repeats_place(run):
                break
            text = _join(run)
            names_kind = document_types.ending(plain(text)) and plain(text) not in _MENU
            if len(text) <= MAX_TITLE and names_kind and not _goes_on(top, end):
                text = _longer(top, start, end) or text
                return Evidence(text, text, "text", "high", line.passage)
    return None


def _longer(top: Sequence[Line], start: int, end: int) -> str | None:
    """The title with the lines below, where its last word often stands inside a title and those lines end with one."""
    if not document_types.may_go_on(plain(_join(top[start:end]))):
        return None
    for further in range(end + 1, min(start + MAX_LINES, len(top)) + 1):
        if not _may_hold_title(top[further - 1]):
            return None
        text = _join(top[start:further])
        if document_types.ending(plain(text)) and "关于" in text and len(text) <= MAX_TITLE:
            return text
    return None


def _repeats_place(run: Sequence[Line]) -> bool:
    """An organ's own line above a title that begins with the place anew: 青山县统计局 | 青山县2022年统计公报."""
    return units(run[0].plain) is not None and run[1].plain[:2] == run[0].plain[:2]


def _goes_on(top: Sequence[Line], end: int) -> bool:
    return end < len(top) and top[end].plain.startswith(("的", "和", "及", "、", "》", "实施", "(试行)"))


def _phrase(face: Face) -> Evidence | None:
    """A title that names no kind: short lines without a stop above subtitle, date, name or body."""
    run: list[Line] = []
    for line in face.top[:6]:
        if not _may_hold_title(line) or len(line.plain) < 5:
            if run:
                break
            continue
        run.append(line)
    text = " ".join(line.text for line in run)
    if not run or not 6 <= len(text) <= 80 or len(run) > 3:
        return None
    return Evidence(text, text, "text", "medium", run[0].passage) if _is_masthead(face, run) else None


def _is_masthead(face: Face, run: Sequence[Line]) -> bool:
    """Whether the lines below belong to a masthead (subtitle, date, salutation), or are the body of a sole line."""
    at = face.lines.index(run[0])
    after = face.lines[at + len(run) : at + len(run) + 3]
    if any(_SUBTITLE.match(line.plain) or is_date_line(line.plain) or is_salutation(line) for line in after):
        return True
    alone = at == 0 and len(run) == face.body == 1 and len(run[0].plain) >= 8 and not units(run[0].plain)
    return alone and not _UNFINISHED.search(run[0].plain) and bool(after) and _begins_text(after[0])


def _begins_text(line: Line) -> bool:
    return is_heading(line) or (len(line.plain) >= 30 and "。" in line.plain)


def _may_hold_title(line: Line) -> bool:
    words = line.plain
    if _BROKEN_OFF.search(words) or _SUBTITLE.match(words) or is_heading(line) or is_passing(line):
        return False
    if words.startswith(("(", "<!--")) or is_date_line(words) or is_number_line(words) or _CRUMB.search(words):
        return False
    return not _POST.fullmatch(words) and not ("。" in words or "如下" in words)


def _join(run: Sequence[Line]) -> str:
    """The lines as one title, without a site's name behind a bar."""
    text = "".join(line.text for line in run)
    first = _BAR.split(text, maxsplit=1)[0]
    return first if document_types.ending(plain(first)) else _BAR.sub("", text)


def of_metadata(metadata: Mapping[str, str], passages: Sequence[Passage]) -> Evidence | None:
    """The title that a page's table or <title> names; a <title> loses the site's name behind | _ or -."""
    for label in ("标题", "名称", "ArticleTitle"):
        if value := metadata.get(label, "").strip():
            return Evidence(value, value, "metadata", "high")
    raw = metadata.get("title", "").strip()
    if not raw:
        return None
    printed_lines = {passage.text.strip() for passage in passages[:200]}
    parts = [part.strip() for part in (*_SITE.split(raw), raw) if part.strip()]
    for value in sorted(parts, key=lambda part: part not in printed_lines):
        if document_types.ending(plain(value)) and len(value) >= 4:
            return Evidence(value, raw, "metadata", "high" if value in printed_lines else "medium")
    stands = next((part for part in parts if len(part) >= 8 and part in printed_lines), None)
    return Evidence(stands, raw, "metadata", "medium") if stands else None
