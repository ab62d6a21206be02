"""The texts that are measured: all .txt and .md of the open corpus, each once, as UTF-8; and random phrases of them."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.machine import ROOT

CORPUS = ROOT.parent / "shared" / "corpus"
SUFFIXES = (".txt", ".md")
MIXED = r"(?=.*[㐀-鿿])[^\s#<>*`\[\]]+"
"""With a Han character, without white space and markup."""
HAN = "[㐀-鿿]+"
COMMON = (
    *("人民代表大会", "主体责任", "的", "国务院", "应当", "管理", "第十四条", "工作", "社会主义", "建设"),
    *("一是", "党的领导", "人民政府", "规定", "乡村振兴", "改革开放", "政府工作报告", "各位代表", "责任", "一岗双责"),
)
_PROSE = re.compile("[㐀-鿿]{10}")
"""What every report has; a file of rules and links alone would be read as one without text."""
_MARKED = re.compile("^.{0,20}[绝机秘]密.{0,20}$|★")
"""A line that at the top of a page would mark it as secret: such a file is refused."""
NEW = 5
"""Files that are added one by one."""


@dataclass(frozen=True, slots=True)
class Text:
    """A file's path inside the corpus, and its text."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Laid:
    """Texts laid out as UTF-8 files; every peer gets the same."""

    files: tuple[Path, ...]
    texts: tuple[str, ...]

    @property
    def characters(self) -> int:
        """In all."""
        return sum(map(len, self.texts))

    @property
    def text_bytes(self) -> int:
        """In all, as UTF-8."""
        return sum(len(text.encode()) for text in self.texts)


def texts() -> list[Text]:
    """Every text of the corpus once, sorted by place; SystemExit where there is none."""
    found: dict[str, Text] = {}
    for folder, _, names in sorted(os.walk(CORPUS)):
        for name in sorted(names):
            if name.endswith(SUFFIXES) and name != "SOURCES.md":
                path = Path(folder, name)
                text = decoded(path)
                found.setdefault(text, Text(path.relative_to(CORPUS).as_posix(), text))
    if not found:
        raise SystemExit(f"no corpus at {CORPUS}: nothing to measure")
    return list(found.values())


def laid(chosen: Sequence[Text], folder: Path, *, plain: bool = False) -> Laid:
    """Write them below `folder`; `plain`: all of them as .txt, so that nothing is read as Markdown."""
    files: list[Path] = []
    for number, one in enumerate(chosen):
        path = folder / one.place
        if plain and path.suffix != ".txt":
            path = path.with_name(f"{path.stem}-{number}.txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.text.encode())
        files.append(path)
    return Laid(tuple(files), tuple(one.text for one in chosen))


def recombined(chosen: Sequence[Text], times: int, seed: int = 11) -> Iterator[Text]:
    """The texts, and `times` - 1 more of each, made of as many lines drawn from all lines: as many words, new texts.

    Each is another text: a file that is the copy of one before, or holds no text, would be no report of ours.
    """
    yield from chosen
    dice = random.Random(seed)
    lines = [line for one in chosen for line in one.text.splitlines() if line.strip() and not _MARKED.search(line)]
    prose = list(filter(_PROSE.search, lines)) or lines
    seen = {one.text for one in chosen}
    for copy in range(1, times):
        for one in chosen:
            count = sum(1 for line in one.text.splitlines() if line.strip())
            text = one.text
            while text in seen:
                text = "\n".join([dice.choice(prose), *dice.choices(lines, k=count - 1)]) + "\n"
                count += 1
            seen.add(text)
            yield Text(f"copy-{copy}/{one.place}", text)


def new_files(folder: Path) -> list[tuple[str, str]]:
    """A few short reports, each with a wording that stands nowhere else."""
    folder.mkdir()
    made: list[tuple[str, str]] = []
    for number in range(NEW):
        wording = f"84720{number}5513"  # one token for every peer
        path = folder / f"new-{number}.txt"
        body = "现将一年来的工作情况报告如下。" * 40
        path.write_text(f"述职报告\n\n一、履职情况\n\n{body}\n\n文件编号 {wording} 已归档。\n", encoding="utf-8")
        made.append((str(path), wording))
    return made


def precise_queries(texts: Sequence[str], n: int, seed: int = 9) -> list[str]:
    """`n` queries for two wordings of one line, in one sentence, in one paragraph or near, and for one in a part."""
    dice = random.Random(seed)
    lines = [line for text in texts for line in text.splitlines() if re.search(f"{HAN[:-1]}{{4}}", line)]
    queries: list[str] = []
    for number in range(n):
        one, other = (_piece(dice, runs) for runs in _halves(dice.choice(lines)))
        form = ("同句:({} {})", "同段:({} {})", "{} NEAR/10 {}", "部分:存在问题 {}", "部分:履职情况 {}")[number % 5]
        queries.append(form.format(one, other))
    return queries


def _halves(line: str) -> tuple[list[str], list[str]]:
    """The Chinese runs of a line that has two or more, in two halves."""
    runs = re.findall(f"{HAN[:-1]}{{2,}}", line)
    if len(runs) == 1:
        middle = len(runs[0]) // 2
        return [runs[0][:middle]], [runs[0][middle:]]
    return runs[: len(runs) // 2], runs[len(runs) // 2 :]


def _piece(dice: random.Random, runs: Sequence[str]) -> str:
    run = dice.choice(runs)
    size = min(len(run), dice.choice((2, 2, 3, 4)))
    start = dice.randrange(len(run) - size + 1)
    return run[start : start + size]


def decoded(path: Path) -> str:
    """The file's text, as the corpus' own oracle decodes it."""
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def random_phrases(texts: Sequence[str], n: int, seed: int = 7, kind: str = MIXED) -> list[str]:
    """`n` runs of 2 to 20 characters that wholly match `kind`, taken from random places of the texts."""
    dice = random.Random(seed)
    weights = [len(text) for text in texts]
    phrases: list[str] = []
    while len(phrases) < n:
        for text in dice.choices(texts, weights=weights, k=n):
            length = dice.randint(2, 20)
            start = dice.randrange(max(1, len(text) - length))
            phrase = text[start : start + length]
            if len(phrases) < n and len(phrase) == length and re.fullmatch(kind, phrase):
                phrases.append(phrase)
    return phrases
