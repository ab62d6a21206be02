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
from indexer.index.opensearch.layout.substrings import Condition, either, every, overlapped, phrase_query, sayable
from indexer.index.opensearch.questions.card_conditions import LIVE, allowed
from indexer.index.opensearch.questions.conditions import condition, necessary
from indexer.index.opensearch.questions.counted_marks import Marks, marks_of
from indexer.index.opensearch.questions.unit_conditions import unsettled
from indexer.index.ranked import RankedQuestion
from indexer.index.set_algebra import overlaps
from indexer.query.model import All, Any, Phrase, Query, Words, positive_phrases

MOST_OVERLAPS = 500
"""Overlapped wordings in one condition; the cluster takes 1,024 clauses."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked. `answers` is met by the reports that answer; `beside` is what it asks beside the query itself;
    `held` narrows the archive to what may be seen.

    `phrases` and `words` rank, as often as they count; `marks` are counted; one of `doubts` stands wherever that is not
    enough. `unsettled` holds of whatever may answer though `answers` says no, or the other way round.
    """

    question: RankedQuestion
    answers: Condition
    beside: tuple[Condition, ...]
    held: tuple[Condition, ...]
    phrases: tuple[str, ...]
    words: tuple[str, ...]
    marks: tuple[Marks, ...]
    doubts: tuple[str, ...]
    unsettled: Condition | None = None

    @property
    def alone(self) -> bool:
        """Is one phrase all that is asked, and counted? Then what counts it finds the reports as well."""
        return isinstance(self.question.query, Phrase) and len(self.marks) == 1 and sayable(self.marks[0].text)

    @property
    def texts(self) -> tuple[str, ...]:
        """The phrases, each once."""
        return tuple(dict.fromkeys(self.phrases))

    def name(self, marks: Marks) -> str:
        """By which a hit tells the score of what is counted: that of its phrase where it counts anywhere."""
        return f"p{self.texts.index(marks.text)}" if marks.anywhere else f"k{self.marks.index(marks)}"

    @property
    def doubtful(self) -> Condition | None:
        """The reports that have to be counted on their texts, and may not answer; None where there can be none."""
        counted = [every([self.answers, either(map(phrase_query, self.doubts))])] if self.doubts else []
        asked = [self.unsettled] if self.unsettled is not None else []
        return either([*counted, *asked]) if counted or asked else None


def plan_of(question: RankedQuestion, analyzer: Analyzer, held: Sequence[Condition] = ()) -> Plan | None:
    """None where the cluster cannot say the question exactly."""
    query = question.query
    asked = condition(query)
    if asked is None or (question.counts_places and _holds_words(query)):
        return None
    ranks = question.order == "relevance"
    phrases = tuple(phrase.text for phrase in positive_phrases(query))
    words = tuple(dict.fromkeys(ranking.bare_words(query, analyzer))) if ranks else ()
    marks = marks_of(query) if question.counts_places else ()
    if marks is None:
        return None
    doubts = tuple(dict.fromkeys(_doubts(dict.fromkeys(phrases), [one.text for one in marks])))
    if len(doubts) > MOST_OVERLAPS:
        return None
    narrowed = [*allowed(question.filters), *held]
    open_ones = unsettled(query)
    text_decides = every([either(open_ones), necessary(query), *narrowed]) if open_ones else None
    answers = every([asked, *narrowed])
    return Plan(question, answers, tuple(narrowed), tuple(held), phrases, words, marks, doubts, text_decides)


def plan_of_scores(query: Query, ids: Sequence[str], analyzer: Analyzer, held: Sequence[Condition] = ()) -> Plan:
    """For the scores of reports that have been found to answer any query."""
    phrases = tuple(phrase.text for phrase in positive_phrases(query))
    words = tuple(dict.fromkeys(ranking.bare_words(query, analyzer)))
    doubts = tuple(dict.fromkeys(longer for text in dict.fromkeys(phrases) for longer in overlapped(text)))
    question = RankedQuestion(query, counts_places=False, facets=False, cards=False)
    answers = every([{"terms": {"id": list(ids)}}, LIVE, *held])
    return Plan(question, answers, tuple(held), tuple(held), phrases, words, (), doubts[:MOST_OVERLAPS])


def _holds_words(query: Query) -> bool:
    """Words apart make marks where they stand together: only the text tells how many."""
    return isinstance(query, Words) or (isinstance(query, All | Any) and any(map(_holds_words, query.items)))


def _doubts(phrases: Sequence[str] | dict[str, None], marked: Sequence[str]) -> Iterator[str]:
    for text in phrases:
        yield from overlapped(text)
    for one, other in combinations(sorted(marked), 2):
        yield from overlaps(one, other)
