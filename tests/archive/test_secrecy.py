"""Marks of secrecy wherever the first page bears them: in its lines, and in its running heads."""

from __future__ import annotations

import pytest

from archive.model import Block
from archive.secrecy import mark

BODY = [Block("paragraph", "关于防汛工作的报告"), Block("paragraph", "各村已落实责任。")]


@pytest.mark.parametrize(
    ("apart", "found"),
    [
        pytest.param(["机密★1年"], "机密★1年", id="in the header"),
        pytest.param(["第 1 页", "秘　密"], "秘密", id="in the second running head, spread"),
        pytest.param(["内部资料"], None, id="no mark of secrecy"),
        pytest.param([], None, id="no running head"),
    ],
)
def test_a_running_head_bears_a_mark_as_the_page_does(apart: list[str], found: str | None) -> None:
    assert mark(BODY, apart) == found


def test_a_mark_counts_on_the_first_page_only() -> None:
    second = Block("paragraph", "机密★1年", page=2)
    assert mark([Block("paragraph", "报告", page=1), second], []) is None
    assert mark([Block("paragraph", "机密★1年", page=1), second], []) == "机密★1年"
