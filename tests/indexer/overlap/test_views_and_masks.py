"""Views and masks against the plain slow way: every 20 characters of a passage looked for in every paper of the view,
in papers made of sentences whose names and numbers are known because they were put in.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest

from indexer.cli.main import main
from indexer.overlap.shared_passages import Overlap, Text, View, overlap
from indexer.workspace import Workspace

LEAST = 20
UNITS = ("青石镇人民政府", "白水镇人民政府", "清河街道办事处")
YEARS = (2021, 2022, 2023)
NUMBERS = ("12", "307", "十六", "4.5", "二十三")
WORDS = (
    "坚持推进落实整治巡查走访矛盾化解网格划分人员配备产业发展环境卫生水利管护群众满意组织建设学习教育监督检查安全生产"
)
PAIRS = [WORDS[at : at + 2] for at in range(0, len(WORDS), 2)]


@dataclass(frozen=True)
class Paper:
    unit: str
    year: int
    sentences: tuple[str, ...]
    """With “{unit}” and “{number}” where one was put in."""

    @property
    def name(self) -> str:
        return f"{self.unit}{self.year}.txt"

    def written(self, dice: random.Random) -> list[str]:
        """Each sentence with other names and numbers, so that they differ wherever it stands again."""
        return [one.format(unit=dice.choice(UNITS), number=dice.choice(NUMBERS)) for one in self.sentences]


def sentence(dice: random.Random) -> str:
    words = ["".join(dice.choices(PAIRS, k=dice.randrange(4, 9))) for _ in range(3)]
    return words[0] + dice.choice(("{unit}", "")) + words[1] + dice.choice(("，{number}次", "，")) + words[2] + "。"


def made() -> list[Paper]:
    """Each paper has sentences of its own, and two of papers before it."""
    dice, papers = random.Random("views"), list[Paper]()
    for unit, year in product(UNITS, YEARS):
        earlier = [one for paper in papers for one in paper.sentences[:3]]
        again = dice.sample(earlier, min(2, len(earlier)))
        papers.append(Paper(unit, year, (*(sentence(dice) for _ in range(3)), *again)))
    return papers


PAPERS = made()
TEXTS = {paper.name: paper.written(random.Random(paper.name)) for paper in PAPERS}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("views")
    for paper in PAPERS:
        lines = [f"{paper.unit}{paper.year}年工作总结", *TEXTS[paper.name], paper.unit, f"{paper.year}年12月20日"]
        (folder / paper.name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main(["--home", str(folder / "home"), "add", *map(str, sorted(folder.glob("*.txt")))]) == 0
    with Workspace(folder / "home") as workspace:
        yield workspace


def in_view(mine: Paper, other: Paper, view: View) -> bool:
    return (
        other is not mine
        and {
            "all": True,
            "last_year": (other.unit, other.year) == (mine.unit, mine.year - 1),
            "other_units": other.unit != mine.unit,
        }[view]
    )


def lines_of(paper: Paper, *, masked: bool) -> list[str]:
    if not masked:
        return TEXTS[paper.name]
    return [one.replace("{unit}", "名").replace("{number}", "数") for one in paper.sentences]


def plainly(mine: Paper, view: View, *, masked: bool) -> set[tuple[int, str]]:
    held = {
        line[at : at + LEAST]
        for other in PAPERS
        if in_view(mine, other, view)
        for line in lines_of(other, masked=masked)
        for at in range(len(line) - LEAST + 1)
    }
    return {
        (number, line[at : at + LEAST])
        for number, line in enumerate(lines_of(mine, masked=masked), 2)
        for at in range(len(line) - LEAST + 1)
        if line[at : at + LEAST] in held
    }


def found_in(workspace: Workspace, paper: Paper, view: View, *, masked: bool) -> Overlap:
    entry = next(entry for entry in workspace.catalog.list() if entry.source == paper.name)
    record = workspace.catalog.record(entry.id)
    assert record
    return overlap(workspace.searcher, Text(record.report, record.source, record.id), view=view, masked=masked)


def as_compared(text: str, *, masked: bool) -> str:
    """What was put in taken out again, the longest first."""
    for sign, known in (("名", UNITS), ("数", sorted(NUMBERS, key=len, reverse=True))) if masked else ():
        for one in known:
            text = text.replace(one, sign)
    return text


@pytest.mark.parametrize("masked", [False, True], ids=["as written", "names and numbers ignored"])
@pytest.mark.parametrize("view", ["all", "last_year", "other_units"])
def test_what_a_view_finds_is_what_the_plain_way_finds(workspace: Workspace, view: View, masked: bool) -> None:
    windows = 0
    for mine in PAPERS:
        found = found_in(workspace, mine, view, masked=masked)
        others = {other.name for other in PAPERS if in_view(mine, other, view)}
        assert found.compared == len(others)
        told = [(one.passage, as_compared(one.text, masked=masked)) for one in found.stretches]
        expected = plainly(mine, view, masked=masked)
        windows += len(expected)
        for number, words in expected:
            assert any(number == passage and words in text for passage, text in told), (mine.name, number, words)
        for one in found.stretches:
            assert one.card.source in others
            assert {card.source for card in one.more} <= others
            if one.share == 1.0:
                sides = [as_compared(text, masked=masked) for text in (one.text, one.other_text)]
                assert sides[0] == sides[1], (mine.name, one)
    assert windows > (20 if view == "last_year" else 100), windows
