"""What the evidence of all fields amounts to: a masthead. Reading it and correcting it live in other files."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from archive.model import Evidence, Masthead


def assembled(evidence: Mapping[str, Evidence], derived: bool, cleared: tuple[str, ...] = ()) -> Masthead:
    """The masthead that `evidence` amounts to; of the fields `cleared` a person has said that there is none."""
    values = {field: found.value for field, found in evidence.items()}
    year = values.pop("year", None)
    words: dict[str, str] = {field: str(value) for field, value in values.items()}
    return Masthead(
        title=words.get("title"),
        title_derived=derived and "title" in words,
        unit=words.get("unit"),
        person=words.get("person"),
        number=words.get("number"),
        addressee=words.get("addressee"),
        date=words.get("date"),
        year=int(year) if year is not None else None,
        period=words.get("period"),
        type=words.get("type"),
        evidence=MappingProxyType(dict(evidence)),
        cleared=cleared,
    )
