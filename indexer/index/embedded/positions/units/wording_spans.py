"""Where wordings stand in a segment, by positions alone: phrases, phrases with gaps, those that are part of no longer
one, and chains of wordings near to each other. What each means is said at its node in `indexer.query.nodes`.
"""

from __future__ import annotations

from indexer import deadline
from indexer.index.embedded.folded_text import may_stand
from indexer.index.embedded.positions.arrays.protocol import Ints
from indexer.index.embedded.positions.arrays.stretch_protocol import Spans
from indexer.index.embedded.positions.segment import Segment
from indexer.index.embedded.positions.units.asked_units import Context
from indexer.query.model import Any, Except, Gapped, Near, Phrase, Query
from indexer.query.nodes.proximity import MAX_GAP


class WordingSpans:
    """Spans of wordings in the stretches of a context; for one question, so that each is looked for once."""

    def __init__(self, segment: Segment) -> None:
        self._segment, self._units, self._k = segment, segment.units, segment.k
        self._known: dict[tuple[Query, Context, bool], Spans] = {}
        self._chains: dict[tuple[Near, Context], list[Spans]] = {}

    def of(self, wording: Query, context: Context) -> Spans:
        """Those that begin in the chosen parts."""
        return self._remembered(wording, context, context.chosen is not None)

    def holding(self, phrase: Phrase, context: Context) -> Ints:
        """The numbers of the stretches in which it stands, in whatever part."""
        return self._segment.holding(phrase.text, context.stretches) if may_stand(phrase.text) else self._k.every(0)

    def _anywhere(self, wording: Query, context: Context) -> Spans:
        """Those in whatever part."""
        return self._remembered(wording, context, False)

    def _remembered(self, wording: Query, context: Context, in_parts: bool) -> Spans:
        at: Context | None = context
        while at is not None:
            known = self._known.get((wording, at, in_parts))
            if known is not None:
                return known if at is context else self._k.inside(known, context.stretches)
            at = at.wider
        deadline.check()
        found = self._in_parts(wording, context) if in_parts else self._found(wording, context)
        self._known[wording, context, in_parts] = found
        return found

    def _in_parts(self, wording: Query, context: Context) -> Spans:
        if isinstance(wording, Any):
            return self._k.together([self.of(item, context) for item in wording.items])
        assert context.chosen is not None
        return self._k.beginning_in(self._anywhere(wording, context), self._units.accepted(context.chosen))

    def _found(self, wording: Query, context: Context) -> Spans:
        k = self._k
        if isinstance(wording, Phrase):
            return k.sized(self._places(wording.text, context), len(wording.text))
        if isinstance(wording, Gapped):
            return self._gapped(wording, context)
        if isinstance(wording, Except):
            found = self._anywhere(wording.wording, context)
            return k.uncovered(found, self._anywhere(wording.longer, context)) if len(found.starts) else found
        assert isinstance(wording, Any)
        return k.together([self._anywhere(item, context) for item in wording.items])

    def _places(self, text: str, context: Context) -> Ints:
        if not may_stand(text):
            return self._k.view(b"", "I")
        return self._segment.places(text) if context.whole else self._segment.places_in(text, context.stretches)

    def _gapped(self, wording: Gapped, context: Context) -> Spans:
        """From the last piece to the first, each with the shortest run behind it."""
        k = self._k
        *others, last = wording.pieces
        tails = self._anywhere(last, context)
        for piece in reversed(others):
            heads = self._anywhere(piece, context)
            limits = k.gap_limits(heads.ends, MAX_GAP, self._units.clause_ends) if len(heads.starts) else heads.ends
            tails = k.reaching(heads, limits, tails)
        return tails if context.whole else k.inside(tails, context.stretches)

    def chains(self, near: Near, context: Context) -> list[Spans]:
        """Of each wording those that belong to a whole chain; the context's stretches are no larger than passages."""
        at: Context | None = context
        while at is not None:
            known = self._chains.get((near, at))
            if known is not None:
                return known if at is context else [self._k.inside(link, context.stretches) for link in known]
            at = at.wider
        found = self._chains[near, context] = self._linked(near, context)
        return found

    def _linked(self, near: Near, context: Context) -> list[Spans]:
        k, links = self._k, list[Spans]()
        for wording, distance in zip(near.wordings, (0, *near.distances), strict=True):
            found = self.of(wording, context)
            links.append(k.beside(found, links[-1], distance, context.stretches) if links else found)
            if not len(links[-1].starts):
                return []
        for at in range(len(links) - 1, 0, -1):
            links[at - 1] = k.beside(links[at - 1], links[at], near.distances[at - 1], context.stretches)
        return links
