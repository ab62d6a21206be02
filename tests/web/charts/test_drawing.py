"""Pictures as numbers: where things stand follows from the counts, and nothing lies outside the picture."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared_files import ROOT
from web.charts.axis import round_steps, spread, told_years
from web.charts.bars import lengths
from web.charts.curve import LINE_HEIGHT, NARROW, TARGET, TOP, WIDE, Series, Size, curve, sparkline, year_chart
from web.charts.heat_map import STEPS, heat_map, shade, shade_limits


@pytest.mark.parametrize(
    ("highest", "steps"),
    [
        pytest.param(0, (0, 1), id="nothing still has a scale"),
        pytest.param(1, (0, 1), id="one"),
        pytest.param(4, (0, 1, 2, 3, 4), id="whole numbers"),
        pytest.param(5, (0, 2, 4, 6), id="twos"),
        pytest.param(28, (0, 10, 20, 30), id="tens"),
        pytest.param(8051, (0, 5000, 10000), id="thousands"),
    ],
)
def test_round_numbers_on_the_axis(highest: int, steps: tuple[int, ...]) -> None:
    assert round_steps(highest) == steps


@given(st.integers(0, 10**7))
def test_an_axis_holds_what_it_measures_with_few_lines(highest: int) -> None:
    steps = round_steps(highest)
    assert steps[-1] >= highest
    assert 2 <= len(steps) <= 5
    assert len({b - a for a, b in pairwise(steps)}) == 1


@given(st.integers(1900, 2100), st.integers(0, 200), st.integers(1, 20))
def test_years_on_the_axis_have_room(first: int, more: int, room: int) -> None:
    told = told_years(first, first + more, room)
    assert 1 <= len(told) <= room
    assert all(first <= year <= first + more for year in told)


@given(st.lists(st.floats(14, 180), min_size=1, max_size=4))
def test_names_at_the_ends_never_overlap_and_stay_inside(wanted: list[float]) -> None:
    placed = spread(wanted, LINE_HEIGHT, TOP, 184)
    in_order = sorted(placed)
    assert all(b - a >= LINE_HEIGHT - 1e-6 for a, b in pairwise(in_order))
    assert in_order[0] >= TOP
    assert in_order[-1] <= 184 + 1e-6
    assert [placed[at] for at in sorted(range(len(wanted)), key=lambda at: wanted[at])] == in_order


def heights(way: str) -> list[float]:
    return [float(y) for _, y in re.findall(r"([\d.]+) ([\d.]+)", way)]


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_line_is_as_high_as_its_counts(size: Size) -> None:
    """A year that is missing counts nothing: the line falls to the base, it does not leap over the gap."""
    drawn = curve([Series("全部", {2019: 10, 2021: 5})], (2019, 2020, 2021), size)
    assert heights(drawn.lines[0].way) == [TOP, drawn.base, (TOP + drawn.base) / 2]
    assert [column.counts for column in drawn.columns] == [(10,), (0,), (5,)]


@given(st.integers(0, 10**9), st.sampled_from([WIDE, NARROW]))
def test_the_numbers_of_the_axis_stand_inside(highest: int, size: Size) -> None:
    """They end 8 left of the plot; a digit of 12 pixels is 7.6 wide, the thin blank between thousands 2.4."""
    drawn = curve([Series("全部", {2019: highest, 2020: 1})], (2019, 2020), size)
    most = str(drawn.across[-1].value)
    assert drawn.left - 8 >= 7.6 * len(most) + 2.4 * ((len(most) - 1) // 3 if len(most) > 4 else 0)
    assert drawn.columns[0].x >= drawn.left


def test_one_year_makes_no_curve_and_five_lines_do_not_either() -> None:
    assert year_chart([Series("全部", {2020: 7}, undated=3)]) is None
    assert year_chart([Series("全部", {2020: 7, 2021: 0})]) is None
    assert year_chart([Series(str(at), {2020: 7, 2021: 1}) for at in range(5)]) is None


def test_what_has_no_year_stands_beside_the_curve_in_its_scale() -> None:
    chart = year_chart([Series("全部", {2019: 10, 2021: 5}, undated=5)])
    assert chart is not None
    assert (chart.undated, chart.years) == (5, (2019, 2020, 2021))
    bar = chart.wide.undated
    assert bar is not None
    assert (bar.count, bar.broken) == (5, False)
    assert bar.height == pytest.approx((chart.wide.base - TOP) / 2, abs=0.1)
    assert bar.x > chart.wide.right
    broken = curve([Series("全部", {2019: 1, 2021: 1}, undated=900)], (2019, 2020, 2021), WIDE).undated
    assert broken is not None
    assert (broken.y, broken.broken) == (TOP, True)


def test_years_can_be_pressed_only_where_they_are_wide_enough() -> None:
    few = year_chart([Series("全部", {2012: 1, 2021: 5})])
    many = year_chart([Series("全部", {1949: 1, 2021: 5})])
    assert few is not None
    assert many is not None
    assert few.wide.pressable
    assert few.narrow.pressable
    assert not many.wide.pressable
    assert all(column.width >= TARGET for column in few.narrow.columns)


def test_each_line_has_marks_of_its_own_shape_and_its_name() -> None:
    years = (2020, 2021)
    series = [
        Series(name, {2020: 1, 2021: 1})
        for name in ("一岗双责", "两个确立", "主体责任", "关于新形势下党内政治生活的若干准则")
    ]
    lines = curve(series, years, WIDE).lines
    assert len({re.sub(r"[\d.]+", "", line.marks) for line in lines}) == 4
    assert [line.name for line in lines] == ["一岗双责", "两个确立", "主体责任", "关于新形势下党…"]
    assert [line.number for line in lines] == [1, 2, 3, 4]


def test_the_small_line_stays_inside() -> None:
    assert heights(sparkline([0, 4, 2])) == [18, 2, 10]
    assert heights(sparkline([0, 0])) == [18, 18]


def test_bars_compare_counts_and_the_smallest_is_seen() -> None:
    assert lengths([200, 100, 1, 0]) == [100, 50, 2, 0]
    assert lengths([]) == []


def test_shades_go_by_rank_so_that_one_giant_darkens_no_rest() -> None:
    counts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 10_000]
    limits = shade_limits(counts)
    assert [shade(count, limits) for count in counts] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]
    assert shade(0, limits) == 0


@given(st.lists(st.integers(1, 1000), min_size=1))
def test_a_higher_count_is_never_lighter(counts: list[int]) -> None:
    limits = shade_limits(counts)
    shades = [shade(count, limits) for count in sorted(counts)]
    assert shades == sorted(shades)
    assert shades[-1] == STEPS
    assert shades[0] >= 1


def test_a_table_has_every_pair_and_tells_nothing_from_not_handed_in() -> None:
    counts = {("东街道", "一岗双责"): 2, ("西街道", "一岗双责"): None}
    drawn = heat_map(("东街道", "西街道", "南街道"), ("一岗双责", "两个确立"), counts)
    assert [(row, [(cell.count, cell.shade) for cell in cells]) for row, cells in drawn.rows] == [
        ("东街道", [(2, 6), (0, 0)]),
        ("西街道", [(None, 0), (0, 0)]),
        ("南街道", [(0, 0), (0, 0)]),
    ]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def colours(dark: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    for sheet in ("look", "charts"):
        css = (ROOT / "web/static/css" / f"{sheet}.css").read_text(encoding="utf-8")
        block = re.search(r'html\[data-theme="dark"\] \{(.*?)\}' if dark else r":root \{(.*?)\}", css, re.DOTALL)
        assert block
        found |= dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", block[1]))
    return found


@pytest.mark.parametrize("dark", [False, True])
def test_lines_and_bars_stand_out_and_numbers_are_read_on_every_shade(dark: bool) -> None:
    known = colours(dark)
    for name in ("line-1", "line-2", "line-3", "line-4", "bar-of-list", "edge"):
        assert contrast(known[name], known["page"]) >= 3, name
    for step in range(1, STEPS + 1):
        assert contrast(known["heat-text"], known[f"heat-{step}"]) >= 4.5, step
    assert contrast(known["quiet"], known["page"]) >= 4.5


def test_the_dark_of_the_system_is_the_dark_that_is_chosen() -> None:
    css = (ROOT / "web/static/css/charts.css").read_text(encoding="utf-8")
    chosen, system = (
        re.search(rf'html\[data-theme="{theme}"\] \{{(.*?)\}}', css, re.DOTALL) for theme in ("dark", "system")
    )
    assert chosen
    assert system
    assert chosen[1].split() == system[1].split()
