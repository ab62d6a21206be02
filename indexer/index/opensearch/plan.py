"""A question made ready for the cluster: conditions, phrases, words, and where which phrase makes marks. No requests.

How many marks a report has is the sum of its phrases' places, each phrase where it makes marks: beside what stands with
it in one alternative. That is so wherever no two places overlap; where they may (a phrase overlaps itself or another
one) a longer wording stands, by which those reports are found: their texts are counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from indexer.analysis.analyzer import Analyzer
from indexer.index import ranking
from indexer.index.opensearch.card_conditions import LIVE, allowed
from indexer.index.opensearch.conditions import condition, either, every
from indexer.index.opensearch.substrings import Condition, overlapped, phrase_query
from indexer.index.ranked import RankedQuestion
from indexer.index.set_algebra import overlaps
from indexer.query.model import All, Any, Phrase, Query, Words, positive_phrases

MOST_OVERLAPS = 500
"""Overlapped wordings in one condition; the cluster takes 1,024 clauses."""


@dataclass(frozen=True, slots=True)
class Marks:
    """A phrase that makes marks: in every report that answers, or in those that meet one of the conditions `where`."""

    text: str
    where: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked. `answers` is met by the reports that answer; `held` narrows the archive to what may be seen.

    `phrases` and `words` rank, as often as they count; `marks` are counted; one of `doubts` stands wherever that is not
    enough.
    """

    question: RankedQuestion
    answers: Condition
    held: tuple[Condition, ...]
    phrases: tuple[str, ...]
    words: tuple[str, ...]
    marks: tuple[Marks, ...]
    doubts: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The phrases, each once."""
        return tuple(dict.fromkeys(self.phrases))

    @property
    def doubtful(self) -> Condition | None:
        """The reports that answer and have to be counted on their texts; None where there can be none."""
        if not self.doubts:
            return None
        return every([self.answers, either(map(phrase_query, self.doubts))])


def plan_of(question: RankedQuestion, analyzer: Analyzer, held: Sequence[Condition] = ()) -> Plan | None:
    """None where the cluster cannot say the question exactly."""
    query = question.query
    asked = condition(query)
    if asked is None or (question.counts_places and _holds_words(query)):
        return None
    ranks = question.order == "relevance"
    phrases = tuple(phrase.text for phrase in positive_phrases(query))
    words = tuple(dict.fromkeys(ranking.bare_words(query, analyzer))) if ranks else ()
    marks = tuple(_marks(query)) if question.counts_places else ()
    doubts = tuple(dict.fromkeys(_doubts(dict.fromkeys(phrases), [one.text for one in marks])))
    if len(doubts) > MOST_OVERLAPS:
        return None
    answers = every([asked, *allowed(question.filters), *held])
    return Plan(question, answers, tuple(held), phrases, words, marks, doubts)


def plan_of_scores(query: Query, ids: Sequence[str], analyzer: Analyzer, held: Sequence[Condition] = ()) -> Plan:
    """For the scores of reports that have been found to answer any query."""
    phrases = tuple(phrase.text for phrase in positive_phrases(query))
    words = tuple(dict.fromkeys(ranking.bare_words(query, analyzer)))
    doubts = tuple(dict.fromkeys(longer for text in dict.fromkeys(phrases) for longer in overlapped(text)))
    question = RankedQuestion(query, counts_places=False)
    answers = every([{"terms": {"id": list(ids)}}, LIVE, *held])
    return Plan(question, answers, tuple(held), phrases, words, (), doubts[:MOST_OVERLAPS])


def _holds_words(query: Query) -> bool:
    """Words apart make marks where they stand together: only the text tells how many."""
    return isinstance(query, Words) or (isinstance(query, All | Any) and any(map(_holds_words, query.items)))


def _doubts(phrases: Sequence[str] | dict[str, None], marked: Sequence[str]) -> Iterator[str]:
    for text in phrases:
        yield from overlapped(text)
    for one, other in combinations(sorted(marked), 2):
        yield from overlaps(one, other)


def _marks(query: Query) -> Iterator[Marks]:
    """Each phrase that makes marks, once."""
    places: dict[str, list[Condition | None]] = {}
    for text, where in _placed(query, (), free=True):
        places.setdefault(text, []).append(where)
    for text, found in places.items():
        conditions = [one for one in found if one is not None]
        yield Marks(text, tuple(conditions) if len(conditions) == len(found) else ())


def _placed(query: Query, beside: tuple[Query, ...], *, free: bool) -> Iterator[tuple[str, Condition | None]]:
    """Each place of a phrase in the query with what has to hold beside it; None: it is said by the question already.

    `free`: no alternative lies above, so that all that stands beside it holds wherever the question does.
    """
    if isinstance(query, Phrase):
        conditions = [condition(item) for item in beside]
        said = [one for one in conditions if one is not None]  # all are: the question has been said as a whole
        yield query.text, every(said) if said else None
    elif isinstance(query, Any):
        for item in query.items:
            yield from _placed(item, beside, free=False)
    elif isinstance(query, All):
        for at, item in enumerate(query.items):
            others = () if free else (*query.items[:at], *query.items[at + 1 :])
            yield from _placed(item, (*beside, *others), free=free)
