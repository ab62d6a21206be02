"""What a text says of itself in its lead-in (现将…报告如下) or its first sentences. Titles live in `title`."""

from __future__ import annotations

import re

from archive.masthead import document_types
from archive.masthead.head_and_tail import Face, Line, plain
from archive.model import Evidence

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


def subject_of(line: Line) -> re.Match[str] | None:
    """The lead-in of a line: `about` is what the report says it is about, `kind` what it calls itself."""
    return _LEAD_IN.search(line.plain) or _GIVES_NOW.search(line.plain)


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
    match = subject_of(line)
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
    return Evidence(about + _tail(plain(about), kind), match[0], "text", "high", line.passage)


def _tail(about: str, kind: str) -> str:
    if document_types.ending(about) in ("报告", "工作报告"):
        return ""
    return "报告" if kind == "述职" and "述职" in about else {"述职": "述职报告"}.get(kind, kind)


def _from_speech(line: Line) -> Evidence | None:
    for pattern, name in ((_GIVES, "about"), (_WORK, "title"), (_WORK, "plainly"), (_WORK, "said")):
        match = pattern.search(line.plain)
        if match and match[name] and _SPEAKER.search(line.plain[: match.start() + 4].rsplit("。", 1)[-1]):
            start, end = match.span(name)
            value = _SAID.get(name) or line.text[start:end]
            return Evidence(value, match[0], "text", "high", line.passage)
    return None


def congress(face: Face) -> Evidence | None:
    """Whether the speaker says that this is a party committee's report to its congress: its kind, 党代会报告."""
    for line in face.opening[:4]:
        match = _CONGRESS.search(line.plain)
        if match:
            return Evidence("党代会报告", match[0], "text", "high", line.passage)
    return None


def kind_of_lead_in(face: Face) -> Evidence | None:
    """The kind that a lead-in tells even where it gives no title: 现述职如下, 现将有关情况报告如下."""
    for line in [*face.top[:3], *face.opening]:
        match = _LOOKS_BACK.search(line.plain)
        if match:
            words = (match["about"] or "") + _tail(match["about"] or "", match["kind"])
            value = document_types.kind_of(words)
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
    return Evidence(f"{match['session']}关于{match['report']}的决议", match[0], "text", "high", line.passage)
