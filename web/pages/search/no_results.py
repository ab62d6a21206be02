"""What a page teaches where nothing was found: the parts apart, other ways that find something, what filters hide,
what could not be read. Every number is that of a search. No markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TypeVar

from archive.catalog.stored_places import StoredPlace
from archive.errors import QueryError
from archive.text.punctuation import drop_punctuation
from indexer import deadline
from indexer.forms.answer import HiddenByForm, LessonForm, StoredPlaceForm, TermForm, WayForm
from indexer.forms.similar import likeness_form
from indexer.query.model import All, Phrase, Scope, positive_phrases
from indexer.search.answer import (
    Answer,
    Request,
    Within,
)
from indexer.search.searcher import PARTS_COUNTED
from indexer.search.similar import Likeness, similar
from indexer.search.suggest import meant
from indexer.tables.stored_values import stored_values
from web.state.app_state import AppState

TERMS = 8
"""Parts of a query that are looked for apart."""
RAREST = 4
"""Words of a sentence that are looked for apart: the others stand everywhere."""
NEAREST = 20
"""Similar passages that are counted."""
MEANT = 12
"""Characters of the longest wording that is looked for with one character changed; longer ones have similar ones."""
WIDER: tuple[Within, ...] = ("sentence", "paragraph", "section", "report")


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
class Way:
    """Another way to ask that finds something. `changes`: what differs in the address; `reports`, `matches`: found."""

    code: str
    changes: tuple[tuple[str, str | None], ...]
    reports: int
    matches: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """All that helps where nothing was found among `reports`. `hidden`: filters with the reports and places that they
    keep out, each alone, or all together; `unread`: files and reports that could not be read, or not whole; `stored`:
    cells that keep what was asked for and show something else.
    """

    reports: int
    unread: int
    hidden: tuple[tuple[tuple[str, ...], int, int], ...]
    apart: tuple[Term, ...]
    ways: tuple[Way, ...]
    meant: tuple[Term, ...]
    similar: tuple[Likeness, ...]
    stored: tuple[StoredPlace, ...] = ()

    @property
    def form(self) -> LessonForm:
        """The way out as JSON shows it."""
        return LessonForm(
            reports=self.reports,
            unread=self.unread,
            hidden=[HiddenByForm(names, reports, matches) for names, reports, matches in self.hidden],
            apart=[term.form for term in self.apart],
            ways=[WayForm(way.code, dict(way.changes), way.reports, way.matches) for way in self.ways],
            did_you_mean=[term.form for term in self.meant],
            similar=[likeness_form(likeness) for likeness in self.similar],
            stored=[StoredPlaceForm(**asdict(place)) for place in self.stored],
        )


def lesson_of(here: AppState, answer: Answer) -> Lesson:
    """What to say of an answer without a report; where the question's time is over, what is known by then."""
    wanted = answer.request
    hidden = in_time(lambda: _hidden(here, answer))
    terms = [] if hidden else _terms(here, wanted)
    apart = in_time(lambda: (_term(here, term, wanted) for term in terms))
    near = in_time(lambda: similar(here.searcher, "".join(terms), limit=NEAREST)) if terms else ()
    alone = len(apart) <= 1 and not any(term.reports for term in apart)
    return Lesson(
        reports=here.overview().reports,
        unread=here.overview().unread + len(here.searcher.partly_read()),
        hidden=hidden,
        apart=in_time(lambda: _words(here, wanted, terms)) if alone else apart,
        ways=() if hidden else in_time(lambda: _ways(here, answer, near)),
        meant=in_time(lambda: _meant(here, apart, wanted)),
        similar=near,
        stored=in_time(lambda: stored_values(here.searcher, wanted)),
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


def _hidden(here: AppState, answer: Answer) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """The filters without which there would be something: each alone, else all of them together."""
    wanted = answer.request
    alone = [(name, found) for name, found in answer.hidden.items() if found.reports]
    for name, found in alone:
        yield (name,), found.reports, found.matches
    if not alone and len(wanted.filters) > 1:
        whole = _total(here, replace(wanted, filters={}))
        if whole.total_reports:
            yield tuple(wanted.filters), whole.total_reports, whole.total_matches


def _terms(here: AppState, wanted: Request) -> list[str]:
    """The wordings of the query as they were typed."""
    phrases = positive_phrases(here.searcher.read(wanted).typed)
    return list(dict.fromkeys(phrase.typed for phrase in phrases))[:TERMS]


def _words(here: AppState, wanted: Request, terms: Sequence[str]) -> Iterator[Term]:
    """The words of the only wording, where it has several: of many, those that stand in the fewest reports."""
    words = [word for word in here.searcher.analyzer.words(terms[0]) if len(word) > 1] if terms else []
    if len(words) < 2:
        return
    propose = here.searcher.engine.propose
    known = {word: len(propose(Phrase.of(word)).counts) for word in words[: 4 * TERMS]}
    rarest = sorted(known, key=lambda word: known[word])[:RAREST]
    yield from (_term(here, word, wanted) for word in known if word in rarest)


def _term(here: AppState, term: str, wanted: Request) -> Term:
    mode = "standard" if wanted.mode == "loose" else wanted.mode
    alone = Request(term, literal=True, limit=1, passages=1, mode=mode, sort="newest")
    answer = here.searcher.search(alone)
    if 0 < answer.total_reports <= PARTS_COUNTED:
        answer = here.searcher.search(replace(alone, facets=True))
    parts = tuple((str(part), count) for part, count in answer.facets.get("part", ()) if part is not None)
    return Term(term, answer.total_reports, answer.total_matches, parts)


def _total(here: AppState, wanted: Request) -> Answer:
    return here.searcher.search(replace(wanted, page=1, limit=1, passages=1, facets=False, sort="newest"))


def _ways(here: AppState, answer: Answer, near: Sequence[Likeness]) -> Iterator[Way]:
    wanted = answer.request
    for code, changes, request in (*_others(wanted, near), *_either(here, wanted)):
        found = _total(here, request)
        if found.total_reports:
            yield Way(code, changes, found.total_reports, found.total_matches)
            if code.startswith("scope."):
                break  # the narrowest that finds something; wider ones find that too
    if loose := _loosely(here, answer):
        yield Way("loose", (("mode", "loose"), ("scope", None), ("ignore_punctuation", None)), loose, 0)


def _loosely(here: AppState, answer: Answer) -> int:
    """In how many reports the words stand apart; the answer knows, but for what was typed in quotation marks."""
    wanted = answer.request
    quoted = any(phrase.quoted for phrase in here.searcher.read(wanted).typed.phrases)
    if wanted.mode == "loose" or (wanted.mode == "standard" and wanted.scope == "report" and not quoted):
        return answer.also.total_reports
    loose = replace(wanted, mode="loose", scope="report", ignore_punctuation=False)
    return _total(here, loose).also.total_reports


Changes = tuple[tuple[str, str | None], ...]


def _others(wanted: Request, near: Sequence[Likeness]) -> Iterator[tuple[str, Changes, Request]]:
    """Other ways to ask the same, the nearest first."""
    if wanted.mode == "verbatim":
        yield "standard", (("mode", None),), replace(wanted, mode="standard")
    elif not wanted.ignore_punctuation and _differs_in_punctuation(wanted, near):
        request = replace(wanted, ignore_punctuation=True)
        if not (wanted.scope == "sentence" or "同句" in wanted.query):
            yield "ignore_punctuation", (("ignore_punctuation", "1"),), request
    if wanted.scope != "report" and wanted.mode != "loose":
        for scope in WIDER[WIDER.index(wanted.scope) + 1 :]:
            yield f"scope.{scope}", (("scope", scope if scope != "report" else None),), replace(wanted, scope=scope)


def _either(here: AppState, wanted: Request) -> Iterator[tuple[str, Changes, Request]]:
    """Any of several wordings, where nothing holds all of them."""
    query = here.searcher.read(wanted).typed
    whole = query.item if isinstance(query, Scope) else query
    wordings = [item for item in whole.items if isinstance(item, Phrase)] if isinstance(whole, All) else []
    if isinstance(whole, All) and len(wordings) == len(whole.items):
        either = " 或 ".join(str(wording) if wording.quoted else wording.typed for wording in wordings)
        yield "any", (("q", either), ("scope", None)), replace(wanted, query=either, scope="report")


def _differs_in_punctuation(wanted: Request, near: Sequence[Likeness]) -> bool:
    """May it stand there but for punctuation? Looking for that in all texts takes long, so the nearest are asked."""
    plain = drop_punctuation(wanted.query)
    return bool(plain) and any(plain in drop_punctuation(found.text) for found in near)


def _meant(here: AppState, apart: Sequence[Term], wanted: Request) -> Iterator[Term]:
    """For wordings that stand nowhere: those that differ in one character and stand somewhere."""
    nowhere = [term for term in apart if not term.reports and len(term.query) <= MEANT][:2]
    suggester = here.suggester() if nowhere else None
    if suggester is None:
        return
    for term in nowhere:
        for text in meant(suggester, here.searcher, term.query):
            query = wanted.query.replace(term.query, text, 1)
            found = _total(here, Request(query, literal=wanted.literal))
            if found.total_reports:
                yield Term(query, found.total_reports, found.total_matches, ())
