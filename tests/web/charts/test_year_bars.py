"""The bars of the first page: one scale, every year in its column, the undated apart; numbers where there is room."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.charts.year_bars import FOOT, HEIGHT, NAMED, TOP, UNDATED, WIDTH, year_bars

YEARS = st.tuples(st.integers(1900, 2020), st.lists(st.integers(0, 5000), max_size=100))


@given(YEARS, st.integers(0, 9000))
def test_what_is_drawn_is_what_was_counted(span: tuple[int, list[int]], undated: int) -> None:
    first, counts = span
    bars = year_bars(list(enumerate(counts, first)), undated)
    dated = [bar for bar in bars if bar.year is not None]
    assert [(bar.year, bar.count) for bar in dated] == list(enumerate(counts, first))
    assert sum(bar.count for bar in bars if bar.year is None) == undated
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH + 0.2 for bar in bars)
    assert all(bar.y >= TOP - 0.2 and abs(bar.y + bar.height - (HEIGHT - FOOT)) < 0.2 for bar in bars)
    assert all(one.x + one.width <= other.x for one, other in pairwise(bars))
    assert all((bar.height > 0) == (bar.count > 0) for bar in bars)
    for one in bars:
        for other in bars:
            assert one.count <= other.count or one.height >= other.height


@given(YEARS, st.integers(1, 9000))
def test_the_name_of_the_undated_has_its_room(span: tuple[int, list[int]], undated: int) -> None:
    first, counts = span
    *dated, last = year_bars(list(enumerate(counts, first)), undated)
    named = [bar.middle for bar in dated if bar.named]
    assert all(last.middle - middle >= UNDATED / 2 for middle in named)
    assert WIDTH - last.middle >= UNDATED / 2
    assert all(two - one >= NAMED - 1 for one, two in pairwise(named))


@pytest.mark.parametrize(
    ("years", "undated", "numbered"),
    [
        pytest.param([(2022, 3), (2023, 0), (2024, 5)], 0, [True, False, True], id="few: each but the empty"),
        pytest.param([(y, 7) for y in range(1925, 2025)], 12, [True] * 101, id="a hundred: one digit has room"),
        pytest.param(
            [(y, 1000 + y) for y in range(1925, 2025)], 12, [False] * 99 + [True, True], id="only the highest"
        ),
    ],
)
def test_numbers_stand_where_there_is_room(years: list[tuple[int, int]], undated: int, numbered: list[bool]) -> None:
    assert [bar.numbered for bar in year_bars(years, undated)] == numbered


def test_nothing_makes_no_picture() -> None:
    assert year_bars([], 0) == ()
