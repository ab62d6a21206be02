"""The trunk of the query's tree: phrases, words apart, and how they are joined; conditions on the face of a report are
in `fields`, wordings in relation to each other in `within`.

A query is a tree of frozen values. `str()` is its canonical form, which parses to an equal query. Laws:
- the places of a query do not overlap and stand in order of passage and start; where candidates overlap, the
  leftmost wins, then the longest, then the term that is read first;
- for one phrase the number of places is the sum of `passage.count(text)`;
- an alternative that does not match makes no marks, and nothing inside a negation does.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from archive.errors import QueryError
from archive.fold import fold_text, fold_verbatim
from archive.model import CELL
from indexer.document import Document, Place
from indexer.punctuation import drop_punctuation
from indexer.query.counting import Counter, in_parts
from indexer.query.places import Occurrence, leftmost_longest, occurrences
from indexer.query.quoting import in_quotes

Terms = Mapping["Phrase", int]
"""The index of each positive phrase, from 0 in order of reading; equal phrases are one term."""

WordsOf = Callable[["Phrase"], Sequence[str]]
"""The folded words of a phrase; those of one character are left out of account here."""


class Query(ABC):
    """A question that any report answers with its places, or with None where it does not match."""

    __slots__ = ()

    def spans(self, document: Document) -> tuple[Place, ...] | None:
        """The places of the positive terms, in order, without overlap; () where only fields and negations match.

        None: the report does not match. `Place.term` is the index in `positive_phrases(self)`.
        """
        if not self.matches(document):
            return None
        terms = {phrase: term for term, phrase in enumerate(positive_phrases(self))}
        return leftmost_longest(self.candidates(document, terms))

    def counter(self) -> Counter:
        """Tells of each report how many places `spans` finds, None where it does not match.

        Made once for a question; where it can be, it makes no places.
        """

        def count(document: Document) -> int | None:
            places = self.spans(document)
            return None if places is None else len(places)

        return count

    @abstractmethod
    def matches(self, document: Document) -> bool:
        """Does the report answer? True exactly where `spans` is not None, and cheaper."""

    @abstractmethod
    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """All places of a report that matches, overlapping ones too, in any order; `terms` numbers the phrases."""

    @property
    @abstractmethod
    def phrases(self) -> tuple[Phrase, ...]:
        """The positive phrases in order of reading; see `positive_phrases`."""

    @property
    def asks_outline(self) -> bool:
        """Does its meaning depend on where sections and parts begin (`Document.outline`)?"""
        return False

    @property
    def asks_text(self) -> bool:
        """Is it about the text, and not only about the report's face and parts?"""
        return True

    @property
    def picks(self) -> bool:
        """Is it a choice of parts, which narrows the places of what stands beside it? See `All`."""
        return False

    def at_part(self, part: str | None) -> bool:
        """For a choice of parts: does it take places in `part`?"""
        del part
        return True

    def loose(self, words_of: WordsOf, *, quoted: bool) -> Query:
        """The query in which each positive phrase may also stand as its words apart; itself where none can.

        `quoted`: phrases that were typed in quotation marks too.
        """
        del words_of, quoted
        return self

    def mapped(self, change: Callable[[Phrase], Phrase]) -> Query:
        """The query with each phrase changed; fields stay as they are."""
        del change
        return self

    def verbatim(self) -> Query:
        """The query for passages folded by `fold_verbatim` (mode 逐字)."""
        return self.mapped(lambda phrase: replace(phrase, text=fold_verbatim(phrase.typed)))

    def unpunctuated(self) -> Query:
        """The query for passages without punctuation (忽略标点). QueryError where nothing is left of a phrase."""
        return self.mapped(_unpunctuated)

    @property
    def asks_sentences(self) -> bool:
        """Does its meaning depend on the marks that end sentences?"""
        return False

    def necessary(self) -> Query | None:
        """What each report meets that this query matches in any mode: phrases and fields joined by All and Any.

        None where nothing can be told. An engine that does not know a node may propose by this.
        """
        return None

    def loosened(self, words_of: WordsOf, *, quoted: bool = False) -> Query | None:
        """Reports that match loosely and do not match exactly; None where no term can be loosened.

        The block `also` leaves phrases typed in quotation marks alone, mode 模糊 (`quoted=True`) does not.
        """
        loose = self.loose(words_of, quoted=quoted)
        if loose is self:
            return None
        if isinstance(loose, Any) and isinstance(self, Phrase):
            return loose.items[-1]  # the words apart exclude the phrase by themselves
        return All((loose, Not(self)))

    def operand(self) -> str:
        """The canonical form where it stands beside an operator."""
        return str(self)


class Marking(Query):
    """A query that matches exactly where it makes marks, so that one look tells both."""

    __slots__ = ()

    def spans(self, document: Document) -> tuple[Place, ...] | None:
        """The places; None where there is none."""
        terms = {phrase: term for term, phrase in enumerate(positive_phrases(self))}
        return leftmost_longest(self.candidates(document, terms)) or None


class Unmarked(Query):
    """A condition that makes no marks, so that it holds no positive term: on the face, on parts, and all negations."""

    __slots__ = ()

    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """None."""
        del document, terms
        return iter(())

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """None."""
        return ()


class Wording(Marking):
    """A query that is a run of text: what it finds, it finds inside one passage."""

    __slots__ = ()

    @abstractmethod
    def occurrences(self, passage: str) -> Iterator[Occurrence]:
        """All occurrences in a folded passage, overlapping ones too."""

    def matches(self, document: Document) -> bool:
        """Does it stand in any passage?"""
        return any(
            document.counts(number, found.start)
            for number, passage in enumerate(document.passages, 1)
            for found in self.occurrences(passage)
        )

    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """Every occurrence, those that overlap another one too."""
        for number, passage in enumerate(document.passages, 1):
            for found in self.occurrences(passage):
                if document.counts(number, found.start):
                    yield Place(number, found.start, found.end, terms[found.phrase])


@dataclass(frozen=True, slots=True)
class Phrase(Wording):
    """A wording: `text` folded, `typed` as written without its quotation marks. Equal where `text` is."""

    text: str
    typed: str = field(compare=False)
    quoted: bool = field(default=False, compare=False)

    @classmethod
    def of(cls, typed: str, *, quoted: bool = False) -> Phrase:
        """The phrase of a wording as typed. ValueError where nothing is left of it."""
        text = fold_text(typed)
        if not text:
            raise ValueError("nothing is left of the phrase")
        return cls(text, typed, quoted)

    def spans(self, document: Document) -> tuple[Place, ...] | None:
        """The occurrences, as `str.count` counts them; None where there is none."""
        if document.choices:
            return leftmost_longest(self.candidates(document, {self: 0})) or None
        text, size = self.text, len(self.text)
        places: list[Place] = []
        for number, passage in enumerate(document.passages, 1):
            start = passage.find(text)
            while start >= 0:
                places.append(Place(number, start, start + size))
                start = passage.find(text, start + size)
        return tuple(places) or None

    def matches(self, document: Document) -> bool:
        """Does it stand in any passage?"""
        text = self.text
        if document.choices:
            return Wording.matches(self, document)
        return any(text in passage for passage in document.passages)

    def occurrences(self, passage: str) -> Iterator[Occurrence]:
        """Wherever the text stands."""
        for start in occurrences(self.text, passage):
            yield Occurrence(start, start + len(self.text), self)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Itself."""
        return (self,)

    def loose(self, words_of: WordsOf, *, quoted: bool) -> Query:
        """Itself, or its words apart."""
        if self.quoted and not quoted:
            return self
        words = tuple(dict.fromkeys(word for word in words_of(self) if len(word) > 1))
        if not words or any(self.text in word for word in words):
            return self
        return Any((self, Words(words, self)))

    def necessary(self) -> Phrase:
        """Itself."""
        return self

    def mapped(self, change: Callable[[Phrase], Phrase]) -> Phrase:
        """Itself, changed."""
        return change(self)

    def __str__(self) -> str:
        return in_quotes(self.typed)


@dataclass(frozen=True, slots=True)
class Words(Query):
    """`words` each stand in one and the same passage of a report that does not hold `phrase` anywhere.

    `words` are folded; whoever makes the value cuts them.
    """

    words: tuple[str, ...]
    phrase: Phrase

    def matches(self, document: Document) -> bool:
        """Are the words together in a passage, and the phrase nowhere?"""
        return any(True for _ in self._together(document)) and not self.phrase.matches(document)

    def spans(self, document: Document) -> tuple[Place, ...] | None:
        """The words, in the passages that hold them all: looked for once."""
        places = [place for together in self._together(document) for place in together]
        if not places or self.phrase.matches(document):
            return None
        return leftmost_longest(places)

    def _holds(self, passage: str) -> bool:
        for word in self.words:  # noqa: SIM110 # asked of every passage: a generator takes three times as long
            if word not in passage:
                return False
        return True

    def _together(self, document: Document) -> Iterator[list[Place]]:
        """For each passage that holds all words, where they stand."""
        for number, passage in enumerate(document.passages, 1):
            if self._holds(passage):
                found = [
                    [
                        Place(number, start, start + len(word))
                        for start in occurrences(word, passage)
                        if document.counts(number, start)
                    ]
                    for word in self.words
                ]
                if all(found):
                    yield [place for places in found for place in places]

    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """The words, in the passages that hold them all."""
        for places in self._together(document):
            for place in places:
                yield replace(place, term=terms[self.phrase])

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The phrase whose words they are."""
        return (self.phrase,)

    def necessary(self) -> Query:
        """The words, each anywhere in the report."""
        return all_of([Phrase(word, word) for word in self.words])

    def __str__(self) -> str:
        words = " ".join(map(in_quotes, self.words))
        together = f"同段:({words})" if len(self.words) > 1 else words
        return f"{together} -{self.phrase}"

    def operand(self) -> str:
        """In brackets."""
        return f"({self})"


@dataclass(frozen=True, slots=True)
class Not(Unmarked):
    """Reports that do not match `item`; without marks."""

    item: Query

    def matches(self, document: Document) -> bool:
        """Does the item not match?"""
        return not self.item.matches(document)

    @property
    def asks_outline(self) -> bool:
        """As the item."""
        return self.item.asks_outline

    @property
    def asks_text(self) -> bool:
        """As the item."""
        return self.item.asks_text

    @property
    def picks(self) -> bool:
        """All parts but those of a choice are a choice."""
        return self.item.picks

    def at_part(self, part: str | None) -> bool:
        """Where the item takes none."""
        return not self.item.at_part(part)

    def mapped(self, change: Callable[[Phrase], Phrase]) -> Not:
        """With the item changed."""
        return Not(self.item.mapped(change))

    @property
    def asks_sentences(self) -> bool:
        """As the item."""
        return self.item.asks_sentences

    def __str__(self) -> str:
        return f"-{self.item.operand()}"


@dataclass(frozen=True, slots=True)
class _Several(Query):
    """Two items or more; an item of the same kind is taken apart, so that equal meanings have one form."""

    items: tuple[Query, ...]

    def __post_init__(self) -> None:
        flat: list[Query] = []
        for item in self.items:
            flat.extend(item.items if type(item) is type(self) and isinstance(item, _Several) else (item,))
        if len(flat) < 2:
            raise ValueError("a group has two items or more")
        object.__setattr__(self, "items", tuple(flat))

    @property
    def asks_outline(self) -> bool:
        """Does any item?"""
        return any(item.asks_outline for item in self.items)

    @property
    def asks_text(self) -> bool:
        """Does any item?"""
        return any(item.asks_text for item in self.items)

    @property
    def picks(self) -> bool:
        """Are all items choices of parts?"""
        return all(item.picks for item in self.items)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Those of all items."""
        return tuple(phrase for item in self.items for phrase in item.phrases)

    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """The places of the items that match."""
        for item in self.items:
            if item.phrases and item.matches(document):
                yield from item.candidates(document, terms)

    def loose(self, words_of: WordsOf, *, quoted: bool) -> Query:
        """With each item loose; itself where none can be."""
        items = tuple(item.loose(words_of, quoted=quoted) for item in self.items)
        return self if all(new is old for new, old in zip(items, self.items, strict=True)) else type(self)(items)

    def mapped(self, change: Callable[[Phrase], Phrase]) -> Query:
        """With each item changed."""
        return type(self)(tuple(item.mapped(change) for item in self.items))

    @property
    def asks_sentences(self) -> bool:
        """Does any item?"""
        return any(item.asks_sentences for item in self.items)

    def operand(self) -> str:
        return f"({self})"


@dataclass(frozen=True, slots=True)
class All(_Several):
    """Every item matches.

    Choices of parts (`部分:`, also negated, in brackets, joined by OR) narrow what the other items are asked of: of all
    text only what stands in those parts. `部分:存在问题 主动性` finds 主动性 there, `主动性 -部分:存在问题` elsewhere,
    `部分:存在问题 -主动性` the reports that have such a part, without 主动性 in it. Several narrow further; OR is
    no place for narrowing: each alternative is asked by itself. Beside nothing but the report's face (`年:2022
    -部分:存在问题`) a choice is a condition on the report: it has such a part, or has none.
    """

    def matches(self, document: Document) -> bool:
        """Do all items?"""
        narrowed, items = self._asked(document)
        return (narrowed is document or narrowed.has_room) and all(item.matches(narrowed) for item in items)

    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """The places of all items, in the parts that are chosen."""
        narrowed, items = self._asked(document)
        for item in items:
            if item.phrases:
                yield from item.candidates(narrowed, terms)

    def counter(self) -> Counter:
        """Wordings in chosen parts are counted without making places."""
        others = super(All, self).counter()
        choices = [item for item in self.items if item.picks]
        wordings = [item for item in self.items if item.asks_text]
        texts = {item.text for item in wordings if isinstance(item, Phrase)}
        excluded = {item.item.text for item in wordings if isinstance(item, Not) and isinstance(item.item, Phrase)}
        if not choices or not texts or len(texts) + len(excluded) < len(set(wordings)):
            return others
        rest = [item for item in self.items if not item.picks and not item.asks_text]
        plain = in_parts(
            texts,
            excluded,
            lambda part: all(choice.at_part(part) for choice in choices),
            lambda document: all(item.matches(document) for item in rest),
        )
        return lambda document: others(document) if document.choices else plain(document)

    def _asked(self, document: Document) -> tuple[Document, tuple[Query, ...]]:
        choices = tuple(item for item in self.items if item.picks)
        if not choices or not self.asks_text:
            return document, self.items
        narrowed = document.narrowed(lambda part: all(choice.at_part(part) for choice in choices))
        return narrowed, tuple(item for item in self.items if not item.picks)

    def at_part(self, part: str | None) -> bool:
        """Where every item takes it."""
        return all(item.at_part(part) for item in self.items)

    def necessary(self) -> Query | None:
        """What any item needs."""
        needed = [item for item in map(_necessary, self.items) if item is not None]
        return all_of(needed) if needed else None

    def __str__(self) -> str:
        return " ".join(item.operand() for item in self.items)


@dataclass(frozen=True, slots=True)
class Any(_Several):
    """At least one item matches."""

    def at_part(self, part: str | None) -> bool:
        """Where any item takes it."""
        return any(item.at_part(part) for item in self.items)

    def matches(self, document: Document) -> bool:
        """Does any item?"""
        return any(item.matches(document) for item in self.items)

    def necessary(self) -> Query | None:
        """What one of the items needs."""
        needed = [item for item in map(_necessary, self.items) if item is not None]
        return Any(tuple(needed)) if len(needed) == len(self.items) else None

    def __str__(self) -> str:
        return " OR ".join(item.operand() for item in self.items)


def all_of(items: Sequence[Query]) -> Query:
    """All of one item or more."""
    return items[0] if len(items) == 1 else All(tuple(items))


def _unpunctuated(phrase: Phrase) -> Phrase:
    text = drop_punctuation(phrase.typed)
    if not text.strip(CELL):
        raise QueryError("query.nothing_left_ignoring", text=phrase.typed)
    return replace(phrase, text=text)


def _necessary(query: Query) -> Query | None:
    return query.necessary()


def holding(passages: Sequence[str], query: Query) -> Sequence[int]:
    """The indices of the passages that hold all wordings without which `query` matches nowhere."""
    found: Sequence[int] = range(len(passages))
    for text in musts(query):
        found = [index for index in found if text in passages[index]]
    return found


@lru_cache(maxsize=64)
def musts(query: Query) -> tuple[str, ...]:
    """Wordings without which nothing matches, the longest first."""
    needed = query.necessary()
    items = needed.items if isinstance(needed, All) else (needed,)
    texts = {item.text for item in items if isinstance(item, Phrase)}
    return tuple(sorted(texts, key=lambda text: (-len(text), text)))


def positive_phrases(query: Query) -> tuple[Phrase, ...]:
    """The phrases that can make marks, each once, in order of reading; of words apart, the phrase they come from.

    The phrase at index i is the one that `Place.term == i` speaks of.
    """
    return tuple(dict.fromkeys(query.phrases))
