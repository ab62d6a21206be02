"""Lines that were broken by hand inside one paragraph: a title stays whole, other lines stay apart."""

from __future__ import annotations

import pytest

from archive.readers.office.soft_breaks import paragraphs


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("关于做好农田水利建设工\n作的通知", id="inside a word"),
        pytest.param("河湾镇人民政府关于\n2023年度法治政府建设情况的\n报告", id="three lines"),
        pytest.param("青山县人民政府办公室关于印发\n《青山县供水条例实施办法》的通知", id="a cited paper inside"),
        pytest.param("河湾镇2023年\n工作总结", id="a year and a kind"),
        pytest.param("关于开展安全生产检查\n的通知（试行）", id="a bracket at the end"),
    ],
)
def test_a_title_is_one_paragraph(text: str) -> None:
    assert list(paragraphs(text)) == [text]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("青山县教育局\n2023年7月5日", id="a signature"),
        pytest.param("河湾镇人民政府\n河政发〔2023〕12号", id="a letterhead"),
        pytest.param("关于2023年工作的报告\n关于2024年工作的报告", id="two titles"),
        pytest.param("一、关于水利工作\n二、2023年工作报告", id="a list"),
        pytest.param("联系人：张三\n关于报送材料的通知", id="a label"),
        pytest.param("工作开展得很好。\n关于2023年工作的报告", id="a sentence"),
        pytest.param("张三\n李四", id="names"),
        pytest.param("关于做好防汛工作\n\n的通知", id="a blank line between"),
    ],
)
def test_other_lines_stay_apart(text: str) -> None:
    assert list(paragraphs(text)) == [line for line in text.split("\n") if line]


def test_a_paragraph_without_a_break_is_itself() -> None:
    assert list(paragraphs("  关于做好工作的通知 ")) == ["  关于做好工作的通知 "]
