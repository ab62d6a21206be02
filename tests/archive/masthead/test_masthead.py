"""What holds for every masthead: evidence for each value, silence where nothing stands."""

from __future__ import annotations

import pytest

from archive.model import MASTHEAD_FIELDS, Masthead
from tests.masthead_texts import BODY, SIGNED, read


def test_every_value_has_its_evidence_and_nothing_else() -> None:
    masthead = read("青山县教育局关于2023年上半年工作情况的报告\n县政府：" + BODY + SIGNED)
    known = {field for field in MASTHEAD_FIELDS if getattr(masthead, field) is not None}
    assert known == {"title", "unit", "addressee", "date", "year", "period", "type"}
    assert set(masthead.evidence) == known
    for field, found in masthead.evidence.items():
        assert found.value == getattr(masthead, field)
        assert found.origin == "text"
    assert masthead.evidence["date"].passage == 7
    assert masthead.evidence["date"].text == "2023年7月5日"


@pytest.mark.parametrize("text", ["", "。", "xxx", "***", "\u200b", "一" * 30000])
def test_a_text_without_masthead_gives_none(text: str) -> None:
    assert read(text) == Masthead()
