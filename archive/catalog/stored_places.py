"""Where a cell of a sheet keeps a value that it does not show: 35000 behind 3.50万元 at B7."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from archive.catalog.serialization import dumps, loads, split_texts
from archive.model import CELL

FORMATS = ("xlsx", "xls", "ods")
"""Formats whose reports may keep such values."""


@dataclass(frozen=True, slots=True)
class StoredPlace:
    """Cell `place` (“B7”) in `passage` of a report keeps `value` and shows `shown`."""

    id: str
    source: str
    passage: int
    place: str
    value: str
    shown: str


def needle(value: str) -> str:
    """What stands in the kept form of a report that keeps `value` behind a cell."""
    return f",{dumps(value)}]"


def places_in(
    report_id: str, source: str, texts: str, structure: str, values: Collection[str]
) -> Iterator[StoredPlace]:
    """The cells of one report that keep any of `values`, in order."""
    stored = loads(structure).get("stored", {})
    passages = split_texts(texts)
    for number, kept in stored.items():
        for cell, place, value in kept:
            if value in values:
                cells = passages[int(number) - 1].split(CELL)
                yield StoredPlace(
                    report_id, source, int(number), place, value, cells[cell] if cell < len(cells) else ""
                )
