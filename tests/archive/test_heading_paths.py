"""The paths of many places of one report are those of each, and siblings by the thousand cost no more than few."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.heading_paths import HeadingPaths
from archive.model import Section
from archive.outline_sections import Sections, part_told_at, path_at

LEVELS = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3), st.booleans()), max_size=25)


def section(level: int, passage: int, start: int, part: bool = False) -> Section:
    return Section("一是", "抓落实", level, passage, start, start + 1, "存在问题" if part else None)


@given(LEVELS, st.lists(st.tuples(st.integers(0, 4), st.integers(0, 30)), max_size=12))
def test_the_paths_are_those_of_each_place_alone(
    levels: list[tuple[int, int, bool]], places: list[tuple[int, int]]
) -> None:
    begins = sorted((passage, at) for at, (_, passage, _) in enumerate(levels))
    sections = tuple(
        section(level, passage, start, part) for (level, _, part), (passage, start) in zip(levels, begins, strict=True)
    )
    kept = Sections([list(one) for one in sections])
    paths, of_kept = HeadingPaths(sections), HeadingPaths(kept)
    for passage, offset in places:
        path, part = path_at(sections, passage, offset), part_told_at(sections, passage, offset)
        assert paths.at(passage, offset) == of_kept.at(passage, offset) == path_at(kept, passage, offset) == path
        assert paths.part_told(passage, offset) == of_kept.part_told(passage, offset) == part


@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "from the end"])
@pytest.mark.parametrize("deep", [(2,), (2, 3), (3, 2, 2)], ids=["items", "items in items", "mixed"])
def test_a_hundred_thousand_items_side_by_side(deep: tuple[int, ...], backwards: bool) -> None:
    count = 30_000
    sections = (section(1, 1, 0), *(section(deep[at % len(deep)], 2, at) for at in range(count)))
    paths, begun = HeadingPaths(sections), time.thread_time()
    for at in range(count - 1, -1, -1) if backwards else range(count):
        assert paths.at(2, at)[0].passage == 1
    assert time.thread_time() - begun < 2  # walking back from each would take a minute
