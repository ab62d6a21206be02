"""How often figures of real papers are read rightly: places drawn at random and labelled by reading the papers.

`tests/golden/numbers/places.tsv`: a document of ../shared, the code point where a numeral stands, the value, measure
and words of the object that a reader finds there ("-": no figure; "?": no words say it). An object is `core<widest`
words: what is found must hold the core; exactly bounded it lies within the widest. docs/numbers.md has the rates as
they were first measured.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import pytest

from archive.text.fold import fold_text
from indexer.numbers.figure import Figure, figures_in
from tests.shared_files import ROOT, shared

PLACES = ROOT / "tests" / "golden" / "numbers" / "places.tsv"
NEAR = 8
"""Characters by which what is found may be longer than the widest words of a reader and still name the thing."""


@dataclass(frozen=True, slots=True)
class Place:
    """A labelled place."""

    document: str
    offset: int
    value: str
    measure: str
    object: str

    @property
    def line(self) -> tuple[str, int]:
        """Its paragraph, and where in it the numeral stands."""
        text = text_of(self.document)
        start = text.rfind("\n", 0, self.offset) + 1
        end = text.find("\n", self.offset)
        return text[start : end if end >= 0 else len(text)], self.offset - start


@lru_cache(1)
def text_of(document: str) -> str:
    return shared(*document.split("/")).read_text(encoding="utf-8")


def number(text: str) -> Fraction:
    digits, _, power = text.partition("e")
    return Fraction(digits) * Fraction(10) ** int(power or 0)


def reads(place: Place, figure: Figure | None) -> bool:
    """Are number and measure right?"""
    if figure is None or figure.measure != place.measure:
        return False
    if place.value in ("mask", "vague"):
        return figure.kind == place.value
    low, _, high = place.value.partition("..")
    return (figure.low, figure.high) == (number(low), number(high or low))


def names(place: Place, found: str) -> tuple[bool, bool]:
    """Does what is found name the thing, and is it bounded as a reader would?"""
    named = bounded = False
    for words in place.object.split("/"):
        core, _, widest = map(fold_text, words.partition("<"))
        named |= core in found and len(found) <= len(widest or core) + NEAR
        bounded |= core in found and found in (widest or core)
    return named, bounded


def counted() -> Counter[str]:
    rates: Counter[str] = Counter()
    with PLACES.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file, delimiter="\t"), key=lambda row: row["document"])
    for row in rows:
        place = Place(row["document"], int(row["offset"]), row["value"], row["measure"], row["object"])
        text, at = place.line
        figure = next((one for one in figures_in(text) if one.start <= at < one.end), None)
        if place.value == "-":
            rates["none"] += 1
            rates["none right"] += figure is None
            continue
        rates["figures"] += 1
        rates["right"] += reads(place, figure)
        if place.object != "?":
            there = figure.object if figure else None
            named, bounded = names(place, fold_text(text[there.start : there.end]) if there else "")
            rates["objects"] += 1
            rates["named"] += named
            rates["bounded"] += bounded
    return rates


@pytest.mark.slow
def test_figures_of_real_papers_are_read_as_a_reader_does() -> None:
    rates = counted()
    assert rates["figures"] > 400
    assert rates["right"] >= 0.95 * (rates["figures"] + rates["none"] - rates["none right"])
    assert rates["named"] >= 0.85 * rates["objects"]


def test_labels_are_well_formed() -> None:
    with PLACES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            assert re.fullmatch(r"-|mask|vague|[\d.]+(?:e\d+)?(?:\.\.[\d.]+)?", row["value"]), row
            assert row["value"] == "-" or row["object"], row
