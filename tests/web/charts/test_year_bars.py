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
            [(y, 1000 + y) for y in range(1925, 2025)],
            12,
            [at % 4 == 3 for at in range(100)] + [True],
            id="four digits have room at every fourth bar, the highest among them",
        ),
        pytest.param(
            [(1956, 1), *((y, 0) for y in range(1957, 2018)), (2018, 13), (2019, 4), (2020, 4), (2021, 3), (2022, 12)],
            7,
            [True, *[False] * 61, *[True] * 6],
            id="two digits between lower bars",
        ),
        pytest.param(
            [(y, 10 + y % 2) for y in range(1925, 2025)],
            0,
            [y % 2 == 1 for y in range(1925, 2025)],
            id="ten beside eleven a hundred times: two digits have no room beside two others",
        ),
    ],
)
def test_numbers_stand_where_there_is_room(years: list[tuple[int, int]], undated: int, numbered: list[bool]) -> None:
    assert [bar.numbered for bar in year_bars(years, undated)] == numbered


HIGH = 13
"""Of a digit's line, which ends 6 above its bar; a digit of 13 pixels is 8.3 wide, a year of four 33."""


@given(YEARS, st.integers(0, 9000))
def test_no_number_runs_into_another_or_stands_on_a_bar(span: tuple[int, list[int]], undated: int) -> None:
    first, counts = span
    bars = year_bars(list(enumerate(counts, first)), undated)
    boxes = [(bar, 8.3 * len(str(bar.count)) / 2) for bar in bars if bar.numbered]
    for one, half in boxes:
        for other, its_half in boxes:
            if one is not other and abs(one.middle - other.middle) < half + its_half:
                assert abs(one.y - other.y) >= HIGH
        for bar in bars:
            if bar is not one and abs(one.middle - bar.middle) < half + bar.width / 2:
                assert bar.y >= one.y - 6
    highest = max((bar.count for bar in bars if bar.year is not None), default=0)
    assert not highest or undated or any(bar.numbered and bar.count == highest for bar in bars)


@given(YEARS, st.integers(0, 9000))
def test_a_year_is_written_and_pressed_in_its_own_place(span: tuple[int, list[int]], undated: int) -> None:
    """No year hangs out of the picture, and what is pressed is the year of the bar under the finger."""
    first, counts = span
    bars = year_bars(list(enumerate(counts, first)), undated)
    assert all(33 / 2 <= bar.middle <= WIDTH - 33 / 2 for bar in bars if bar.named)
    assert all(one.middle + one.pressed / 2 <= two.middle - two.pressed / 2 + 0.15 for one, two in pairwise(bars))
    assert all(bar.pressed >= bar.width for bar in bars)


def test_nothing_makes_no_picture() -> None:
    assert year_bars([], 0) == ()
