"""Real texts against mastheads that were written by reading them, and the open corpus against its own lists."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.masthead.date_lines import date_of
from archive.masthead.extract import read_masthead
from archive.masthead.head_and_tail import plain
from archive.model import MASTHEAD_FIELDS, Masthead, Passage
from archive.readers.registry import reader_for
from tests.shared_files import ROOT, SEEDS, shared

GOLDEN = ROOT / "tests" / "golden" / "masthead"
SHOWN = (*MASTHEAD_FIELDS, "title_derived")
CORPUS: dict[str, dict[str, Any]] = json.loads((GOLDEN / "corpus.json").read_text(encoding="utf-8"))


def passages_and_table(path: Path) -> tuple[tuple[Passage, ...], dict[str, str]]:
    reading = reader_for(path.name).read(path.read_bytes(), path.name, None)
    blocks = [block for block in reading.blocks if block.kind != "page_break" and block.text]
    passages = tuple(Passage(n, block.text, block.kind, block.level) for n, block in enumerate(blocks, 1))
    return passages, dict(reading.metadata)


def read(path: Path, folder: str = "") -> Masthead:
    passages, table = passages_and_table(path)
    return read_masthead(passages, name=path.name, folder=folder, metadata=table)


def shown(masthead: Masthead) -> dict[str, object]:
    return {field: getattr(masthead, field) for field in SHOWN}


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_seed(path: Path) -> None:
    assert shown(read(path)) == json.loads((GOLDEN / f"{path.stem}.json").read_text(encoding="utf-8"))


@pytest.mark.corpus
@pytest.mark.parametrize("source", CORPUS)
def test_text_of_the_corpus(source: str) -> None:
    path = shared("corpus", *source.split("/"))
    assert shown(read(path, source.rsplit("/", 1)[0])) == CORPUS[source]


def _listed() -> Iterator[tuple[dict[str, Any], Path]]:
    for line in shared("corpus", "metadata.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row["file"].startswith("formats/"):
            yield row, shared("corpus", *row["file"].split("/"))


def _squeezed(title: str) -> str:
    """A listed title as printed: without the year and issuer that the list puts before it and the congress behind."""
    title = re.sub(r"^[0-9]{4}年中华人民共和国国务院|\s*\([^()]*大\)$", "", title)
    return re.sub(r"\s", "", title)


def _session_year(title: str) -> int | None:
    """The spring of a session of the national congress, one a year: what its resolution on the report is about."""
    terms = ("十", "十一", "十二", "十三", "十四")
    session = re.match("第(十[一二三四]?)届全国人民代表大会第([一二三四五])次会议", title)
    return 2003 + 5 * terms.index(session[1]) + "一二三四五".index(session[2]) if session else None


@pytest.mark.corpus
def test_listed_papers_are_right_or_silent() -> None:
    wrong: list[tuple[str, str, object]] = []
    right: Counter[str] = Counter()
    for row, path in _listed():
        masthead = read(path)
        wanted = {
            "title": row.get("title") and {_squeezed(row["title"]), row["title"]},
            "number": row.get("number") and {row["number"]},
            "unit": row.get("office") and {row["office"]},
            "type": row["kind"] != "政策文件" and {row["kind"]},
            "year": row["kind"] in ("政府工作报告", "决议", "党代会报告")
            and {row["year"] or _session_year(row["title"])},
        }
        for field, values in wanted.items():
            value = getattr(masthead, field)
            if not values or value is None:
                continue
            value = _squeezed(value) if field == "title" else value
            right[field] += value in values
            if value not in values:
                wrong.append((row["file"], field, value))
    assert wrong == []
    assert right == {"title": 96, "number": 41, "unit": 41, "type": 60, "year": 47}


@pytest.mark.corpus
def test_the_text_alone_says_what_a_pages_table_says() -> None:
    """The plain texts of the policies, without their names, held against the tables of their pages."""
    tally: Counter[tuple[str, str]] = Counter()
    for row, path in _listed():
        if "twin" not in row:
            continue
        _, table = passages_and_table(path)
        text, _ = passages_and_table(shared("corpus", *row["twin"].split("/")))
        masthead = read_masthead(text)
        wanted = {
            "title": row["title"],
            "number": row["number"],
            "unit": row["office"],
            "date": date_of(plain(table["成文日期"])),
        }
        for field, value in wanted.items():
            got = getattr(masthead, field)
            tally[field, "silent" if got is None else "right" if got == value else "wrong"] += 1
    # The one wrong date is the table's: its day disagrees with the day that the paper prints. So is the one wrong
    # number: the table shortens the decree that the paper's line of publication names, 国务院令, to 国令.
    assert {(field, what): n for (field, what), n in tally.items() if what != "right"} == {
        ("number", "wrong"): 1, ("unit", "silent"): 1, ("date", "wrong"): 1,
    }  # fmt: skip


def _laws() -> Iterator[tuple[Path, tuple[Passage, ...]]]:
    for path in sorted(shared("corpus", "laws").rglob("*.md")):
        if path.name == "SOURCES.md":
            continue
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        texts = [line for line in lines if line.strip("# ") and not line.startswith("<!--")]
        yield path, tuple(map(_passage, range(1, len(texts) + 1), texts))


def _passage(number: int, line: str) -> Passage:
    marks, words = re.fullmatch(r"(#*)\s*(.*)", line, re.DOTALL).groups()  # type: ignore[union-attr]
    return Passage(number, words, "heading", len(marks)) if marks else Passage(number, line)


@pytest.mark.corpus
def test_laws_carry_title_type_unit_and_date_and_no_year() -> None:
    tally: Counter[str] = Counter()
    for path, passages in _laws():
        masthead = read_masthead(passages, name=path.name)
        headings = [passage.text for passage in passages[:3] if passage.level == 1]
        tally["laws"] += 1
        tally["title"] += (masthead.title or "").split() == " ".join(headings[:2]).split()
        tally["type"] += masthead.type is not None
        tally["unit"] += masthead.unit is not None
        tally["reports on a year"] += (masthead.year, masthead.period, masthead.person) != (None, None, None)
        named = re.search(r"\(([0-9]{4}-[0-9]{2}-[0-9]{2})\)\.md$", path.name)
        if named:
            tally["date in the name"] += 1
            tally["date as in the name"] += masthead.date == named[1]
    # Names carry the day of publication; the texts mostly the day of passing, which is the paper's own date.
    assert tally["title"] == tally["type"] == tally["laws"]
    assert tally["reports on a year"] == 0
    assert tally["unit"] >= 0.93 * tally["laws"]
    assert tally["date as in the name"] >= 0.7 * tally["date in the name"]
