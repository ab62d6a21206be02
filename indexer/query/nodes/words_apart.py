"""Words apart: where a wording as a whole is nowhere, its words in one passage (mode 模糊, and the block `also`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from indexer.document import Document, Place
from indexer.query.nodes.boolean import (
    All,
    Any,
    Not,
    Several,
    all_of,
)
from indexer.query.nodes.node import Finder, Query, Terms
from indexer.query.nodes.occurrences import leftmost_longest, occurrences
from indexer.query.nodes.phrase import Phrase
from indexer.query.nodes.quoting import in_quotes
from indexer.query.nodes.term import Term

WordsOf = Callable[[Phrase], Sequence[str]]
"""The folded words of a phrase; those of one character are left out of account here."""


def loosened(query: Query, words_of: WordsOf, *, quoted: bool = False) -> Query | None:
    """Reports that match loosely and do not match exactly; None where no term can be loosened.

    The block `also` leaves phrases typed in quotation marks alone, mode 模糊 (`quoted=True`) does not.
    """
    loose = _loose(query, words_of, quoted=quoted)
    if loose is query:
        return None
    if isinstance(loose, Any) and isinstance(query, Phrase):
        return loose.items[-1]  # the words apart exclude the phrase by themselves
    return All((loose, Not(query)))


def _loose(query: Query, words_of: WordsOf, *, quoted: bool) -> Query:
    """The query in which each positive phrase may also stand as its words apart; itself where none can.

    Negations stay exact, and so do phrases inside a relation or a scope.
    """
    if isinstance(query, Phrase):
        return query if query.quoted and not quoted else _apart(query, words_of)
    if isinstance(query, Several):
        items = tuple(_loose(item, words_of, quoted=quoted) for item in query.items)
        return query if all(new is old for new, old in zip(items, query.items, strict=True)) else type(query)(items)
    return query


def wordings(query: Query) -> tuple[str, ...]:
    """The texts that a good passage holds side by side: all that are asked for, of words apart the words.

    Alternatives are not: nobody expects them together.
    """
    if isinstance(query, Words):
        return query.words
    if isinstance(query, Several):
        items = [item for item in query.items if isinstance(query, All) or isinstance(item, Words)]
        return tuple(dict.fromkeys(text for item in items for text in wordings(item)))
    return tuple(dict.fromkeys(term.text for term in query.phrases))


def _apart(phrase: Phrase, words_of: WordsOf) -> Query:
    words = tuple(dict.fromkeys(word for word in words_of(phrase) if len(word) > 1))
    if not words or any(phrase.text in word for word in words):
        return phrase
    return Any((phrase, Words(words, phrase)))


@dataclass(frozen=True, slots=True)
class Words(Query):
    """`words` each stand in one and the same passage of a report that does not hold `phrase` anywhere.

    `words` are folded; whoever makes the value cuts them.
    """

    words: tuple[str, ...]
    phrase: Phrase

    def matches(self, document: Document) -> bool:
        """Are the words together in a passage, and the phrase nowhere?"""
        return any(True for _ in self._together(document)) and not self.phrase.matches(document)

    def spans(self, document: Document) -> tuple[Place, ...] | None:
        """The words, in the passages that hold them all: looked for once."""
        places = [place for together in self._together(document) for place in together]
        if not places or self.phrase.matches(document):
            return None
        return leftmost_longest(places)

    def finder(self) -> Finder:
        """`spans`, which needs no terms: there is one."""
        return self.spans

    def _holds(self, passage: str) -> bool:
        for word in self.words:  # noqa: SIM110 # asked of every passage: a generator takes three times as long
            if word not in passage:
                return False
        return True

    def _together(self, document: Document) -> Iterator[list[Place]]:
        """For each passage that holds all words, where they stand."""
        for number, passage in enumerate(document.passages, 1):
            if self._holds(passage):
                found = [
                    [Place(number, start, start + len(word)) for start in occurrences(word, passage)]
                    for word in self.words
                ]
                if document.choices:
                    found = [[place for place in places if document.counts(number, place.start)] for places in found]
                if all(found):
                    yield [place for places in found for place in places]

    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """The words, in the passages that hold them all."""
        for places in self._together(document):
            for place in places:
                yield place._replace(term=terms[self.phrase])

    @property
    def phrases(self) -> tuple[Term, ...]:
        """The phrase whose words they are."""
        return (self.phrase,)

    def necessary(self) -> Query:
        """The words, each anywhere in the report."""
        return all_of([Phrase(word, word) for word in self.words])

    def __str__(self) -> str:
        words = " ".join(map(in_quotes, self.words))
        together = f"同段:({words})" if len(self.words) > 1 else words
        return f"{together} -{self.phrase}"

    def operand(self) -> str:
        """The canonical form beside an operator: in brackets."""
        return f"({self})"
