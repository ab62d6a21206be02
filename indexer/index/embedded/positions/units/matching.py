"""A query asked of the units of a segment, by positions alone: which units answer, and where marks stand in them.

Each node does what it does with a report or a piece of one (`indexer.query.nodes`), with all units at once: `held`
is `Query.matches`, `marks` is `Query.candidates`. Units without what must stand in them are never looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer import deadline
from indexer.index.embedded.folded_text import may_stand
from indexer.index.embedded.positions.arrays.protocol import Ints, Mask
from indexer.index.embedded.positions.arrays.stretch_protocol import Spans
from indexer.index.embedded.positions.segment import Segment
from indexer.index.embedded.positions.units.asked_units import Context
from indexer.index.embedded.positions.units.closeness import told_by_windows
from indexer.index.embedded.positions.units.text_units import LEVELS, Choice, Level, choice
from indexer.index.embedded.positions.units.wording_spans import WordingSpans
from indexer.query.model import All, Any, Except, Face, Gapped, Near, Not, Part, Phrase, Query, Scope, Words
from indexer.query.nodes.node import Marking

KNOWN = (All, Any, Except, Face, Gapped, Near, Not, Part, Phrase, Scope, Words)
"""The nodes that are told here."""
FEW = 64
"""Up to so many reports the passages of each are taken by themselves out of those of all."""
Faced = Callable[[Face], Mask]
"""The reports of the segment whose card is accepted."""


def known(query: Query) -> bool:
    """Can all of the query be told here?"""
    inner: Sequence[Query] = ()
    if isinstance(query, All | Any):
        inner = query.items
    elif isinstance(query, Not | Scope):
        inner = (query.item,)
    return isinstance(query, KNOWN) and all(map(known, inner))


class Matching:
    """Asks one segment, for one question."""

    def __init__(self, segment: Segment, faced: Faced) -> None:
        self._segment, self._k, self._units = segment, segment.k, segment.units
        self._faced = faced
        self._wordings = WordingSpans(segment)
        self._answering: dict[tuple[Query, Context], Context] = {}
        self._together: dict[Words, Ints] = {}
        self._narrower: dict[tuple[Context, Choice], Context] = {}
        self.reports = Context(segment.units.reports, Level.REPORT, whole=True)

    def held(self, query: Query, context: Context) -> Ints:
        """The numbers of the stretches that answer."""
        deadline.check()
        k = self._k
        if isinstance(query, Phrase) and context.chosen is None:
            return k.every(len(context)) if query == context.seed else self._wordings.holding(query, context)
        if isinstance(query, Gapped | Except | Phrase):
            return k.with_any(self._wordings.of(query, context), context.stretches)
        if isinstance(query, Near | Scope):
            return self._around(self._answers(query, context).stretches.starts, context)
        if isinstance(query, All):
            return self._all(query, context)
        if isinstance(query, Any):
            return k.either_of([self.held(item, context) for item in query.items])
        if isinstance(query, Not):
            return k.others(self.held(query.item, context), len(context))
        if isinstance(query, Part):
            return self._roomy(choice(query.at_part, context.chosen), context)
        if isinstance(query, Face):
            return k.of_mask(self._segment.owners(context.stretches.starts), self._faced(query))
        assert isinstance(query, Words)
        together = self._around(self._answers(query, context).stretches.starts, context)
        left = context.some(k, together)
        return k.picked(together, k.others(self.held(query.phrase, left), len(left)))

    def _around(self, places: Ints, context: Context) -> Ints:
        """The numbers of the stretches in which these places stand, all of which do in one."""
        if context.whole:
            return self._segment.reports_of(places)
        return self._k.units(context.stretches.starts, places)

    def marks(self, query: Query, context: Context) -> list[Spans]:
        """The places that make marks in these stretches, all of which answer; they may overlap."""
        k = self._k
        if isinstance(query, Phrase | Gapped | Except):
            return [self._wordings.of(query, context)]
        if isinstance(query, Near):
            return self._wordings.chains(query, self._answers(query, context))
        if isinstance(query, Scope):
            return self.marks(query.item, self._answers(query, context))
        if isinstance(query, Words):
            together = self._answers(query, context)
            return [self._wordings.of(_phrase(word), together) for word in query.words]
        if isinstance(query, All):
            narrowed, items = self._asked(query, context)
            return [spans for item in items if item.phrases for spans in self.marks(item, narrowed)]
        if isinstance(query, Any):
            some = ((item, context.some(k, self.held(item, context))) for item in query.items if item.phrases)
            return [spans for item, answering in some for spans in self.marks(item, answering)]
        return []

    def side_by_side(self, query: Words) -> Ints:
        """The numbers of the passages that hold all of the words, in whatever report."""
        found = self._together.get(query)
        if found is None:
            deadline.check()
            words = list(filter(may_stand, query.words))
            found = self._segment.side_by_side(words) if len(words) == len(query.words) else self._k.every(0)
            self._together[query] = found
        return found

    def _all(self, query: All, context: Context) -> Ints:
        narrowed, items = self._asked(query, context)
        at = self._every_one(sorted(items, key=self._cost), narrowed)
        if narrowed is context or any(isinstance(item, Marking) for item in items):  # where a mark is, there is text
            return at
        assert narrowed.chosen is not None
        left = context.some(self._k, at)
        return self._k.picked(at, self._roomy(narrowed.chosen, left))

    def _every_one(self, items: Sequence[Query], context: Context) -> Ints:
        """The stretches that answer all; those that fell out are not asked again."""
        at: Ints = self._k.every(len(context))
        for item in items:
            if not len(at):
                break
            found = self.held(item, context)
            at, context = self._k.picked(at, found), context.some(self._k, found)
        return at

    def _asked(self, query: All, context: Context) -> tuple[Context, Sequence[Query]]:
        """The other items, and the parts in which they are asked: see `All`."""
        picks = [item for item in query.items if item.picks]
        if not picks or not query.asks_text:
            return context, query.items
        chosen = choice(lambda part: all(item.at_part(part) for item in picks), context.chosen)
        return self._narrowed(context, chosen), [item for item in query.items if not item.picks]

    def _narrowed(self, context: Context, chosen: Choice) -> Context:
        """The same context for the same parts: what is found in it is found once."""
        key = (context, chosen)
        if key not in self._narrower:
            wider = None if context.wider is None else self._narrowed(context.wider, chosen)
            self._narrower[key] = Context(context.stretches, context.level, chosen, context.whole, wider)
        return self._narrower[key]

    def _roomy(self, chosen: Choice, context: Context) -> Ints:
        if context.whole:
            return self._units.with_room(chosen)
        return self._units.roomy(context.stretches, chosen)

    def _answers(self, query: Near | Scope | Words, context: Context) -> Context:
        """The units in which the query holds, of the kind that it asks: passages, where it names none."""
        at: Context | None = context
        while at is not None:
            found = self._answering.get((query, at))
            if found is not None:
                return found if at is context else self._limited(found, context)
            at = at.wider
        if isinstance(query, Words) and context.chosen is None and (context.whole or query in self._together):
            found = self._answering[query, context] = self._in_one_passage(query, context)
            return found
        units = self._candidates(query, context)
        if isinstance(query, Scope):
            answering = self.held(query.item, units)
        elif isinstance(query, Words):
            answering = self._every_one(sorted(map(_phrase, query.words), key=self._cost), units)
        else:
            chains = self._wordings.chains(query, units)
            answering = self._k.with_any(chains[0], units.stretches) if chains else self._k.every(0)
        found = units.some(self._k, answering)
        self._answering[query, context] = found
        return found

    def _in_one_passage(self, query: Words, context: Context) -> Context:
        """The passages of the context that hold all of the words, in whatever part."""
        k, starts, numbers = self._k, self._units.starts(Level.PASSAGE), self.side_by_side(query)
        few = not context.whole and context.level is Level.REPORT and len(context) <= FEW
        if few:
            borders = (k.slots(starts, ends) for ends in (context.stretches.starts, context.stretches.ends))
            begins, stops = (k.listed(k.slots(numbers, of)) for of in borders)
            numbers = k.laid([numbers[begin:stop] for begin, stop in zip(begins, stops, strict=True)])
        units = Context(k.numbered(starts, numbers, self._units.end), Level.PASSAGE)
        return units if few or context.whole else self._limited(units, context)

    def _candidates(self, query: Near | Scope | Words, context: Context) -> Context:
        """The units that hold the rarest of what must stand in each; all, where nothing must."""
        level = LEVELS[query.name] if isinstance(query, Scope) else Level.PASSAGE
        if level <= context.level:
            return context
        starts = self._units.starts(level)
        needed = self._rarest(query.necessary())
        numbers = self._seeds(needed, level, context)
        if numbers is None:
            numbers = self._k.every(len(starts))
        seed = needed if isinstance(needed, Phrase) and _lies_in_one(needed, level) else None
        units = Context(self._k.numbered(starts, numbers, self._units.end), level, context.chosen, seed=seed)
        return units if context.whole else self._limited(units, context)

    def _limited(self, units: Context, context: Context) -> Context:
        """Those that lie in the context's stretches."""
        stretches = self._k.beginning_in(units.stretches, context.stretches)
        return Context(stretches, units.level, units.chosen, wider=units, seed=units.seed)

    def _seeds(self, needed: Query | None, level: Level, context: Context) -> Ints | None:
        """The numbers of units, in the context, without which none can meet what is needed; None: not told."""
        k = self._k
        if isinstance(needed, Phrase):
            places = self._wordings.of(needed, context).starts
            return (
                self._segment.passages_of(places)
                if level is Level.PASSAGE
                else k.units(self._units.starts(level), places)
            )
        if isinstance(needed, Any):
            found = [self._seeds(item, level, context) for item in needed.items]
            told = [numbers for numbers in found if numbers is not None]
            return k.either_of(told) if len(told) == len(found) else None
        if isinstance(needed, All):
            return self._seeds(self._rarest(needed), level, context)
        return None

    def _rarest(self, needed: Query | None) -> Query | None:
        """Of what is all needed that which stands in the fewest units; None: not told."""
        if not isinstance(needed, All):
            return needed
        item = min(needed.items, key=self._cost)
        return item if self._cost(item)[0] < _UNTOLD else None

    def _cost(self, query: Query) -> tuple[int, int]:
        """What is asked first costs least: a wording about as many places as its rarest pair of characters has."""
        if isinstance(query, Phrase):
            return 0, self._segment.most_places(query.text)
        if isinstance(query, Face):
            return _UNTOLD, 0
        if isinstance(query, Any):
            costs = list(map(self._cost, query.items))
            return max(cost for cost, _ in costs), sum(places for _, places in costs)
        if isinstance(query, All):
            return min(map(self._cost, query.items))
        needed = query.necessary()
        return (_UNTOLD, 1) if needed is None else (1, self._cost(needed)[1])


_UNTOLD = 2
"""Of what may hold in every unit."""


def _lies_in_one(phrase: Phrase, level: Level) -> bool:
    """Does each of its places lie in a single unit? Only sentences end inside of a wording, and only at a mark."""
    return level <= Level.PASSAGE or told_by_windows(phrase.text)


def _phrase(word: str) -> Phrase:
    return Phrase(word, word)
