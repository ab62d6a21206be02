"""How names are told in a row (并列): with 、, or with ， where one holds 、 itself (GB/T 15834—2011, 4.4 and 4.5)."""

from __future__ import annotations

from collections.abc import Collection


def enumerated(names: Collection[str]) -> str:
    """The names one behind the other, so that they can be counted: 甲院、乙院 that issued a paper together are one."""
    return ("，" if any("、" in name for name in names) else "、").join(names)
