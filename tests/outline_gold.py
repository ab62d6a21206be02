"""Golden outlines: how they are written, read and scored. A row is “level | passage | part | heading”; lines with # are
remarks, the first one of a corpus text names its file below the corpus."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from archive.ingest import passages_of
from archive.model import Passage
from archive.outline.numbering import value_of
from archive.readers.registry import reader_for

GOLD = Path(__file__).resolve().parent / "golden" / "outline"
Row = tuple[int, int, str, str]


def passages_of_file(path: Path) -> tuple[Passage, ...]:
    return passages_of(reader_for(path.name).read(path.read_bytes(), path.name).blocks)


def expected(path: Path) -> list[Row]:
    rows: list[Row] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            level, passage, part, heading = (cell.strip() for cell in line.split("|", 3))
            rows += [(int(level), int(passage), part, each) for each in _each(heading)]
    return rows


def _each(heading: str) -> list[str]:
    first, run, last = heading.partition("…")
    if not run or not heading.startswith("第"):
        return [heading]
    return [f"第{_figures(n)}条" for n in range(_article(first), _article(last) + 1)]


def _article(words: str) -> int:
    return value_of(words.removeprefix("第").removesuffix("条"))


def _figures(value: int) -> str:
    """Chinese figures as laws print them, up to 999: 一百零八, 一百一十四."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{digits[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (digits[ones] if ones else "")


@dataclass(frozen=True)
class Score:
    """Headings right, found and wanted, and levels right among those found right."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    level_right: int = 0
    differing: list[str] = field(default_factory=list)

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.found + other.found,
            self.wanted + other.wanted,
            self.level_right + other.level_right,
        )

    @property
    def precision(self) -> float:
        return self.right / self.found

    @property
    def recall(self) -> float:
        return self.right / self.wanted

    @property
    def levels(self) -> float:
        return self.level_right / self.right

    def __str__(self) -> str:
        shares = f"precision {self.precision:.1%}, recall {self.recall:.1%}, levels {self.levels:.1%}"
        return f"{self.wanted} headings: {shares}"


def score(wanted: list[Row], found: list[Row]) -> Score:
    """Headings compare by passage and words, levels apart; parts and wordless sections are not scored here."""
    gold = {_key(row): row[0] for row in wanted if row[3]}
    seen = Counter(_key(row) for row in found if row[3])
    level = {_key(row): row[0] for row in found}
    right = [key for key in gold if key in seen]
    differing = [f"missed {gold[key]} | {key[0]} | {key[1]}" for key in gold if key not in seen]
    differing += [f"wrong  {level[key]} | {key[0]} | {key[1]}" for key in seen if key not in gold]
    differing += [f"level {level[key]}, not {gold[key]} | {key[1]}" for key in right if level[key] != gold[key]]
    level_right = sum(level[key] == gold[key] for key in right)
    return Score(len(right), sum(seen.values()), len(gold), level_right, differing)


def _key(row: Row) -> tuple[int, str]:
    """An article is known by its number alone: golden files give the run it belongs to."""
    return (0 if row[3].startswith("第") and row[3].endswith("条") else row[1], row[3])
