"""A wording as one run of text: the leaf of the query tree, which makes marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.text.fold import fold_text
from indexer.document import Document, Place
from indexer.query.nodes.node import Finder, Terms, Wording
from indexer.query.nodes.occurrences import Occurrence, leftmost_longest, occurrences
from indexer.query.nodes.quoting import in_quotes
from indexer.query.nodes.term import Refold, Term


@dataclass(frozen=True, slots=True)
class Phrase(Term, Wording):
    """The node that finds one term wherever its text stands."""

    @classmethod
    def of(cls, typed: str, *, quoted: bool = False) -> Phrase:
        """The phrase of a wording as typed. ValueError where nothing is left of it."""
        text = fold_text(typed)
        if not text:
            raise ValueError("nothing is left of the phrase")
        return cls(text, typed, quoted)

    def spans(self, document: Document) -> tuple[Place, ...] | None:
        """The occurrences, as `str.count` counts them; None where there is none."""
        if document.choices:
            return leftmost_longest(self.candidates(document, {self: 0})) or None
        text, size = self.text, len(self.text)
        places: list[Place] = []
        for number, passage in enumerate(document.passages, 1):
            start = passage.find(text)
            while start >= 0:
                places.append(Place(number, start, start + size))
                start = passage.find(text, start + size)
        return tuple(places) or None

    def finder(self) -> Finder:
        """`spans`, which needs no terms: there is one."""
        return self.spans

    def first(self, document: Document, passages: int, most: int) -> tuple[Place, ...] | None:
        """The first `most` places of each of its first `passages` passages: of `spans` where no part is chosen."""
        text, size = self.text, len(self.text)
        places: list[Place] = []
        for number, passage in enumerate(document.passages, 1):
            start, found = passage.find(text), 0
            passages -= start >= 0
            while start >= 0 and found < most:
                places.append(Place(number, start, start + size))
                start, found = passage.find(text, start + size), found + 1
            if not passages:
                break
        return tuple(places) or None

    def parts(self, document: Document) -> Iterator[tuple[str | None, int]]:
        """The parts in which it stands, with the numbers of its places, where no part is chosen: one may come often."""
        turning = {turn.passage for turn in document.outline or () if turn.start}
        for number, passage in enumerate(document.passages, 1):
            if number not in turning:
                if count := passage.count(self.text):
                    yield document.part(number, 0), count
                continue
            start = passage.find(self.text)
            while start >= 0:
                yield document.part(number, start), 1
                start = passage.find(self.text, start + len(self.text))

    def matches(self, document: Document) -> bool:
        """Does it stand in any passage?"""
        text = self.text
        if document.choices:
            return Wording.matches(self, document)
        for passage in document.passages:  # noqa: SIM110 # asked of every report: a generator takes twice as long
            if text in passage:
                return True
        return False

    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """Every occurrence: as any wording's, but a passage without one costs nothing."""
        text, size, term = self.text, len(self.text), terms[self]
        anywhere = not document.choices
        for number, passage in enumerate(document.passages, 1):
            start = passage.find(text)
            while start >= 0:
                if anywhere or document.counts(number, start):
                    yield Place(number, start, start + size, term)
                start = passage.find(text, start + 1)

    def occurrences(self, passage: str) -> Iterator[Occurrence]:
        """Wherever the text stands."""
        for start in occurrences(self.text, passage):
            yield Occurrence(start, start + len(self.text), self)

    @property
    def phrases(self) -> tuple[Term, ...]:
        """The phrase as its own only term."""
        return (self,)

    def necessary(self) -> Phrase:
        """The phrase: a report that matches holds it in every mode."""
        return self

    def mapped(self, change: Refold) -> Phrase:
        """The phrase of the changed text."""
        return replace(self, text=change(self))

    def __str__(self) -> str:
        return in_quotes(self.typed)
