"""One segment, open: what it holds of each report and unit, and where and how often a text stands in it.

A segment never changes; which of its reports are gone is said outside (`manifest`). Everything is read when it is
first asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from archive.errors import EngineError
from indexer.index.embedded.positions import unit_rules
from indexer.index.embedded.positions.arrays.protocol import SEPARATOR, Arrays, Counts, Ints
from indexer.index.embedded.positions.arrays.stretch_protocol import Spans
from indexer.index.embedded.positions.card_columns import CardColumns
from indexer.index.embedded.positions.dense_rows import DenseRows
from indexer.index.embedded.positions.page_file import PageFile
from indexer.index.embedded.positions.postings import Postings
from indexer.index.embedded.positions.segment_writer import DIGEST
from indexer.index.embedded.positions.units.passage_rows import Lookup, PassageRows
from indexer.index.embedded.positions.units.text_units import TextUnits
from indexer.lru_cache import LruCache

MANY = 512
"""Places from which on a table tells their passages: one that is made when as many places have been looked for one by
one as there are passages, so that a command that asks a single question does without.
"""
FEWER = 8
"""Looking for the places in one stretch takes as long as for so many places of the rarest pair."""
REMEMBERED = 1_000_000
"""Places of texts that are kept of a segment: counting, ranking and showing ask for the same."""


class Segment:
    """The file `path`. Raises FileNotFoundError, and EngineError("index.damaged") whenever a page is not sound."""

    def __init__(self, path: Path, k: Arrays) -> None:
        self.k = k
        self.file = PageFile(path)
        self.name = path.name
        if self.file.about.get("layout") != unit_rules.LAYOUT:
            raise EngineError("index.damaged", path=str(path), problem="layout")
        self.reports = int(self.file.about["reports"])
        self._searched = 0
        self._places: LruCache[str, Ints] = LruCache(REMEMBERED, len)

    def load(self) -> None:
        """Read at once what most questions need, and the table of passages, too."""
        self._searched = len(self.passage_starts)
        read(self, "postings", "dense", "cards", "titles", "passage_borders", "owner_table", "units")
        read(self, "_passage_reports", "_passage_table", "_passage_rows", "_table_ends")
        read(self.units, "turns", "kinds", "sections", "sentences", "text_ends")

    @cached_property
    def postings(self) -> Postings:
        """Where every two neighbouring characters stand."""
        return Postings(self.file, self.k, int(self.bases[-1]))

    @cached_property
    def dense(self) -> DenseRows:
        """How often the frequent ones stand in each report."""
        return DenseRows(self.file, self.k, self.reports)

    @cached_property
    def cards(self) -> CardColumns:
        """The cards of its reports."""
        return CardColumns(self.file, self.k)

    @cached_property
    def bases(self) -> Ints:
        """The first position of each report, and the end."""
        return self.numbers("bases", "Q")

    @cached_property
    def lengths(self) -> Ints:
        """The folded characters of each report."""
        return self.numbers("lengths")

    @cached_property
    def passage_starts(self) -> Ints:
        """Where each passage begins."""
        return self.numbers("passage_starts")

    @cached_property
    def passage_firsts(self) -> Ints:
        """The number of the first passage of each report."""
        return self.numbers("passage_firsts")

    @cached_property
    def passage_borders(self) -> Ints:
        """The number of the first passage of each report, and how many passages there are."""
        return self.k.laid([self.passage_firsts, self.k.numbers([len(self.passage_starts)])])

    @cached_property
    def units(self) -> TextUnits:
        """Its reports, sections, passages, sentences and parts."""
        return TextUnits(self.file, self.k, self.bases, self.lengths, self.passage_starts)

    @cached_property
    def _passage_table(self) -> Any:
        return self.k.unit_table(self.passage_starts, int(self.bases[-1]))

    @cached_property
    def _passage_rows(self) -> PassageRows:
        return PassageRows(self.k, self.passage_starts, int(self.bases[-1]))

    @cached_property
    def titles(self) -> list[str]:
        """The folded title of each report, "" for none."""
        if not self.reports:
            return []
        return self.file.part("titles").decode("utf-8", "surrogatepass").split(SEPARATOR)

    def numbers(self, name: str, code: str = "I") -> Ints:
        """A whole section of numbers."""
        return self.k.view(self.file.part(name), code)

    def digests(self) -> list[bytes]:
        """What tells the state of each report."""
        data = self.file.part("digests")
        return [data[at : at + DIGEST] for at in range(0, len(data), DIGEST)]

    def digest(self, report: int) -> bytes:
        """What tells the state of one report."""
        return self.file.part("digests", DIGEST * report, DIGEST * (report + 1))

    def table(self, report: int) -> bytes:
        """What a page shows around the passages of one report (`indexer.passage_table`); b"" where nothing tells."""
        return self.file.part("tables", self._table_ends[report], self._table_ends[report + 1])

    @cached_property
    def _table_ends(self) -> Ints:
        return self.k.read_singly(self.numbers("table_ends", "Q"))

    @cached_property
    def owner_table(self) -> Ints:
        """What `owners` goes by."""
        return self.k.owner_table(self.bases)

    def owners(self, places: Ints) -> Ints:
        """The report of each place."""
        return self.k.owners(self.owner_table, places)

    def reports_with(self, passages: Ints) -> Counts:
        """How many of these passages each report has."""
        if len(passages) < MANY:
            owners = self.owners(self.k.picked(self.passage_starts, passages))
        else:
            owners = self.k.picked(self._passage_reports, passages)
        return self.k.counted(owners, self.reports)

    @cached_property
    def _passage_reports(self) -> Ints:
        return self.k.repeated(self.k.sizes(self.passage_borders))

    def places(self, text: str) -> Ints:
        """Where a folded text begins, overlapping places too, ascending."""
        return self._places.get_or_make(text, lambda: self._found(text))

    def known_places(self, text: str) -> Ints | None:
        """The same where they have been looked for lately; None: they have not."""
        return self._places.get(text)

    def _found(self, text: str) -> Ints:
        if len(text) == 1:
            return self.k.merged([self.postings.of_character(text), self.k.view(b"", "I")])
        return self.postings.of_text(text)

    def places_in(self, text: str, stretches: Spans) -> Ints:
        """Those of its places that lie wholly in one of the stretches."""
        return self.k.within(self._near(text, stretches), len(text), stretches)

    def holding(self, text: str, stretches: Spans) -> Ints:
        """The numbers of the stretches in which a folded text stands."""
        return self.k.with_place(self._near(text, stretches), len(text), stretches)

    def _near(self, text: str, stretches: Spans) -> Ints:
        """All places in the stretches, and maybe others: where the stretches are few, not all places are looked for."""
        known = self._places.get(text)
        if known is not None:
            return known
        if len(text) < 3 or FEWER * len(stretches.starts) > self.most_places(text):
            return self.places(text)
        return self.postings.of_text(text, stretches)

    def most_places(self, text: str) -> int:
        """No folded text stands more often than the rarest of its pairs; told without reading any places."""
        return self.postings.most_places(text)

    def counts(self, text: str) -> Counts:
        """How often a folded text stands in each report, as `str.count` counts."""
        counts = self.dense.counts(text)
        if counts is not None:
            return counts
        if len(text) == 1:
            return self.k.counted(self.owners(self.postings.of_character(text)), self.reports)
        return self.k.counted(self.owners(self.marks(text)), self.reports)

    def marks(self, text: str) -> Ints:
        """Its places as `str.count` counts them: from the left those that do not overlap."""
        places = self.places(text)
        return self.k.apart(places, len(text)) if may_overlap(text) else places

    def side_by_side(self, texts: Sequence[str]) -> Ints:
        """The numbers of the passages in which all of the texts stand, ascending."""
        return self._passage_rows.with_all(texts, Lookup(self.places, self.holding, self.most_places, self.passages_of))

    def passages_of(self, places: Ints) -> Ints:
        """The numbers of the passages in which these places stand, ascending, each once."""
        if len(places) < MANY:
            return self.k.units(self.passage_starts, places)
        if self._searched < len(self.passage_starts):
            self._searched += len(places)
            return self.k.units(self.passage_starts, places)
        return self.k.units_by(self._passage_table, places)

    def reports_of(self, places: Ints) -> Ints:
        """The numbers of the reports in which these places stand, each once."""
        return self.k.hits(self.k.having(self.k.counted(self.owners(places), self.reports)))


def may_overlap(text: str) -> bool:
    """Can two places of a text overlap? Only where its beginning is also its end."""
    return any(text.startswith(text[-size:]) for size in range(1, len(text)))


def read(one: object, *names: str) -> None:
    """Let an object have what it reads when it is first asked for."""
    for name in names:
        getattr(one, name)
