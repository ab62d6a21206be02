"""最近修改 in the local catalog: the contract, the law of undoing, and kills in the middle."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.catalog import Catalog
from archive.catalog.opening import open_catalog
from archive.model import Masthead
from tests.catalog_contract import arrival, read
from tests.edits_contract import EditsContract, unsure
from tests.shared_files import ROOT


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog(tmp_path / "home", lock_seconds=5)
    yield opened
    opened.close()


class TestLocalEdits(EditsContract):
    """In the archive's own file."""


VALUES = {"unit": ("甲局", "乙局"), "year": (2020, 2021), "title": ("述职报告", "［拟的题名］"), "type": ("报告",)}
CHANGES = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from((*values, None)) for name, values in VALUES.items()}
)
Drawn = tuple[str, set[int], dict[str, str | int | None], set[str]]
"""What to do, to which reports, the corrections, the fields that go back."""
EDITS: st.SearchStrategy[Drawn] = st.one_of(
    st.tuples(st.just("edit"), st.sets(st.integers(0, 3)), CHANGES, st.sets(st.sampled_from([*VALUES]))),
    st.tuples(st.just("confirm"), st.sets(st.integers(0, 3)), st.just({}), st.just(set())),
)


def heads(catalog: Catalog) -> dict[str, Masthead]:
    return {name: head for name, _, head in catalog.mastheads()}


@pytest.fixture
def four(catalog: Catalog) -> tuple[str, ...]:
    """As read, doubtful, given at import, and corrected before."""
    made = catalog.add(
        [
            arrival("/a", "一", masthead=read(unit="甲局", year=2020)),
            arrival("/b", "二", masthead=unsure(title="述职报告", unit="乙局")),
            arrival("/c", "三", unit="丙局"),
            arrival("/d", "四", masthead=unsure(unit="丁局")),
        ]
    )
    names = tuple(str(outcome.id) for outcome in made)
    catalog.edit(names[3], {"unit": None, "year": 2021})
    return names


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(st.lists(EDITS, max_size=6))
def test_edits_undone_from_the_last_to_the_first_leave_no_trace(
    catalog: Catalog, four: tuple[str, ...], edits: list[Drawn]
) -> None:
    before = heads(catalog)
    numbers: list[int | None] = []
    for kind, places, changes, reset in edits:
        names = [four[place] for place in sorted(places)]
        if kind == "confirm":
            numbers.append(catalog.confirm(names).edit)
        else:
            numbers.append(catalog.edit_all(dict.fromkeys(names, changes), reset - changes.keys()))
    for number in reversed([number for number in numbers if number is not None]):
        assert catalog.edits.undo(number).left_alone == {}
    assert heads(catalog) == before
    assert list(catalog.verify()) == []


PAPERS, KILLS = 300, 8
EDITOR = """
import itertools, sys
from pathlib import Path
from archive.catalog.opening import open_catalog

catalog = open_catalog(Path(sys.argv[1]))
names = catalog.ids()
print("begun", flush=True)
for turn in itertools.count():
    number = catalog.edit_all({name: {"unit": f"第{turn}局"} for name in names})
    if turn % 2:
        catalog.edits.undo(number)
"""


@pytest.mark.slow
def test_a_kill_in_the_middle_leaves_an_edit_and_an_undoing_wholly_or_not_at_all(tmp_path: Path) -> None:
    home, dice = tmp_path / "home", random.Random(7)
    catalog = open_catalog(home)
    catalog.add([arrival(f"/{number}", f"第{number}篇") for number in range(PAPERS)])
    catalog.close()
    for _ in range(KILLS):
        process = subprocess.Popen([sys.executable, "-c", EDITOR, str(home)], cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout
        process.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            process.wait(dice.uniform(0.0, 0.5))  # the moment of the kill
        process.kill()
        process.communicate()
        catalog = open_catalog(home)
        assert len({head.unit for head in heads(catalog).values()}) == 1, "of all reports or of none"
        for edit in catalog.edits.recent():
            assert len(catalog.edits.reports(edit.number)) == edit.reports == PAPERS
            assert edit.undone in (None, PAPERS)
        catalog.close()
