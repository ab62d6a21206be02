"""How a text as the program reads it compares with its labels: right, silent and wrong, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from archive.ingest import ingest
from archive.known_year import year_known
from archive.model import Part, Report, Section
from archive.outline.numbering import value_of
from archive.outline_sections import part_at
from tests.shared_files import SEEDS
from tests.structure.labels import FIELDS, Heading, Labels

Z = 1.959964
"""The normal deviate of a 95 % interval."""


@dataclass
class Counts:
    """Of a field, or of headings or parts: how many are right, silent (nothing is said) and wrong."""

    right: int = 0
    silent: int = 0
    wrong: int = 0

    @property
    def total(self) -> int:
        """All that were asked for."""
        return self.right + self.silent + self.wrong


@dataclass
class Scores:
    """The counts of many texts. Of headings `recall` asks for those read, `precision` for those found."""

    fields: dict[str, Counts] = field(default_factory=lambda: {name: Counts() for name in FIELDS})
    recall: Counts = field(default_factory=Counts)
    precision: Counts = field(default_factory=Counts)
    levels: Counts = field(default_factory=Counts)
    parts: Counts = field(default_factory=Counts)
    texts: int = 0
    differing: list[str] = field(default_factory=list)


def read(corpus: Path, file: str) -> Report:
    """The text as `baogao add` of the corpus reads it."""
    path = SEEDS / Path(file).name if file.startswith("seeds/") else corpus / file
    folder = "" if file.startswith("seeds/") else Path(file).parent.as_posix()
    return ingest(path.read_bytes(), path.name, folder=folder)


def add(scores: Scores, labels: Labels, report: Report) -> None:
    """Counts one text."""
    scores.texts += 1
    name = labels.file.rsplit("/", 1)[-1][:40]
    _add_fields(scores, labels, report, name)
    _add_headings(scores, labels, report, name)
    add_parts(scores, labels, report)


def add_parts(scores: Scores, labels: Labels, report: Report) -> None:
    """Counts the parts of one text alone, each in the middle of its paragraph: some begin behind a first sentence."""
    for number, part in labels.parts.items():
        wanted = part if part in get_args(Part) else ""
        found = part_at(report.sections, number, len(report.passages[number - 1].text) // 2) or ""
        _count(scores.parts, found, (wanted,))
        if found != wanted:
            scores.differing.append(f"{labels.file[-24:]}: part of {number} is {found or None}, not {part}")


def _add_fields(scores: Scores, labels: Labels, report: Report, name: str) -> None:
    head = report.masthead
    said = {one: getattr(head, one) for one in FIELDS if one != "year_known"} | {"year_known": year_known(head)}
    for one, wanted in labels.values.items():
        found = _plain(said[one])
        accepted = tuple(map(_plain, wanted))
        _count(scores.fields[one], found, accepted)
        if found not in accepted:
            scores.differing.append(f"{name}: {one} is {found or None}, not {' | '.join(accepted) or None}")


def _plain(value: object) -> str:
    return "" if value is None else "".join(str(value).split())


def _count(counts: Counts, found: str, accepted: Sequence[str]) -> None:
    if found in accepted:
        counts.right += 1
    elif not found:
        counts.silent += 1
    else:
        counts.wrong += 1


def _add_headings(scores: Scores, labels: Labels, report: Report, name: str) -> None:
    last = labels.up_to or len(report.passages)
    shown = [one for one in report.sections if one.heading and not _is_item(one) and one.passage <= last]
    articles = Counter(value_of(s.number[1:-1]) for s in shown if _is_article(s))
    found = [section for section in shown if not _is_article(section)]
    pairs = _aligned(labels.headings, found)
    missed = [one for at, one in enumerate(labels.headings) if one.level and at not in pairs]
    extra = [section for at, section in enumerate(found) if at not in pairs.values()]
    right = sum(1 for at in pairs if labels.headings[at].level)
    both = sum((articles & Counter(labels.articles)).values())
    scores.recall.right += right + both
    scores.recall.wrong += len(missed) + len(labels.articles) - both
    scores.precision.right += right + both
    scores.precision.wrong += len(extra) + articles.total() - both
    for at, place in pairs.items():
        wanted, section = labels.headings[at], found[place]
        if wanted.level:
            scores.levels.right += wanted.level == section.level
            scores.levels.wrong += wanted.level != section.level
            if wanted.level != section.level:
                scores.differing.append(f"{name}: level {section.level}, not {wanted.level}: {section.heading[:30]}")
    scores.differing += [f"{name}: missed {one.level} {one.words}" for one in missed]
    scores.differing += [f"{name}: no heading: {one.level} {one.heading[:30]} ({one.passage})" for one in extra]
    if articles != Counter(labels.articles):
        scores.differing.append(f"{name}: articles differ by {_differing(articles, labels.articles)}")


def _differing(found: Counter[int], wanted: Sequence[int]) -> str:
    few = Counter(wanted) - found
    many = found - Counter(wanted)
    return f"missed {sorted(few.elements())[:8]} more {sorted(many.elements())[:8]}"


def _is_item(section: Section) -> bool:
    return section.number.rstrip("，,").endswith("是")


def _is_article(section: Section) -> bool:
    return not section.title and section.number.startswith("第") and section.number[-1] in "条條"


def _aligned(wanted: Sequence[Heading], found: Sequence[Section]) -> dict[int, int]:
    """The longest row of headings that agree in order: the place of each wanted one among those found.

    Of rows of one length the one with more counted headings is taken.
    """
    words = ["".join(section.heading.split()) for section in found]
    best = [[0.0] * (len(found) + 1) for _ in range(len(wanted) + 1)]
    for i in range(len(wanted) - 1, -1, -1):
        gain = 1.0 if wanted[i].level else 0.5
        for j in range(len(found) - 1, -1, -1):
            together = gain + best[i + 1][j + 1] if _agree(wanted[i].words, words[j]) else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs: dict[int, int] = {}
    i = j = 0
    while i < len(wanted) and j < len(found):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs[i] = j
            i, j = i + 1, j + 1
    return pairs


def _agree(wanted: str, found: str) -> bool:
    return len(found) > 1 and (found.startswith(wanted) or wanted.startswith(found))


def interval(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's score (Wilson 1927): it stays within 0 and 1 and holds for few texts."""
    if not total:
        return 0.0, 1.0
    share, square = right / total, Z * Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = Z * ((share * (1 - share) + square / (4 * total)) / total) ** 0.5 / (1 + square / total)
    return max(0.0, middle - half), min(1.0, middle + half)
