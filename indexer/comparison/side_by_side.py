"""Two texts of reports side by side: versions of one, or this year's and last year's. Kept, changed, moved, added,
dropped; numbers picked out. Which two, and how it looks, is told elsewhere.

Passages are laid side by side in the order that keeps the most of both (`chain_of`); likeness counts, and a heading
that was only numbered anew is the same heading. What is left and still alike stands elsewhere: it was moved.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Literal

from archive.errors import UsageError
from archive.model import CELL, Record
from archive.text.fold import fold_text
from indexer import deadline
from indexer.search.similar import edits, share

Kind = Literal["same", "changed", "moved", "moved_away", "added", "dropped"]
"""Of the right text against the left one; `moved_away` is where on the left stood what `moved` shows on the right."""
KINDS: tuple[Kind, ...] = ("same", "changed", "moved", "moved_away", "added", "dropped")

ALIKE, MOVED = 0.5, 0.75
"""The least likeness of two passages that are laid side by side, and of one that was moved."""
SHORTEST = 6
"""Folded characters of a passage that can be said to have moved."""
GRAM, CANDIDATES = 3, 6
"""Only so many passages that share the most pieces of so many characters are compared."""
LONGEST = 1_000_000
"""Code points of both texts that are laid side by side on a page: all of them stand on it."""
HOLDING = 32
"""Of the passages that hold a piece; rows of a table may all hold the same ones, and work must not grow by squares."""

_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十百零\d]+[编章节条]|[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十百\d]+[）)]|\d+[.、)）])"
)
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*%?|[a-z]+|.", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage on both sides; `same` where they agree, else either may be empty."""

    same: bool
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Row:
    """Passages of the left and of the right text beside each other, by number; None: nothing stands there."""

    kind: Kind
    left: int | None
    right: int | None
    pieces: tuple[Piece, ...]
    heading: bool = False

    @property
    def numbers(self) -> tuple[tuple[str, str], ...]:
        """The numbers that changed where nothing else did, left and right."""
        changed = (piece for piece in self.pieces if not piece.same and piece.left and piece.right)
        pairs = ((_numbers(piece.left), _numbers(piece.right)) for piece in changed)
        return tuple(pair for left, right in pairs if len(left) == len(right) for pair in zip(left, right, strict=True))

    @property
    def figures_differ(self) -> bool:
        """Does a passage that stands on both sides hold other figures on the right? A heading's own number is none."""
        if self.kind not in ("changed", "moved"):
            return False
        left, right = ("".join(getattr(piece, side) for piece in self.pieces) for side in ("left", "right"))
        return Counter(_figures(left)) != Counter(_figures(right))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both texts from top to bottom, in the order of the right one."""

    left: Record
    right: Record
    rows: tuple[Row, ...]

    @property
    def equal(self) -> bool:
        """Do both say the same, passage by passage, as a search compares: quotation marks, blanks, width aside?"""
        return all(row.kind == "same" for row in self.rows)

    @property
    def identical(self) -> bool:
        """Is that so character by character?"""
        return self.equal and all(piece.left == piece.right for row in self.rows for piece in row.pieces)

    @property
    def share(self) -> float:
        """How much of both texts is the same: of all their characters those that stand in what is the same, 0 to 1."""
        pieces = [piece for row in self.rows for piece in row.pieces]
        every = sum(len(piece.left) + len(piece.right) for piece in pieces)
        same = sum(len(piece.left) + len(piece.right) for piece in pieces if piece.same)
        return same / every if every else 1.0

    @property
    def counts(self) -> Mapping[Kind, int]:
        """Passages of each kind, every kind named."""
        counted = Counter(row.kind for row in self.rows)
        return {kind: counted[kind] for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Text:
    """A passage that holds words: its number, folded, and folded without the numbering of a heading."""

    number: int
    original: str
    folded: str
    bare: str
    heading: bool


def compare(left: Record, right: Record) -> Comparison:
    """Lay two texts side by side.

    Raises UsageError("compare.too_long") when the question's time is over, or where the answer to a question, which has
    a time, would be megabytes long: `LONGEST`.
    """
    if deadline.asked() and sum(sum(map(len, record.report.texts)) for record in (left, right)) > LONGEST:
        raise UsageError("compare.too_long")
    ours, theirs = texts_of(left), texts_of(right)
    likeness = dict(likenesses(ours, theirs))
    chained = chain_of(likeness)
    moved = _moved(ours, likeness, chained)
    return Comparison(left, right, tuple(_rows(ours, theirs, chained, moved)))


def texts_of(record: Record) -> list[Text]:
    """The passages of a report that hold words, in order."""
    headings = {
        section.passage
        for section in record.report.sections
        if section.heading and section.start == 0 and not _after(record, section.passage, section.end)
    }
    texts = []
    for passage in record.report.passages:
        folded = fold_text(passage.text)
        if folded.strip(CELL):
            bare = fold_text(_NUMBERING.sub("", passage.text.strip())) or folded
            texts.append(Text(passage.number, _plain(passage.text), folded, bare, passage.number in headings))
    return texts


def _after(record: Record, passage: int, end: int) -> str:
    return record.report.passages[passage - 1].text[end:].strip(" \u3000。：:")


def _plain(text: str) -> str:
    return text.replace("\r", "").replace("\n", "").replace(CELL, " │ ")


def likenesses(
    ours: Sequence[Text], theirs: Sequence[Text], least: float = ALIKE
) -> Iterator[tuple[tuple[int, int], float]]:
    """((left, right), likeness) of the pairs that may stand side by side, by index: those of at least `least`.

    Raises UsageError("compare.too_long") when the question's time is over.
    """
    holding: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(theirs):
        for gram in _grams(text.bare):
            holding[gram].append(at)
    for at, text in enumerate(ours):
        if deadline.passed():
            raise UsageError("compare.too_long")
        shared: Counter[int] = Counter()
        about = at * len(theirs) // len(ours)
        for gram in _grams(text.bare):
            found = holding.get(gram, ())
            for other in _nearest(found, about):
                shared[other] += 1 + 10 // len(found)  # rare pieces say more
        for other in _candidates(text, theirs, shared, about):
            if text.heading != theirs[other].heading and text.folded != theirs[other].folded:
                continue  # a heading that only one of two formats tells is the same passage all the same
            alike = _share(text, theirs[other])
            if alike >= least:
                yield (at, other), alike


def _candidates(text: Text, theirs: Sequence[Text], shared: Mapping[int, int], about: int) -> Sequence[int]:
    """Those that share the most; of many that share as much (each chapter’s 一般规定) the same one, and the nearest."""
    return nsmallest(
        CANDIDATES, shared, key=lambda other: (-shared[other], theirs[other].folded != text.folded, abs(other - about))
    )


def _share(one: Text, other: Text) -> float:
    """With their numbering or without, whichever says more."""
    bare = share(one.bare, other.bare)
    numbered = (one.folded, other.folded) != (one.bare, other.bare)
    return max(bare, share(one.folded, other.folded)) if numbered else bare


def _nearest(found: Sequence[int], at: int) -> Sequence[int]:
    """Of many passages that hold the same piece, those about where the other text has it."""
    if len(found) <= HOLDING:
        return found
    first = min(max(0, bisect(found, at) - HOLDING // 2), len(found) - HOLDING)
    return found[first : first + HOLDING]


def _grams(text: str) -> set[str]:
    size = min(GRAM, len(text))
    return {text[at : at + size] for at in range(len(text) - size + 1)}


def chain_of(likeness: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Left index -> right index: the pairs in rising order on both sides that together are the most alike.

    One pass over the pairs with a tree of the best sums up to each right index.
    """
    size = 1 + max((right for _, right in likeness), default=0)
    tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    links: list[tuple[int, int, int]] = []
    # Of one left passage the later right ones come first, so that none of them is built upon another.
    for (left, right), alike in sorted(likeness.items(), key=lambda item: (item[0][0], -item[0][1])):
        best, before = 0.0, -1
        at = right
        while at > 0:
            if tree[at][0] > best:
                best, before = tree[at]
            at -= at & -at
        links.append((left, right, before))
        entry = best + alike, len(links) - 1
        at = right + 1
        while at <= size:
            if entry[0] > tree[at][0]:
                tree[at] = entry
            at += at & -at
    chain: dict[int, int] = {}
    at = max(tree)[1] if links else -1
    while at >= 0:
        left, right, at = links[at]
        chain[left] = right
    return chain


def _moved(
    ours: Sequence[Text], likeness: Mapping[tuple[int, int], float], chained: Mapping[int, int]
) -> dict[int, int]:
    """Left index -> right index of what stands elsewhere, the most alike first."""
    moved: dict[int, int] = {}
    taken = set(chained.values())
    for (left, right), alike in sorted(likeness.items(), key=lambda item: (-item[1], item[0])):
        if left in chained or left in moved or right in taken or alike < MOVED or len(ours[left].folded) < SHORTEST:
            continue
        moved[left] = right
        taken.add(right)
    return moved


def _rows(
    ours: Sequence[Text], theirs: Sequence[Text], chained: Mapping[int, int], moved: Mapping[int, int]
) -> Iterator[Row]:
    """Up to each pair first what the left text alone has there, then what the right one alone has."""
    come = {right: left for left, right in moved.items()}
    left = right = 0
    for pair in [*sorted(chained.items()), (len(ours), len(theirs))]:
        for at in range(left, pair[0]):
            text = ours[at]
            kind: Kind = "moved_away" if at in moved else "dropped"
            to = theirs[moved[at]].number if at in moved else None
            yield Row(kind, text.number, to, (Piece(False, text.original, ""),), text.heading)
        for at in range(right, pair[1]):
            if at in come:
                yield _beside("moved", ours[come[at]], theirs[at])
            else:
                text = theirs[at]
                yield Row("added", None, text.number, (Piece(False, "", text.original),), text.heading)
        if pair[0] < len(ours):
            one, other = ours[pair[0]], theirs[pair[1]]
            yield _beside("same" if one.folded == other.folded else "changed", one, other)
        left, right = pair[0] + 1, pair[1] + 1


def _beside(kind: Kind, one: Text, other: Text) -> Row:
    pieces = (
        (Piece(True, one.original, other.original),)
        if one.folded == other.folded
        else tuple(pieces_of(one.original, other.original))
    )
    return Row(kind, one.number, other.number, pieces, other.heading)


def pieces_of(left: str, right: str) -> Iterator[Piece]:
    """The stretches of two texts in order; a number is one piece, and a single character between changes is no news.

    Joined, the left sides are `left` and the right sides `right`.
    """
    ours, theirs = _TOKEN.findall(left), _TOKEN.findall(right)
    runs = [(same, "".join(ours[a:b]), "".join(theirs[c:d])) for same, a, b, c, d in edits(ours, theirs)]
    at = 0
    while at < len(runs):
        same, one, other = runs[at]
        at += 1
        while not same and at < len(runs):  # what follows goes along while it is changed too, or too short to be told
            short = runs[at][0] and len(runs[at][2]) < 2 and at + 1 < len(runs)
            if runs[at][0] and not short:
                break
            one, other = one + runs[at][1], other + runs[at][2]
            at += 1
        yield Piece(same, one, other)


def _figures(text: str) -> list[str]:
    return _numbers(unicodedata.normalize("NFKC", _NUMBERING.sub("", text.strip())))


def _numbers(text: str) -> list[str]:
    return [token for token in _TOKEN.findall(text) if _NUMBER.match(token)]
