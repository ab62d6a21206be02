"""What proofing says of a draft: a kind, how sure it is, the places. Words for people lie in the message tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "numbering",
    "ordinal",
    "unpaired",
    "half_width",
    "look_alike",
    "doubled",
    "date",
    "weekday",
    "sum",
    "share",
    "told_twice",
    "placeholder",
    "quotation",
    "title",
    "other_unit",
    "wording",
]
KINDS: tuple[Kind, ...] = (
    "quotation",
    "title",
    "wording",
    "date",
    "weekday",
    "sum",
    "share",
    "told_twice",
    "numbering",
    "ordinal",
    "unpaired",
    "look_alike",
    "half_width",
    "doubled",
    "placeholder",
    "other_unit",
)
"""In the order of a summary: what misleads a reader first."""
Certainty = Literal["sure", "look", "hint"]
"""A slip beyond doubt; something to look at; what may well be meant."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Code points [start, end) of passage `passage` of the draft, numbered from 1."""

    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at. `text` stands at the first of `places`; `better` is what belongs there.

    `evidence` fills the message `proof.KIND.CASE` for people: what was expected, from where it is known.
    """

    kind: Kind
    case: str
    certainty: Certainty
    places: tuple[Place, ...]
    text: str
    better: str | None = None
    evidence: Mapping[str, object] = field(default_factory=dict)


def found(
    kind: Kind,
    case: str,
    place: Place | Sequence[Place],
    text: str,
    *,
    certainty: Certainty = "sure",
    better: str | None = None,
    **evidence: object,
) -> Finding:
    """A finding at one place, or at several that are one matter."""
    places = (place,) if isinstance(place, Place) else tuple(place)
    return Finding(kind, case, certainty, places, text, better, evidence)
