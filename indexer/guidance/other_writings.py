"""Other writings of a date or number that was asked for, as far as they occur: 二〇二四, 二零二四 beside 2024.

Each is a search of its own, one click away, with the totals that it finds; none is ever added to those of the answer.
Which writings there are is told in `archive.text.writings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from archive.errors import QueryError
from archive.text.writings import forms_of, other_writings
from indexer.forms.answer import WritingForm
from indexer.guidance.lesson import in_time
from indexer.query.field_values import closed
from indexer.query.lexer import Kind, Token, tokens
from indexer.query.model import positive_phrases
from indexer.query.nodes.quoting import in_quotes
from indexer.query.parser import parse
from indexer.search.answer import Answer, Request
from indexer.search.searcher import Searcher

TRIED = 24
"""Writings that are looked for; each costs a search for totals alone."""
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Writing:
    """Another writing that occurs: `written` is what differs, `query` the whole query with it, and what that finds."""

    written: str
    query: str
    reports: int
    matches: int

    @property
    def form(self) -> WritingForm:
        """The writing as JSON shows it."""
        return WritingForm(self.written, self.query, self.reports, self.matches)


def writings_of(searcher: Searcher, answer: Answer) -> tuple[Writing, ...]:
    """The other writings of the answer's query that occur, at most a dozen; those found before the time is over.

    Nothing is looked for where the query holds no date and no number.
    """
    return in_time(lambda: islice(_found(searcher, answer.request), SHOWN))


def _found(searcher: Searcher, request: Request) -> Iterator[Writing]:
    mode = "standard" if request.mode == "loose" else request.mode  # whose totals are those of exact matches
    plain = replace(request, mode=mode, sort="oldest", limit=0, page=1, facets=False, across=False)
    for written, query in islice(other_queries(request), TRIED):
        found = searcher.tally(replace(plain, query=query))
        if found.total_reports:
            yield Writing(written, query, found.total_reports, found.total_matches)


def other_queries(request: Request) -> Iterator[tuple[str, str]]:
    """(what differs, the whole query) for each other writing of the wordings that the query looks for.

    What it excludes, and the values of its fields, stay as they are.
    """
    pieces = _wordings(request)
    if not any(forms_of(piece.text) for piece in pieces):
        return
    texts = [piece.text for piece in pieces]
    for others in other_writings(texts):
        changed = [new for old, new in zip(texts, others, strict=True) if new != old]
        query = _with(request, pieces, others)
        if query is not None:
            yield " ".join(changed), query


def _wordings(request: Request) -> list[Token]:
    """The wordings of a query as typed, where they stand; a phrase without its quotation marks."""
    if request.literal:
        return [Token(Kind.PHRASE, -1, request.query)]
    found, skipping, depth = [], False, 0
    for token in tokens(request.query, closed):
        if depth:  # inside a group that is excluded, or a field's value
            depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        elif skipping and token.kind in (Kind.OPEN, Kind.TERM, Kind.PHRASE):
            depth, skipping = int(token.kind is Kind.OPEN), False
        elif token.kind in (Kind.NOT, Kind.FIELD):
            skipping = True
        elif token.kind in (Kind.TERM, Kind.PHRASE):
            found.append(token)
    return found


def _with(request: Request, pieces: Sequence[Token], others: Sequence[str]) -> str | None:
    """The query with other wordings in their places; None where it would be read otherwise."""
    if request.literal:
        return others[0]
    query = request.query
    for piece, other in reversed(list(zip(pieces, others, strict=True))):
        start = piece.start + (piece.kind is Kind.PHRASE)
        end = start + len(piece.text)
        query = query[:start] + (other if _stays(piece, other) else in_quotes(other)) + query[end:]
    try:
        read = len(positive_phrases(parse(query)))
        return query if read == len(positive_phrases(parse(request.query))) else None
    except QueryError:
        return None


def _stays(piece: Token, other: str) -> bool:
    """Is it a wording where it stands, without quotation marks of its own?"""
    if piece.kind is Kind.PHRASE:
        return True
    try:
        return parse(other) == parse(other, literal=True)
    except QueryError:
        return False
