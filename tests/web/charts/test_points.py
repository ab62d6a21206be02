"""Points by year: round scales with nought on them, every value in its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.charts.points import Value, pictures, steps


@pytest.mark.parametrize(
    ("lowest", "highest", "expected"),
    [
        (0, 100, (0, 20, 40, 60, 80, 100)),
        (6.1, 6.6, (0, 2, 4, 6, 8)),  # nought is on the scale
        (-0.8, 6.1, (-2, 0, 2, 4, 6, 8)),  # what fell lies below it
        (3, 3, (0, 1, 2, 3)),
        (0, 0, (0,)),
    ],
)
def test_round_steps(lowest: float, highest: float, expected: tuple[float, ...]) -> None:
    assert steps(lowest, highest) == pytest.approx(expected)


@given(st.floats(-1e15, 1e15, allow_nan=False), st.floats(-1e15, 1e15, allow_nan=False))
def test_steps_hold_what_they_are_for(one: float, other: float) -> None:
    lowest, highest = sorted((one, other))
    found = steps(lowest, highest)
    assert len(found) <= 7
    near = 1e-6 * max(1.0, abs(one), abs(other))
    assert found[0] <= lowest + near
    assert found[-1] >= highest - near


def test_points_lie_in_their_years_and_an_axis_counts_in_ten_thousands() -> None:
    drawn = pictures([Value(2021, 820e8, 0), Value(2023, 1000e8, 1)])
    assert drawn
    wide, narrow = drawn
    assert [line.words for line in wide.across] == ["0", "200亿", "400亿", "600亿", "800亿", "1000亿"]
    assert [tick.value for tick in wide.years] == [2021, 2022, 2023]
    first, last = wide.points
    assert first.x == wide.years[0].at
    assert first.x < last.x
    assert first.y > last.y, "y grows downward"
    assert all(0 <= point.x <= narrow.size.width for point in narrow.points)


def test_one_year_makes_no_picture() -> None:
    assert pictures([Value(2021, 1, 0), Value(2021, 2, 1)]) is None
    assert pictures([]) is None
