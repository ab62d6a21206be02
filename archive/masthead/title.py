"""The title, printed above the body or derived from the lead-in. What kind it names lives in `kinds`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from archive.masthead import kinds
from archive.masthead.face import Face, Line, is_heading, is_passing, is_salutation, plain
from archive.masthead.organs import units
from archive.masthead.stamps import is_date_line, is_number_line
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
_SITE = re.compile(r"\s*[|｜_]\s*|\s+[-–—]\s+|-(?=[^-]*(?:网|政府|门户)[^-]*$)")

_LEAD_IN = re.compile(
    r"(?:现|兹|下面|特|首先|委托)[,]?(?:就|将|把|对)(?P<about>[^。;:!?]{2,80}?)(?:(?<!工)作|做|向[^。:,]{1,16}?)?"
    r"(?P<kind>报告|汇报|述职|通报|说明|总结|述职报告)如下"
)
_GIVES_NOW = re.compile(
    r"(?:现|下面|接下来)[^。;:]{0,16}?(?:就|将|把)(?P<about>[^。;:!?]{4,60}?)[,]?(?:向[^。:,]{1,16}?)?(?<!工)(?:作|做)"
    r"(?:如下|简要|专题){0,2}(?P<kind>述职报告|述职|工作报告|汇报|报告)"
)
_LOOKS_BACK = re.compile(
    r"(?:现|兹|下面|特|首先)[,]?(?:(?:就|将|把|对)(?P<about>[^。;:!?]{0,80}?))?(?:(?<!工)作|做|向[^。:,]{1,16}?)?(?P<kind>报告|汇报|述职|总结)如下"
)
_GIVES = re.compile(
    r"(?:向[^。;,]{0,30}|受[^。;,]{0,30}委托[^。;]{0,12})?(?:作|做|提出|汇报)(?P<about>关于[^。;!?]{4,90}?的?(?:报告|汇报|说明|工作报告))(?=[,。;]|$)"
)
_WORK = re.compile(
    r"(?:作|做|报告)[^。,;]{0,20}?(?P<title>政府工作报告|工作报告)|(?P<plainly>报告工作)(?=[,。])|(?P<said>报告)(?:[^。,;]{0,16}的)?政府工作(?=[,。])"
)
_THEME = re.compile(r"报告的(?:总)?(?:题目|主题)(?:是|为)[:：]?(?P<title>[^。]{6,80})")
_APPROVES = re.compile(
    r"^(?P<session>[^。,]{0,16}第[^。,]{1,4}届(?:全国)?人民代表大会(?:常务委员会)?第[^。,]{1,5}次会议)[^。]{0,20}"
    r"(?:听取和审议|审议|审查|听取)了?[^。]{0,30}?(?P<report>[^。,作出所的]{0,12}工作报告)。"
)
_CONGRESS = re.compile(
    r"代表(?:中国?共产?党)?[^。,]{0,12}第?[一二三四五六七八九十]{1,3}届[^。,]{0,6}委员会[,]?向[^。,]{0,20}大会(?:作|报告)"
)
_SPEAKER = re.compile(r"我|代表|委托|现在|受")
_BRIEFLY = re.compile(r"(?:简要|简单|扼要|专题)$")
_SAID = {"said": "政府工作报告", "plainly": "工作报告"}
_OWN = re.compile(
    r"^(?:[我本](?:街道|单位|社区|公司|支部|部门|系统|人|们|局|委|办|镇|乡|区|市|县|校|院|村|厅|处|科|行|会)?|自己|有关)(?!国|党|军)"
)
_EMPTY = re.compile(
    r"(?:有关|相关|具体|主要|个人|本人|我|近期|目前|一下|情况|工作|以下|几个|问题|事项|事宜|的|向|履职|思想|学习){0,6}"
)


def printed(face: Face) -> Evidence | None:
    """The title that stands above the body, put together again where it runs over lines."""
    headings = [line for line in face.lines[:4] if line.level == 1]
    if headings:
        return _joined_headings(headings)
    return _complete(face) or _phrase(face)


def _joined_headings(headings: Sequence[Line]) -> Evidence:
    """A level-1 heading is the title; a second one directly below names the part (民法典 总则)."""
    text = " ".join(line.text for line in headings[:2])
    return Evidence(text, text, "text", "high", headings[0].passage)


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
            names_kind = kinds.ending(plain(text)) and plain(text) not in _MENU
            if len(text) <= MAX_TITLE and names_kind and not _goes_on(top, end):
                text = _longer(top, start, end) or text
                return Evidence(text, text, "text", "high", line.passage)
    return None


def _longer(top: Sequence[Line], start: int, end: int) -> str | None:
    """The title with the lines below, where its last word often stands inside a title and those lines end with one."""
    if not kinds.may_go_on(plain(_join(top[start:end]))):
        return None
    for further in range(end + 1, min(start + MAX_LINES, len(top)) + 1):
        if not _may_hold_title(top[further - 1]):
            return None
        text = _join(top[start:further])
        if kinds.ending(plain(text)) and "关于" in text and len(text) <= MAX_TITLE:
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
    return first if kinds.ending(plain(first)) else _BAR.sub("", text)


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
        if kinds.ending(plain(value)) and len(value) >= 4:
            return Evidence(value, raw, "metadata", "high" if value in printed_lines else "medium")
    stands = next((part for part in parts if len(part) >= 8 and part in printed_lines), None)
    return Evidence(stands, raw, "metadata", "medium") if stands else None


def derived(face: Face) -> Evidence | None:
    """A stand-in from the lead-in or the speaker's first sentences; None where they say nothing of their own."""
    lines = [*face.top[:3], *face.opening]
    for line in lines:
        found = _from_lead_in(line) or _from_approval(line)
        if found is not None:
            return found
    for line in lines[:8]:
        found = _from_theme(line) or _from_speech(line)
        if found is not None:
            return found
    return None


def _from_lead_in(line: Line) -> Evidence | None:
    match = _LEAD_IN.search(line.plain) or _GIVES_NOW.search(line.plain)
    if match is None:
        return None
    start, end = match.span("about")
    about = line.text[start:end]
    while own := _OWN.match(plain(about)):
        about = about[own.end() :]
    about = _BRIEFLY.sub("", about).strip(" ,，的")
    if _EMPTY.fullmatch(plain(about)):
        return None
    kind = line.text[slice(*match.span("kind"))]
    return Evidence(about + _tail(plain(about), kind), match[0], "text", "medium", line.passage)


def _tail(about: str, kind: str) -> str:
    if kinds.ending(about) in ("报告", "工作报告"):
        return ""
    return "报告" if kind == "述职" and "述职" in about else {"述职": "述职报告"}.get(kind, kind)


def _from_speech(line: Line) -> Evidence | None:
    for pattern, name in ((_GIVES, "about"), (_WORK, "title"), (_WORK, "plainly"), (_WORK, "said")):
        match = pattern.search(line.plain)
        if match and match[name] and _SPEAKER.search(line.plain[: match.start() + 4].rsplit("。", 1)[-1]):
            start, end = match.span(name)
            value = _SAID.get(name) or line.text[start:end]
            return Evidence(value, match[0], "text", "medium", line.passage)
    return None


def congress(face: Face) -> Evidence | None:
    """Whether the speaker says that this is a party committee's report to its congress: its kind, 党代会报告."""
    for line in face.opening[:4]:
        match = _CONGRESS.search(line.plain)
        if match:
            return Evidence("党代会报告", match[0], "text", "medium", line.passage)
    return None


def kind_of_lead_in(face: Face) -> Evidence | None:
    """The kind that a lead-in tells even where it gives no title: 现述职如下, 现将有关情况报告如下."""
    for line in [*face.top[:3], *face.opening]:
        match = _LOOKS_BACK.search(line.plain)
        if match:
            words = (match["about"] or "") + _tail(match["about"] or "", match["kind"])
            value = kinds.kind_of(words)
            return Evidence(value, match[0], "text", "medium", line.passage) if value else None
    return None


def _from_theme(line: Line) -> Evidence | None:
    match = _THEME.search(line.plain)
    if match is None:
        return None
    start, end = match.span("title")
    return Evidence(line.text[start:end], match[0], "text", "medium", line.passage)


def _from_approval(line: Line) -> Evidence | None:
    match = _APPROVES.search(line.plain)
    if match is None or "批准" not in line.plain:
        return None
    return Evidence(f"{match['session']}关于{match['report']}的决议", match[0], "text", "medium", line.passage)
