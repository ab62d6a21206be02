"""People on a masthead: who reports (述职人) and to whom (主送). Units live in `unit`."""

from __future__ import annotations

import re

from archive.masthead.date_lines import is_date_line
from archive.masthead.head_and_tail import (
    Face,
    Line,
    is_heading,
    is_salutation,
)
from archive.masthead.unit_words import units
from archive.model import Evidence

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤习温华乔尚柴庞樊兰殷施洪翟安颜倪牛鲁岳左聂章路"
)
_NAME = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|(?:欧阳|司马|诸葛|上官|司徒)[\u4e00-\u9fff]{{1,2}}")
_LABELLED = re.compile(
    r"^\(?(?:述职人|报告人|述职者|汇报人|姓名|述职)[:] ?(?:.{0,16}(?:书记|主任|长|主席)[ ]+)?"
    r"(?P<name>[\u4e00-\u9fff·]{2,4}|[\u4e00-\u9fff] [\u4e00-\u9fff])(?:[ ()].*)?$"
)
_IN_TITLE = re.compile(
    rf"^(?:.{{2,20}}?(?:书记|主任|局长|部长|镇长|乡长|院长|校长|主席|委员))?(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)同志.*述[职责]"
)
_HOLDER = re.compile(
    rf"^.{{2,20}}?(?:书记|主任|.长|主席)(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=[0-9０-９〇一二]{{4}}年|述[职责])"
)
_NOT_A_NAME = re.compile(
    r"[镇乡村县区局委办处科院校部街社组会站所厂司省的]|工作|报告|目录|概况|前言|说明|总则|附件|方案|名单|年度|总结|计划"
)
_POSTS = "总理|省长|市长|区长|县长|州长|镇长|乡长|书记|主任|局长|部长|院长|检察长|主席|委员长|校长|厅长"
_POST = re.compile(_POSTS)
_SESSION = re.compile(r"会议上?$|大会上?$|会议?上的?报告\)?$|代表大会")
_WITH_POST = re.compile(rf"^.{{0,20}}(?:{_POSTS})[ ]+(?P<name>[\u4e00-\u9fff]{{2,4}})(?:[ ]?\(.*)?$")

_ADDRESSEE = re.compile(
    r"(?:委|委员会|政府|部|局|厅|办|办公室|院|机构|党组|党工委|总局|行|署|社|会|处|科|公司|集团|企业|学校|大学|中心|支部|总支|军|区|站|所|"
    r"室|队|校|厂|场|馆|园|街道|镇|乡|村|省|市|县|州|总部|代表|委员|主席|书记|组|部门|组织|团|(?:各|有关|属|级|关)单位|机关)(?:\([^()]{1,12}\))?:"
)
_ADDRESSED_RANK = re.compile(r"(?:中共|[省市县区州旗镇乡街党局院校村团集公]|上级|中央|总[部局])[\u4e00-\u9fff]{1,24}$")
_ADDRESSED_PERSON = re.compile(r"[\u4e00-\u9fff]{2,5}(?:代表|委员|同志|副?主席|副?书记|副?主任)")
_NOT_ADDRESSED = re.compile(
    r"如下|下列|以下|情形|现将|位置|来源|作者|时间|联系|出席|列席|参加|主持|抄送|牵头|责任|配合|包括|分别|名单|地址|电话|[。;!?]|是|为|应当|"
    r"^(?:附件|附|注|说明|目的|组长|成员)|职责|内容"
)


def person(face: Face, title: Evidence | None) -> Evidence | None:
    """述职人: labelled, named in the title, or alone on a line between title and body."""
    return _labelled(face) or _named_in_title(title) or _on_own_line(face)


def _labelled(face: Face) -> Evidence | None:
    for line in [*face.lines[:8], *face.tail[-4:]]:
        match = _LABELLED.match(line.plain)
        if match and (name := match["name"].replace(" ", "")) and len(name) >= 2:
            return Evidence(name, line.text, "text", "high", line.passage)
    return None


def _named_in_title(title: Evidence | None) -> Evidence | None:
    words = str(title.value) if title else ""
    match = _IN_TITLE.search(words) or (_HOLDER.match(words) if "述" in words else None)
    if match is None or title is None or _NOT_A_NAME.search(match["name"]):
        return None
    return Evidence(match["name"], title.text, title.origin, "medium", title.passage)


def _on_own_line(face: Face) -> Evidence | None:
    """A name alone below the title, with a date, a session, a post or the body beside it."""
    top = face.top[1:12]
    for index, line in enumerate(top, 1):
        post = _WITH_POST.match(line.plain)
        words = post["name"] if post else line.compact
        if not _is_name(words):
            continue
        before = face.top[index - 1]
        beside = post or _POST.search(before.plain) or is_date_line(before.plain) or _SESSION.search(before.plain)
        if beside or _next_is_body(face, index):
            return Evidence(words, line.text, "text", "high" if beside else "medium", line.passage)
    return None


def _is_name(words: str) -> bool:
    return _NAME.fullmatch(words) is not None and _NOT_A_NAME.search(words) is None


def _next_is_body(face: Face, index: int) -> bool:
    return index + 1 == face.body < len(face.lines) and is_salutation(face.lines[face.body])


def addressee(face: Face) -> Evidence | None:
    """主送: the line between masthead and body that names organs or people and ends with a colon."""
    for position, line in enumerate(face.opening[:3]):
        if is_heading(line):
            return None
        if _is_address(line):
            return Evidence(
                line.text[:-1].strip(), line.text, "text", "high" if position == 0 else "medium", line.passage
            )
        if "。" in line.plain:
            return None
    return None


def _is_address(line: Line) -> bool:
    words = line.plain
    if not words.endswith(":") or len(words) > 160 or is_salutation(line) or _NOT_ADDRESSED.search(words[:-1]):
        return False
    return _ADDRESSEE.search(words[-14:]) is not None and _is_somebody(words[:-1])


def _is_somebody(words: str) -> bool:
    """Several, a rank that can be addressed, a unit's name or people: not 领导机构, which is a label."""
    if re.search("[各、,]|有关|全体|等代表|等委员", words) or units(words):
        return True
    return _ADDRESSED_RANK.match(words) is not None or _ADDRESSED_PERSON.fullmatch(words) is not None
