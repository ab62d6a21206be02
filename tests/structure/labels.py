"""What was written down by reading of each drawn text: its masthead's values, its headings, the parts of some places.

A value may be a list: any of its members is right, "" among them means that silence is. A heading is its level and the
first characters of its words, blanks left out; one marked ? reads as a heading to some and as a line to others, and is
not counted either way. `articles` are those of a law, 1-38.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "archive" / "structure_labels"
FIELDS = ("title", "date", "number", "unit", "year", "year_known")
KINDS = ("papers", "laws", "files")


@dataclass(frozen=True)
class Heading:
    """A heading line as read: `level` from 1, 0 for one that is not counted; `words` begin it, without blanks."""

    level: int
    words: str


@dataclass(frozen=True)
class Labels:
    """One text as read. `values` holds for each field what is right; `parts` the part of the passage with a number.

    `up_to`: of a very long law headings are written down only as far as the passage with that number.
    """

    file: str
    values: Mapping[str, tuple[str, ...]]
    headings: tuple[Heading, ...]
    articles: tuple[int, ...]
    parts: dict[int, str]
    up_to: int | None = None


def labels_of(kind: str, group: str) -> tuple[Labels, ...]:
    """The labels of the texts of one kind in a group: known, held_out; of `parts` alone those read later."""
    path = FOLDER / f"{kind}_{group}.toml"
    documents = tomllib.loads(path.read_text(encoding="utf-8"))["document"]
    return tuple(_read(document) for document in documents)


def _read(document: dict[str, str | list[str] | int]) -> Labels:
    return Labels(
        file=str(document["file"]),
        values={field: _values(document.get(field, "")) for field in FIELDS},
        headings=tuple(_headings(str(document.get("headings", "")))),
        articles=tuple(_articles(str(document.get("articles", "")))),
        parts={
            int(at): part for at, part in (row.split() for row in str(document.get("parts", "")).splitlines() if row)
        },
        up_to=int(str(document["up_to"])) if "up_to" in document else None,
    )


def _values(value: str | list[str] | int) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (str(value),)


def _headings(rows: str) -> Iterator[Heading]:
    for row in filter(None, rows.splitlines()):
        level, _, words = row.partition(" ")
        yield Heading(0 if level == "?" else int(level), "".join(words.split()))


def _articles(runs: str) -> Iterator[int]:
    for run in runs.split():
        first, _, last = run.partition("-")
        yield from range(int(first), int(last or first) + 1)
