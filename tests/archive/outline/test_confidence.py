"""How sure headings are, and that a doubtful one takes nothing out of its part in silence."""

from __future__ import annotations

import pytest

from archive.model import Passage
from archive.outline.extract import read_outline
from archive.outline_sections import part_told_at, path_at

BODY = "我们认真贯彻落实上级部署，扎实推进各项工作，取得了明显成效，群众满意度不断提高，基层基础更加稳固有力。"
HEAD = ("现将工作情况报告如下：", "一、工作开展情况", BODY, "二、存在问题")


def made(*lines: str) -> tuple[Passage, ...]:
    return tuple(Passage(number, line) for number, line in enumerate(lines, 1))


@pytest.mark.parametrize(
    ("line", "following", "kept"),
    [
        pytest.param("第一条战线是基层党建工作的短板。", "三、下一步打算", [], id="an article where there is no law"),
        pytest.param("第十二条规定落实不够", "三、下一步打算", [], id="an article that is cited"),
        pytest.param("第二章提到的办法没有用足", "三、下一步打算", [], id="a chapter that is only spoken of"),
        pytest.param("第三部分群众对此不满意", "三、下一步打算", [], id="a division that is only spoken of"),
        pytest.param(
            "三、四季度进度偏慢", "三、下一步打算", [], id="two numbers of one noun, and 三、 stands elsewhere"
        ),
        pytest.param("二、三级医院人手不够", "三、下一步打算", [], id="two numbers, out of order besides"),
        pytest.param("3 名干部作风不实", "三、下一步打算", [], id="an amount"),
        pytest.param("三、四季度进度偏慢", "四、下一步打算", [(1, "low")], id="in its order: it may be one"),
        pytest.param("三、四级岗位空缺", "四、下一步打算", [(1, "low")], id="of posts"),
        pytest.param("五、六月份持续干旱", "六、下一步打算", [], id="out of order"),
        pytest.param(
            "五、群众不满意的地方还不少，服务意识不强。", "六、下一步打算", [(1, "low")], id="a sentence, out of order"
        ),
    ],
)
def test_a_doubtful_heading_ends_no_part(line: str, following: str, kept: list[tuple[int, str]]) -> None:
    """What stands below it is of the problems still; where it is kept as a heading, that is said to be unsure."""
    passages = made(*HEAD, BODY, line, BODY, following, BODY)
    sections = read_outline(passages)
    assert [(one.level, one.confidence) for one in sections if one.passage == 6] == kept
    assert part_told_at(sections, 5, 0) == ("存在问题", "high")
    assert part_told_at(sections, 7, 0) == ("存在问题", "low" if kept else "high")
    assert part_told_at(sections, 9, 0) == ("下步打算", "high")


def test_a_doubtful_heading_inside_its_section_changes_nothing() -> None:
    passages = made(*HEAD, BODY, "1.人手不够", BODY, "5.6万元资金没有到位，影响进度", BODY, "三、下一步打算", BODY)
    sections = read_outline(passages)
    assert part_told_at(sections, 9, 0) == ("存在问题", "high")


def test_a_heading_that_is_sure_ends_the_part_before_it() -> None:
    passages = made(*HEAD, BODY, "三、几点体会", BODY, "四、下一步打算", BODY)
    assert part_told_at(read_outline(passages), 7, 0) == (None, None)


def test_a_part_that_hangs_on_a_doubtful_heading_says_so() -> None:
    """三、四季度 may begin a sentence of the problems, or head the plans."""
    passages = made(*HEAD, BODY, "三、四季度工作打算", BODY)
    sections = read_outline(passages)
    (doubted,) = [section for section in sections if section.passage == 6]
    assert doubted.confidence == "low"
    assert part_told_at(sections, 7, 0) == ("下步打算", "low")


@pytest.mark.parametrize(
    ("lines", "sure"),
    [
        pytest.param(("一、甲", BODY, "二、乙", BODY, "三、丙", BODY), ["high"] * 3, id="a list"),
        pytest.param(
            ("一、甲", BODY, "二、乙", BODY, "三、丙", BODY, "三、丁", BODY), ["high"] * 3 + ["medium"], id="三、 twice"
        ),
        pytest.param(
            ("一、甲", "（一）子", BODY, "（二）丑", BODY, "二、乙", "（三）寅", BODY), ["high"] * 5, id="runs on"
        ),
        pytest.param(
            ("一、甲", "一、子", BODY, "二、丑", BODY, "二、乙", BODY, "三、丙", BODY),
            ["high"] * 5,
            id="inside another",
        ),
        pytest.param(("第一条 甲", "第二条 乙", "第三条 丙"), ["high"] * 3, id="articles of a law"),
        pytest.param(
            (f"各位代表！{BODY}", "关于国内建设", BODY, "关于外交工作", BODY, "结束语", BODY),
            ["high"] * 3,
            id="without numbers, but nothing else",
        ),
        pytest.param(
            (f"各位代表！{BODY}", "农业生产", BODY, "工业生产", BODY), ["medium"] * 2, id="without numbers, a guess"
        ),
        pytest.param((f"各位代表！{BODY}", "存在问题", BODY, "工业生产", BODY), ["high", "medium"], id="a part's name"),
    ],
)
def test_how_sure_headings_are(lines: tuple[str, ...], sure: list[str]) -> None:
    assert [section.confidence for section in read_outline(made(*lines)) if section.heading] == sure


def test_a_part_that_a_guessed_heading_names_is_likely() -> None:
    lines = (f"现将情况报告如下。{BODY}", "过去五年的回顾", BODY, "今后五年的主要任务", BODY)
    sections = read_outline(made(*lines))
    assert [part_told_at(sections, number, 0) for number in (3, 5)] == [("履职情况", "medium"), ("下步打算", "medium")]


def test_a_guessed_heading_keeps_the_part_but_not_its_certainty() -> None:
    """意见建议 without a number: whoever filters by the problems still finds what stands below, and sees the doubt."""
    lines = (f"现将情况报告如下。{BODY}", "存在问题", BODY, "意见建议", BODY, "努力方向", BODY)
    sections = read_outline(made(*lines))
    assert part_told_at(sections, 3, 0) == ("存在问题", "high")
    assert part_told_at(sections, 5, 0) == ("存在问题", "low")
    assert part_told_at(sections, 7, 0) == ("下步打算", "high")
    assert [section.heading for section in path_at(sections, 5, 0)] == ["意见建议"]
