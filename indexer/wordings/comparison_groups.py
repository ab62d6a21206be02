"""Two groups of papers, by years or by unit, and what rises and falls between them. What an import has counted is
summed; what it has not is counted from the texts. Work is bounded: of a large group an even sample of whole reports is
taken, and how many is told. What was found is kept in a file until a change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive.catalog import ReadCatalog
from archive.errors import UsageError
from archive.known_year import year_known
from archive.storage import disk
from indexer.analysis.analyzer import Analyzer
from indexer.document import Card
from indexer.wordings.holdings import Holdings
from indexer.wordings.keyness import GroupCounts, Keyword, keywords
from indexer.wordings.phrase_segments import PhraseSegments
from indexer.wordings.phrases import PhraseCounts, phrase_counts
from indexer.wordings.places import is_report
from indexer.wordings.quoted_terms import Kind

FILE = "rising.json"
VERSION = 2
CHARACTERS = 300_000
"""Of the texts of a group that are counted when somebody asks: two groups take half a second of the processor."""
COUNTED = 8
"""So many characters that an import has counted take as long as one that it has not."""
KEPT = 40
"""Comparisons that are kept in the file."""
_YEARS = re.compile(r"\s*((?:19|20)\d{2})\s*年?\s*(?:(?:-|–|—|~|～|至|到|\.\.)\s*((?:19|20)\d{2})\s*年?)?\s*")


@dataclass(frozen=True, slots=True)
class Group:
    """Papers of the known years [first, last], or of a unit."""

    first: int | None = None
    last: int | None = None
    unit: str | None = None

    def __str__(self) -> str:
        """As it is typed."""
        if self.unit is not None:
            return self.unit
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def holds(self, card: Card) -> bool:
        """Is it one of its papers?"""
        if self.unit is not None:
            return card.unit == self.unit
        year = year_known(card)
        return year is not None and (self.first or 0) <= year <= (self.last or 0)


@dataclass(frozen=True, slots=True)
class Side:
    """A group as it was counted: `reports` of `held`, with so many words."""

    group: str
    reports: int
    held: int
    words: int

    @property
    def is_sample(self) -> bool:
        """Were there more than could be counted?"""
        return self.reports < self.held


@dataclass(frozen=True, slots=True)
class Comparison:
    """What rises in one group against the other, and what falls there."""

    kind: Kind
    here: Side
    there: Side
    rising: tuple[Keyword, ...]
    falling: tuple[Keyword, ...]


def group_of(text: str) -> Group:
    """2023, 2018-2022, or a unit's name. Raises UsageError for nothing."""
    found = _YEARS.fullmatch(text)
    if found:
        first, last = int(found[1]), int(found[2] or found[1])
        return Group(min(first, last), max(first, last))
    if not text.strip():
        raise UsageError("wordings.no_group")
    return Group(unit=text.strip())


def compared(
    catalog: ReadCatalog,
    analyzer: Analyzer,
    cards: Mapping[str, Card],
    holdings: Holdings,
    segments: PhraseSegments,
    here: Group,
    there: Group,
    kind: Kind = "reports",
) -> Comparison:
    """Both groups counted. Raises UsageError where one of them has no paper, or both have the same ones."""
    ids = [_ids(cards, group, kind) for group in (here, there)]
    if ids[0] == ids[1]:
        raise UsageError("wordings.same_group", one=str(here), other=str(there))
    counts = [_counts(catalog, analyzer, _sample(some, holdings, segments), segments) for some in ids]
    sides = [
        Side(str(group), one.reports, len(some), one.words)
        for group, one, some in zip((here, there), counts, ids, strict=True)
    ]
    return Comparison(kind, sides[0], sides[1], keywords(*counts), keywords(counts[1], counts[0]))


def read(path: Path, change: int, fingerprint: str) -> dict[str, Comparison]:
    """The kept comparisons as of catalog change `change`, by key; {} where there are none."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if (body["made"], body["change"]) != (_made_by(fingerprint), change):
            return {}
        return {str(key): _restored(one) for key, one in body["found"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write(path: Path, found: Mapping[str, Comparison], change: int, fingerprint: str) -> None:
    """Keep the latest of them. Raises OSError."""
    latest = list(found.items())[-KEPT:]
    body = {
        "made": _made_by(fingerprint),
        "change": change,
        "found": {key: asdict(one) for key, one in latest},
    }
    disk.write_whole(path, json.dumps(body, ensure_ascii=False).encode(), lasting=False)


def _made_by(fingerprint: str) -> str:
    return f"{VERSION} {fingerprint}"


def _restored(row: Mapping[str, Any]) -> Comparison:
    told = [tuple(Keyword(**one) for one in row[name]) for name in ("rising", "falling")]
    return Comparison(row["kind"], Side(**row["here"]), Side(**row["there"]), *told)


def _ids(cards: Mapping[str, Card], group: Group, kind: Kind) -> list[str]:
    found = sorted(name for name, card in cards.items() if group.holds(card) and (kind == "all" or is_report(card)))
    if not found:
        raise UsageError(f"wordings.empty_group.{kind}", group=str(group))
    return found


def _sample(ids: Sequence[str], holdings: Holdings, segments: PhraseSegments) -> list[str]:
    """All of them, or every so manyth that together are short enough; one at least. Ids have no order of meaning."""
    work = {name: holdings.characters(name) // (COUNTED if name in segments.where else 1) for name in ids}
    total = sum(work.values())
    chosen: list[str] = []
    room = CHARACTERS
    for name in ids[:: -(-total // CHARACTERS) or 1]:
        if work[name] <= room or not chosen:
            chosen.append(name)
            room -= work[name]
    return chosen


def _counts(catalog: ReadCatalog, analyzer: Analyzer, ids: Sequence[str], segments: PhraseSegments) -> GroupCounts:
    fresh = [name for name in ids if name not in segments.where]
    return segments.summed([name for name in ids if name in segments.where], _counted(catalog, analyzer, fresh))


def _counted(catalog: ReadCatalog, analyzer: Analyzer, ids: Sequence[str]) -> Iterator[PhraseCounts]:
    for _, texts in catalog.texts(ids) if ids else ():
        yield phrase_counts(_begun(texts), analyzer)


def _begun(texts: Sequence[str]) -> Iterator[str]:
    """The passages of one report up to the limit: one alone may be longer than a group."""
    room = CHARACTERS
    for text in texts:
        yield text[:room]
        room -= len(text)
        if room <= 0:
            return
