"""逐处: every place of an answer on a line of its own, sorted, its neighbours counted. What a place is, the searcher
decides; how a line looks is the page's and the terminal's.

Two sides are compared as folded, so quotation marks, blanks and width do not count: the left one outward from the
wording, character by character, the right one onward from it. Characters come in the order of GB 18030: punctuation,
digits, letters, then the 3,755 common characters by pinyin, then the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, NamedTuple, get_args

from archive.known_year import year_known
from archive.model import Confidence, Part, Record
from archive.text.fold import fold_text
from archive.text.line_sides import before, behind, on_one_line
from indexer import deadline
from indexer.analysis.analyzer import Analyzer
from indexer.document import Card, Document, Place
from indexer.search.answer import Copies, Mark, MarkedPassage, Request
from indexer.search.citation import Citations
from indexer.search.documents.document_cache import FOLDED
from indexer.search.highlight import marked_passages
from indexer.search.interpretation import Reading
from indexer.search.searcher import Places, Searcher
from indexer.search.year_counts import YearCounts, by_wording

By = Literal["left", "right", "year", "report"]
ORDERS: tuple[By, ...] = get_args(By)

REACH = 40
"""Folded characters on either side that are compared; lines that agree so far stay in the order of the reports."""
MOST = 20_000
"""Lines of one concordance: what is above is left out, and said to be."""
CONTEXT = 20
"""Characters of the original shown on either side (ui.md: 20 on a desk)."""
BESIDE = 12
"""Folded characters beside the wording that are cut into words to find its neighbour."""
COMMON = 6
"""Neighbours that are told on either side."""


class Spot(NamedTuple):
    """A place, where it was found, and what stands beside it, folded. `number`: of its report's places, from 1."""

    document: Document
    place: Place
    number: int
    left: str
    right: str

    @property
    def card(self) -> Card:
        """The card of the report that the place stands in."""
        return self.document.card


@dataclass(frozen=True, slots=True)
class Concordance:
    """An answer place by place. `spots` are in order, at most `MOST`; the totals speak of all places.

    `before`, `after`: the words that stand directly beside the places, most first; punctuation is no word.
    `by_year`: of all places; `by_wording`: of each wording, where there are a few and every place has its line.
    """

    request: Request
    by: By
    reading: Reading
    total_reports: int
    total_matches: int
    spots: tuple[Spot, ...]
    before: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]
    by_year: YearCounts
    by_wording: tuple[YearCounts, ...] = ()
    copies: Copies = field(default_factory=Copies)

    @property
    def understood(self) -> str:
        """The query in its canonical form."""
        return str(self.reading.typed)

    @property
    def left_out(self) -> int:
        """Places above `MOST`, which have no line."""
        return max(0, self.total_matches - len(self.spots))


@dataclass(frozen=True, slots=True)
class Line:
    """A place as it is shown, in the original's characters; `start`, `end` are code points of its passage's text.

    `left` and `right` hold at most as many characters as were asked for, without line breaks, and end where no number
    and no word is torn.
    """

    card: Card
    version: int
    number: int
    passage: int
    start: int
    end: int
    left: str
    term: str
    right: str
    path: tuple[str, ...]
    part: Part | None
    part_confidence: Confidence | None
    page: int | None
    citation: str
    wording: int = 0

    @property
    def place(self) -> str:
        """As clippings are made of it."""
        return f"{self.card.id}.{self.version}.{self.passage}.{self.start}.{self.end}"


def concordance(searcher: Searcher, request: Request, by: By = "left", *, most: int = MOST) -> Concordance:
    """All places of an answer, sorted. Words apart (mode loose) count no places and have no lines.

    Raises QueryError, as a search does.
    """
    with deadline.limited():
        found = searcher.places(request, most)
        refold = found.reading.manner is not FOLDED
        spots = list(
            islice(
                (
                    spot_of(document, place, number, refold=refold)
                    for document, places in found.documents
                    for number, place in enumerate(places, 1)
                ),
                most,
            )
        )
        deadline.check()
        words_before, words_after = neighbours(spots, searcher.analyzer)
        return Concordance(
            request,
            by,
            found.reading,
            found.total_reports,
            found.total_matches,
            tuple(ordered(spots, by)),
            words_before,
            words_after,
            found.by_year,
            _by_wording(found, spots),
            found.copies,
        )


def _by_wording(found: Places, spots: Sequence[Spot]) -> tuple[YearCounts, ...]:
    if len(spots) < found.total_matches:
        return ()
    return by_wording(found.reading.asked, ((spot.document, spot.place) for spot in spots))


def ordered(spots: Sequence[Spot], by: By) -> list[Spot]:
    """The spots sorted; equal ones stay as they are. By year the oldest comes first, those of no known year last."""
    if by == "left":
        return sorted(spots, key=lambda spot: (_rank(spot.left[::-1]), _rank(spot.right)))
    if by == "right":
        return sorted(spots, key=lambda spot: (_rank(spot.right), _rank(spot.left[::-1])))
    if by == "year":
        return sorted(spots, key=lambda spot: _year(spot.card))
    return list(spots)


def neighbours(
    spots: Sequence[Spot], analyzer: Analyzer, most: int = COMMON
) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    """The `most` commonest words directly before and directly after, each with its number of places."""
    before = Counter(spot.left[-BESIDE:] for spot in spots)
    after = Counter(spot.right[:BESIDE] for spot in spots)
    return _commonest(before, analyzer, -1)[:most], _commonest(after, analyzer, 0)[:most]


def lines(
    searcher: Searcher, found: Concordance, first: int = 0, last: int | None = None, *, context: int = CONTEXT
) -> list[Line]:
    """The lines [first, last) of a concordance, in its order. One whose report has changed meanwhile is left out."""
    chosen = found.spots[first:last]
    wanted: dict[str, list[int]] = {}
    for at, spot in enumerate(chosen):
        wanted.setdefault(spot.document.id, []).append(at)
    made: dict[int, Line] = {}
    for record in searcher.catalog.records(wanted):  # one at a time: a page may touch a thousand reports
        citations = Citations(record.report, record.source)
        of_report = {at: chosen[at] for at in wanted[record.id]}
        for at, passage, mark in _marks(of_report, record, found.reading):
            made[at] = _line(chosen[at], record, citations, passage, mark, context)
    return [made[at] for at in sorted(made)]


def _marks(spots: Mapping[int, Spot], record: Record, reading: Reading) -> Iterator[tuple[int, MarkedPassage, Mark]]:
    """The spots of one report, by their keys, in its text as it is now; none of a passage that is another one now.

    A passage is compared and led back once for all its places: it may have megabytes, and a thousand of them.
    """
    standing: dict[int, dict[int, int]] = {}  # passage -> start -> key
    for at, spot in spots.items():
        standing.setdefault(spot.place.passage, {})[spot.place.start] = at
    for number, keys in standing.items():
        if number > len(record.report.passages):
            continue
        keyed = [keys[start] for start in sorted(keys)]
        spot = spots[keyed[0]]
        (compared,) = reading.manner.passages((record.report.passages[number - 1].text,))
        if compared != spot.document.passages[number - 1]:
            continue
        places = [spots[at].place for at in keyed]
        (marked,) = marked_passages(record.report, places, folding=reading.manner.back)
        for at, mark in zip(keyed, marked.marks, strict=True):
            yield at, marked, mark


def spot_of(document: Document, place: Place, number: int, *, refold: bool = False) -> Spot:
    """The spot at a place. `refold`: the document is compared otherwise than folded."""
    passage = document.passages[place.passage - 1]
    left, right = passage[max(0, place.start - REACH) : place.start], passage[place.end : place.end + REACH]
    if refold:
        left, right = fold_text(left), fold_text(right)
    return Spot(document, place, number, left, right)


def _rank(text: str) -> bytes:
    return text.encode("gb18030", "replace")


def _year(card: Card) -> tuple[bool, int]:
    year = year_known(card) or 0
    return (not year, year)


def _commonest(contexts: Mapping[str, int], analyzer: Analyzer, at: int) -> tuple[tuple[str, int], ...]:
    counted: Counter[str] = Counter()
    for context, count in contexts.items():
        words = analyzer.words(context) if context else []
        if words and words[at].isalnum():
            counted[_simple(words[at], analyzer, at)] += count
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], _rank(pair[0]))))


def _simple(word: str, analyzer: Analyzer, at: int) -> str:
    """Of two words that the dictionary has as one (认真落实) the nearer: 落实 is what people count."""
    halves = (word[:2], word[2:])
    return halves[at] if len(word) == 4 and set(halves) < set(analyzer.search_words(word)) else word


def _line(spot: Spot, record: Record, citations: Citations, marked: MarkedPassage, mark: Mark, context: int) -> Line:
    text = marked.text
    return Line(
        card=spot.card,
        version=record.version,
        number=spot.number,
        passage=marked.number,
        start=mark.start,
        end=mark.end,
        left=before(text, mark.start, context),
        term=on_one_line(text[mark.start : mark.end]),
        right=behind(text, mark.end, context),
        path=mark.path,
        part=mark.part,
        part_confidence=mark.part_confidence,
        page=marked.page,
        citation=citations.of(marked.number, mark.start),
        wording=mark.term,
    )
