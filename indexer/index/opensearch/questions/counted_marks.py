"""Which phrases of a question make marks, where, and how the cluster counts them. No requests.

A phrase makes marks anywhere, in sentences or passages that answer by themselves, or in passages of chosen parts; each
beside what stands with it in one alternative.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from indexer.index.opensearch.layout.substrings import Condition, every, phrase_query
from indexer.index.opensearch.questions import unit_conditions
from indexer.index.opensearch.questions.conditions import asked_of, narrows
from indexer.query.model import All, Any, Not, Phrase, Query, Scope


@dataclass(frozen=True, slots=True)
class Marks:
    """A phrase that makes marks: in every report that answers, or in those that meet one of the conditions `where`.

    `unit`: only in units that meet it; `parts`: only in passages of these; None for anywhere.
    """

    text: str
    where: tuple[Condition, ...] = ()
    unit: Condition | None = field(default=None, compare=False)
    parts: tuple[str, ...] | None = None

    @property
    def anywhere(self) -> bool:
        """Does it make marks wherever it stands?"""
        return self.unit is None and self.parts is None

    def query(self, name: str = "") -> Condition:
        """The reports with marks; the score is how many, times the phrase's tokens."""
        if self.unit is not None:
            return unit_conditions.in_units_counted(self.text, self.unit, name)
        if self.parts is not None:
            return unit_conditions.in_parts(self.text, self.parts, name)
        return phrase_query(self.text, name=name)


Placed = tuple[Marks, Condition | None]
"""A place of a phrase in a question, and what has to hold beside it; None: the question says so already."""


class _NotToldError(Exception):
    """Only the text tells how many marks there are."""


def marks_of(query: Query) -> tuple[Marks, ...] | None:
    """Each phrase that makes marks, once; None where only the text tells how many."""
    places: dict[str, list[tuple[Marks, Condition | None]]] = {}
    try:
        for one, where in _placed(query, (), None, free=True):
            places.setdefault(one.text, []).append((one, where))
    except _NotToldError:
        return None
    marks: list[Marks] = []
    for found in places.values():
        first, conditions = found[0][0], [where for _, where in found if where is not None]
        if len(found) > 1 and not all(one.anywhere for one, _ in found):
            return None
        marks.append(replace(first, where=tuple(conditions)) if len(conditions) == len(found) else first)
    return tuple(marks)


def _placed(query: Query, beside: tuple[Query, ...], parts: tuple[str, ...] | None, *, free: bool) -> Iterator[Placed]:
    """Each place of a phrase in the query with what has to hold beside it; None: it is said by the question already.

    `free`: no alternative lies above, so that all that stands beside it holds wherever the question does.
    """
    if isinstance(query, Phrase):
        yield Marks(query.text, parts=parts), _together(beside, parts)
    elif isinstance(query, Scope):
        unit = unit_conditions.unit(query)
        if parts is not None or unit is None:
            raise _NotToldError
        for text in dict.fromkeys(_of_unit(query.item)):
            yield Marks(text, unit=unit), _together(beside, parts)
    elif isinstance(query, Any):
        for item in query.items:
            yield from _placed(item, beside, parts, free=False)
    elif isinstance(query, All):
        yield from _placed_together(query, beside, parts, free=free)
    elif query.phrases:
        raise _NotToldError


def _placed_together(
    query: All, beside: tuple[Query, ...], parts: tuple[str, ...] | None, *, free: bool
) -> Iterator[Placed]:
    items = query.items
    if narrows(query):
        taken = unit_conditions.chosen(query)
        parts = tuple(part for part in taken if parts is None or part in parts)
        items = tuple(item for item in items if not item.picks)
    for at, item in enumerate(items):
        others = () if free else (*items[:at], *items[at + 1 :])
        yield from _placed(item, (*beside, *others), parts, free=free)


def _together(beside: Sequence[Query], parts: tuple[str, ...] | None) -> Condition | None:
    conditions = [asked_of(item, parts) for item in beside]
    found = [one for one in conditions if one is not None]
    if len(found) < len(conditions):
        raise _NotToldError
    return every(found) if found else None


def _of_unit(query: Query) -> Iterator[str]:
    """The phrases that make marks in every unit that answers, wherever they stand in it."""
    if isinstance(query, Phrase):
        yield query.text
    elif (isinstance(query, Any) and all(isinstance(item, Phrase) for item in query.items)) or isinstance(query, All):
        for item in query.items:
            yield from _of_unit(item)
    elif not isinstance(query, Not):
        raise _NotToldError
