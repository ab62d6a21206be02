"""Which report comes first: one formula for every engine, over figures that each engine counts its own way.

    score = 2 · title + Σ BM25(exact phrase) + ½ · Σ BM25(word)

`title` is the phrase's rarity where the folded title holds it, and up to twice that by the share of the title that
it fills: a report that is called just so comes before one whose title mentions it. The words are those jieba finds in
the phrases that were typed bare: wordings in quotation marks are ranked by themselves, so that they need neither jieba
nor Whoosh. A word in the title counts as two more in the text. A report's length is that of its folded text, in
characters, for phrases and words alike. BM25 is Lucene's: what is everywhere is hardly rare, but never less than
nothing. Ties (by date) are the searcher's.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from archive.text.fold import FINGERPRINT, fold_text
from indexer.analysis.analyzer import Analyzer
from indexer.document import Document
from indexer.query.model import All, Any, Phrase, Query, Words, positive_phrases

K1, B = 1.2, 0.75
TITLE, WORDS = 2.0, 0.5
TITLE_WORD = 2

Frequencies = Mapping[str, int]
"""Report id -> how often something stands in it; reports without it are left out."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the formula needs: the folded length of every report, their average, ways to count, the folded titles."""

    lengths: Mapping[str, int]
    average: float
    phrase: Callable[[str], Frequencies]
    word: Callable[[str], Frequencies]
    titles: Callable[[], Mapping[str, str]]


def fingerprint(analyzer: Analyzer) -> str:
    """What an index depends on: the fold for its characters, the analyzer for its words."""
    return f"{FINGERPRINT} {analyzer.fingerprint}"


def words_to_rank(text: str, analyzer: Analyzer) -> list[str]:
    """The words of a folded text that count here: two characters and more."""
    return [word for word in analyzer.search_words(text) if len(word) > 1]


def word_frequencies(document: Document, analyzer: Analyzer) -> dict[str, int]:
    """How often each word counts for a report: in its text, and more in its title."""
    frequencies = text_frequencies(document.passages, analyzer)
    for word, times in title_frequencies(document.card.title, analyzer).items():
        frequencies[word] = frequencies.get(word, 0) + times
    return frequencies


def text_frequencies(passages: Iterable[str], analyzer: Analyzer) -> dict[str, int]:
    """How often each word counts for the folded text of a report."""
    words = analyzer.search_words("\n".join(passages))  # no word reaches across a line's end
    return Counter([word for word in words if len(word) > 1])


def title_frequencies(title: str | None, analyzer: Analyzer) -> dict[str, int]:
    """How often each word counts for a report because it stands in the title."""
    counted = Counter(words_to_rank(fold_text(title or ""), analyzer))
    return {word: times * TITLE_WORD for word, times in counted.items()}


def scores(query: Query, ids: Collection[str], figures: Figures, analyzer: Analyzer) -> dict[str, float]:
    """The score of each of `ids` that has one."""
    if not ids:
        return {}
    score = dict.fromkeys(ids, 0.0)
    phrases = [(phrase.text, figures.phrase(phrase.text)) for phrase in positive_phrases(query)]
    titles = figures.titles() if phrases else {}
    for text, found in phrases:
        weight = rarity(len(found), len(figures.lengths))
        _add(score, found, figures, 1.0)
        for name, title in titles.items():
            if text in title and name in score:
                score[name] += TITLE * weight * (1 + len(text) / len(title))
    for word in dict.fromkeys(bare_words(query, analyzer)):
        _add(score, figures.word(word), figures, WORDS)
    return {name: value for name, value in score.items() if value}


def bare_words(query: Query, analyzer: Analyzer) -> Iterable[str]:
    """The words that rank: those of the phrases that were typed bare."""
    if isinstance(query, Phrase):
        return () if query.quoted else words_to_rank(query.text, analyzer.for_questions)
    if isinstance(query, Words):
        return query.words
    if isinstance(query, (All, Any)):
        return [word for item in query.items for word in bare_words(item, analyzer)]
    return ()


def _add(score: dict[str, float], found: Frequencies, figures: Figures, weight: float) -> None:
    worth = weight * rarity(len(found), len(figures.lengths))
    fixed, slope = K1 * (1 - B), K1 * B / figures.average if figures.average else 0.0
    for name in score.keys() & found.keys():
        times = found[name]
        score[name] += worth * times * (K1 + 1) / (times + fixed + slope * figures.lengths[name])


def rarity(having: int, reports: int) -> float:
    """How rare something is that so many of all reports have."""
    return math.log1p((reports - having + 0.5) / (having + 0.5))
