"""同一报告？: finds reports that may be drafts of one another: Word and PDF of one text, 定稿2 and 定稿3. Decides none.

A report's pieces are the runs of `SHINGLE` characters of its folded text, letters, digits and Han alone: line ends,
page ends and punctuation of a format do not count. The index gives the candidates (reports that hold a few wordings
taken from all over the text), the pieces of both texts decide: resemblance is shared / all, containment shared / those
of the shorter one (Broder, 1997).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from archive.catalog import Catalog, Pair
from archive.catalog.near_duplicates import ordered
from archive.model import Record
from archive.text.digest import FOLD
from indexer.comparison import equal_texts
from indexer.comparison.draft_candidates import MANY, PART, Candidates, FoldedTexts
from indexer.comparison.equal_texts import contradict
from indexer.index.base import Engine
from indexer.index.embedded.positions.arrays.choice import arrays
from indexer.index.embedded.positions.arrays.pieces.piece_protocol import Screened
from indexer.index.embedded.positions.arrays.pieces.plain_pieces import letters_of
from indexer.index.text_probes import KnownTexts
from indexer.lru_cache import LruCache

SHINGLE = 8
RESEMBLANCE = 0.5
CONTAINMENT, SIZES = 0.85, 0.4
"""A shorter text that is nearly all in a longer one is a draft of it, where it is not much shorter."""
CONTRADICTED = 0.9
"""What two reports must share where unit, person, year or period say that they are two."""
BATCH = 256
"""Reports after which what was found is written down."""

SCREENED = 2_000_000
"""Hashes of pieces that are kept, eight bytes each: reports that are alike come one behind the other."""
Progress = Callable[[int, int], None]
State = tuple[str, int]
"""A report as of one of its changes."""


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


UNLIKE = Likeness(0.0, 0.0, 0.0)


def compare(
    catalog: Catalog,
    engine: Engine | None,
    ids: Iterable[str] | None = None,
    progress: Progress | None = None,
    *,
    enough: Callable[[], bool] = lambda: False,
    texts: KnownTexts | None = None,
) -> list[Pair]:
    """Compare `ids` (None: every report whose text was not compared yet) with all others; the pairs that were found.

    What is not done when there is `enough` waits for the next time, as does what was broken off. `engine` should be
    level with the catalog: what it lacks is not found this time. None: what would have to be asked of it waits.
    `texts`: what whoever calls knows of texts already. Raises CatalogError, EngineError.
    """
    equal_texts.digest(catalog)
    pending = catalog.near.pending()
    known = frozenset(pending)
    wanted = list(pending) if ids is None else [name for name in dict.fromkeys(ids) if name in known]
    if not wanted:
        return []
    equals, folded = _Equals(catalog), FoldedTexts(catalog, texts)
    comparing = _Comparing(catalog, folded)
    found: list[Pair] = []
    done = 0
    for some, candidates in _candidates(wanted, catalog, Candidates(catalog, engine, folded), equals, enough):
        versions: dict[str, int] = {}
        pairs: list[Pair] = []
        for name, version in some.items():
            if enough():
                break
            versions[name] = version
            pairs += [*equals.pairs(name), *comparing.pairs(name, candidates[name])]
            done += 1
            if progress is not None:
                progress(done, len(wanted))
        # What the other one of a pair found is forgotten with the comparing of this one, unless it is told again.
        before = [pair for pair in found if pair.one in versions or pair.other in versions]
        catalog.near.compared(versions, [*before, *pairs])
        found += pairs
        if enough():
            break
    return list({(pair.one, pair.other): pair for pair in found}.values())


def _candidates(
    wanted: Sequence[str],
    catalog: Catalog,
    candidates: Candidates,
    equals: _Equals,
    enough: Callable[[], bool],
) -> Iterator[tuple[dict[str, int], Mapping[str, Sequence[str]]]]:
    """The reports that are there, `BATCH` at a time, with their versions, and their candidates.

    Versions are read before texts: what comes between is compared again, as its version is another one by then. More
    than `PART` times as many as memory holds the wordings of are asked of the index, in whatever time there is.
    """
    at_once = arrays().texts_at_once
    for start in range(0, len(wanted), at_once):
        group = wanted[start : start + at_once]
        versions = {entry.id: entry.version for entry in catalog.entries(group)}
        together = len(group) >= MANY and PART * len(group) >= catalog.count()
        every = candidates.of_many(group, equals.of, enough) if together else {}
        if every is None or not (together or candidates.asks):
            return
        for first in range(0, len(group), BATCH):
            if enough():
                return
            some = group[first : first + BATCH]
            found = every if together else candidates.of(some, equals.of)
            yield {name: versions[name] for name in some if name in versions and name in found}, found


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


class _Comparing:
    """Counts how alike reports and their candidates are; each of two asks for the other, and both are counted once."""

    def __init__(self, catalog: Catalog, texts: FoldedTexts) -> None:
        self._catalog, self._texts = catalog, texts
        self._known: dict[frozenset[State], Likeness] = {}
        self._screened: LruCache[str, Screened] = LruCache(SCREENED, lambda one: len(one.hashes))

    def pairs(self, name: str, candidates: Sequence[str]) -> list[Pair]:
        """The reports that one may be a draft of, the most alike first."""
        if not candidates:
            return []
        heads = {found: (change, head) for found, change, head in self._catalog.mastheads([name, *candidates])}
        if name not in heads:
            return []
        found = []
        for other in filter(heads.__contains__, candidates):
            needed = CONTRADICTED if contradict(heads[name][1], heads[other][1]) else 0.0
            likeness = self._likeness((name, heads[name][0]), (other, heads[other][0]), needed)
            if likeness.tells and likeness.resemblance >= needed:
                alike = round(likeness.resemblance, 4), round(likeness.containment, 4)
                found.append(Pair(*ordered(name, other), *alike))
        return sorted(found, key=lambda pair: -pair.resemblance)

    def _likeness(self, one: State, other: State, needed: float) -> Likeness:
        """How alike two are, where they may be as alike as is `needed`."""
        both = frozenset((one, other))
        likeness = self._known.pop(both, None)
        if likeness is None:
            texts = self._texts.of((one[0], other[0]))
            if len(texts) < len(both):  # one has gone meanwhile
                return UNLIKE
            likeness = self._known[both] = likeness_of(*texts.values()) if self._may_tell(texts, needed) else UNLIKE
        return likeness

    def _may_tell(self, texts: Mapping[str, str], needed: float) -> bool:
        """May two texts tell? Most do not, which their pieces' hashes say a third as late."""
        k = arrays()
        one, other = (self._screened.get_or_make(name, partial(_screened, text)) for name, text in texts.items())
        shared, all_of_both = k.shared_at_most(one, other), one.different + other.different
        shorter = min(one.different, other.different)
        if shared < needed * (all_of_both - shared):
            return False
        return shared >= RESEMBLANCE * (all_of_both - shared) or shared >= CONTAINMENT * shorter


def _screened(text: str) -> Screened:
    return arrays().screened(text, SHINGLE)


def preferred(one: Record, other: Record) -> Record:
    """The one of a pair that is probably the final text: dated later, of a higher draft number, a text that can be
    edited, imported later. A suggestion: people decide.
    """

    def rank(record: Record) -> tuple[str, int, bool, str]:
        numbers = re.findall(r"(?:定稿|终稿|修改稿|稿|v|V|第)[（(]?(\d{1,3})", record.source.rpartition("/")[2])
        draft = int(numbers[-1]) if numbers else 0
        return record.report.masthead.date or "", draft, record.report.format != "pdf", record.added_at

    return max(one, other, key=rank)


def likeness_of(one: str, other: str) -> Likeness:
    """How alike two folded texts are, exact: the shares of each that stand in the other, by counting pieces.

    A text shorter than a piece is its own.
    """
    letters, others = letters_of(one), letters_of(other)
    found = arrays().shared(letters, others, SHINGLE)
    pieces = [counted or min(1, len(text)) for counted, text in ((found.one, letters), (found.other, others))]
    shared, shorter, longer = found.both or int(letters == others), min(pieces), max(pieces)
    if not shorter:
        return Likeness(0.0, 0.0, 0.0)
    return Likeness(shared / (shorter + longer - shared), shared / shorter, shorter / longer)
