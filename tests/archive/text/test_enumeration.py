"""Names in a row can be told apart and counted."""

from __future__ import annotations

import pytest

from archive.text.enumeration import enumerated


@pytest.mark.parametrize(
    ("names", "told"),
    [
        pytest.param([], "", id="none"),
        pytest.param(["最高人民法院、最高人民检察院"], "最高人民法院、最高人民检察院", id="one of two offices"),
        pytest.param(["东街道", "西街道"], "东街道、西街道", id="plain names"),
        pytest.param(("东街道", "统计局、调查总队"), "东街道，统计局、调查总队", id="one that holds the mark"),
    ],
)
def test_names_are_told_apart(names: list[str], told: str) -> None:
    assert enumerated(names) == told
