"""The unit or issuing organ (单位/发文机关) as the text names it. Which words can be one lives in `unit_words`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain

from archive.masthead.dates import passing_lines
from archive.masthead.head_and_tail import Face, Line, plain
from archive.masthead.unit_words import (
    NATIONAL,
    assembly,
    is_place,
    is_unit,
    place_of,
    units,
)
from archive.model import Evidence

_TITLE = re.compile(r"^(?P<units>.{3,80}?)(?:关于|批转|转发|印发|对(?=.{2,30}(?:建议|提案)))")
_OF_REPORT = re.compile(r"^(?P<unit>[^0-9〇一二三四五六七八九十]{3,24}?)(?=(?:19|20)[0-9]{2}年)")
_PLACES = ("镇", "乡", "街道", "村", "社区")
_ORDER = re.compile(r"日(?:以|由|经)?(?:中华人民共和国)?(?P<unit>[\u4e00-\u9fff]{2,20}?)令")
_EXECUTIVE = re.compile(
    r"日(?:经|由)?(?P<unit>国务院|[\u4e00-\u9fff]{2,16}?人民政府|最高人民法院|最高人民检察院)(?!令)"
)
_APPROVED = re.compile(r"日经?(?:国务院|[\u4e00-\u9fff]{2,16}?人民政府)批准$")
"""The approval alone: what was approved is issued by another organ, on a line below."""
_ISSUED = re.compile(
    r"日(?:以|由|经)?(?P<units>[\u4e00-\u9fff、]{2,60}?(?:令第?[0-9一二三四五六七八九十〇零百]+号、?[\u4e00-\u9fff、]{0,20}?){0,3}?)(?:联合)?(?:发布|公布|颁布)"
)
_ORDERS = re.compile(r"令第?[0-9一二三四五六七八九十〇零百]+号、?|、")
_AMENDS = re.compile(r"《(?P<unit>[\u4e00-\u9fff]{3,16}?)关于(?:修改|修订)")
_LETTERHEAD = re.compile(r"^(?P<unit>.{3,40}?)(?:文件|\(函\))$")
_STAMPED = re.compile(r"[(—]|[^ ]{0,14}[〔\[(][0-9]{4}|[0-9〇一二三四五六七八九]{4}年")
"""Subtitle, number and date may stand between the title and the organ."""
_HOLDS_POST = re.compile(
    r"^(?P<unit>.{2,24}?)(?:党?(?:副?书记|第一书记)|副?(?:总理|主任|部长|局长|省长|市长|区长|县长|州长|镇长|乡长|院长|检察长|校长|厅长|会长)|[、兼])"
)
_SPEAKS_FOR = (
    re.compile(r"(?:我们?|谨)代表(?P<unit>[^。,;我您你向]{2,40}?)(?:[,]?向|[,]?就|作|做|报告|[,]|$)"),
    re.compile(r"受(?P<unit>[^。,;我您你向]{2,40}?)的?委托(?=[^。;]{0,12}(?:就|将|作|提|报告))"),
)
"""Who speaks, before who asked him to: 受中共中央委托，我代表国务院 …"""
_PARTY_CENTRE = re.compile(r"(?:中国共产党)?(?:第?[一二三四五六七八九十]+届)中央委员会")
_REPUBLIC = re.compile(r"^中华人民共和国(?=国务院|.{2,10}(?:部|局|署|委员会)$)")


def of_metadata(metadata: Mapping[str, str]) -> Evidence | None:
    """发文机关 of a page's table."""
    raw = metadata.get("发文机关", "").strip()
    return Evidence(units(plain(raw)) or raw, raw, "metadata", "high") if raw else None


def of_text(face: Face, title: Evidence | None) -> Evidence | None:
    """The unit as the text names it; None where it only says its rank (区委, 我局) or is masked."""
    return (
        _in_title(title, face)
        or _letterhead(face)
        or _beside_title(face, title)
        or _passed_by(face, title)
        or _signed(face, title)
        or _spoken_for(face)
        or _of_reporter(face)
        or _reports_to_assembly(face, title)
        or _closing(face)
        or _amended_by(face)
    )


def _in_title(title: Evidence | None, face: Face) -> Evidence | None:
    if title is None:
        return None
    found = _title_names(plain(str(title.value)))
    if found is not None:
        organ = _organ_of(found, face) if found.endswith(_PLACES) else None
        if organ is not None:
            return organ
        sure = title.confidence if title.origin == "file_name" else "high"
        return Evidence(found, title.text, title.origin, sure, title.passage)
    subtitle = face.subtitle
    found = _title_names(subtitle.plain.lstrip("—")) if subtitle else None
    return Evidence(found, subtitle.text, "text", "medium", subtitle.passage) if found and subtitle else None


def _organ_of(place: str, face: Face) -> Evidence | None:
    """The organ of a town or village, alone on a line beside a title that names only the place: 河湾镇水利站."""
    for line in face.top[:6]:
        organs = units(line.plain) if line.plain.startswith(place) and line.plain != place else None
        if organs:
            return Evidence(organs, line.text, "text", "high", line.passage)
    return None


def _title_names(words: str) -> str | None:
    match = _TITLE.match(words)
    value = (units(_REPUBLIC.sub("", match["units"])) or assembly(match["units"])) if match else None
    if value is None and (head := _OF_REPORT.match(words)) and is_unit(head["unit"]) and not is_place(head["unit"]):
        return head["unit"]
    if value is None and "述" in words and (holder := _HOLDS_POST.match(words)) and is_unit(holder["unit"]):
        return holder["unit"]
    return value


def _letterhead(face: Face) -> Evidence | None:
    """青山县教育局文件: the red head of a paper."""
    for line in face.top[:4]:
        match = _LETTERHEAD.match(line.plain)
        value = units(match["unit"]) if match else None
        if value:
            return Evidence(value, line.text, "text", "high", line.passage)
    return None


def _beside_title(face: Face, title: Evidence | None) -> Evidence | None:
    """An organ alone on a line above the title or next below it; a piece of the title itself is none."""
    if title is None or title.origin == "file_name" or title.passage is None:
        return None
    for line in face.top:
        if line.text in str(title.value) or _STAMPED.match(line.plain):
            continue
        value = units(line.plain)
        if value and not is_place(value):
            return Evidence(value, line.text, "text", "medium", line.passage)
        if line.passage > title.passage:
            return None
    return None


def _reports_to_assembly(face: Face, title: Evidence | None) -> Evidence | None:
    """A 政府工作报告 given to a people's congress is the report of that place's government."""
    spoken = [line for line in face.opening[:3] if "政府工作报告" in line.plain]
    line = face.subtitle or next((line for line in [*face.top, *spoken] if "人民代表大会" in line.plain), None)
    congress = assembly(line.compact) if line else None
    if line is None or congress is None or title is None or not plain(str(title.value)).endswith("政府工作报告"):
        return None
    place = congress.removesuffix("常务委员会").removesuffix("人民代表大会")
    government = "国务院" if place == "全国" else place + "人民政府"
    return Evidence(government, line.text, "text", "medium", line.passage)


def _of_reporter(face: Face) -> Evidence | None:
    """东街道党工委书记 张三: the unit of the one whose name stands below the title."""
    for line in face.top[1:8]:
        match = _HOLDS_POST.match(line.plain)
        if match and len(line.plain) <= 30 and is_unit(match["unit"]) and not is_place(match["unit"]):
            return Evidence(match["unit"], line.text, "text", "medium", line.passage)
    return None


def _passed_by(face: Face, title: Evidence | None) -> Evidence | None:
    place = place_of(plain(str(title.value))) if title else ""
    for line in passing_lines(face):
        value = assembly(line.compact, place) or _decreed_by(line.compact)
        if value:
            approved = _APPROVED.search(line.compact) is not None
            return (_issued_once_approved(face, line) if approved else None) or Evidence(
                value, line.text, "text", "medium" if approved else "high", line.passage
            )
    for line in face.opening[:1]:
        value = assembly(line.compact[:40]) if "批准" in line.plain and "会议" in line.plain[:40] else None
        if value:
            return Evidence(value, line.text[:40], "text", "medium", line.passage)
    return None


def _issued_once_approved(face: Face, approval: Line) -> Evidence | None:
    """国务院批准 | 卫生部令第17号发布: the paper is the organ's that issued it, not of the one that approved it."""
    lines = passing_lines(face)
    for line in lines[lines.index(approval) + 1 :]:
        match = _ISSUED.search(line.compact)
        issuers = (
            units("、".join(_REPUBLIC.sub("", part) for part in _ORDERS.split(match["units"]) if part))
            if match
            else None
        )
        if issuers:
            return Evidence(issuers, line.text, "text", "high", line.passage)
    return None


def _decreed_by(words: str) -> str | None:
    match = _ORDER.search(words) or _EXECUTIVE.search(words)
    return _organ(match["unit"]) if match else None


def _organ(value: str) -> str | None:
    return value if not value.endswith("主席") and (value in NATIONAL or is_unit(value)) else None


def _closing(face: Face) -> Evidence | None:
    """（青山县统计局） alone in brackets below the text, as bulletins end."""
    for line in reversed(face.foot):
        value = units(line.plain[1:-1]) if line.plain.startswith("(") and line.plain.endswith(")") else None
        if value and not is_place(value):
            return Evidence(value, line.text, "text", "medium", line.passage)
    return None


def _amended_by(face: Face) -> Evidence | None:
    """《国务院关于修改〈…〉的决定》第二次修订: who amends it has issued it, or stands for who did."""
    for line in reversed(passing_lines(face)):
        match = _AMENDS.search(line.compact)
        if match and (value := _organ(match["unit"])):
            return Evidence(value, line.text, "text", "medium", line.passage)
    return None


def _signed(face: Face, title: Evidence | None) -> Evidence | None:
    """An organ alone on a line, and the date alone on the next; the first such pair, before any annexes."""
    if title is None and len(face.dated) > 1:
        return None
    for organ, line in face.dated:
        if organ:
            beside = organ.split("、")[-1] in line.plain.replace(" ", "")
            return Evidence(organ, organ, "text", "high", line.passage - (not beside))
    return None


def _spoken_for(face: Face) -> Evidence | None:
    """我代表国务院 …, 受…委托: the reporter says whose report it is."""
    for line in face.opening[:4]:
        for match in chain.from_iterable(pattern.finditer(line.plain) for pattern in _SPEAKS_FOR):
            value = _speaker(match["unit"])
            if value:
                return Evidence(value, _sentence(line, match.start()), "text", "high", line.passage)
    return None


def _speaker(words: str) -> str | None:
    if _PARTY_CENTRE.fullmatch(words):
        return "中共中央"
    words = _REPUBLIC.sub("", words)
    return units(words.replace("和", "、")) if "和" in words and units(words.replace("和", "、")) else units(words)


def _sentence(line: Line, at: int) -> str:
    start = line.plain.rfind("。", 0, at) + 1
    end = line.plain.find("。", at)
    return line.text[start : end + 1 if end >= 0 else None]
