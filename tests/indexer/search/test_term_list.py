"""The list of terms in columns, and its pairs of words, against the plain way: lists, dicts and whole counts."""

from __future__ import annotations

import random
import tracemalloc
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import get_args

import pytest

from archive.storage.spill import Spill
from archive.text.fold import fold_text
from indexer.analysis.pinyin import initials
from indexer.search.spelling import term_list
from indexer.search.spelling.compound_counts import CompoundCounts
from indexer.search.spelling.term_list import Kind, Suggestion, TermList

HAN = "党建责任落实制度发展改革经济文化一岗双责"


def some(number: int) -> list[Suggestion]:
    dice = random.Random(number)
    texts = dict.fromkeys("".join(dice.choices(HAN, k=dice.randint(2, 9))) for _ in range(number))
    kinds: tuple[Kind, ...] = get_args(Kind)
    return [Suggestion(text, dice.choice(kinds), dice.randint(1, 70_000)) for text in texts]


@pytest.mark.parametrize("number", [0, 1, 400])
def test_columns_tell_what_a_plain_list_tells(tmp_path: Path, number: int) -> None:
    found = some(number)
    term_list.write(tmp_path / "list", TermList.of(7, found), "cut so")
    terms = term_list.read(tmp_path / "list", "cut so")
    assert terms is not None
    assert (terms.change, len(terms)) == (7, len(found))
    assert [terms.term(at) for at in range(len(terms))] == found
    for wanted in ("党", "责任", "一岗双责", "无此"):
        folded = [fold_text(one.text) for one in found]
        assert list(terms.beginning(wanted)) == [at for at, one in enumerate(folded) if one.startswith(wanted)]
        assert list(terms.holding(wanted)) == [at for at, one in enumerate(folded) if wanted in one]
        assert terms.place(wanted) == (folded.index(wanted) if wanted in folded else None)
    assert all(terms.place(one.text) == at for at, one in enumerate(found))
    sounding = [at for at, one in enumerate(found) if any(way.startswith("dz") for way in initials(one.text))]
    assert list(terms.sounding("dz")) == sounding
    assert terms.of_lengths([3, 5]) == [at for at, one in enumerate(found) if len(one.text) in (3, 5)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('"kinds": "', '"kinds": "x', id="an unknown kind"),
        pytest.param('"reports": [', '"reports": [1, ', id="a number too many"),
        pytest.param('"reports": [', '"reports": [-1, ', id="a number that is none"),
        pytest.param('"letters": "', '"letters": "\\n x', id="a line more or less"),
        pytest.param('"made": "3', '"made": "2', id="of an earlier program"),
        pytest.param('"folded"', '"fold"', id="without a column"),
        pytest.param('"texts": "', '"texts": 1, "t": "', id="no text"),
    ],
)
def test_a_file_that_is_none_of_ours_is_no_list(tmp_path: Path, old: str, new: str) -> None:
    term_list.write(tmp_path / "list", TermList.of(7, some(5)), "cut so")
    told = (tmp_path / "list").read_text("utf-8")
    assert old in told
    assert term_list.read(tmp_path / "list", "cut otherwise") is None
    (tmp_path / "list").write_text(told.replace(old, new), "utf-8")
    assert term_list.read(tmp_path / "list", "cut so") is None


def test_a_list_is_held_without_an_object_a_term(tmp_path: Path) -> None:
    found = some(4_000)
    term_list.write(tmp_path / "list", TermList.of(7, found), "cut so")
    tracemalloc.start()
    terms = term_list.read(tmp_path / "list", "cut so")
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert terms is not None
    assert held < 120 * len(found), "a text as an object takes 90 bytes, and there are three of each term"


@pytest.mark.parametrize("most", [1, 20, 300, 5_000])
@pytest.mark.parametrize("slots", [1, 37, 1 << 16])
def test_the_commonest_pairs_are_those_of_a_whole_count(most: int, slots: int) -> None:
    dice = random.Random(most)
    pairs = [f"对{number}" for number in range(900)]
    whole: Counter[str] = Counter()
    counts = CompoundCounts(Spill(BytesIO()), slots)
    for _ in range(60):
        report = {pairs[min(int(dice.expovariate(0.01)), 899)] for _ in range(90)}
        whole.update(report)
        counts.put(report)
    counts.put(())

    def first(some: Counter[str]) -> list[tuple[str, int]]:
        return sorted(some.items(), key=lambda pair: (-pair[1], pair[0]))[:most]

    assert first(counts.commonest(most)) == first(whole)


def test_no_pairs_at_all() -> None:
    counts = CompoundCounts(Spill(BytesIO()))
    assert counts.commonest(20) == Counter()
