"""What page and terminal teach where nothing was found: what may be meant, the parts apart, other ways that find
something, what filters hide, what could not be read. Every number is that of a search. No markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TypeVar

from archive.catalog.stored_places import StoredPlace
from archive.errors import QueryError
from archive.text.fold import fold_text
from indexer import deadline
from indexer.forms.answer import HiddenByForm, LessonForm, StoredPlaceForm, TermForm, WayForm
from indexer.forms.similar import likeness_form
from indexer.guidance.correction import CLOSE, corrected
from indexer.guidance.ways import Way, total, ways_of
from indexer.query.model import Phrase, positive_phrases
from indexer.query.nodes.quoting import in_quotes
from indexer.query.parser import parse
from indexer.search.answer import Answer, Request
from indexer.search.answering.report_finder import PARTS_COUNTED
from indexer.search.searcher import Searcher
from indexer.search.similar import Likeness, similar
from indexer.search.suggest import Suggester, meant
from indexer.tables.stored_values import stored_values

TERMS = 8
"""Parts of a query that are looked for apart."""
RAREST = 4
"""Words of a sentence that are looked for apart: the others stand everywhere."""
NEAREST, SHOWN = 20, 3
"""Similar passages that are counted, and shown."""
MEANT = 12
"""Characters of the longest wording that is looked for with one character changed; longer ones have similar ones."""


@dataclass(frozen=True, slots=True)
class Term:
    """A part of the query, and what it finds alone: places, and in which parts of the reports."""

    query: str
    reports: int
    matches: int
    parts: tuple[tuple[str, int], ...]

    @property
    def form(self) -> TermForm:
        """The way out as JSON shows it."""
        return TermForm(self.query, self.reports, self.matches, dict(self.parts))


@dataclass(frozen=True, slots=True)
class Lesson:
    """All that helps where nothing was found among `reports`. `hidden`: filters with the reports and places that they
    keep out, each alone, or all together; `unread`: files and reports that could not be read, or not whole,
    `set_aside` those of which a person expects nothing more; `stored`: cells that keep what was asked for and show
    something else.
    """

    reports: int
    unread: int
    set_aside: int
    hidden: tuple[tuple[tuple[str, ...], int, int], ...]
    apart: tuple[Term, ...]
    ways: tuple[Way, ...]
    meant: tuple[Term, ...]
    similar: tuple[Likeness, ...]
    stored: tuple[StoredPlace, ...] = ()

    @property
    def nearest(self) -> tuple[Likeness, ...]:
        """The nearest passages, where they are so near that a sentence may be one of them, misspelt."""
        return tuple(one for one in self.similar if one.share >= CLOSE and one.length > MEANT)[:SHOWN]

    @property
    def form(self) -> LessonForm:
        """The way out as JSON shows it."""
        return LessonForm(
            reports=self.reports,
            unread=self.unread,
            set_aside=self.set_aside,
            hidden=[HiddenByForm(names, reports, matches) for names, reports, matches in self.hidden],
            apart=[term.form for term in self.apart],
            ways=[WayForm(way.code, dict(way.changes), way.reports, way.matches) for way in self.ways],
            did_you_mean=[term.form for term in self.meant],
            similar=[likeness_form(likeness) for likeness in self.similar],
            stored=[StoredPlaceForm(**asdict(place)) for place in self.stored],
        )


def lesson_of(searcher: Searcher, suggester: Callable[[], Suggester | None], answer: Answer) -> Lesson:
    """What to say of an answer without a report; where the question's time is over, what is known by then.

    `suggester`: asked for where it is needed; None where its list is still being made.
    """
    wanted = answer.request
    hidden = in_time(lambda: _hidden(searcher, answer))
    terms = [] if hidden else _terms(searcher, wanted)
    apart = in_time(lambda: (_term(searcher, term, wanted) for term in terms))
    near = in_time(lambda: similar(searcher, "".join(terms), limit=NEAREST)) if terms else ()
    alone = len(apart) <= 1 and not any(term.reports for term in apart)
    counts = searcher.catalog.counts()
    return Lesson(
        reports=counts.reports,
        unread=counts.unread + len(searcher.partly_read()),
        set_aside=counts.set_aside,
        hidden=hidden,
        apart=in_time(lambda: _words(searcher, wanted, terms)) if alone else apart,
        ways=() if hidden else in_time(lambda: ways_of(searcher, answer, near)),
        meant=in_time(lambda: _meant(searcher, suggester, apart, near, wanted)),
        similar=near,
        stored=in_time(lambda: stored_values(searcher, wanted)),
    )


T = TypeVar("T")


def in_time(ask: Callable[[], Iterable[T]]) -> tuple[T, ...]:
    """What `ask` finds before the time of the question is over."""
    found: list[T] = []
    try:
        for item in ask():
            deadline.check()
            found.append(item)
    except QueryError as problem:
        if problem.code not in deadline.OVER:
            raise
    return tuple(found)


def _hidden(searcher: Searcher, answer: Answer) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """The filters without which there would be something: each alone, else all of them together."""
    wanted = answer.request
    alone = [(name, found) for name, found in answer.hidden.items() if found.reports]
    for name, found in alone:
        yield (name,), found.reports, found.matches
    if not alone and len(wanted.filters) > 1:
        whole = total(searcher, replace(wanted, filters={}))
        if whole.total_reports:
            yield tuple(wanted.filters), whole.total_reports, whole.total_matches


def _terms(searcher: Searcher, wanted: Request) -> list[str]:
    """The wordings of the query as they were typed."""
    phrases = positive_phrases(searcher.read(wanted).typed)
    return list(dict.fromkeys(phrase.typed for phrase in phrases))[:TERMS]


def _words(searcher: Searcher, wanted: Request, terms: Sequence[str]) -> Iterator[Term]:
    """The words of the only wording, where it has several: of many, those that stand in the fewest reports."""
    words = [word for word in searcher.analyzer.for_questions.words(terms[0]) if len(word) > 1] if terms else []
    if len(words) < 2:
        return
    propose = searcher.engine.propose
    known = {word: len(propose(Phrase.of(word)).counts) for word in words[: 4 * TERMS]}
    rarest = sorted(known, key=lambda word: known[word])[:RAREST]
    yield from (_term(searcher, word, wanted) for word in known if word in rarest)


def _term(searcher: Searcher, term: str, wanted: Request) -> Term:
    mode = "standard" if wanted.mode == "loose" else wanted.mode
    alone = Request(term, literal=True, limit=1, passages=1, mode=mode, sort="newest")
    answer = searcher.search(alone)
    if 0 < answer.total_reports <= PARTS_COUNTED:
        answer = searcher.search(replace(alone, facets=True))
    parts = tuple((str(part), count) for part, count in answer.facets.get("part", ()) if part is not None)
    return Term(term, answer.total_reports, answer.total_matches, parts)


def _meant(
    searcher: Searcher,
    suggester: Callable[[], Suggester | None],
    apart: Sequence[Term],
    near: Sequence[Likeness],
    wanted: Request,
) -> Iterator[Term]:
    """For wordings that stand nowhere: those that differ little and stand somewhere; of a sentence the terms in which
    it differs from the nearest passage.
    """
    nowhere = [term for term in apart if not term.reports]
    terms = suggester() if nowhere else None
    if terms is None:
        return
    if any(len(term.query) > MEANT for term in nowhere):
        for text in corrected(terms, near):
            yield from _standing(searcher, Request(text, literal=True))
    for term in [term for term in nowhere if len(term.query) <= MEANT][:2]:
        for text in meant(terms, searcher, term.query):
            query = _with(wanted, term.query, text)
            if query is not None:
                yield from _standing(searcher, Request(query, literal=wanted.literal))


def _with(wanted: Request, term: str, text: str) -> str | None:
    """The query with another wording, which stays text whatever it looks like: in quotation marks where it would name a
    field (“两句：”) or stand for more. None where it cannot be put in.
    """
    if wanted.literal:
        return wanted.query.replace(term, text, 1)
    for written in (text, in_quotes(text)):
        query = wanted.query.replace(term, written, 1)
        try:
            wordings = {fold_text(phrase.typed) for phrase in positive_phrases(parse(query))}
        except QueryError:
            continue
        if fold_text(text) in wordings:
            return query
    return None


def _standing(searcher: Searcher, request: Request) -> Iterator[Term]:
    found = total(searcher, request)
    if found.total_reports:
        yield Term(request.query, found.total_reports, found.total_matches, ())
