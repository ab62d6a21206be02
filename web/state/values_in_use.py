"""The values in use that are offered to whoever fills in a field, those of a near spelling first. No markup."""

from __future__ import annotations

from collections.abc import Mapping

OFFERED = ("unit", "person", "type", "period", "addressee", "year")
"""Fields whose values repeat from report to report; titles and numbers are each report's own."""
MOST = 40
"""Values of one field that are offered: a list that a person can look through."""


def offered(values: Mapping[str, int], known: str, beside: str = "") -> tuple[str, ...]:
    """The values of one field, at most `MOST`, for a form that shows `known`; `values` counts their reports.

    First those that are spelt nearly so, then those that stand in `beside` (the paper's title and file), then those of
    most reports.
    """

    def rank(value: str) -> tuple[bool, float, bool, int, str]:
        return value != known, -likeness(value, known), value not in beside, -values[value], value

    return tuple(sorted(values, key=rank)[:MOST])


def likeness(one: str, other: str) -> float:
    """How alike two spellings are, from 0 to 1: shared neighbouring characters of all (Dice); one in the other is 1.

    What shares no more than a third says nothing.
    """
    if not one or not other:
        return 0.0
    if one in other or other in one:
        return 1.0
    first, second = _pairs(one), _pairs(other)
    shared = 2 * len(first & second) / (len(first) + len(second))
    return shared if shared > 1 / 3 else 0.0


def _pairs(text: str) -> frozenset[str]:
    """Every two neighbouring characters, the edges counted: 东街道 has four."""
    edged = f"^{text}$"
    return frozenset(edged[at : at + 2] for at in range(len(edged) - 1))
