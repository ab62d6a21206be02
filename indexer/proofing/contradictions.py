"""Figures that contradict each other in one draft: parts that are more than their whole, a share that is not the
quotient, the same words before two figures.

Only figures in one unit of measure are held against each other, and only where the draft itself says that they belong
together (其中, 占, 同样的话): nothing is computed from elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from archive.text.fold import fold_text
from indexer.proofing.finding import Finding, Place, found

_FIGURE = r"[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?![0-9０-９])|[0-9０-９]+(?:[.．][0-9０-９]+)?"
_MEASURE = (
    r"万?(?:亿)?(?:余|多)?(?:人次|个百分点|平方米|平方公里|公里|亩|名|人|个|件|起|次|户|家|所|项|条|篇|份|场|处|吨|元|辆|套|批|期"
    r"|村)"
)
_COUNTED = re.compile(rf"(?P<figure>{_FIGURE})\s?(?P<measure>{_MEASURE})")
_PART = r"[^，。；、\d]{0,4}(?P<{name}>" + _FIGURE + r")\s?(?P=measure)"
_WHOLE = re.compile(
    rf"(?:共有?|总计|合计|共计)[^，。；：\d]{{0,10}}(?P<figure>{_FIGURE})\s?(?P<measure>{_MEASURE})"
    r"[^。；]*?其中[:：，,]?(?P<parts>[^。；\n]+)"
)
"""共N名，…其中甲n名、乙n名: the parts may leave something out, but never be more."""
_BOTH = re.compile(
    rf"(?P<figure>{_FIGURE})\s?(?P<measure>{_MEASURE})[，,（(：:]?(?:其中[:：，,]?)?"
    rf"男{_PART.replace('{name}', 'one')}[，、,]女{_PART.replace('{name}', 'other')}"
)
"""N名，其中男n名、女n名: the parts are all of it."""
_SHARE = re.compile(
    rf"(?P<whole>{_FIGURE})\s?(?P<measure>{_MEASURE})[^。；\d]{{0,8}}其中[^，。；\d]{{0,12}}"
    rf"(?P<part>{_FIGURE})\s?(?P=measure)[，,（(]\s?占(?:比|总数|总数的|全部的|比为)?"
    r"(?P<share>[0-9０-９]+(?:[.．][0-9０-９]+)?)\s?[%％]"
)
SAME = 10
"""Folded characters before a figure that make two places the same statement."""
_BOUND = re.compile(r"\s?(?:以上|以下|以内|之内|以外|之间|至|到|工作日|[-—~～])")
"""A figure that is a limit states a rule, not a fact; laws have the same words before many."""
_WHEN = re.compile(r"今年|去年|上年|前年|明年|同期|[0-9０-９]{2,4}年|[上下]半年|[一二三四1-4]季度|[0-9０-９]{1,2}月")
_BREAK = re.compile("[0-9。；;，,：:]|(?:起|处|不足|超过|应当|[多少低高大小]于|每小时|第|最[长短多少]为?)$")
_ABOUT = re.compile("余|多|近|约|超|逾|以上|左右")


def figures(texts: Sequence[str]) -> Iterator[Finding]:
    """All that is checked of figures, passage by passage, and over the draft."""
    for at, text in enumerate(texts, 1):
        yield from _sums(at, text)
        yield from _shares(at, text)
    yield from _told_twice(texts)


def value_of(figure: str) -> Decimal:
    """The number that figures write, full width and grouped ones too."""
    return Decimal(fold_text(figure).replace(",", "").replace("，", ""))


def _sums(at: int, text: str) -> Iterator[Finding]:
    told = set()
    for match in _BOTH.finditer(text):
        whole, total = value_of(match["figure"]), value_of(match["one"]) + value_of(match["other"])
        told.add(match.start("figure"))
        if total != whole:
            yield found("sum", "other", Place(at, *match.span()), match[0], whole=str(whole), parts=str(total))
    for match in _WHOLE.finditer(text):
        if _ABOUT.search(match["measure"]) or match.start("figure") in told:
            continue
        whole = value_of(match["figure"])
        parts = [one for one in _COUNTED.finditer(match["parts"]) if one["measure"] == match["measure"]]
        listed = [one for one in parts if not _nested(match["parts"], one.start())]
        total = sum((value_of(one["figure"]) for one in listed), Decimal(0))
        if len(listed) > 1 and total > whole:
            place = Place(at, *match.span("figure"))
            yield found("sum", "more", place, match["figure"], whole=str(whole), parts=str(total))


def _nested(parts: str, start: int) -> bool:
    """Does the figure stand in brackets, or behind a second 其中: a part of a part?"""
    before = parts[:start]
    return "其中" in before or before.count("（") + before.count("(") > before.count("）") + before.count(")")


def _shares(at: int, text: str) -> Iterator[Finding]:
    for match in _SHARE.finditer(text):
        whole, part = value_of(match["whole"]), value_of(match["part"])
        told = fold_text(match["share"])
        if not whole:
            continue
        digits = len(told.partition(".")[2])
        true = part * 100 / whole
        if abs(true - Decimal(told)) > Decimal(1).scaleb(-digits):
            better = f"{true:.{max(digits, 1)}f}%"
            yield found("share", "other", Place(at, *match.span()), match[0], better=better, told=told)


def _told_twice(texts: Sequence[str]) -> Iterator[Finding]:
    seen: defaultdict[tuple[str, str, str], list[tuple[Place, str]]] = defaultdict(list)
    for at, text in enumerate(texts, 1):
        for match in _COUNTED.finditer(text):
            before = fold_text(text[max(0, match.start() - 4 * SAME) : match.start()])[-SAME:]
            if len(before) == SAME and not _BREAK.search(before) and not _BOUND.match(text, match.end()):
                key = before, match["measure"], _when(text, match.start())
                seen[key].append((Place(at, *match.span("figure")), match["figure"]))
    for (before, measure, _), places in seen.items():
        values = {value_of(figure) for _, figure in places}
        if len(values) > 1 and len({place.passage for place, _ in places}) > 1:
            figures_told = " ".join(dict.fromkeys(f"{figure}{measure}" for _, figure in places))
            place = [one for one, _ in places]
            yield found(
                "told_twice", "other", place, places[0][1], certainty="look", words=before, figures=figures_told
            )


def _when(text: str, end: int) -> str:
    """The times that the sentence names before the figure: last year's and this year's are two statements."""
    return " ".join(_WHEN.findall(re.split("[。；]", text[:end])[-1]))
