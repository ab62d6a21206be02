"""The texts that are measured: all .txt and .md of the open corpus, and random phrases of them."""

from __future__ import annotations

import os
import random
import re
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


def files() -> list[Path]:
    """Every text file of the corpus, sorted; SystemExit where there is none."""
    found = [
        Path(folder, name)
        for folder, _, names in sorted(os.walk(CORPUS))
        for name in sorted(names)
        if name.endswith(SUFFIXES) and name != "SOURCES.md"
    ]
    if not found:
        raise SystemExit(f"no corpus at {CORPUS}: nothing to measure")
    return found


def decoded(path: Path) -> str:
    """The file's text, as the corpus' own oracle decodes it."""
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def random_phrases(texts: list[str], n: int, seed: int = 7, kind: str = MIXED) -> list[str]:
    """`n` runs of 2 to 20 characters that wholly match `kind`, taken from random places of the texts."""
    dice = random.Random(seed)
    phrases: list[str] = []
    while len(phrases) < n:
        text = dice.choices(texts, weights=[len(text) for text in texts])[0]
        length = dice.randint(2, 20)
        start = dice.randrange(max(1, len(text) - length))
        phrase = text[start : start + length]
        if len(phrase) == length and re.fullmatch(kind, phrase):
            phrases.append(phrase)
    return phrases
