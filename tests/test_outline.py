"""Outlines against golden files that were written by reading, and the rules that they rest on, row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.model import Passage, Section
from archive.outline import part_at, read_outline
from tests.outline_gold import GOLD, Score, expected, passages_of_file, score
from tests.shared_files import SEEDS, shared

SEED_NAMES = sorted(path.stem for path in SEEDS.glob("*.txt"))


def rows(sections: tuple[Section, ...]) -> list[tuple[int, int, str, str]]:
    return [(s.level, s.passage, s.part or "", s.heading) for s in sections]


@pytest.mark.parametrize("seed", SEED_NAMES)
def test_the_outline_of_a_seed_is_as_read_by_hand(seed: str) -> None:
    assert rows(read_outline(passages_of_file(SEEDS / f"{seed}.txt"))) == expected(GOLD / f"{seed}.txt")


def test_reporting_and_promising_differ_on_the_seeds() -> None:
    parts: list[str | None] = []
    for seed in SEED_NAMES:
        passages = passages_of_file(SEEDS / f"{seed}.txt")
        sections = read_outline(passages)
        for passage in passages:
            at = passage.text.find("一岗双责")
            while at >= 0:
                parts.append(part_at(sections, passage.number, at))
                at = passage.text.find("一岗双责", at + 1)
    assert sorted(filter(None, parts)) == ["下步打算"] * 4 + ["履职情况"] * 4


def corpus_gold() -> list[Path]:
    return sorted(path for path in GOLD.glob("*.txt") if path.stem not in SEED_NAMES)


def test_headings_and_levels_on_texts_read_by_hand() -> None:
    total = Score()
    differing: list[str] = []
    for gold in corpus_gold():
        source = gold.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").strip()
        found = read_outline(passages_of_file(shared("corpus", source)))
        one = score(expected(gold), rows(found))
        differing += [f"{gold.stem}: {line}" for line in one.differing]
        total += one
    print("\n".join([str(total), *differing]))
    assert total.precision >= 0.98
    assert total.recall >= 0.98
    assert total.levels >= 0.98
