"""Different papers beside each other: nothing of either is lost, and what both hold is marked, that and no more."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.model import CELL
from archive.text.fold import fold_text
from indexer.comparison.facing import RUN, Facing, are_different_papers, facing
from indexer.comparison.side_by_side import compare
from tests.indexer.comparison.test_side_by_side import LAST, NOW, record

EAST = """东街道2024年度述职报告
一、履职情况
全年召开党组会议12次，坚持把“一岗双责”落实到分管领域，推动班子成员抓党建。
二、存在问题
调查研究不够深入，掌握第一手资料不多。
"""
WEST = """关于全区防汛抗旱工作情况的汇报
今年以来降水偏多，水库水位一度超过汛限。
各街道坚持把一岗双责落实到分管领域，值班值守做到全天候。
下一步将补齐水利设施短板。
"""


def shared(rows: tuple[Facing, ...]) -> list[str]:
    sides = [side for row in rows for side in (row.left, row.right) if side]
    return [stretch.text for side in sides for stretch in side.stretches if stretch.shared]


def test_what_both_hold_is_marked_in_its_own_characters() -> None:
    """The quotation marks of the one are no difference, as in a search."""
    rows = facing(record(EAST), record(WEST))
    assert [text for text in shared(rows) if len(text) > 7] == [
        "坚持把“一岗双责”落实到分管领域，",
        "坚持把一岗双责落实到分管领域，",
    ]
    (row,) = [row for row in rows if row.shares]
    assert row.left
    assert row.right
    assert (row.left.number, row.right.number) == (3, 3)


@pytest.mark.parametrize(
    ("left", "right", "different"),
    [
        pytest.param(EAST, WEST, True, id="two papers"),
        pytest.param(LAST, NOW, False, id="a unit's report of two years"),
        pytest.param(EAST, EAST.replace("12", "15"), False, id="two versions"),
        pytest.param(EAST, EAST, False, id="the same"),
        pytest.param(EAST, EAST + WEST, False, id="the one within the other"),
    ],
)
def test_which_share_is_little(left: str, right: str, different: bool) -> None:
    assert are_different_papers(compare(record(left), record(right))) is different


@example(["1"], ["“”“"])  # marks that close before marks that open leave nothing but the end of a cell
@given(
    st.lists(st.text("甲乙丙丁“”，12", min_size=1, max_size=30), min_size=1, max_size=6),
    st.lists(st.text("甲乙丙丁“”，12", min_size=1, max_size=30), min_size=1, max_size=6),
)
def test_every_passage_stands_once_in_order_and_whole(ours: list[str], theirs: list[str]) -> None:
    left, right = record("题目某某\n" + "\n".join(ours)), record("题目某某\n" + "\n".join(theirs))
    rows = facing(left, right)
    for side, one, other in (("left", left, right), ("right", right, left)):
        shown = [getattr(row, side) for row in rows if getattr(row, side)]
        held = [passage for passage in one.report.passages if fold_text(passage.text).strip(CELL)]
        assert [each.number for each in shown] == [passage.number for passage in held]
        assert ["".join(stretch.text for stretch in each.stretches) for each in shown] == [
            passage.text.replace("\n", "") for passage in held
        ]
        texts = [fold_text(passage.text) for passage in other.report.passages]
        for each in shown:
            for stretch in each.stretches:
                folded = fold_text(stretch.text)
                runs = [folded[at : at + RUN] for at in range(max(1, len(folded) - RUN + 1))]
                if stretch.shared:  # each of its characters stands in a run that the other holds
                    held_there = [any(run in text for text in texts) for run in runs]  # a short one as a whole
                    assert held_there
                    assert all(any(held_there[max(0, at - RUN + 1) : at + 1]) for at in range(len(folded)))
                else:
                    assert not any(run in text for run in runs if len(run) == RUN for text in texts)
