"""Quotations held against the archive, to the character: exact, the same when folded, near, or absent with its base.

What a quotation says is looked for as every wording is (the searcher decides on the text); only what stands nowhere is
compared with its nearest passages. Where a quotation leaves something out (……) each piece has to stand in one report,
in order.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.model import Record
from archive.text.fold import fold_text
from indexer.document import Card
from indexer.proofing.finding import Finding, Place, found
from indexer.search.answer import MarkedPassage, Request
from indexer.search.citation import Citations
from indexer.search.searcher import Searcher
from indexer.search.similar import Likeness, similar

State = Literal["exact", "folded", "near", "absent"]
LEAST = 8
"""Folded characters from which on words in quotation marks are a quotation and no name or term."""
LONGEST = 400
"""Characters of a piece that is asked for; a longer quotation is asked for piece by piece."""
NEAR = 0.8
"""Share of the same characters from which on a passage may be what was quoted."""
READ = 50
"""Reports read for one that is not the draft itself, and for the pieces of a quotation with omissions."""

_MARKS = re.compile("“(?P<words>[^“”]*(?:“[^“”]*”[^“”]*)*)”|「(?P<corner>[^「」]*)」")
_OMISSION = re.compile("…+|\\.{3,}|。{3,}|（略）")
_EDGES = " \u3000，。；：、！？,.;:!?—-…“”‘’\n"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotation marks of the draft, without the marks."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What the archive says of a quotation.

    `state`: `exact` stands so; `folded` differs only in what searches forgive (width, marks, traditional forms);
    `near` has the nearest wording in `wording`; `absent` stands nowhere. `source` is its 出处, `card`, `passage` and
    [start, end) its place, `text` the passage; `reports` how many have it. `searched` and `unsure` are the base of
    absence: reports looked through, and those of them that are only partly readable.
    """

    quotation: str
    state: State
    searched: int
    unsure: int
    reports: int = 0
    card: Card | None = None
    passage: int | None = None
    start: int = 0
    end: int = 0
    text: str = ""
    wording: str | None = None
    source: str | None = None
    share: float = 1.0
    likeness: Likeness | None = None


def quoted(texts: Sequence[str]) -> Iterator[Quoted]:
    """The quotations of a draft, those alone that say enough to be one (`LEAST`)."""
    for at, text in enumerate(texts, 1):
        for match in _MARKS.finditer(text):
            group = "words" if match["words"] is not None else "corner"
            words = match[group]
            if len(fold_text(words.strip(_EDGES))) >= LEAST:
                yield Quoted(Place(at, *match.span(group)), words)


class Verifier:
    """Holds quotations against one archive. `without`: reports that are the draft itself."""

    def __init__(self, searcher: Searcher, without: Collection[str] = ()) -> None:
        self.searcher = searcher
        self.without = frozenset(without)
        self._searched = searcher.catalog.count() - len(self.without)
        self._unsure = len(searcher.partly_read())

    def verify(self, quotation: str) -> Verified:
        """Raises QueryError where nothing can be asked: `query.empty`, `query.nothing_left`, `query.bad_character`."""
        pieces = [piece for part in _OMISSION.split(quotation) for piece in _pieces(part)]
        if not pieces:
            pieces = [quotation]
        place = self._together(pieces)
        if place is not None:
            return self._standing(quotation, pieces, *place)
        return self._nearest(quotation, max(pieces, key=len))

    def _together(self, pieces: Sequence[str]) -> tuple[Record, list[MarkedPassage], int] | None:
        """The first report, by rank, in which all pieces stand in order, and how many hold the first one."""
        request = Request(pieces[0], literal=True, limit=0 if self.without or len(pieces) > 1 else 1, passages=1)
        tally = self.searcher.tally(request)
        rows = [row for row in tally.rows if row.card.id not in self.without]
        for row in rows[:READ]:
            record = self.searcher.catalog.record(row.card.id)
            if record is None:
                continue
            marked = [self.searcher.marks(record, Request(piece, literal=True)) for piece in pieces]
            if all(marked) and _in_order(marked):
                return record, [passages[0] for passages in marked], len(rows)
        return None

    def _standing(
        self, quotation: str, pieces: Sequence[str], record: Record, passages: Sequence[MarkedPassage], reports: int
    ) -> Verified:
        first, mark = passages[0], passages[0].marks[0]
        stands = [passage.text[passage.marks[0].start : passage.marks[0].end] for passage in passages]
        plainly = all(_unbroken(piece) == _unbroken(text) for piece, text in zip(pieces, stands, strict=True))
        return Verified(
            quotation,
            "exact" if plainly else "folded",
            self._searched,
            self._unsure,
            reports,
            self._card(record.id),
            first.number,
            mark.start,
            mark.end,
            first.text,
            None if plainly else "……".join(stands),
            Citations(record.report, record.source).of(first.number, mark.start),
        )

    def _nearest(self, quotation: str, piece: str) -> Verified:
        near = similar(self.searcher, piece[:LONGEST], limit=1, least=NEAR, without=self.without)
        if not near:
            return Verified(quotation, "absent", self._searched, self._unsure)
        best = near[0]
        record = self.searcher.catalog.record(best.card.id)
        source = Citations(record.report, record.source).of(best.passage, best.start) if record else None
        return Verified(
            quotation,
            "near",
            self._searched,
            self._unsure,
            0,
            best.card,
            best.passage,
            best.start,
            best.end,
            best.text,
            best.text[best.start : best.end],
            source,
            best.share,
            best,
        )

    def _card(self, report_id: str) -> Card | None:
        return self.searcher.engine.cards({report_id}).get(report_id)


def verified(asked: Iterable[Quoted], verifier: Verifier) -> Iterator[tuple[Quoted, Verified]]:
    """Each quotation with what the archive says; the same words are asked for once."""
    known: dict[str, Verified] = {}
    for quotation in asked:
        key = fold_text(quotation.text)
        if key not in known:
            known[key] = verifier.verify(quotation.text)
        yield quotation, known[key]


def finding_of(quotation: Quoted, verified: Verified) -> Finding | None:
    """What a person should look at; None where the quotation stands as it is quoted."""
    source = verified.source or ""
    if verified.state == "near":
        share = round(verified.share * 100)
        better = verified.wording
        return found("quotation", "near", quotation.place, quotation.text, better=better, share=share, source=source)
    if verified.state == "folded" and _marks_differ(quotation.text, verified.wording or ""):
        return found(
            "quotation",
            "folded",
            quotation.place,
            quotation.text,
            certainty="hint",
            better=verified.wording,
            source=source,
        )
    if verified.state == "absent":
        base = {"searched": verified.searched, "unsure": verified.unsure}
        place = quotation.place
        return Finding("quotation", "absent", "look", (place,), quotation.text, evidence=base)
    return None


def _marks_differ(quotation: str, wording: str) -> bool:
    """Is there more than the custom of inner marks in it (‘ ’ within “ ”)?"""
    return _unbroken(quotation) != _unbroken(wording)


_INNER = str.maketrans("‘’", "“”")


def _unbroken(text: str) -> str:
    """A quotation as it is compared to the character: no blanks, no marks at its ends, and ‘ ’ within “ ” taken back
    for the “ ” that they stand for (GB/T 15834).
    """
    return "".join(text.split()).translate(_INNER).strip(_EDGES)


def _pieces(part: str) -> Iterator[str]:
    """What stands between two omissions, without the marks at its ends, in pieces that may be asked for."""
    part = part.strip(_EDGES)
    for start in range(0, len(part), LONGEST):
        piece = part[start : start + LONGEST].strip(_EDGES)
        if fold_text(piece):
            yield piece


def _in_order(marked: Sequence[Sequence[MarkedPassage]]) -> bool:
    """Can the pieces be read one behind the other?"""
    at = (0, 0)
    for passages in marked:
        behind = [
            (passage.number, mark.end)
            for passage in passages
            for mark in passage.marks
            if (passage.number, mark.start) >= at
        ]
        if not behind:
            return False
        at = min(behind)
    return True
