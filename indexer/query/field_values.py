"""What may stand behind a field's colon, and what it becomes: years, periods, parts, names of fields, wordings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from archive.errors import QueryError
from archive.masthead.periods import PERIODS, period_in
from archive.text.fold import fold_text
from indexer.query.lexer import Token
from indexer.query.nodes.date_range import Dates, dates_of
from indexer.query.nodes.fields import (
    FACE,
    Field,
    Known,
    Periods,
    Years,
)
from indexer.query.nodes.node import Query
from indexer.query.nodes.parts import PARTS, Part, part_named

_YEAR = "([0-9]{4})年?"
_RANGE = re.compile(rf"(?:{_YEAR})?(?:\.\.|-|~|至)(?:{_YEAR})?")
_PERIOD_RANGE = re.compile("(.*?)(?:\\.\\.|-|~|至)(.*)")
_OTHER_NAMES = {"年度": "年", "日期": "成文日期", "title": "标题", "unit": "单位", "person": "述职人", "type": "类型",
                "number": "文号", "year": "年", "period": "报告期", "date": "成文日期"}  # fmt: skip


def closed(field: str, text: str) -> bool:
    """Is `text` a value of `field`, where only certain values are one? True for every other field."""
    read = _CLOSED.get(field)
    return read is None or read(fold_text(text)) is not None


def value_of(field: str, token: Token) -> Query | None:
    """The condition that `token` makes of `field`; None where the value is a wording.

    Raises QueryError: `query.bad_value` for years and dates, `query.bad_choice` where only certain values are one.
    """
    if field == "年":
        return Field(field, _years(token))
    if field == "日期":
        return Field(field, _dates(token))
    read = _CLOSED.get(field)
    if read is None:
        return None
    found = read(fold_text(token.text))
    if found is None:
        known = "、".join(_CHOICES[field])
        raise QueryError("query.bad_choice", position=token.start, name=field, value=token.text, known=known)
    return found


def _years(token: Token) -> Years:
    text = fold_text(token.text)
    if single := re.fullmatch(_YEAR, text):
        return Years(int(single[1]), int(single[1]))
    match = _RANGE.fullmatch(text)
    years = Years(*(int(year) if year else None for year in match.groups())) if match else Years(None, None)
    if years.first is years.last is None or not years:
        raise QueryError("query.bad_value", position=token.start, name="年", value=token.text)
    return years


def _dates(token: Token) -> Dates:
    dates = dates_of(fold_text(token.text))
    if not dates:
        raise QueryError("query.bad_value", position=token.start, name="日期", value=token.text)
    return dates


def _date(text: str) -> Query | None:
    """For the lexer: has it the form of a date? That there is none such (2018-13) is an error, and no text."""
    dates = dates_of(text)
    return None if dates is None else Field("日期", dates)


def _period(text: str) -> Query | None:
    if text in PERIODS:
        return Field("报告期", Periods(text, text))
    if match := _PERIOD_RANGE.fullmatch(text):
        ends = [_one_period(end) if end else None for end in match.groups()]
        whole = all(found is not None for end, found in zip(match.groups(), ends, strict=True) if end)
        periods = Periods(*ends)
        if whole and any(ends) and periods:
            return Field("报告期", periods)
    one = _one_period(text)
    return None if one is None else Field("报告期", Periods(one, one))


def _one_period(text: str) -> str | None:
    return text if text in PERIODS else period_in(text)


def _part(text: str) -> Query | None:
    name = part_named(text) if text else None
    return None if name is None else Part(name)


def _known(known: bool) -> Callable[[str], Query | None]:
    def read(text: str) -> Query | None:
        name = _OTHER_NAMES.get(text, text)
        return Known(name, known) if name in FACE else None

    return read


_CLOSED: Mapping[str, Callable[[str], Query | None]] = {
    "日期": _date,
    "报告期": _period,
    "部分": _part,
    "有": _known(True),
    "缺": _known(False),
}
_CHOICES = {"报告期": PERIODS, "部分": PARTS, "有": tuple(FACE), "缺": tuple(FACE)}
