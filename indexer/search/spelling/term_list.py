"""The terms of an archive: its titles, quoted terms, words, and pairs of words that stand side by side, each with its
reports. Made from the catalog and kept in a file beside the index; nothing is lost with it.
"""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Literal, get_args

from archive.catalog import ReadCatalog
from archive.storage import disk
from archive.text.fold import fold_text
from indexer.analysis.analyzer import Analyzer
from indexer.analysis.pinyin import initials

Kind = Literal["quoted", "title", "word", "compound"]

VERSION = 2
MOST, COMPOUNDS = 40_000, 20_000
"""Terms that are kept, those of most reports first: titles and quoted terms before words; and pairs of words."""
LONGEST = 60
PAIR = range(4, 9)
"""Characters of a pair of words that is a term."""
COUNTED = 400_000
"""Pairs that are counted at once; those of a single report go when there are more."""

_QUOTED = re.compile('[“「『"]([^“”「」『』"，。；：！？,;:!?\\s]{2,16})[”」』"]')
_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile("[\u3400-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term of the archive, what it is there, and in how many reports it stands so."""

    text: str
    kind: Kind
    reports: int


@dataclass(frozen=True, slots=True)
class _Column:
    """A column laid out as one text, a line a term: to look through it line by line takes ten times as long."""

    text: str
    starts: array[int]

    @classmethod
    def of(cls, lines: Sequence[str]) -> _Column:
        starts = array("q", accumulate((len(line) + 1 for line in lines), initial=0))
        return cls("\n" + "\n".join(lines), starts)

    def lines(self, wanted: str) -> Iterator[int]:
        """The numbers of the lines, from 0, that hold `wanted`; a line break stands for a line's beginning."""
        at = self.text.find(wanted)
        while at >= 0:
            line = bisect_right(self.starts, at) - 1
            yield line
            if line + 1 >= len(self.starts):
                return
            at = self.text.find(wanted, self.starts[line + 1])


@dataclass(frozen=True)
class TermList:
    """The terms in the order of preference, in parallel columns. `letters`: every way in which a term's initials are
    read (长效机制: cxjz zxjz), each behind a blank.
    """

    change: int
    found: tuple[Suggestion, ...]
    letters: tuple[str, ...]
    folded: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", tuple(fold_text(one.text) for one in self.found))

    def beginning(self, wanted: str) -> Iterator[int]:
        """The terms that begin with a folded text, in order."""
        return self._folded.lines(f"\n{wanted}")

    def holding(self, wanted: str) -> Iterator[int]:
        """Those that hold it anywhere."""
        return self._folded.lines(wanted)

    def sounding(self, initials: str) -> Iterator[int]:
        """Those whose initials, read in one of their ways, begin so."""
        return self._letters.lines(f" {initials}")

    @cached_property
    def _folded(self) -> _Column:
        return _Column.of(self.folded)

    @cached_property
    def _letters(self) -> _Column:
        return _Column.of(self.letters)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each folded term stands in the columns."""
        return {term: at for at, term in enumerate(self.folded)}


@dataclass(slots=True)
class Terms:
    """What is counted of some reports: each term with the number of them that have it."""

    titles: Counter[str] = field(default_factory=Counter)
    quoted: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    compounds: Counter[str] = field(default_factory=Counter)

    def add(self, other: Terms) -> None:
        """Count other reports, too."""
        for name in ("titles", "quoted", "words", "compounds"):
            getattr(self, name).update(getattr(other, name))


def made(catalog: ReadCatalog, analyzer: Analyzer) -> TermList:
    """As of now. Reads all texts: some seconds in a large archive."""
    change = catalog.last_change()
    titles = (entry.title for entry in catalog.list())
    return list_of(change, counted(titles, (texts for _, texts in catalog.texts()), analyzer))


def counted(titles: Iterable[str | None], reports: Iterable[Sequence[str]], analyzer: Analyzer) -> Terms:
    """The terms of reports with these titles and passages."""
    terms = Terms(Counter(title for title in titles if title and len(title) <= LONGEST))
    for texts in reports:
        terms.quoted.update({fold_text(term) for term in _QUOTED.findall("\n".join(texts)) if _HAN.search(term)})
        cut = [analyzer.words(fold_text(text)) for text in texts]
        terms.words.update({word for some in cut for word in some if len(word) > 1})
        terms.compounds.update({pair for some in cut for pair in _pairs(some)})
        if len(terms.compounds) > COUNTED:
            terms.compounds = Counter({pair: times for pair, times in terms.compounds.items() if times > 1})
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


def write(path: Path, terms: TermList, fingerprint: str) -> None:
    """Keep the list. Raises OSError."""
    rows = [[one.text, one.kind, one.reports, how] for one, how in zip(terms.found, terms.letters, strict=True)]
    body = {"made": _made_by(fingerprint), "change": terms.change, "terms": rows}
    disk.write_whole(path, json.dumps(body, ensure_ascii=False).encode(), lasting=False)


def read(path: Path, fingerprint: str) -> TermList | None:
    """The kept list; None where there is none, or none that this program made."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body["made"] != _made_by(fingerprint):
            return None
        found = tuple(Suggestion(str(text), kind, int(reports)) for text, kind, reports, _ in body["terms"])
        if any(one.kind not in get_args(Kind) for one in found):
            return None
        return TermList(int(body["change"]), found, tuple(str(row[3]) for row in body["terms"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _made_by(fingerprint: str) -> str:
    return f"{VERSION} {fingerprint}"


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
    return TermList(change, tuple(found), tuple(map(_letters, found)))


def _letters(one: Suggestion) -> str:
    return "".join(f" {way}" for way in initials(fold_text(one.text)))
