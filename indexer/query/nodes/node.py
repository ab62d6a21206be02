"""The trunk of the query's tree: what any node promises. The nodes: `phrase`, how they are joined (`boolean`), words
apart (`words_apart`), conditions on the face of a report (`fields`), wordings in relation to each other (`proximity`).

A query is a tree of frozen values. `str()` is its canonical form, which parses to an equal query. Laws:
- the places of a query do not overlap and stand in order of passage and start; where candidates overlap, the
  leftmost wins, then the longest, then the term that is read first;
- for one phrase the number of places is the sum of `passage.count(text)`;
- an alternative that does not match makes no marks, and nothing inside a negation does.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping

from archive.errors import QueryError
from archive.model import CELL
from archive.text.fold import fold_verbatim
from archive.text.punctuation import drop_punctuation
from indexer.document import Document, Place
from indexer.query.nodes.counts import Counter
from indexer.query.nodes.occurrences import Occurrence, leftmost_longest
from indexer.query.nodes.term import Refold, Term

Terms = Mapping[Term, int]
"""The index of each positive phrase, from 0 in order of reading; equal phrases are one term."""
Finder = Callable[[Document], tuple[Place, ...] | None]
"""The places of one query in a report, None where it does not match."""


class Query:
    """A question that any report answers with its places, or with None where it does not match.

    Its metaclass is no ABCMeta, which type checkers do without: to ask a node's kind, as a page does a hundred times,
    would take five times as long.
    """

    __slots__ = ()

    def spans(self, document: Document) -> tuple[Place, ...] | None:
        """The places of the positive terms, in order, without overlap; () where only fields and negations match.

        None: the report does not match. `Place.term` is the index in `positive_phrases(self)`.
        """
        return self.finder()(document)

    def finder(self) -> Finder:
        """Tells of each report what `spans` says. Made once for a question: it knows the terms."""
        terms = numbered(self)
        return lambda document: leftmost_longest(self.candidates(document, terms)) if self.matches(document) else None

    def counter(self) -> Counter:
        """Tells of each report how many places `spans` finds, None where it does not match.

        Made once for a question; where it can be, it makes no places.
        """
        find = self.finder()

        def count(document: Document) -> int | None:
            places = find(document)
            return None if places is None else len(places)

        return count

    @abstractmethod
    def matches(self, document: Document) -> bool:
        """Does the report answer? True exactly where `spans` is not None, and cheaper."""

    @abstractmethod
    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """All places of a report that matches, overlapping ones too, in any order; `terms` numbers the phrases."""

    @property
    @abstractmethod
    def phrases(self) -> tuple[Term, ...]:
        """The positive phrases in order of reading; see `positive_phrases`."""

    @property
    def asks_outline(self) -> bool:
        """Does its meaning depend on where sections and parts begin (`Document.outline`)?"""
        return False

    @property
    def asks_text(self) -> bool:
        """Is it about the text, and not only about the report's face and parts?"""
        return True

    @property
    def picks(self) -> bool:
        """Is it a choice of parts, which narrows the places of what stands beside it? See `All`."""
        return False

    def at_part(self, part: str | None) -> bool:
        """For a choice of parts: does it take places in `part`?"""
        del part
        return True

    def mapped(self, change: Refold) -> Query:
        """The query with the text of each term changed; fields stay as they are."""
        del change
        return self

    def verbatim(self) -> Query:
        """The query for passages folded by `fold_verbatim` (mode 逐字)."""
        return self.mapped(lambda term: fold_verbatim(term.typed))

    def unpunctuated(self) -> Query:
        """The query for passages without punctuation (忽略标点). QueryError where nothing is left of a phrase."""
        return self.mapped(_unpunctuated)

    @property
    def asks_sentences(self) -> bool:
        """Does its meaning depend on the marks that end sentences?"""
        return False

    def necessary(self) -> Query | None:
        """What each report meets that this query matches in any mode: phrases and fields joined by All and Any.

        None where nothing can be told. An engine that does not know a node may propose by this.
        """
        return None

    def operand(self) -> str:
        """The canonical form where it stands beside an operator."""
        return str(self)


class Marking(Query):
    """A query that matches exactly where it makes marks, so that one look tells both."""

    __slots__ = ()

    def finder(self) -> Finder:
        """Of each report the places; None where there is none."""
        terms = numbered(self)
        return lambda document: leftmost_longest(self.candidates(document, terms)) or None


class Unmarked(Query):
    """A condition that makes no marks, so that it holds no positive term: on the face, on parts, and all negations."""

    __slots__ = ()

    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """No places: a condition makes no marks."""
        del document, terms
        return iter(())

    @property
    def phrases(self) -> tuple[Term, ...]:
        """No phrases: a condition has no positive term."""
        return ()


class Wording(Marking):
    """A query that is a run of text: what it finds, it finds inside one passage."""

    __slots__ = ()

    @abstractmethod
    def occurrences(self, passage: str) -> Iterator[Occurrence]:
        """All occurrences in a folded passage, overlapping ones too."""

    def matches(self, document: Document) -> bool:
        """Does it stand in any passage?"""
        return any(
            document.counts(number, found.start)
            for number, passage in enumerate(document.passages, 1)
            for found in self.occurrences(passage)
        )

    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """Every occurrence, those that overlap another one too."""
        for number, passage in enumerate(document.passages, 1):
            for found in self.occurrences(passage):
                if document.counts(number, found.start):
                    yield Place(number, found.start, found.end, terms[found.phrase])


def _unpunctuated(term: Term) -> str:
    text = drop_punctuation(term.typed)
    if not text.strip(CELL):
        raise QueryError("query.nothing_left_ignoring", text=term.typed)
    return text


def numbered(query: Query) -> Terms:
    """The number of each positive phrase."""
    return {phrase: term for term, phrase in enumerate(positive_phrases(query))}


def positive_phrases(query: Query) -> tuple[Term, ...]:
    """The phrases that can make marks, each once, in order of reading; of words apart, the phrase they come from.

    The phrase at index i is the one that `Place.term == i` speaks of.
    """
    return tuple(dict.fromkeys(query.phrases))
