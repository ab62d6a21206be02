"""What is counted of the terms of reports: titles, quoted terms, words, and pairs of words that stand side by side; and
which of them are kept.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import IO

from archive.catalog import ReadCatalog
from archive.storage.spill import Spill
from archive.text.fold import fold_text
from indexer.analysis.analyzer import Analyzer
from indexer.search.spelling import term_list
from indexer.search.spelling.compound_counts import CompoundCounts
from indexer.search.spelling.term_list import LONGEST, Kind, Suggestion, TermList

FEW = 300
"""Reports of which a list is made in less than two seconds."""
MOST, COMPOUNDS = 40_000, 20_000
"""Terms that are kept, those of most reports first: titles and quoted terms before words; and pairs of words."""
PAIR = range(4, 9)
"""Characters of a pair of words that is a term."""
COUNTED = 400_000
"""Pairs of some fonds that are counted at once; those of a single report go when there are more."""

_QUOTED = re.compile('[“「『"]([^“”「」『』"，。；：！？,;:!?\\s]{2,16})[”」』"]')
_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile("[\u3400-\u9fff]{2,}")


@dataclass(slots=True)
class Terms:
    """What is counted of some reports: each term with the number of them that have it."""

    titles: Counter[str] = field(default_factory=Counter)
    quoted: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    compounds: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of_titles(cls, titles: Iterable[str | None]) -> Terms:
        """Of reports of which no text has been counted yet."""
        return cls(Counter(title for title in titles if title and len(title) <= LONGEST and "\n" not in title))

    def put(self, texts: Sequence[str], analyzer: Analyzer) -> set[str]:
        """Count the passages of a report, but for its pairs of words, which are returned."""
        self.quoted.update({fold_text(term) for term in _QUOTED.findall("\n".join(texts)) if _HAN.search(term)})
        cut = [analyzer.words(fold_text(text)) for text in texts]
        self.words.update({word for some in cut for word in some if len(word) > 1})
        return {pair for some in cut for pair in _pairs(some)}

    def add(self, other: Terms) -> None:
        """Count other reports, too."""
        for name in ("titles", "quoted", "words", "compounds"):
            getattr(self, name).update(getattr(other, name))


def made(catalog: ReadCatalog, analyzer: Analyzer, folder: Path | None = None) -> TermList:
    """As of now. Reads all texts: some seconds in a large archive, whose pairs of words wait in `folder` meanwhile; in
    memory where they cannot.
    """
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            return _made(catalog, analyzer, file)
    except OSError:
        with closing(BytesIO()) as file:
            return _made(catalog, analyzer, file)


def kept(catalog: ReadCatalog, analyzer: Analyzer, path: Path) -> TermList:
    """As of now, and kept in a file, in whose folder it is made."""
    terms = made(catalog, analyzer, path.parent)
    with suppress(OSError):  # without the file the list is made again next time, which is all that it saves
        term_list.write(path, terms, analyzer.fingerprint)
    return terms


def _made(catalog: ReadCatalog, analyzer: Analyzer, file: IO[bytes]) -> TermList:
    change, compounds = catalog.last_change(), CompoundCounts(Spill(file))
    terms = Terms.of_titles(entry.title for entry in catalog.list())
    for _, texts in catalog.texts():
        compounds.put(terms.put(texts, analyzer))
    terms.compounds = compounds.commonest(COMPOUNDS)
    return list_of(change, terms)


def counted(titles: Iterable[str | None], reports: Iterable[Sequence[str]], analyzer: Analyzer) -> Terms:
    """The terms of reports with these titles and passages."""
    terms, most = Terms.of_titles(titles), COUNTED
    for texts in reports:
        terms.compounds.update(terms.put(texts, analyzer))
        if len(terms.compounds) > most:
            terms.compounds = Counter({pair: times for pair, times in terms.compounds.items() if times > 1})
            most = max(COUNTED, 2 * len(terms.compounds))  # else all would be gone through again with every report
    return terms


def list_of(change: int, terms: Terms) -> TermList:
    """The list of these terms, as many as are kept; of those in equally many reports the first by their characters."""
    han = ((word, reports) for word, reports in _most_first(terms.words) if _WORD.fullmatch(word))
    kinds: list[tuple[Kind, Iterable[tuple[str, int]]]] = [
        ("quoted", _most_first(terms.quoted)),
        ("title", _most_first(terms.titles)),
        ("word", han),
    ]
    first = _each_once(kinds, MOST)
    known = {fold_text(one.text) for one in first}
    pairs = [pair for pair in _most_first(terms.compounds)[:COMPOUNDS] if pair[0] not in known]
    return _ordered(change, [*first, *_each_once([("compound", pairs)], COMPOUNDS)])


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _pairs(words: Sequence[str]) -> Iterator[str]:
    """Words side by side, as one: joined, words are the text again."""
    for one, other in pairwise(words):
        if len(one) + len(other) in PAIR and _WORD.fullmatch(one) and _WORD.fullmatch(other):
            yield one + other


def _each_once(kinds: Sequence[tuple[Kind, Iterable[tuple[str, int]]]], most: int) -> list[Suggestion]:
    seen: set[str] = set()
    found: list[Suggestion] = []
    for kind, counted in kinds:
        for text, reports in counted:
            folded = fold_text(text)
            if folded and folded not in seen and len(found) < most:
                seen.add(folded)
                found.append(Suggestion(text, kind, reports))
    return found


def _ordered(change: int, found: list[Suggestion]) -> TermList:
    """A quoted term counts for three, a pair of words for half."""
    weight = {"quoted": 3.0, "compound": 0.5}
    found.sort(key=lambda one: (-one.reports * weight.get(one.kind, 1.0), len(one.text)))
    return TermList.of(change, found)
