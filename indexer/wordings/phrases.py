"""The phrases of a text: runs of whole words between its stops, counted. They relate wordings; no hit hangs on them.

`phrase_counts` is the seam: what a report gives hangs on its text alone, so that an import may count it as well as a
question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.text.fold import fold_text
from indexer.analysis.analyzer import Analyzer

WORDS = 8
"""Words of a phrase, at most."""
LENGTH = range(3, 17)
"""Characters of a phrase; a word of two characters alone is a word, seldom a wording."""
FIRST, LAST = "\u3400", "\u9fff"
"""Han characters."""
_NO_FIRST = frozenset("的了和与及或在是对将被向于由到等并而也都就要使给按个各这那其之所有中上下内外更着地得")
_NO_LAST = _NO_FIRST | frozenset("以为把从让用不新全高大好多总第再最很")
"""Function words, suffixes and prefixes of one character: a phrase that begins or ends with one is a fragment. 以人民为
中心 and 不忘初心 are none.
"""


@dataclass(frozen=True, slots=True)
class PhraseCounts:
    """Of one report: `words` altogether, and phrase -> places."""

    words: int
    phrases: Counter[str]


def phrase_counts(texts: Iterable[str], analyzer: Analyzer) -> PhraseCounts:
    """The phrases of the original passages, cut as folded."""
    words = 0
    found: Counter[str] = Counter()
    for run in word_runs(texts, analyzer):
        words += len(run)
        found.update(phrases_of(run))
    return PhraseCounts(words, found)


def word_runs(texts: Iterable[str], analyzer: Analyzer) -> Iterator[list[str]]:
    """The words between two stops, of the original passages, cut as folded."""
    for text in texts:
        yield from _runs(analyzer.words(fold_text(text)))


def _runs(words: Sequence[str]) -> Iterator[list[str]]:
    """Words of Han characters side by side; everything else parts them."""
    run: list[str] = []
    for word in words:
        if FIRST <= word[0] <= LAST and FIRST <= word[-1] <= LAST:
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def phrases_of(run: Sequence[str]) -> Iterator[str]:
    """The phrases of words that stand side by side."""
    for first, word in enumerate(run):
        if word in _NO_FIRST:
            continue
        phrase = ""
        for last in run[first : first + WORDS]:
            phrase += last
            if len(phrase) >= LENGTH.stop:
                break
            if len(phrase) >= LENGTH.start and last not in _NO_LAST:
                yield phrase
