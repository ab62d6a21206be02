"""Which words name a unit (单位), and which only say its rank (区委, 我局). Where to look for one lives in `unit`."""

from __future__ import annotations

import re

from archive.text.numerals import DATE


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SUFFIXES = _words(
    "国务院 人民政府 政府 人民代表大会常务委员会 人民代表大会 全国人大 人大常委会 委员会 党委 党组 "
    "党工委 工委 纪委 监委 军委 领导小组 指挥部 省委 市委 县委 区委 州委 旗委 镇委 街道办事处 "
    "街道办 街道 办事处 办公厅 办公室 总局 分局 支局 局 厅 部 署 总院 法院 检察院 卫生院 "
    "研究院 学院 医院 院 党支部 支部 总支 总工会 工会 妇联 团委 残联 文联 侨联 工商联 科协 "
    "协会 学会 商会 联合会 公司 集团 银行 支行 分行 大学 学校 中学 小学 幼儿园 中心 支队 大队 "
    "总队 调查队 消防队 中队 派出所 研究所 所 站 自治区 自治州 自治县 开发区 高新区 新区 镇 乡 村 "
    "社区 县 区 市 省 旗 州 委 办 科 处 基地 林场 农场 中央 馆 社"
)
_SUFFIX = re.compile("(?:" + "|".join(sorted(SUFFIXES, key=len, reverse=True)) + ")$")
_PLACE_ONLY = re.compile(r"(?:(?<!社)区|县|市|省|旗|州)$")
_RANKS = _words(
    "中共 中国共产党 党的 我 本 全 各 该 某 有关 省 市 区 县 州 旗 镇 乡 村 街道 社区 局 "
    "院 校 厅 部 委 办 系统 机关 公司 集团 单位 部门 直属 机构 党政 综合 中小学 党 委员会 党委 党组 党工委 "
    "工委 纪委 监委 人民 政府 常委会 常委 人大 政协 办公室 办公厅 支部 总支 领导 小组 中心 组 "
    "基层 大会 常务 学校 学院 医院 法院 检察院 村委会 居委会 代表大会 会 科 处 所 站 一级 "
    "上级 下级 辖区 地方 行政 国家 中央 党支部"
)
_GENERIC = re.compile("(?:" + "|".join(sorted(_RANKS, key=len, reverse=True)) + ")+")
NATIONAL = frozenset(
    _words("国务院 国务院办公厅 中共中央 中共中央办公厅 全国人大 中央军委 中央人民政府 中共中央组织部")
)
_ALLOWED = re.compile(r"[\u4e00-\u9fff〇]+(?:\([\u4e00-\u9fff]+\)[\u4e00-\u9fff]+)?")
_MASK = re.compile(r"[xX*×＊○●]|某|\?\?")
_VERBS = re.compile(
    r"关于|如下|情况|报告|总结|工作(?!委|部|局|站|办|处)|问题|建设(?!局|委|厅|部|集团|公司|投资|银行|管理|工程)|推进|加强|召开|会议|"
    r"第.+[届次期号]|(?<![青少老成])年|以来|落实|存在|下一步|制度|活动(?!中心)|法规|规章|条例|行政法|解释"
)
_ASSEMBLY = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{0,24}?)第?[一二三四五六七八九十百]+届(?P<national>全国)?"
    r"(?:人民代表大会|人大)(?P<standing>常务委员会|常委会)?(?=第|主席团|$)"
)
_JOINT = re.compile("委员会|人民政府|党委|党组|办公室|管委会|[局厅站所]")
_TITLE_PLACE = re.compile("[\u4e00-\u9fff]{2,7}?(?:省|自治区|自治州|自治县|市|州|县|区|旗)(?!场|民|政|域)")
_LOOSE = re.compile(r"^(?:经|由|据|根据|在|向)(?=[\u4e00-\u9fff]{2})")
_JOINTS = re.compile(r"[、 ,]+")


def is_unit(words: str) -> bool:
    """Whether `words` (plain) is the proper name of one unit: a name before the word of rank, no mask, no verb."""
    if words in NATIONAL:
        return True
    if not 2 < len(words) <= 30 or _MASK.search(words) or not _ALLOWED.fullmatch(words) or _VERBS.search(words):
        return False
    return _SUFFIX.search(words) is not None and not is_rank(words) and not words.endswith(("片区", "地区", "小区"))


def is_rank(words: str) -> bool:
    """Whether `words` only say a rank, as 区委 and 各镇党委 do: they name somebody to whoever is addressed."""
    return _GENERIC.fullmatch(words) is not None


def is_place(words: str) -> bool:
    """Whether `words` end as a province, city, county or district does: a paper may only be about it."""
    return _PLACE_ONLY.search(words) is not None


def units(words: str) -> str | None:
    """Units joined by 、 or a blank, as 国务院、中央军委; None where one of the parts is no unit."""
    parts = [one for part in _JOINTS.split(words.strip()) if part for one in _parted(part)]
    if not parts or len(parts) > 12 or not all(map(is_unit, parts)):
        return None
    return "、".join(parts)


def _parted(words: str) -> list[str]:
    """Two units that are run together, as signatures print them: 中共河湾镇委员会河湾镇人民政府. The second begins with
    the place that the first begins with.
    """
    for match in _JOINT.finditer(words):
        first, second = words[: match.end()], words[match.end() :]
        place = first.removeprefix("中国共产党").removeprefix("中共")[:2]
        if len(second) > 3 and second.startswith((place, "中共" + place)) and is_unit(first) and is_unit(second):
            return [first, second]
    return [words]


def place_of(words: str) -> str:
    """The province, city or county that a plain title begins with; "" for none: 河湾市节约用水条例 → 河湾市."""
    match = _TITLE_PLACE.match(words)
    return match[0] if match else ""


def assembly(words: str, place: str = "") -> str | None:
    """The people's congress of a session, without its term: 第十四届全国人民代表大会第七次会议 → 全国人民代表大会; its
    short form too (河湾市四届人大常委会). `place` stands for one that the words only call 市 or 县.
    """
    match = _ASSEMBLY.search(DATE.sub(" ", words))
    if match is None:
        return None
    where = _LOOSE.sub("", match["place"])
    if place and where in ("", "本" + place[-1], place[-1]):
        where = place
    if not match["national"] and (not where or _GENERIC.fullmatch(where)):
        return None
    return ("全国" if match["national"] else where) + "人民代表大会" + ("常务委员会" if match["standing"] else "")
