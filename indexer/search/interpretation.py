"""What a request asks: its query as typed, what is asked of engine and text, and how texts are compared."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import QueryError, UsageError
from indexer.document import Document
from indexer.query.implied import as_it_stands, implied, in_characters
from indexer.query.model import All, Query, WordsOf, loosened
from indexer.query.nodes.node import Unmarked
from indexer.query.nodes.scopes import scoped
from indexer.query.parser import Alike, parse
from indexer.search.answer import Request
from indexer.search.documents.document_cache import (
    FOLDED,
    UNPUNCTUATED,
    VERBATIM,
    Manner,
)
from indexer.search.facets import checked, choice_of_parts

NAMES = {"section": "同节", "paragraph": "同段", "sentence": "同句"}
"""The scopes of a request as the query names them."""


@dataclass(frozen=True, slots=True)
class Necessary(Unmarked):
    """Reports that meet what is necessary of a query which engines cannot be asked; None: nothing is known of it."""

    needed: Query | None

    def matches(self, document: Document) -> bool:
        """Does it meet that?"""
        return self.needed is None or self.needed.matches(document)

    def necessary(self) -> Query | None:
        """The phrases and fields that an engine may propose by, where it does not know the query itself."""
        return self.needed


@dataclass(frozen=True, slots=True)
class Reading:
    """A request understood: the query as typed, what is asked of engine and text, and how texts are compared.

    `apart`: what holds the words apart and does not answer, None where that is not asked or no term has several words.
    `chosen`: the part filter of the request, which narrows what is asked. `counts_places`: words apart have no places
    that are counted.
    """

    request: Request
    typed: Query
    whole: Query
    manner: Manner
    apart: Query | None = None
    chosen: Query | None = None
    counts_places: bool = True

    @property
    def asked(self) -> Query:
        """What is asked, in the parts that are chosen."""
        return self.whole if self.chosen is None else All((self.chosen, self.whole))

    @property
    def loosely(self) -> Reading | None:
        """The same request for the reports with the words apart."""
        return self.loosely_for(self.request)

    def loosely_for(self, request: Request) -> Reading | None:
        """The reports with the words apart for a request that asks the same."""
        if self.apart is None:
            return None
        return Reading(request, self.typed, self.apart, self.manner, chosen=self.chosen, counts_places=False)

    def necessary(self, query: Query) -> Necessary:
        """What folded text must hold where `query` matches: engines hold folded text, whatever is compared here."""
        if self.manner is VERBATIM:
            return Necessary(implied(self.typed, as_it_stands))
        return Necessary(implied(query, in_characters))


def understood(request: Request, alike: Alike, words_of: WordsOf) -> Reading:
    """The request understood. Raises QueryError, and UsageError for an unknown filter or what excludes each other."""
    checked(request.filters)
    typed = parse(request.query, literal=request.literal, alike=alike)
    parts = request.filters.get("part")
    chosen = choice_of_parts(parts) if parts else None
    if request.scope != "report" and request.mode != "loose":
        typed = scoped(NAMES[request.scope], typed)
    asked, manner = typed, FOLDED
    if request.mode == "verbatim":
        if request.ignore_punctuation:
            raise UsageError("usage.exclusive", one="verbatim", other="ignore_punctuation")
        asked, manner = typed.verbatim(), VERBATIM
    elif request.ignore_punctuation:
        if typed.asks_sentences:
            raise QueryError("query.sentences_need_punctuation")
        asked, manner = typed.unpunctuated(), UNPUNCTUATED
    return Reading(request, typed, asked, manner, _apart(request, asked, words_of), chosen)


def _apart(request: Request, asked: Query, words_of: WordsOf) -> Query | None:
    """Mode 模糊 takes words in quotation marks apart, too; what is quoted or literal has no block `also` otherwise."""
    if request.mode == "loose":
        return loosened(asked, words_of, quoted=True)
    return loosened(asked, words_of) if request.mode == "standard" and not request.literal else None
