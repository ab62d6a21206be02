"""同一报告？: finds reports that may be drafts of one another: Word and PDF of one text, 定稿2 and 定稿3. Decides none.

A report's pieces are the runs of `SHINGLE` characters of its folded text, letters, digits and Han alone: line ends,
page ends and punctuation of a format do not count. The index gives the candidates (reports that hold a few wordings
taken from all over the text), the pieces of both texts decide: resemblance is shared / all, containment shared / those
of the shorter one (Broder, 1997).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from archive.catalog import Catalog, Pair
from archive.catalog.near_duplicates import ordered
from archive.model import Record
from archive.text.digest import FOLD
from archive.text.fold import fold_passages
from indexer.comparison import equal_texts
from indexer.comparison.equal_texts import contradict
from indexer.index.base import Engine
from indexer.index.holders import holders

SHINGLE = 8
PROBE = 12
"""Characters of a wording that the index is asked for."""
FIRST, MORE = 6, 18
"""Wordings asked for at first, and beside them where one of those stands in another report."""
COMMON = 40
"""A wording of so many reports tells nothing."""
SHARE = 0.2
"""Of the wordings asked for, so many must stand in a report for its text to be read: a draft has most of them."""
COMPARED = 6
"""Candidates whose texts are read."""
RESEMBLANCE = 0.5
CONTAINMENT, SIZES = 0.85, 0.4
"""A shorter text that is nearly all in a longer one is a draft of it, where it is not much shorter."""
CONTRADICTED = 0.9
"""What two reports must share where unit, person, year or period say that they are two."""
BATCH = 64
"""Reports after which what was found is written down."""

Progress = Callable[[int, int], None]
Versions = frozenset[tuple[str, int]]
"""Two reports, each by its id and version."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two sets of pieces are."""

    resemblance: float
    containment: float
    sizes: float

    @property
    def tells(self) -> bool:
        """May these be drafts of one report, by their texts alone?"""
        inside = self.containment >= CONTAINMENT and self.sizes >= SIZES
        return self.resemblance >= RESEMBLANCE or inside


def compare(
    catalog: Catalog,
    engine: Engine,
    ids: Iterable[str] | None = None,
    progress: Progress | None = None,
    *,
    enough: Callable[[], bool] = lambda: False,
) -> list[Pair]:
    """Compare `ids` (None: every report whose text was not compared yet) with all others; the pairs that were found.

    What is not done when there is `enough` waits for the next time, as does what was broken off. `engine` should be
    level with the catalog: what it lacks is not found this time. Raises CatalogError, EngineError.
    """
    equal_texts.digest(catalog)
    pending = catalog.near.pending()
    known = frozenset(pending)
    wanted = list(pending) if ids is None else [name for name in dict.fromkeys(ids) if name in known]
    equals = _Equals(catalog)
    alike: dict[Versions, Likeness] = {}
    found: list[Pair] = []
    done = 0
    for start in range(0, len(wanted), BATCH):
        versions: dict[str, int] = {}
        pairs: list[Pair] = []
        for asked in _asked(wanted[start : start + BATCH], catalog, engine, equals) if not enough() else ():
            if enough():
                break
            versions[asked.record.id] = asked.record.version
            pairs += [*equals.pairs(asked.record.id), *_pairs(asked, catalog, alike)]
            done += 1
            if progress is not None:
                progress(done, len(wanted))
        # What the other one of a pair found is forgotten with the comparing of this one, unless it is told again.
        before = [pair for pair in found if pair.one in versions or pair.other in versions]
        catalog.near.compared(versions, [*before, *pairs])
        found += pairs
        if len(versions) < BATCH and enough():
            break
    return list({(pair.one, pair.other): pair for pair in found}.values())


class _Equals:
    """Of each text that several reports have, the pairs of the oldest with each other one: all pairs would be many."""

    def __init__(self, catalog: Catalog) -> None:
        self._groups = {name: group for group in catalog.near.texts(FOLD).groups() for name in group}

    def of(self, name: str) -> Collection[str]:
        return frozenset(self._groups.get(name, ()))

    def pairs(self, name: str) -> Iterator[Pair]:
        first, *others = self._groups.get(name, (name,))
        for other in others if name == first else (name,):
            if other != first:
                yield Pair(*ordered(first, other), 1.0, 1.0, equal=True)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A report, its folded passages, and the reports that it may be a draft of."""

    record: Record
    passages: Sequence[str]
    candidates: Sequence[str]


def _pairs(asked: _Asked, catalog: Catalog, known: dict[Versions, Likeness]) -> list[Pair]:
    """The reports that one may be a draft of, the most alike first; `known`: what was counted the other way round."""
    if not asked.candidates:
        return []
    record = asked.record
    own: frozenset[str] | None = None
    pairs = []
    for other in catalog.records(asked.candidates):
        both = frozenset(((record.id, record.version), (other.id, other.version)))
        likeness = known.pop(both, None)  # each of the two asks for the other once
        if likeness is None:
            own = own or shingles(asked.passages)
            likeness = known[both] = likeness_of(own, shingles(_folded(other)))
        needed = CONTRADICTED if contradict(record.report.masthead, other.report.masthead) else 0.0
        if likeness.tells and likeness.resemblance >= needed:
            one, two = sorted((record.id, other.id))
            pairs.append(Pair(one, two, round(likeness.resemblance, 4), round(likeness.containment, 4)))
    return sorted(pairs, key=lambda pair: -pair.resemblance)


def preferred(one: Record, other: Record) -> Record:
    """The one of a pair that is probably the final text: dated later, of a higher draft number, a text that can be
    edited, imported later. A suggestion: people decide.
    """

    def rank(record: Record) -> tuple[str, int, bool, str]:
        numbers = re.findall(r"(?:定稿|终稿|修改稿|稿|v|V|第)[（(]?(\d{1,3})", record.source.rpartition("/")[2])
        draft = int(numbers[-1]) if numbers else 0
        return record.report.masthead.date or "", draft, record.report.format != "pdf", record.added_at

    return max(one, other, key=rank)


def shingles(passages: Sequence[str]) -> frozenset[str]:
    """The pieces of a folded text; a text shorter than one piece is its own."""
    text = "".join(filter(str.isalnum, "".join(passages)))
    if len(text) <= SHINGLE:
        return frozenset((text,) if text else ())
    return frozenset({text[start : start + SHINGLE] for start in range(len(text) - SHINGLE + 1)})


def likeness_of(one: frozenset[str], other: frozenset[str]) -> Likeness:
    """How alike two texts are, exact: the shares of each that stand in the other, by counting."""
    shared, shorter, longer = len(one & other), min(len(one), len(other)), max(len(one), len(other))
    if not shorter:
        return Likeness(0.0, 0.0, 0.0)
    return Likeness(shared / (shorter + longer - shared), shared / shorter, shorter / longer)


def _folded(record: Record) -> Sequence[str]:
    return fold_passages(record.report.texts)


def _asked(ids: Sequence[str], catalog: Catalog, engine: Engine, equals: _Equals) -> list[_Asked]:
    """The reports that hold many wordings of each of these, those with most first, but for those of equal text.

    A few wordings tell that there are none; those of all reports are asked for together.
    """
    records = list(catalog.records(ids))
    texts = [_folded(record) for record in records]
    probes = [list(_probes(passages, FIRST + MORE)) for passages in texts]
    found = [Counter[str]() for _ in records]
    _hold(found, records, [some[:FIRST] for some in probes], engine)
    _hold(found, records, [some[FIRST:] if held else [] for some, held in zip(probes, found, strict=True)], engine)
    return [
        _Asked(record, passages, _enough(held, SHARE * len(some), equals.of(record.id)))
        for record, passages, some, held in zip(records, texts, probes, found, strict=True)
    ]


def _hold(
    found: Sequence[Counter[str]], records: Sequence[Record], probes: Sequence[Sequence[str]], engine: Engine
) -> None:
    """Count for each report in how many of its wordings others stand."""
    told = iter(holders(engine, [probe for some in probes for probe in some]))
    for held, record, some in zip(found, records, probes, strict=True):
        for names in islice(told, len(some)):
            if len(names) <= COMMON:
                held.update(name for name in names if name != record.id)


def _enough(held: Counter[str], least: float, equal: Collection[str]) -> list[str]:
    return [name for name, times in held.most_common() if times >= least and name not in equal][:COMPARED]


def _probes(passages: Sequence[str], many: int) -> Iterator[str]:
    """Wordings from all over the text; those that come first are as far apart as can be."""
    places = [
        passage[start : start + PROBE] for passage in passages for start in range(0, len(passage) - PROBE + 1, PROBE)
    ]
    if len(places) <= many:
        yield from places
        return
    chosen = [places[(2 * place + 1) * len(places) // (2 * many)] for place in range(many)]
    step = many // FIRST
    for offset in sorted(range(step), key=lambda place: (place - step // 2) % step):
        yield from chosen[offset::step]
