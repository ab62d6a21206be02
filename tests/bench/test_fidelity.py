"""What counts as lost, added, moved, split and joined when two readings of a document are compared."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bench.fidelity.__main__ import table_of
from bench.fidelity.compared import Differences, differences, total

ONE = "各村已逐段落实水源保护责任，巡查台账已经建立。"
TWO = "全年召开会议十三次，走访群众二十一户，问题已经整改。"


@pytest.mark.parametrize(
    ("ours", "other", "wanted"),
    [
        pytest.param([ONE, TWO], [ONE, TWO], (0, 0, 0, 0, 0), id="the same"),
        pytest.param([f" {ONE}", TWO], [ONE.replace("，", ","), f"{TWO}\n"], (0, 0, 0, 0, 0), id="blanks and widths"),
        pytest.param([ONE, TWO.replace("三", "")], [ONE, TWO], (1, 0, 0, 0, 0), id="a character lost"),
        pytest.param([ONE, ONE, TWO], [ONE, TWO], (0, len(ONE), 0, 0, 0), id="a paragraph twice"),
        pytest.param([TWO, ONE], [ONE, TWO], (0, 0, len(ONE), 0, 0), id="in another order"),
        pytest.param([ONE + TWO], [ONE, TWO], (0, 0, 0, 0, 1), id="joined"),
        pytest.param([ONE, TWO[:12], TWO[12:]], [ONE, TWO], (0, 0, 0, 1, 0), id="split"),
    ],
)
def test_what_differs(ours: Sequence[str], other: Sequence[str], wanted: tuple[int, ...]) -> None:
    found = differences(ours, other)
    assert (found.lost, found.added, found.moved, found.split, found.joined) == wanted
    assert found.characters == len(ONE + TWO)


def test_printed_lines_are_no_paragraphs() -> None:
    found = differences([ONE], [ONE[:9], ONE[9:]], paragraphs=False)
    assert (found.lost, found.split, found.joined) == (0, None, None)
    assert total([found, found]) == Differences(2 * len(ONE))
    assert total([differences([ONE], [ONE])] * 2) == Differences(2 * len(ONE), split=0, joined=0)


def test_the_table_names_the_reader_s_edition() -> None:
    row = list(table_of([("docx, made", "what was put in", 1, Differences(7, 1))]))[2]
    assert row.startswith("| docx, made (")
    assert row.endswith("| what was put in | 1 | 7 | 1 | 0 | 0 | – | – |")
