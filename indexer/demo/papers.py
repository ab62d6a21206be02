"""The invented papers, put together from their building blocks in the folder texts: the same bytes on every machine.

A file there is a unit. Its lines `[name] words` are blocks, a line `## FILE YEAR` begins a paper, and within a
paper `@ name name` stands for these blocks, numbered （一）（二）. In a block `{a|b|c|d}` is what belongs to the years
from `FIRST` on. Comments begin with `# `.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from indexer.demo.old_workbook import workbook

TEXTS = Path(__file__).parent / "texts"
SCAN = TEXTS / "scan.png"
"""The picture of the only paper that is one; docs/make_demo_scan.py draws it from the same words."""
FIRST = 2021
NUMERALS = "一二三四五六七八九十"
COLLECTION = "2024年度述职（样例）"
YEAR = 2024
UNITS = (
    "白鹭滩镇",
    "石磨岭乡",
    "枫林渡街道",
    "澄湖县农业农村局",
    "澄湖县民政局",
    "澄湖县审计局",
)
"""Who had to hand in for `COLLECTION`; 石磨岭乡 has not."""
FILES = ("bailutan", "shimoling", "fenglindu", "nongye", "minzheng", "shenji")
"""The files of `UNITS`, in the same order."""

_CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Paper:
    """An invented paper: the unit that wrote it, its file's name, and its paragraphs (of a table: rows with tabs)."""

    unit: str
    name: str
    lines: tuple[str, ...]

    @property
    def data(self) -> bytes:
        """Its bytes in the form that its name says."""
        kind = PurePath(self.name).suffix
        if kind == ".png":
            return SCAN.read_bytes()
        if kind == ".xls":
            return workbook([line.split("\t") for line in self.lines])
        return ("\n".join(self.lines) + "\n").encode()


@dataclass
class _Source:
    """A file of `texts` taken apart: its blocks by name, and the lines of each paper with the place of its year."""

    blocks: dict[str, str] = field(default_factory=dict)
    papers: dict[str, tuple[int, list[str]]] = field(default_factory=dict)


def papers() -> tuple[Paper, ...]:
    """All of them, unit by unit, in the order of their years."""
    return tuple(paper for unit, name in zip(UNITS, FILES, strict=True) for paper in _of(unit, name))


def _of(unit: str, name: str) -> Iterator[Paper]:
    source = _read((TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines())
    for file, (place, lines) in source.papers.items():
        yield Paper(unit, file, tuple(_written(lines, source.blocks, place)))


def _read(lines: Sequence[str]) -> _Source:
    source = _Source()
    paper: list[str] | None = None
    for line in filter(None, lines):
        if line.startswith("## "):
            name, year = line[3:].rsplit(" ", 1)
            paper = []
            source.papers[name] = int(year) - FIRST, paper
        elif paper is not None:
            paper.append(line)
        elif line.startswith("["):
            name, words = line[1:].split("] ", 1)
            source.blocks[name] = words
    return source


def _written(lines: Sequence[str], blocks: Mapping[str, str], place: int) -> Iterator[str]:
    for line in lines:
        if not line.startswith("@ "):
            yield line
            continue
        for numeral, name in zip(NUMERALS, line[2:].split(" "), strict=False):
            yield f"（{numeral}）{_CHOICE.sub(lambda found: found[1].split('|')[place], blocks[name])}"
