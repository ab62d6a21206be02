"""Two texts side by side: what was kept, changed, moved, added and dropped; nothing of either is lost."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.ingest import ingest
from archive.model import Record
from indexer import deadline
from indexer.comparison.side_by_side import (
    Comparison,
    chain_of,
    compare,
    pieces_of,
)
from tests.shared_files import SEEDS

LAST = """关于2023年工作的报告
一、主要成效
全年召开党组会议12次，专题研究党建工作5次，开展谈心谈话68人次。
坚持把学习摆在首位，带头讲党课，推动理论学习走深走实。
落实“一岗双责”要求，督促班子成员抓好分管领域的党风廉政建设。
二、存在问题
理论学习还不够系统，联系实际不够紧密。
深入基层调查研究不多，掌握第一手资料不够。
三、下步打算
加强学习，提高本领，确保各项任务落到实处。
"""
NOW = """关于2024年工作的报告
一、主要成效
落实“一岗双责”要求，督促班子成员抓好分管领域的党风廉政建设。
全年召开党组会议15次，专题研究党建工作5次，开展谈心谈话70人次。
坚持把学习摆在首位，带头讲党课，推动理论学习走深走实、见行见效。
二、整改情况
对去年指出的问题逐条整改，全部办结。
三、存在问题
理论学习还不够系统，联系实际不够紧密。
四、下步打算
加强学习，提高本领，确保各项任务落到实处。
"""


def record(text: str, name: str = "a.txt") -> Record:
    return Record("id", 1, name, f"/{name}", "0" * 64, 1, "2024-01-01T00:00:00Z", ingest(text.encode(), name))


def shown(comparison: Comparison) -> list[str]:
    return [
        f"{row.kind} {row.left or '-'} {row.right or '-'} "
        + "".join(piece.right if piece.same else f"[-{piece.left}-]{{+{piece.right}+}}" for piece in row.pieces)
        for row in comparison.rows
    ]


def test_this_year_beside_last_year() -> None:
    assert shown(compare(record(LAST), record(NOW))) == [
        "changed 1 1 关于[-2023-]{+2024+}年工作的报告",
        "same 2 2 一、主要成效",
        "moved 5 3 落实“一岗双责”要求，督促班子成员抓好分管领域的党风廉政建设。",
        "changed 3 4 全年召开党组会议[-12-]{+15+}次，专题研究党建工作5次，开展谈心谈话[-68-]{+70+}人次。",
        "changed 4 5 坚持把学习摆在首位，带头讲党课，推动理论学习走深走实[--]{+、见行见效+}。",
        "moved_away 5 3 [-落实“一岗双责”要求，督促班子成员抓好分管领域的党风廉政建设。-]{++}",
        "added - 6 [--]{+二、整改情况+}",
        "added - 7 [--]{+对去年指出的问题逐条整改，全部办结。+}",
        "changed 6 8 [-二-]{+三+}、存在问题",
        "same 7 9 理论学习还不够系统，联系实际不够紧密。",
        "dropped 8 - [-深入基层调查研究不多，掌握第一手资料不够。-]{++}",
        "changed 9 10 [-三-]{+四+}、下步打算",
        "same 10 11 加强学习，提高本领，确保各项任务落到实处。",
    ]


def test_numbers_are_picked_out() -> None:
    rows = compare(record(LAST), record(NOW)).rows
    assert [row.numbers for row in rows if row.numbers] == [(("2023", "2024"),), (("12", "15"), ("68", "70"))]


def test_a_text_beside_itself_is_the_same() -> None:
    for file in sorted(SEEDS.glob("*.txt")):
        one = record(file.read_text(encoding="utf-8"))
        assert {row.kind for row in compare(one, one).rows} == {"same"}


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        pytest.param("落实“一岗双责”要求", "落实一岗双责要求", "same", id="quotation marks do not count"),
        pytest.param("落实 一岗双责", "落实一岗双责", "same", id="nor do blanks"),
        pytest.param("加强党的建设", "改善营商环境", "added", id="nothing in common"),
    ],
)
def test_what_counts_as_the_same(left: str, right: str, kind: str) -> None:
    assert compare(record(left), record(right)).rows[-1].kind == kind


LINES = st.lists(st.sampled_from([line for line in (LAST + NOW).splitlines() if line]), min_size=1, max_size=14)


@given(left=LINES, right=LINES)
def test_every_passage_of_either_text_stands_once(left: list[str], right: list[str]) -> None:
    one, other = record("\n".join(left)), record("\n".join(right))
    rows = compare(one, other).rows
    ours = Counter(row.left for row in rows if row.left and row.kind != "moved")
    theirs = Counter(row.right for row in rows if row.right and row.kind != "moved_away")
    assert ours == Counter(passage.number for passage in one.report.passages if passage.text.strip())
    assert theirs == Counter(passage.number for passage in other.report.passages if passage.text.strip())
    laid = [(row.left, row.right) for row in rows if row.kind in ("same", "changed")]
    assert laid == sorted(laid)
    assert [pair[1] for pair in laid] == sorted(pair[1] or 0 for pair in laid)
    shown_right = [row.right for row in rows if row.right and row.kind != "moved_away"]
    assert shown_right == sorted(shown_right)


def test_rows_that_all_read_alike_stay_beside_each_other() -> None:
    """More of them than are looked at for one piece."""
    rows = [f"第{number}项 已完成整改并报送材料" for number in range(200)]
    found = compare(record("\n".join(rows)), record("\n".join([*rows[:100], "新增一段别的话。", *rows[100:]])))
    assert found.counts == {"same": 200, "changed": 0, "moved": 0, "moved_away": 0, "added": 1, "dropped": 0}


def test_a_comparison_ends_with_its_time() -> None:
    one = record("落实一岗双责制度。")
    with deadline.limited(-1.0), pytest.raises(UsageError) as told:
        compare(one, one)
    assert told.value.code == "compare.too_long"


TEXTS = st.text(alphabet="一岗双责落实，。12345%ab ", max_size=30)


@given(left=TEXTS, right=TEXTS)
def test_joined_the_pieces_are_the_texts(left: str, right: str) -> None:
    pieces = list(pieces_of(left, right))
    assert "".join(piece.left for piece in pieces) == left
    assert "".join(piece.right for piece in pieces) == right
    assert all(piece.left == piece.right for piece in pieces if piece.same)
    assert not any(one.same == other.same for one, other in pairwise(pieces))


def test_the_chain_is_the_best_one() -> None:
    """Against all chains of a small table."""
    for likeness in (
        {(0, 2): 0.9, (1, 0): 0.6, (1, 1): 0.5, (2, 1): 0.8, (2, 2): 0.7},
        {(0, 0): 0.5, (0, 1): 0.9, (1, 1): 0.9, (2, 0): 1.0},
        {(0, 3): 1.0, (1, 1): 0.6, (2, 2): 0.6, (3, 0): 1.0},
    ):
        pairs = list(likeness)
        best = max(
            sum(likeness[pair] for pair in chosen)
            for size in range(1, len(pairs) + 1)
            for chosen in combinations(sorted(pairs), size)
            if all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(chosen))
        )
        chain = chain_of(likeness)
        assert sum(likeness[pair] for pair in chain.items()) == pytest.approx(best)


@pytest.mark.parametrize(
    ("left", "right", "differ"),
    [
        pytest.param("全年召开会议12次，研究工作5次。", "全年召开会议15次，研究工作5次。", True, id="a count"),
        pytest.param("收入增长5.5%，就业平稳向好。", "收入增长6%，就业平稳向好。", True, id="a rate"),
        pytest.param("收入增长５％，就业平稳向好。", "收入增长5%，就业总体平稳向好。", False, id="width is no figure"),
        pytest.param(
            "1.加强理论学习，提高政治本领，确保各项任务落到实处。",
            "2.加强理论学习，提高本领，确保各项任务落到实处。",
            False,
            id="a heading's own number",
        ),
        pytest.param("召开会议12次，谈心68人次。", "谈心68人次，召开了会议12次。", False, id="the same ones elsewhere"),
        pytest.param("加强理论学习，提高政治本领。", "加强理论学习3次，提高政治本领。", True, id="one more"),
    ],
)
def test_where_figures_differ(left: str, right: str, differ: bool) -> None:
    found = compare(
        record(f"关于有关工作的报告\n{left}\n此外无他。"), record(f"关于有关工作的报告\n{right}\n此外无他。")
    )
    assert [row.figures_differ for row in found.rows if row.kind not in ("same", "moved_away")] == [differ]


def test_equal_is_not_identical() -> None:
    assert compare(record(LAST), record(LAST)).identical
    quoted = compare(record(LAST), record(LAST.replace("“一岗双责”", "一岗双责")))
    assert (quoted.equal, quoted.identical, quoted.share) == (True, False, 1.0)
    other = compare(record(LAST), record(NOW))
    assert (other.equal, other.identical) == (False, False)
    assert 0.5 < other.share < 1


def chapters(many: int) -> str:
    """A law whose chapters all begin with the same heading and end with the same words."""
    return "关于章节的报告\n" + "".join(
        f"第{number}章 一般规定\n本章适用于第{number}章。\n无\n详见附件说明\n" for number in range(1, many)
    )


@pytest.mark.parametrize(
    ("left", "right", "added"),
    [
        pytest.param(chapters(18), chapters(18), 0, id="the same"),
        pytest.param(chapters(18), chapters(18).replace(" ", "\u3000"), 0, id="other blanks"),
        pytest.param(chapters(18), "前言一段。\n" * 3 + chapters(18), 3, id="something before"),
        pytest.param(chapters(18), chapters(18) + "附件之一。\n附件之二。\n", 2, id="something behind"),
    ],
)
def test_passages_of_the_same_words_are_laid_beside_their_own(left: str, right: str, added: int) -> None:
    comparison = compare(record(left), record(right))
    counts = {kind: number for kind, number in comparison.counts.items() if number}
    every = len(comparison.left.report.passages)
    assert counts == ({"same": every, "added": added} if added else {"same": every})


@given(
    st.lists(
        st.sampled_from(["无", "一般规定", "第一章 一般规定", "第二章 一般规定", "甲乙丙丁", "戊己庚辛。"]), min_size=1
    )
)
def test_a_text_is_the_same_as_itself_however_often_it_says_the_same(lines: list[str]) -> None:
    text = record("\n".join(lines))
    assert compare(text, text).identical
