"""找相似: the passages nearest to a sentence, ranked, with the differences marked. What is looked for exactly lives in
`searcher`.

Candidates come from the reports that hold the sentence's short pieces, the rare ones weighing more; among the
passages of the best reports the texts themselves decide. `share` is how much of both texts is the same, in order:
2 · same characters / all characters of both, folded (rapidfuzz's normalized indel similarity).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from itertools import count as counted_from
from operator import add
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from archive.errors import QueryError
from archive.heading_paths import HeadingPaths
from archive.known_year import year_known
from archive.model import Span
from archive.text.fold import fold, fold_text
from archive.text.stretches import Stretches
from indexer import deadline
from indexer.document import Card, Document
from indexer.index.holders import holders
from indexer.query.lexer import admit
from indexer.search.highlight import headings
from indexer.search.searcher import Searcher

Tag = Literal["same", "changed", "added", "missing"]
"""Against the sentence: the same, other words in their place, words that it lacks, words that only it has."""

PIECE = 3
ASKED = 48
"""Pieces of the sentence that the engine is asked for, spread over all of it."""
REPORTS, PASSAGES = 80, 160
"""The best reports that are read, and the best of their passages that are compared."""
STRETCH, OVERLAP, STRETCHES = 20_000, 2_000, 8
"""Folded characters of a passage that are compared at once, and how many of them again with the next; the best
stretches of one passage that are compared, so that it leaves room for others."""
WHOLE = slice(0, STRETCH)
LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the comparison: code points [start, end) of the passage's original text, and what the sentence has
    there, folded.
    """

    tag: Tag
    start: int
    end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """A passage that resembles the sentence in [start, end) of its original text; `share` from 0 to 1."""

    card: Card
    passage: int
    path: tuple[str, ...]
    text: str
    start: int
    end: int
    share: float
    pieces: tuple[Piece, ...]

    @property
    def length(self) -> int:
        """Folded characters of the sentence."""
        return sum(len(piece.sentence) for piece in self.pieces)


def similar(
    searcher: Searcher, sentence: str, *, limit: int = 20, least: float = LEAST, without: Collection[str] = ()
) -> list[Likeness]:
    """The passages nearest to `sentence`, at most `limit`, of at least the share `least`; not of reports `without`.

    Raises QueryError: `query.empty`, `query.too_long`, `query.nothing_left`, `query.timeout`.
    """
    admit(sentence)
    asked = fold_text(sentence)
    if not asked.strip("\x1f"):
        raise QueryError("query.nothing_left", position=0, text=sentence)
    with deadline.limited():
        weights = _weights(searcher, _pieces(asked))
        best = _best_passages(searcher, weights, set(without))
        compared = (
            (*_window(asked, passage, stretch), document, number, passage)
            for document, number, passage, stretch in best
        )
        near = list(
            {  # stretches overlap: what was found in two of them is one
                (document.id, number, start, end): (share, start, end, document, number, passage)
                for share, start, end, document, number, passage in compared
                if share >= least
            }.values()
        )
        near.sort(key=lambda found: (-found[0], -(year_known(found[3].card) or 0), found[3].id, found[4]))
        return list(_shown(searcher, asked, near[:limit]))


def share(one: str, other: str) -> float:
    """How much of two texts is the same, in order, from 0 to 1."""
    return Indel.normalized_similarity(one, other)


def edits(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """What makes `other` of `one`, in the fewest steps: (is it the same?, of one from, to, of the other from, to)."""
    for code in Levenshtein.opcodes(one, other):
        yield code.tag == "equal", code.src_start, code.src_end, code.dest_start, code.dest_end


def _pieces(text: str) -> list[str]:
    """Short pieces of a folded text, each once, at most `ASKED`; all of it where it is shorter."""
    size = PIECE if len(text) > 2 * PIECE else 2
    every = [text[at : at + size] for at in range(max(1, len(text) - size + 1))]
    step = max(1.0, len(every) / ASKED)
    return list(dict.fromkeys(every[int(number * step)] for number in range(min(ASKED, len(every)))))


def _weights(searcher: Searcher, pieces: Sequence[str]) -> dict[str, tuple[float, Collection[str]]]:
    """Each piece that stands anywhere with its weight and the reports that hold it."""
    total = searcher.catalog.count()
    found = zip(pieces, holders(searcher.engine, pieces), strict=True)
    return {piece: (math.log1p(total / len(held)), frozenset(held)) for piece, held in found if held}


def _best_passages(
    searcher: Searcher, weights: Mapping[str, tuple[float, Collection[str]]], without: Collection[str]
) -> list[tuple[Document, int, str, slice]]:
    scores: dict[str, float] = defaultdict(float)
    for weight, reports in weights.values():
        for name in reports:
            scores[name] += weight
    ranked = sorted(scores, key=lambda name: (-scores[name], name))
    chosen = [name for name in ranked if name not in without][:REPORTS]
    rated: list[tuple[float, Document, int, str, slice]] = []
    for document in searcher.documents(chosen):
        deadline.check()
        held = {piece: weight for piece, (weight, reports) in weights.items() if document.id in reports}
        giant = max(map(len, document.passages), default=0) > STRETCH
        found = _stretch_scores(document.passages, held) if giant else _passage_scores(document.passages, held)
        rated += [(score, document, number, document.passages[number - 1], part) for number, part, score in found]
    rated.sort(key=lambda row: (-row[0], row[1].id, row[2]))
    return [row[1:] for row in rated[:PASSAGES]]


def _passage_scores(passages: Sequence[str], weights: Mapping[str, float]) -> Iterator[tuple[int, slice, float]]:
    """What each passage that holds one of the pieces weighs: they are looked for in all passages at once."""
    text = "\n".join(passages)  # folded text holds no line break
    following = list(map(add, accumulate(map(len, passages)), counted_from(1)))  # where the next passage begins
    scores: dict[int, float] = {}
    for piece, weight in weights.items():
        at = text.find(piece)
        while at >= 0:
            number = bisect_right(following, at)
            scores[number] = scores.get(number, 0) + weight
            at = text.find(piece, following[number])
    for number, score in scores.items():
        yield number + 1, WHOLE, score


def _stretch_scores(passages: Sequence[str], weights: Mapping[str, float]) -> Iterator[tuple[int, slice, float]]:
    """The same of a report with giant passages, stretch by stretch; of a passage the best ones."""
    for number, passage in enumerate(passages, 1):
        scored = [
            (sum(weight for piece, weight in weights.items() if piece in passage[stretch]), stretch)
            for stretch in _slices(passage)
        ]
        for score, stretch in sorted(scored, key=lambda pair: -pair[0])[:STRETCHES]:
            if score:
                yield number, stretch, score


def _slices(passage: str) -> Iterator[slice]:
    """What is compared of a passage: all of it, of a giant one overlapping stretches, so that none takes long."""
    yield WHOLE
    yield from (slice(at, at + STRETCH) for at in range(STRETCH - OVERLAP, len(passage) - OVERLAP, STRETCH - OVERLAP))


def _window(asked: str, whole: str, within: slice) -> tuple[float, int, int]:
    """The share, and where in the passage, within that stretch, what is nearest to the sentence stands."""
    deadline.check()
    passage = whole[within]
    start, end = 0, len(passage)
    if len(passage) > len(asked):
        found = fuzz.partial_ratio_alignment(asked, passage)
        if found is not None:
            room = len(asked) // 5 + 1  # the passage may say more
            start, end = max(0, found.dest_start - room), min(len(passage), found.dest_end + room)
    start, end = _trimmed(asked, passage, start, end)
    return Indel.normalized_similarity(asked, passage[start:end]), start + within.start, end + within.start


def _trimmed(asked: str, passage: str, start: int, end: int) -> tuple[int, int]:
    """The window without what only the passage has at either end."""
    blocks = [block for block in Indel.editops(asked, passage[start:end]).as_matching_blocks() if block.size]
    if not blocks:
        return start, end
    return start + blocks[0].b, start + blocks[-1].b + blocks[-1].size


def _shown(
    searcher: Searcher, asked: str, near: Sequence[tuple[float, int, int, Document, int, str]]
) -> Iterator[Likeness]:
    records = {record.id: record for record in searcher.catalog.records({found[3].id for found in near})}
    paths = {name: HeadingPaths(record.report.sections) for name, record in records.items()}
    for share, start, end, document, number, passage in near:
        record = records.get(document.id)
        if record is None or number > len(record.report.passages):
            continue
        text = record.report.passages[number - 1].text
        if fold_text(text) != passage:  # changed between the two readings
            continue
        pieces = tuple(_pieces_of(Stretches(text, fold), start, end, _differences(asked, passage[start:end])))
        whole = Span(pieces[0].start, pieces[-1].end)
        path = headings(paths[record.id], number, whole.start)
        yield Likeness(document.card, number, path, text, whole.start, whole.end, share, pieces)


def _pieces_of(back: Stretches, start: int, end: int, found: Iterable[tuple[Tag, int, int, str]]) -> Iterator[Piece]:
    """The stretches in the original, one beginning where the other ends: marks between them go with the former."""
    stretches = list(found)
    whole = back.original(start, end)
    borders = [back.original(start + first, end).start for _, first, _, _ in stretches if start + first < end]
    borders += [whole.end] * (len(stretches) + 1 - len(borders))
    borders[0] = whole.start
    for (tag, _, _, words), begin, stop in zip(stretches, borders, borders[1:], strict=False):
        yield Piece(tag, begin, stop, words)


_TAGS: Mapping[str, Tag] = {"equal": "same", "replace": "changed", "insert": "added", "delete": "missing"}


def _differences(asked: str, text: str) -> Iterator[tuple[Tag, int, int, str]]:
    """(tag, first, last, words of the sentence): stretches of `text` in order; of equal tags beside each other, one."""
    codes = Levenshtein.opcodes(asked, text)
    for tag, group in groupby(codes, key=lambda code: code.tag):
        together = list(group)
        yield (
            _TAGS[tag],
            together[0].dest_start,
            together[-1].dest_end,
            asked[together[0].src_start : together[-1].src_end],
        )
