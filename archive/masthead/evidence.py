"""What the evidence of all fields amounts to: a masthead. Reading it and correcting it live in other files."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from archive.model import Evidence, Masthead


def assembled(evidence: Mapping[str, Evidence], derived: bool) -> Masthead:
    """The masthead that `evidence` amounts to."""
    values = {field: found.value for field, found in evidence.items()}
    year = values.pop("year", None)
    words = {field: str(value) for field, value in values.items()}
    return Masthead(
        title_derived=derived and "title" in words,
        year=int(year) if year is not None else None,
        evidence=MappingProxyType(dict(evidence)),
        **words,
    )
