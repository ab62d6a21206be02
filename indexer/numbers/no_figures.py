"""What bears numerals and is no figure: dates and times, ordinals, document numbers, names such as 四个意识.

Patterns on folded text. A numeral that touches a match of them is none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_N = "(?:[0-9]{1,12}|[一二三四五六七八九十百千零〇]{1,12})"
_YEAR = r"(?:(?<![0-9.,])[12][0-9]{3}|[一二][〇零一二三四五六七八九]{3})"
_SMALL = "(?:[0-9]{1,2}|元|[一二三四五六七八九十]{1,3})"

_MONTHS = (
    rf"{_SMALL}(?:[-~至到、和]{_SMALL}){{0,12}}月(?:份|底|初|末|中旬|上旬|下旬)?(?:{_SMALL}(?:[-~至到、和]{_SMALL}){{0,12}}[日号])?"
    rf"(?:[-~至到](?:{_YEAR}年)?(?:{_SMALL}月)?{_SMALL}[日号])?"
)

NAMES = (
    "[三四两五六八十]个(?:意识|自信|维护|确立|大局|务必|一百年|毫不动摇|结合|代表|全面|伟大|现代化|服从|革命|凡是|文明|大会|坚持|如何|区分开来|"
    "基本|认同|与共|转变|必由之路|必然要求|最大限度|关键|面向|百年|轮子|关系|善于|不怕|确保)"
)
"""Names of teachings and campaigns; what stands in quotation marks is one without being listed here."""

IDIOMS = (
    "和平共处五项原则|五位一体|三会一课|两学一做|三重一大|八项规定|三令五申|一心一意|百花齐放|百家争鸣|四面八方|双随机|一刀切"
    "|千方百计|千家万户|成千上万|万无一失|九二共识|三位一体|四位一体|五级书记|三驾马车|两弹一星|一分为二|二次开发|两条道路|两条路线"
)
"""Set phrases that bear numerals."""

_PATTERNS = (
    rf"第{_N}(?:[、和至或-]第?{_N}){{0,12}}",
    rf"{_YEAR}(?:[-~至到、和/]{_YEAR}){{0,12}}年(?:度)?(?:[-~至到]{_YEAR}年){{0,3}}(?:{_MONTHS})?",
    rf"{_YEAR}[-~至到]{_YEAR}",
    rf"(?<!个)(?<!个多)(?<![0-9.]){_MONTHS}",
    r"(?<![0-9])(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}(?![0-9])",
    r"(?<![0-9])[0-9]{1,2}:[0-9]{2}(?:[-~至][0-9]{1,2}:[0-9]{2})?|[0-9]{1,2}[时点](?:[0-9]{1,2}分)?(?!间)",
    r"[〔\[【(]?[12][0-9]{3}[〕\]】)]?第?[0-9]{1,8}号|(?<![0-9])[0-9]{1,8}号(?:文|令|公告|楼|线|院)?",
    r"[十][一二三四]?[五](?=规划|计划|时期|期间|末|以来|开局|时)|(?:[一二三四五六七八九]五)(?=计划|时期|期间|以来)",
    rf"{_N}(?:大精神|大报告|大以来|届|中全会|级以上|大(?:和|召开))",
    r"[0-9二三四五六七八九]{1,2}0?十?年代",
    r"前[两二三四五六](?:项|款|条)",
    r"(?:人大|政协|届)[一二三四五六七八九十]+次(?:会议|全会)",
    r"国发|(?:[一二三四]|[1-4])(?:季度|年级|等奖|类区)",
    rf"(?<![0-9.])\(?{_N}\)(?=[一-龥])",
    r"一(?:带一路|国两制|岗双责|把手|体化|体两翼|揽子|般|定|些|切|致|方面|部分|系列|是|直|旦|时|面|线|流|道|起|味)",
    IDIOMS,
    NAMES,
)
_NONE = re.compile("|".join(f"(?:{one})" for one in _PATTERNS))
_DAY_AFTER = re.compile("以上|以下|以内|之内|内|期限|以前|不|向|前|后|起|为限")
_DAY_BEFORE = re.compile("(?:提前|满|逾期|超过|不少于|不超过|每|达|为|的|之日起|[至到、~-]|经|少于|在|应当|于)$")
_LIMITED = re.compile("以上|以下|以内|之内|内|左右|多|[至到~-]")
_LEAST = re.compile("(?:至少|不少于|不得少于|仅|各|只有)[^,。;]{0,4}$")
_STRICT = frozenset(("元", "亩", "公顷", "吨", "倍", "番", "百分点", "个月", "小时", "千米", "岁", "成"))


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where no figures stand, in order."""
    for found in _NONE.finditer(text):
        yield found.span()


def quoted(text: str) -> Iterator[tuple[int, int]]:
    """What stands in quotation or title marks without a stop and is therefore a name, in the text as written."""
    for found in re.finditer(
        "“[^“”，。；：！？]{1,24}”|‘[^‘’，。；：！？]{1,24}’|「[^「」，。；]{1,24}」|《[^《》]{1,80}》", text
    ):
        yield found.span()


def is_article(written: str, measure: str, before: str, after: str) -> bool:
    """Is 一 no count but an article (一个, 一种, 一次)? With 至少, 以上, 内 or a unit of measurement it counts."""
    if written != "一" or measure in _STRICT or _LIMITED.match(after) or _LEAST.search(before):
        return False
    return not (measure in ("人", "名") and re.search("[员师长者]$", before))


def is_date(written: str, unit: str, before: str, after: str) -> bool:
    """Is it a day of a month, a year or a masked one (**年), not so many days or years?"""
    if unit == "日":
        return not (_DAY_AFTER.match(after) or _DAY_BEFORE.search(before))
    return unit == "年" and re.fullmatch("[12][0-9]{3}|[0-9x×*]*[x×*][0-9x×*]*", written) is not None
