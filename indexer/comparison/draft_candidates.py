"""Which reports a report may be a draft of: those that hold a few wordings taken from all over its text.

The index is asked for the wordings of a few reports. Where most of an archive is new, as after a first import, all
texts are gone through once instead, with the wordings of all: both ways find the same reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from archive.catalog import ReadCatalog
from archive.text.fold import LINE, fold_passages
from indexer.index.base import Engine
from indexer.index.embedded.positions.arrays.choice import arrays
from indexer.index.embedded.positions.arrays.pieces.wording_protocol import Telling
from indexer.index.holders import holders
from indexer.index.text_probes import FIRST, PROBE, KnownTexts, ReportState, divided, probes_of
from indexer.lru_cache import LruCache

COMMON = 40
"""A wording of so many reports tells nothing."""
SHARE = 0.2
"""Of the wordings asked for, so many must stand in a report for its text to be read: a draft has most of them."""
COMPARED = 6
"""Candidates whose texts are read."""
MANY, PART = 256, 4
"""From so many reports on, which are one in `PART` of all, going through all texts takes less time than asking: of
2,245 texts 0.3 ms a text against 3.6 ms a report, of 22,450 texts 0.3 against 34.
"""
TELLING = Telling(PROBE, FIRST, COMMON, SHARE)
KEPT = 16_000_000
"""Characters of folded texts that are kept while reports are compared."""


class FoldedTexts:
    """The folded texts of the catalog, passages joined by `LINE`; those read last are kept."""

    def __init__(self, catalog: ReadCatalog, known: KnownTexts | None = None) -> None:
        """`known`: what is told of a report by it counts where the catalog has the report as of that change."""
        self._catalog = catalog
        self._kept: LruCache[str, str] = LruCache(KEPT, len)
        self._probes: dict[str, str] = {}
        if known is not None:
            for entry in catalog.entries(name for name, _ in known.probes):
                self._know(known, (entry.id, entry.change))

    def _know(self, known: KnownTexts, state: ReportState) -> None:
        if state in known.probes:
            self._probes[state[0]] = known.probes[state]
        if state in known.folded:
            self._kept.put(state[0], known.folded[state])

    def probes(self, names: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
        """Those of each of these reports that is there."""
        yield from ((name, divided(self._probes[name])) for name in names if name in self._probes)
        for name, text in self.every([name for name in names if name not in self._probes]):
            yield name, probes_of(text)

    def of(self, names: Collection[str]) -> dict[str, str]:
        """Those of these reports that are there."""
        found = {name: text for name in names if (text := self._kept.get(name)) is not None}
        for name, passages in self._catalog.texts([name for name in names if name not in found]):
            found[name] = self._put(name, passages)
        return found

    def every(self, names: Sequence[str]) -> Iterator[tuple[str, str]]:
        """All of these, some at a time."""
        for start in range(0, len(names), MANY):
            yield from self.of(names[start : start + MANY]).items()

    def _put(self, name: str, passages: Sequence[str]) -> str:
        text = LINE.join(fold_passages(passages))
        self._kept.put(name, text)
        return text


class Candidates:
    """Of each report those that hold many of its wordings, those with most first."""

    def __init__(self, catalog: ReadCatalog, engine: Engine | None, texts: FoldedTexts) -> None:
        self._catalog, self._engine, self._texts = catalog, engine, texts

    @property
    def asks(self) -> bool:
        """Is there an index to ask?"""
        return self._engine is not None

    def of(self, names: Sequence[str], equal: Callable[[str], Collection[str]]) -> dict[str, Sequence[str]]:
        """Of each of these by the index; a report is left out that is not there, a candidate where it is `equal`."""
        known = dict(self._texts.probes(names))
        probes = {name: known[name] for name in names if name in known}
        found = {name: Counter[str]() for name in probes}
        # A few wordings tell that there are none; those of all reports are asked for together.
        self._hold(found, {name: some[:FIRST] for name, some in probes.items()})
        self._hold(found, {name: probes[name][FIRST:] for name, held in found.items() if held})
        return {name: _enough(held, len(probes[name]), equal(name)) for name, held in found.items()}

    def of_many(
        self, names: Sequence[str], equal: Callable[[str], Collection[str]], enough: Callable[[], bool]
    ) -> dict[str, Sequence[str]] | None:
        """The same by going through all texts; None where there was `enough` before their end."""
        everything = self._catalog.ids()
        numbers = {name: number for number, name in enumerate(everything)}
        sought = arrays().sought(TELLING)
        for name, probes in self._texts.probes([name for name in names if name in numbers]):
            if enough():
                return None
            sought.take(numbers[name], probes)
        for name, text in self._texts.every(everything):
            if enough():
                return None
            sought.look_in(numbers[name], text)
        found: dict[str, Sequence[str]] = {}
        for number, others in sought.sharing():
            name = everything[number]
            found[name] = _candidates([everything[other] for other in others], equal(name))
        return found

    def _hold(self, found: Mapping[str, Counter[str]], probes: Mapping[str, Sequence[str]]) -> None:
        """Count for each report in how many of its wordings others stand."""
        assert self._engine is not None
        told = iter(holders(self._engine, [probe for some in probes.values() for probe in some]))
        for name, some in probes.items():
            for holding in islice(told, len(some)):
                _count(found[name], holding, name)


def _count(found: Counter[str], holding: Collection[str], mine: str) -> None:
    """One wording more, which these reports hold."""
    if len(holding) <= COMMON:
        found.update(name for name in holding if name != mine)


def _enough(held: Counter[str], asked: int, equal: Collection[str]) -> list[str]:
    least = SHARE * asked
    return _candidates([name for name, times in held.most_common() if times >= least], equal)


def _candidates(others: Iterable[str], equal: Collection[str]) -> list[str]:
    return [name for name in others if name not in equal][:COMPARED]
