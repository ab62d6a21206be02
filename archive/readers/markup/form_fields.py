"""Fields of a form whose value a page shows: what was filled in is read, what asks a reader to type or press is not."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TYPED = frozenset({"", "text", "number", "date", "month", "tel", "email", "url", "datetime-local", "time", "week"})
_SEARCH = re.compile(r"search|query|keyword|sousuo|\bq\b|搜索|检索|关键[词字]|请输入|请选择", re.IGNORECASE)
_TOLD = ("id", "name", "class", "placeholder", "value", "title")


def is_filled_in(attributes: Mapping[str, str]) -> bool:
    """Whether a field is one of a paper, not of a site's search."""
    if "readonly" in attributes or "disabled" in attributes:
        return True
    return not any(_SEARCH.search(attributes[key]) for key in _TOLD if key in attributes)


def value_of(attributes: Mapping[str, str]) -> str:
    """The value that an `input` shows; "" for a button, a box to tick, a hidden field, a search."""
    if attributes.get("type", "").strip().lower() not in _TYPED:
        return ""
    return attributes.get("value", "") if is_filled_in(attributes) else ""
